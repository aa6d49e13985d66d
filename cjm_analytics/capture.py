"""Which KPIs hold what the site saw against what was bought, so that untracked orders falsify them.

An order that was not tracked is known, and counts; but it stands apart from the visits that led to
it. A KPI over orders alone bears that, and so does one over visits alone. One that joins the two
does not: docs/decisions/0009-reconciliation.md.
"""

from collections.abc import Collection, Iterable

from cjm_analytics.config import JourneyFile, Kpi, Measure, Source, Test, tests_in

_ORDER_NAMES = frozenset({"order", "purchase"})
_ORDER_COLUMNS = frozenset({"order_id", "orders", "value", "is_cancelled"})
_WEB_COLUMNS = frozenset(
    {
        *("page_path", "channel", "first_channel", "main_channel", "campaign", "device"),
        *("visitor_id", "product_category", "categories"),
    }
)
# What a customer's visits and his orders both have: by these alone, a measure counts both.
_EITHER = frozenset({"country", "currency", "initiated_by", "is_returning", "source_id"})
# Names that the kinds of export give to what is no visit, and that of the derived event.
_OTHER_NAMES = frozenset({"order", "review", "contact", "repeat_purchase"})


def depends_on_capture(kpi: Kpi, journey: JourneyFile) -> bool:
    """Whether the KPI's value would change if more of the orders had been tracked."""
    names = _OTHER_NAMES | set(_names_of_other_records(journey.sources))
    is_about_orders = any(_is_about_orders(measure) for measure in kpi.measures)
    return is_about_orders and any(_is_about_visits(kpi, one, names) for one in kpi.measures)


def _names_of_other_records(sources: Iterable[Source]) -> Iterable[str]:
    """What tables of orders, reviews and contacts call their rows."""
    for source in sources:
        if source.record not in (None, "event") and "event_name" in source.constants:
            yield str(source.constants["event_name"])


def _is_about_orders(measure: Measure) -> bool:
    if measure.of in _ORDER_COLUMNS:
        return True
    for test in tests_in(measure.condition):
        names = _named(test)
        if test.column in _ORDER_COLUMNS or names is None or names & _ORDER_NAMES:
            return True
    return False


def _is_about_visits(kpi: Kpi, measure: Measure, other_names: Collection[str]) -> bool:
    tests = list(tests_in(measure.condition))
    if all(test.column in _EITHER for test in tests):
        # All journeys, or all Dutch ones: as a denominator they hold visitors who bought nothing,
        # while a sum over them is that of the orders, wherever they stand.
        is_divided_by = kpi.measure in ("mean", "median") and measure.unit != "events"
        return is_divided_by or kpi.measure == "ratio"
    for test in tests:
        names = _named(test)
        if test.column in _WEB_COLUMNS or names is None:
            return True
        # A purchase is the order's tracking; beside `order` it only stands in where no shop tells.
        if names - set(other_names) - (_ORDER_NAMES if "order" in names else set()):
            return True
    return False


def _named(test: Test) -> frozenset[str] | None:
    """The event names that a test admits; None where it is a pattern, which may admit any."""
    if test.column != "event_name" or test.operator == "is_missing":
        return frozenset()
    if test.operator in ("equals", "in"):
        values = test.value if isinstance(test.value, tuple) else (test.value,)
        return frozenset(str(value) for value in values)
    return None
