"""GA4's BigQuery export as Parquet, one file a month."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .catalogue import CHANNELS, HOST, PRODUCTS
from .clock import SECOND, local
from .ga4_schema import SCHEMA
from .records import Session, Touch, World

COUNTRIES = {
    "NL": ("Netherlands", "Western Europe"),
    "BE": ("Belgium", "Western Europe"),
    "DE": ("Germany", "Western Europe"),
}
SYSTEMS = {
    "mobile": ("Android", "Chrome", "129.0"),
    "desktop": ("Windows", "Edge", "129.0"),
    "tablet": ("iOS", "Safari", "18.0"),
}


def write(world: World, folder: Path) -> int:
    """Writes events_YYYYMM.parquet; returns the number of rows, doubles included."""
    folder.mkdir(parents=True, exist_ok=True)
    months: dict[str, list[Touch]] = {}
    for touch in sorted(world.web, key=lambda touch: (touch.at, touch.page, touch.index)):
        month = f"{local(min(touch.at, world.end)):%Y%m}"
        months.setdefault(month, []).append(touch)
    n_rows = 0
    leftover: list[Touch] = []
    for month, touches in months.items():
        # The export is corrected for three days: the month before comes along once more, in part.
        rows = [_row(touch) for touch in leftover + touches + touches[100:112]]
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
        leaves = _leaves(table)
        pq.write_table(
            table,
            folder / f"events_{month}.parquet",
            compression="zstd",
            compression_level=19,
            use_dictionary=[n for n in leaves if n != "event_timestamp"],
            column_encoding={"event_timestamp": "DELTA_BINARY_PACKED"},
            write_statistics=False,
            store_schema=False,
        )
        leftover = touches[-25:]
        n_rows += len(rows)
    return n_rows


def _leaves(table: pa.Table) -> list[str]:
    """The paths of the columns inside the columns, as Parquet names them."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.slice(0, 0), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [schema.column(place).path for place in range(len(schema))]


def _row(touch: Touch) -> dict[str, Any]:
    session = touch.session
    assert session is not None
    system, browser, version = SYSTEMS[session.device.category]
    country, region = COUNTRIES[session.country]
    channel = session.channel
    is_known = session.visitor_id is not None
    campaign = {
        "campaign_name": channel.campaign or ("(direct)" if channel.source == "(direct)" else None),
        "source": channel.source,
        "medium": channel.medium,
    }
    return {
        "event_date": f"{local(touch.at):%Y%m%d}",
        "event_timestamp": touch.at,
        "event_name": touch.name,
        "event_params": _params(touch, session),
        "event_bundle_sequence_id": session.number,
        "user_id": touch.user_id if is_known else None,
        "user_pseudo_id": session.visitor_id,
        "privacy_info": {
            "analytics_storage": "Yes" if is_known else "No",
            "ads_storage": "Yes" if is_known else "No",
            "uses_transient_token": "No",
        },
        "device": {
            "category": session.device.category,
            "operating_system": system,
            "language": "nl-be" if session.country == "BE" else "nl-nl",
            "web_info": {
                "browser": browser,
                "browser_version": version,
                "hostname": HOST.removeprefix("https://"),
            },
        },
        "geo": {
            "continent": "Europe",
            "country": country,
            "region": "(not set)",
            "city": "(not set)",
            "sub_continent": region,
            "metro": "(not set)",
        },
        "traffic_source": _first_touch(session) if is_known else None,
        "stream_id": "4711000001",
        "platform": "WEB",
        "ecommerce": _ecommerce(touch),
        "items": [_item(product, quantity, touch) for product, quantity in touch.items],
        "collected_traffic_source": {
            "manual_campaign_name": channel.campaign,
            "manual_source": channel.source,
            "manual_medium": channel.medium,
        }
        if channel.campaign and touch.index == 0
        else None,
        "is_active_user": is_known,
        "batch_event_index": touch.index + 1,
        "session_traffic_source_last_click": {
            "manual_campaign": campaign,
            "cross_channel_campaign": campaign
            | {"default_channel_group": channel.group, "primary_channel_group": channel.group},
        }
        if is_known
        else None,
    }


def _first_touch(session: Session) -> dict[str, str | None]:
    first = CHANNELS[session.device.first_channel]
    return {
        "name": first.campaign or f"({first.medium})",
        "medium": first.medium,
        "source": first.source,
    }


def _params(touch: Touch, session: Session) -> list[dict[str, Any]]:
    channel = session.channel
    location = HOST + touch.page
    if touch.index == 0 and channel.campaign:
        mark = "&" if "?" in touch.page else "?"
        location += f"{mark}utm_source={channel.source}&utm_medium={channel.medium}"
        location += f"&utm_campaign={channel.campaign}"
    if touch.page == "/klantenservice" and session.started_at // SECOND % 40 == 0:
        location += f"?email=klant{session.number}@example.org"  # a form that should not do this
    params = [_param("page_location", string_value=location)]
    if session.visitor_id is not None:
        params.append(_param("ga_session_id", int_value=session.started_at // SECOND))
        params.append(_param("ga_session_number", int_value=session.number))
    if touch.index == 0 and channel.referrer:
        params.append(_param("page_referrer", string_value=channel.referrer))
    if touch.is_debug:
        params.append(_param("debug_mode", int_value=1))
    if touch.name == "search":
        params.append(_param("search_term", string_value=touch.page.split("=")[1]))
    if touch.order:
        params.append(_param("currency", string_value="EUR"))
        params.append(_param("transaction_id", string_value=touch.order.id))
        params.append(_param("value", double_value=_revenue(touch)))
    return params


def _param(key: str, **value: str | int | float) -> dict[str, Any]:
    return {"key": key, "value": value}


def _revenue(touch: Touch) -> float:
    """What Google is told: without postage, so it differs from the shop's total."""
    assert touch.order is not None
    return round(touch.order.subtotal - touch.order.discount, 2)


def _ecommerce(touch: Touch) -> dict[str, Any] | None:
    if touch.order:
        return {
            "total_item_quantity": sum(quantity for _, quantity in touch.items),
            "purchase_revenue": _revenue(touch),
            "shipping_value": touch.order.shipping,
            "unique_items": len(touch.items),
            "transaction_id": touch.order.id,
        }
    return {"transaction_id": "(not set)"} if touch.items else None


def _item(product: int, quantity: int, touch: Touch) -> dict[str, Any]:
    found = PRODUCTS[product]
    return {
        "item_id": found.sku,
        "item_name": found.name,
        "item_brand": "De Warme Hand",
        "item_category": found.category,
        "price": found.price,
        "quantity": quantity,
        "item_revenue": round(found.price * quantity, 2) if touch.order else None,
    }
