"""The columns of GA4's BigQuery export that the shop's exports have, in Google's names and nesting.

Left out: what this shop would not have (app_info, publisher, vendor ids, other ad platforms) and
what nobody here reads (user_properties, user_ltv, event_previous_timestamp).
"""

import pyarrow as pa

TEXT, NUMBER, REAL = pa.string(), pa.int64(), pa.float64()


def _texts(*names: str) -> pa.DataType:
    return pa.struct([(name, TEXT) for name in names])


CAMPAIGN = ("campaign_id", "campaign_name", "source", "medium")
SCHEMA = pa.schema(
    [
        ("event_date", TEXT),
        ("event_timestamp", NUMBER),
        ("event_name", TEXT),
        (
            "event_params",
            pa.list_(
                pa.struct(
                    [
                        ("key", TEXT),
                        (
                            "value",
                            pa.struct(
                                [
                                    ("string_value", TEXT),
                                    ("int_value", NUMBER),
                                    ("float_value", REAL),
                                    ("double_value", REAL),
                                ]
                            ),
                        ),
                    ]
                )
            ),
        ),
        ("event_bundle_sequence_id", NUMBER),
        ("user_id", TEXT),
        ("user_pseudo_id", TEXT),
        ("privacy_info", _texts("analytics_storage", "ads_storage", "uses_transient_token")),
        (
            "device",
            pa.struct(
                [
                    ("category", TEXT),
                    ("operating_system", TEXT),
                    ("language", TEXT),
                    ("web_info", _texts("browser", "browser_version", "hostname")),
                ]
            ),
        ),
        ("geo", _texts("continent", "country", "region", "city", "sub_continent", "metro")),
        ("traffic_source", _texts("name", "medium", "source")),
        ("stream_id", TEXT),
        ("platform", TEXT),
        (
            "ecommerce",
            pa.struct(
                [
                    ("total_item_quantity", NUMBER),
                    ("purchase_revenue", REAL),
                    ("shipping_value", REAL),
                    ("unique_items", NUMBER),
                    ("transaction_id", TEXT),
                ]
            ),
        ),
        (
            "items",
            pa.list_(
                pa.struct(
                    [
                        ("item_id", TEXT),
                        ("item_name", TEXT),
                        ("item_brand", TEXT),
                        ("item_category", TEXT),
                        ("price", REAL),
                        ("quantity", NUMBER),
                        ("item_revenue", REAL),
                    ]
                )
            ),
        ),
        (
            "collected_traffic_source",
            _texts("manual_campaign_name", "manual_source", "manual_medium", "gclid"),
        ),
        ("is_active_user", pa.bool_()),
        ("batch_event_index", NUMBER),
        (
            "session_traffic_source_last_click",
            pa.struct(
                [
                    ("manual_campaign", _texts(*CAMPAIGN, "term", "content", "source_platform")),
                    (
                        "cross_channel_campaign",
                        _texts(
                            *CAMPAIGN,
                            "source_platform",
                            "default_channel_group",
                            "primary_channel_group",
                        ),
                    ),
                ]
            ),
        ),
    ]
)
