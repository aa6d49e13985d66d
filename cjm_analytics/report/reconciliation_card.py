"""The card of tracked purchases against the order book, and the warnings it gives to others."""

from cjm_analytics.language import SMALL, Voice
from cjm_analytics.report.cards import Card
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table


def reconciliation_headline(total: Row, voice: Voice) -> str:
    """Which share of the orders the site saw being placed."""
    numbers = voice.numbers
    if total["capture_rate"] is None or total["n_orders"] < SMALL:
        return voice.choose(
            "Er zijn te weinig orders om met de site te vergelijken",
            "There are too few orders to hold against the site",
        )
    share, orders = numbers.percent(total["capture_rate"]), numbers.people(total["n_orders"])
    if total["is_capture_low"]:
        least = numbers.percent(total["min_capture"])
        return voice.choose(
            f"De site mat maar {share} van {orders} orders, minder dan de {least} die nodig is",
            f"The site tracked only {share} of {orders} orders, less than the {least} needed",
        )
    return voice.choose(
        f"De site mat {share} van {orders} orders", f"The site tracked {share} of {orders} orders"
    )


def capture_warning(total: Row, voice: Voice) -> str:
    """What is said beside a number that joins visits with purchases; nothing where enough were."""
    if not total["is_capture_low"] or total["n_orders"] < SMALL:
        return ""
    return voice.say("kpi.capture", share=voice.numbers.percent(total["capture_rate"]))


def capture_lead(total: Row, voice: Voice) -> str:
    """The same as a sentence under the title of the journey page."""
    if not capture_warning(total, voice):
        return ""
    share = voice.numbers.percent(total["capture_rate"])
    orders = voice.numbers.people(total["n_orders"])
    return voice.choose(
        f"De site mat maar {share} van {orders} orders: wat bezoeken met aankopen verbindt, zoals"
        " conversie en uitval, is daardoor niet te vertrouwen.",
        f"The site tracked only {share} of {orders} orders: do not trust what joins visits with"
        " purchases, such as conversion and drop-off.",
    )


def reconciliation_card(total: Row, rows: list[Row], voice: Voice) -> Card:
    """report.reconciliation_total as headline, report.reconciliation by channel and by week."""
    headline = reconciliation_headline(total, voice)
    make = Columns(voice)

    def channel(row: Row) -> str:
        names = {"(all)": "channel.all", "(unknown)": "channel.unknown"}
        return voice.say(names[row["channel"]]) if row["channel"] in names else row["channel"]

    def week(row: Row) -> Cell:
        on = row["week_on"]
        if on is None:
            return Cell(voice.say("week.all"), None)
        return Cell(voice.numbers.calendar_day(on), on.isoformat())

    def money(key: str, word: str) -> Column:
        return Column(
            key,
            voice.say(word),
            lambda row: (
                Cell("–", None)
                if row["n_orders"] < SMALL
                else Cell(voice.numbers.money(row[key]), row[key])
            ),
        )

    columns = [
        Column("week_on", voice.say("col.week"), week, is_number=False),
        make.text("channel", "col.channel", channel),
        make.people("n_orders", "col.n_orders"),
        make.people("n_tracked", "col.n_tracked"),
        make.share("capture_rate", "col.capture", "n_tracked", "n_orders"),
        make.interval("capture", "n_tracked", "n_orders"),
        make.people("n_unseen", "col.n_unseen"),
        make.people("n_of_nobody", "col.n_of_nobody"),
        make.people("n_without_order", "col.n_without_order"),
        money("order_revenue", "col.order_revenue"),
        money("tracked_revenue", "col.tracked_revenue"),
    ]
    by_channel = [row for row in rows if row["week_on"] is None]
    by_week = [row for row in rows if row["week_on"] is not None and row["channel"] == "(all)"]
    listed = [
        {**total, "week_on": None, "channel": "(all)"},
        *sorted(by_channel, key=lambda row: (-row["n_orders"], row["channel"])),
        *sorted(by_week, key=lambda row: row["week_on"], reverse=True),
    ]
    shown = listed if total["n_orders"] or total["n_without_order"] else []
    return Card(
        id="reconciliation",
        question=voice.say("reconciliation.question"),
        headline=headline,
        table=table("reconciliation", headline, columns, shown, voice),
        notes=(voice.say("reconciliation.note"),) if shown else (),
    )
