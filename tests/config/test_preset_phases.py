"""What falls into which phase, for every preset.

The rules are tried by a small evaluator of our own: first match wins, and a condition on
a missing value is neither true nor false, and neither is its negation.
"""

import re

import pytest

from cjm_analytics.config import All, Any, Condition, Not, Test, preset_names
from cjm_analytics.config import tests_in as each_test
from cjm_analytics.config.columns import EVENT_COLUMNS
from cjm_analytics.config.conditions import parse_condition
from cjm_analytics.config.patterns import why_re2_refuses
from cjm_analytics.config.presets import read_preset, vocabulary

Event = dict[str, str | float | None]
UNASSIGNED = "unassigned"
# The columns: kunning, aida, see-think-do-care, klantreis, online-bedrijf, instroom-uitstroom.
ORDER = (
    "kunning",
    "aida",
    "see-think-do-care",
    "klantreis",
    "online-bedrijf",
    "instroom-uitstroom",
)
START = ("reach", "awareness", "see", "awareness", "awareness", "inflow")
RANGE = ("interaction", "interest", "think", "consideration", "consideration", "supply")
PRODUCT = ("interaction", "desire", "think", "consideration", "consideration", "supply")
BUY = ("conversion", "action", "do", "purchase", "purchase", "sale")
AFTER = ("conversion", UNASSIGNED, "care", "service", "retention", "outflow")
ASK = ("interaction", UNASSIGNED, "care", "service", "retention", "outflow")
BACK = ("appreciation", UNASSIGNED, "care", "loyalty", "advocacy", "outflow")
SIGN_UP = ("interaction", "interest", "think", "consideration", "consideration", "sale")
NOWHERE = (UNASSIGNED,) * 6

