"""Paths, transitions and variants: against a plain count, and what must add up."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from random import Random

import pandas as pd
import pytest

from cjm_analytics import funnel, paths, transitions
from cjm_analytics.questions.events import QuestionRefused
from cjm_analytics.questions.paths import URL_RULES, variants

START = datetime(2026, 1, 1)


def lived(seed: int, people: int = 30) -> pd.DataFrame:
    """Random people on distinct moments, in no order."""
    dice = Random(seed)
    rows = [
        (f"p{person}", START + timedelta(minutes=minute), dice.choice("aabbcd"))
        for person in range(people)
        for minute in range(dice.randint(1, 9))
    ]
    dice.shuffle(rows)
    return pd.DataFrame(rows, columns=["person_id", "occurred_at", "event_name"])


def by_person(events: pd.DataFrame) -> list[list[str]]:
    """Each person's event names in order of time."""
    rows = sorted(events.itertuples(index=False))
    return [[row[2] for row in own] for _, own in groupby(rows, key=lambda row: row[0])]


def collapsed(names: list[str]) -> list[str]:
    return [name for name, _ in groupby(names)]


@pytest.mark.parametrize("repeats", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_transitions_are_those_counted_by_hand(seed, repeats):
    events = lived(seed)
    by_hand = Counter(
        pair
        for names in by_person(events)
        for pair in pairwise(["(start)", *(names if repeats else collapsed(names)), "(end)"])
    )
    table = transitions(events, repeats=repeats)
    assert (
        dict(zip(zip(table["source"], table["target"], strict=True), table["n"], strict=True))
        == by_hand
    )


@pytest.mark.parametrize("seed", range(5))
def test_what_goes_into_a_stop_comes_out_of_it(seed):
    table = transitions(lived(seed))
    into = table.groupby("target")["n"].sum().drop("(end)")
    out = table.groupby("source")["n"].sum().drop("(start)")
    assert into.sort_index().to_dict() == out.sort_index().to_dict()
    assert table.loc[table["source"] == "(start)", "n"].sum() == 30


@pytest.mark.parametrize("seed", range(5))
def test_paths_are_those_counted_by_hand(seed):
    events = lived(seed)
    by_hand = Counter()
    for names in by_person(events):
        if "a" not in names:
            continue
        stops = collapsed(names[names.index("a") :])
        ends = "c" in stops
        stops = stops[: stops.index("c") + 1] if ends else stops
        for step, (source, target) in enumerate(pairwise([*stops, None]), start=1):
            if step <= 3:
                leaves = "(end)" if ends else "(stopped)"
                by_hand[
                    step, source, leaves if target is None else "(more)" if step == 3 else target
                ] += 1
    table = paths(events, start="a", end="c", steps=3)
    found = table.set_index(["step", "source", "target"])["n"]
    assert found.to_dict() == by_hand


@pytest.mark.parametrize("seed", range(5))
def test_paths_start_with_as_many_people_as_the_funnel_has(seed):
    events = lived(seed)
    reached = funnel(events, ["a", "c"])["n"].tolist()
    table = paths(events, start="a", end="c", steps=20)
    assert table.loc[table["step"] == 1, "n"].sum() == reached[0]
    assert table.loc[table["target"] == "(end)", "n"].sum() == reached[1]


def test_what_few_do_is_folded_and_nothing_is_lost():
    events = lived(1, people=200)
    whole, folded = paths(events, steps=4), paths(events, steps=4, min_n=12)
    assert (folded["target"] == "(other)").any()
    for step in (1, 2, 3, 4):
        assert (
            whole.loc[whole["step"] == step, "n"].sum()
            == folded.loc[folded["step"] == step, "n"].sum()
        )
    assert folded.loc[folded["step"] == 1, "share"].sum() == pytest.approx(1)


def test_variants_are_whole_paths_and_add_up():
    events = lived(2, people=100)
    by_hand = Counter(" › ".join(collapsed(names)) for names in by_person(events))
    table = variants(events)
    assert dict(zip(table["path"], table["n"], strict=True)) == by_hand
    assert variants(events, min_n=3)["n"].sum() == 100


def test_pages_are_cleaned_by_rules_in_their_order():
    at = [START + timedelta(minutes=minute) for minute in range(4)]
    pages = ["https://shop.example/product/17?ref=x", "/product/18/", "/", "/order/7/8"]
    events = pd.DataFrame(
        {"person_id": "p", "occurred_at": at, "event_name": "page_view", "page": pages}
    )
    path = variants(events, label="page", clean=URL_RULES)["path"].tolist()
    assert path == ["/product/{id} › / › /order/{id}/{id}"]


def test_a_label_that_is_one_of_our_words_is_kept_apart():
    events = pd.DataFrame({"person_id": ["p"], "occurred_at": [START], "event_name": ["(end)"]})
    assert set(transitions(events)["target"]) == {"named (end)", "(end)"}


def test_a_path_may_be_a_journey():
    events = pd.DataFrame(
        {
            "person_id": ["p", "p"],
            "journey_number": [1, 2],
            "occurred_at": [START, START + timedelta(days=50)],
            "event_name": ["a", "b"],
        }
    )
    starts = transitions(events, per=("person_id", "journey_number"))
    assert starts.loc[starts["source"] == "(start)", "n"].sum() == 2


def test_nobody_has_no_paths():
    empty = lived(1)[:0]
    assert transitions(empty).columns.tolist() == ["source", "target", "n"]
    assert paths(empty).empty
    assert variants(empty).empty


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"steps": 0}, "steps is 0"),
        ({"min_n": 0}, "min_n is 0"),
        ({"min_n": 2.5}, "min_n is 2.5"),
        ({"label": "page"}, "label: the events have no column 'page'"),
        ({"per": "visit"}, "per: the events have no column 'visit'"),
        ({"clean": [("(", "")]}, "clean: rule 1"),
        ({"clean": [("a",)]}, "regular expression, replacement"),
        ({"start": ""}, "start: the event name is empty"),
        ({"end": {"pagepath": "/"}}, "end: unknown column 'pagepath'"),
    ],
)
def test_what_makes_no_sense_is_refused(options, told):
    with pytest.raises(QuestionRefused, match=told):
        paths(lived(1), **options)
