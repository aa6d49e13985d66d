"""The fingerprint of a definition: changed by meaning, not by spelling."""

import re
from collections.abc import Callable

from cjm_analytics.config import JourneyFile, definition_hash
from cjm_analytics.config.columns import EVENTS
from cjm_analytics.config.conditions import All, Any, parse_condition

Read = Callable[[str], JourneyFile]


def test_it_is_twelve_hexadecimal_digits_and_stays_the_same() -> None:
    fingerprint = definition_hash(parse_condition({"event_name": "order"}, EVENTS))
    assert re.fullmatch("[0-9a-f]{12}", fingerprint)
    # Published beside numbers and compared over years: no release may change it unawares.
    assert fingerprint == "3cb39093df9a"


def test_all_and_any_differ() -> None:
    assert definition_hash(All(())) != definition_hash(Any(()))


def test_spelling_makes_no_difference(read: Read, full: str) -> None:
    fingerprint = definition_hash(read(full))
    respelled = full.replace("30 days", "720 hours").replace("identity: {max_links: 20}\n", "")
    respelled = respelled.replace("min_effect_pp: 2,", "min_effect_pp: 2.0,")
    assert definition_hash(read("# another remark\n" + respelled)) == fingerprint


def test_meaning_does(read: Read, full: str) -> None:
    fingerprint = definition_hash(read(full))
    for old, new in [("30 days", "31 days"), ("(vergelijk", "(vergelyk"), ("0.12", "0.13")]:
        text = full.replace(old, new, 1)
        assert definition_hash(read(text)) != fingerprint


def test_a_kpi_has_its_own(read: Read, full: str) -> None:
    before, after = read(full), read(full.replace("target: 0.12", "target: 0.2"))
    assert definition_hash(before.kpis[0]) != definition_hash(after.kpis[0])
    assert definition_hash(before.kpis[1]) == definition_hash(after.kpis[1])