TABLE: list[tuple[str, str | None, tuple[str, ...]]] = [
    # --- a page gives its phase to what happens on it
    ("page_view", "/", START),
    ("page_view", "/nl", START),
    ("page_view", "/nl-be/", START),
    ("page_view", "/index.html", START),
    ("session_start", "/", START),
    ("first_visit", "/", START),
    ("scroll", "/", START),
    ("user_engagement", "/", START),
    ("view_promotion", "/", START),
    ("view_item_list", "/", START),
    ("page_view", "/blog/warme-handen", START),
    ("page_view", "/blogs/news/warm-hands", START),
    ("page_view", "/nl/inspiratie", START),
    ("page_view", "/actie/winterklaar", START),
    ("page_view", "/acties", RANGE),
    ("page_view", "/collections/gloves", RANGE),
    ("page_view", "/product-category/handschoenen/", RANGE),
    ("page_view", "/zoeken", RANGE),
    ("page_view", "/merken/koers", RANGE),
    ("page_view", "/product/vrieswant", PRODUCT),
    ("page_view", "/products/vrieswant", PRODUCT),
    ("page_view", "/nl/nl/p/vrieswant/9300000", PRODUCT),
    ("page_view", "/collections/gloves/products/winter", PRODUCT),
    ("page_view", "/shop/winter/product/vrieswant", PRODUCT),
    ("scroll", "/product/vrieswant", PRODUCT),
    ("session_start", "/product/vrieswant", PRODUCT),
    ("first_visit", "/product/vrieswant", PRODUCT),
    ("page_view", "/reviews", PRODUCT),
    ("page_view", "/vergelijk/winterhandschoenen", PRODUCT),
    ("page_view", "/maatwijzer", PRODUCT),
    ("page_view", "/verzending", PRODUCT),
    ("page_view", "/winkelwagen", BUY),
    ("page_view", "/shop/cart", BUY),
    ("page_view", "/cart.php", BUY),
    ("page_view", "/checkout", BUY),
    ("page_view", "/checkouts/c/123/thank_you", BUY),
    ("page_view", "/en/checkout/shipping", BUY),
    ("page_view", "/afrekenen/order-received/123", BUY),
    ("page_view", "/kassa/betaling", BUY),
    ("session_start", "/cart", BUY),
    ("view_promotion", "/cart", BUY),
    ("view_item_list", "/cart", BUY),
    ("login", "/checkout", BUY),
    ("page_view", "/service", ASK),
    ("page_view", "/klantenservice/levering", ASK),
    ("page_view", "/retour", ASK),
    ("page_view", "/retourneren", ASK),
    ("page_view", "/returns", ASK),
    ("page_view", "/faq", ASK),
    ("page_view", "/contact", ASK),
    ("page_view", "/pages/contact-us", ASK),
    ("page_view", "/policies/refund-policy", ASK),
    ("form_submit", "/contact", ASK),
    ("page_view", "/mijn-account/bestellingen", AFTER),
    ("page_view", "/account/orders/123", AFTER),
    ("page_view", "/track-and-trace", AFTER),
    ("page_view", "/handleiding/verwarmde-handschoen", AFTER),
    ("page_view", "/loyalty", BACK),
    ("page_view", "/spaarpunten", BACK),
    ("page_view", "/review-schrijven", BACK),
    ("page_view", "/reviews/write", BACK),
    # --- pages that nobody can place are not guessed, except that a visit began there
    ("page_view", "/over-ons", NOWHERE),
    ("page_view", "/vacatures", NOWHERE),
    ("page_view", "/account/login", NOWHERE),
    ("page_view", "/handschoenen/winter", NOWHERE),
    ("page_view", "/productie", NOWHERE),
    ("page_view", "/contactlenzen", NOWHERE),
    ("page_view", None, NOWHERE),
    ("scroll", "/over-ons", NOWHERE),
    ("user_engagement", None, NOWHERE),
    ("session_start", "/handschoenen/winter", START),
    ("first_visit", "/over-ons", START),
    ("session_start", None, START),
    ("first_visit", None, START),
    ("web_vitals", "/product/vrieswant", NOWHERE),
    # --- events whose name says enough, wherever they happen
    ("view_item", None, PRODUCT),
    ("view_item", "/", PRODUCT),
    ("view_item", "/cart", PRODUCT),
    ("view_item", "/handschoenen/winter", PRODUCT),
    ("add_to_wishlist", None, PRODUCT),
    ("generate_lead", None, PRODUCT),
    ("generate_lead", "/contact", PRODUCT),
    ("search", "/", RANGE),
    ("view_search_results", "/over-ons", RANGE),
    ("select_item", "/handschoenen/winter", RANGE),
    ("view_item_list", "/handschoenen/winter", RANGE),
    ("view_item_list", None, RANGE),
    ("view_promotion", None, START),
    ("select_promotion", "/over-ons", START),
    ("sign_up", None, SIGN_UP),
    ("login", "/account/login", SIGN_UP),
    ("add_to_cart", "/product/vrieswant", BUY),
    ("add_to_cart", "/", BUY),
    ("remove_from_cart", None, BUY),
    ("view_cart", None, BUY),
    ("begin_checkout", "/service", BUY),
    ("add_shipping_info", None, BUY),
    ("add_payment_info", None, BUY),
    ("purchase", None, BUY),
    ("purchase", "/bedankt", BUY),
    ("order", None, BUY),
    ("refund", None, AFTER),
    ("return", None, AFTER),
    ("delivery", None, AFTER),
    ("ticket", None, AFTER),
    ("review", None, BACK),
    ("repeat_purchase", None, BACK),
    ("share", "/product/vrieswant", BACK),
]


@pytest.mark.parametrize("preset", ORDER)
@pytest.mark.parametrize(
    ("event_name", "page_path", "expected"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE]
)
def test_an_event_has_its_phase(
    preset: str, event_name: str, page_path: str | None, expected: tuple[str, ...]
) -> None:
    event: Event = {"event_name": event_name, "page_path": page_path}
    assert phase_of(preset, event) == expected[ORDER.index(preset)]


@pytest.mark.parametrize("preset", ORDER)
def test_an_ad_or_a_recommendation_makes_someone_aware(preset: str) -> None:
    first = START[ORDER.index(preset)]
    event: Event = {
        "event_name": "first_visit",
        "page_path": "/product/x",
        "channel": "paid social",
    }
    assert phase_of(preset, event) == first
    assert phase_of(preset, event | {"channel": "referral"}) == first
    assert phase_of(preset, event | {"channel": "organic"}) != first
    # Only the first visit: later ads bring back who already knew.
    assert phase_of(preset, event | {"event_name": "session_start"}) != first


def test_all_presets_are_looked_at() -> None:
    assert set(ORDER) == set(preset_names())


@pytest.mark.parametrize("preset", ORDER)
def test_a_preset_speaks_both_languages(preset: str) -> None:
    read = read_preset(preset)
    words = [read.label, read.about, *[phase.label for phase in read.phases]]
    words += [phase.goal for phase in read.phases if phase.goal]
    assert len(words) == 2 + 2 * len(read.phases)
    assert all(word.nl and word.en for word in words)


@pytest.mark.parametrize("preset", ORDER)
def test_the_conversion_phase_is_the_literature_s(preset: str) -> None:
    conversion_phase = BUY[ORDER.index(preset)]
    assert read_preset(preset).conversion_phase == conversion_phase


@pytest.mark.parametrize("preset", ORDER)
def test_every_rule_can_be_the_first_to_match(preset: str) -> None:
    """No rule stands in the shadow of those before it."""
    rules = [rule for phase in read_preset(preset).phases for rule in phase.rules]
    assert len({rule.name for rule in rules}) == len(rules)
    seen = {first_rule(preset, {"event_name": name, "page_path": path}) for name, path, _ in TABLE}
    seen.add(first_rule(preset, {"event_name": "ad_click"}))
    seen.add(first_rule(preset, {"event_name": "first_visit", "channel": "paid"}))
    assert {rule.name for rule in rules} == seen - {None}


def test_kinds_of_page_do_not_overlap() -> None:
    kinds = [name for name in vocabulary() if name.endswith("_page")]
    assert len(kinds) == 11
    for _, page_path, _ in TABLE:
        event: Event = {"page_path": page_path}
        assert len([kind for kind in kinds if holds(vocabulary()[kind], event)]) == 1, page_path


def test_re2_takes_every_pattern_of_the_vocabulary() -> None:
    """They are not checked when a preset is read, which would load the database."""
    patterns = {
        str(test.value)
        for condition in vocabulary().values()
        for test in each_test(condition)
        if test.operator == "matches"
    }
    assert len(patterns) > 10
    assert {why_re2_refuses(pattern) for pattern in patterns} == {None}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"channel": "web"}, None),
        ({"not": {"channel": "web"}}, None),
        ({"channel": {"is_missing": True}}, True),
        ({"not": {"channel": {"is_missing": True}}}, False),
        ({"any": [{"channel": "web"}, {"event_name": "x"}]}, True),
        ({"channel": "web", "event_name": "y"}, False),
        ({"not": {"any": [{"channel": "web"}, {"event_name": "y"}]}}, None),
    ],
)
def test_the_evaluator_knows_missing_values(written: object, expected: bool | None) -> None:
    assert holds(parse_condition(written), {"event_name": "x"}) is expected


def phase_of(preset: str, event: Event) -> str:
    for phase in read_preset(preset).phases:
        if any(holds(rule.condition, event) for rule in phase.rules):
            return phase.id
    return UNASSIGNED


def first_rule(preset: str, event: Event) -> str | None:
    rules = (rule for phase in read_preset(preset).phases for rule in phase.rules)
    return next((rule.name for rule in rules if holds(rule.condition, event)), None)


def holds(condition: Condition, event: Event) -> bool | None:
    """True, False, or None where it hangs on a missing value."""
    match condition:
        case All(parts):
            results = [holds(part, event) for part in parts]
            return False if False in results else None if None in results else True
        case Any(parts):
            results = [holds(part, event) for part in parts]
            return True if True in results else None if None in results else False
        case Not(part):
            result = holds(part, event)
            return None if result is None else not result
        case Test(column, operator, wanted):
            assert column in EVENT_COLUMNS
            value = event.get(column)
            if operator == "is_missing":
                return (value is None) == wanted
            return None if value is None else _compared(str(value), operator, wanted)


def _compared(value: str, operator: str, wanted: object) -> bool:
    if operator == "equals":
        return value == wanted
    if operator == "in":
        assert isinstance(wanted, tuple)
        return value in wanted
    if operator == "starts_with":
        return value.startswith(str(wanted))
    assert operator == "matches", operator
    return re.search(str(wanted), value) is not None
