"""Headlines of the data-quality page, computed from the numbers, in Dutch and English."""

from typing import Any

from cjm_analytics.charts.frame import plain
from cjm_analytics.language import Voice, is_small

Row = dict[str, Any]


_OLD_DAYS = 2  # as for a source that lags


def _choose(voice: Voice, nl: str, en: str) -> str:
    return nl if voice.language == "nl" else en


def quality_headline(summary: Row, sources: list[Row], voice: Voice) -> str:
    """The title: how much the rules cover, and what needs attention first."""
    if not summary["n_events"]:
        return _choose(voice, "Er zijn geen gebeurtenissen", "There are no events")
    share = voice.numbers.percent(summary["rule_coverage"])
    late = sum(1 for row in sources if row["is_late"])
    quarantined = summary["n_quarantined"] or 0
    if late:
        names = "1 bron loopt" if late == 1 else f"{late} bronnen lopen"
        rest_nl = f"{names} achter"
        rest_en = f"{late} source{'' if late == 1 else 's'} behind"
    elif (summary["age_days"] or 0) > _OLD_DAYS:
        age = voice.numbers.days(summary["age_days"])
        rest_nl, rest_en = f"de nieuwste is {age} oud", f"the newest is {age} old"
    elif quarantined:
        n = voice.numbers.count(quarantined)
        rest_nl = (
            "1 rij staat in quarantaine" if quarantined == 1 else f"{n} rijen staan in quarantaine"
        )
        rest_en = f"{n} row{'' if quarantined == 1 else 's'} in quarantine"
    else:
        rest_nl, rest_en = "alle bronnen zijn even ver", "all sources reach equally far"
    return _choose(
        voice,
        f"{share} van de gebeurtenissen valt in een fase; {rest_nl}",
        f"{share} of the events fall in a phase; {rest_en}",
    )


def ledger_headline(summary: Row, voice: Voice) -> str:
    """How many rows landed, and how many of them became events."""
    landed, events = summary["n_landed"] or 0, summary["n_events"] or 0
    if not landed:
        return _choose(voice, "Er is geen enkele rij geland", "Not a single row has landed")
    n, e = voice.numbers.count(landed), voice.numbers.count(events)
    left = voice.numbers.count(summary["n_left_out"] or 0)
    return _choose(
        voice,
        f"Van {n} gelande rijen werden er {e} een gebeurtenis; {left} zijn weggelaten",
        f"Of {n} rows landed, {e} became events; {left} were left out",
    )


def coverage_headline(rules: list[Row], voice: Voice) -> str:
    """How many rules match nothing."""
    if not rules:
        return _choose(voice, "Er zijn geen regels", "There are no rules")
    of = len(rules)
    dead = sum(1 for row in rules if row["is_dead"])
    late = sum(1 for row in rules if not row["n_events"]) - dead
    if not dead and not late:
        return _choose(voice, f"Alle {of} regels worden gebruikt", f"All {of} rules are in use")
    never = _choose(
        voice,
        f"{'past' if dead == 1 else 'passen'} op geen enkele gebeurtenis",
        f"{'matches' if dead == 1 else 'match'} no event",
    )
    too_late = _choose(
        voice,
        f"{'komt' if late == 1 else 'komen'} altijd te laat",
        f"always {'comes' if late == 1 else 'come'} too late",
    )
    first, n = (never, dead) if dead else (too_late, late)
    said = _choose(voice, f"{n} van de {of} regels {first}", f"{n} of {of} rules {first}")
    return f"{said}; {late} {too_late}" if dead and late else said


def unassigned_headline(rows: list[Row], summary: Row, voice: Voice) -> str:
    """The most frequent event that no rule matches."""
    if not summary["n_events"]:
        return _choose(voice, "Er zijn geen gebeurtenissen", "There are no events")
    if not rows:
        return _choose(voice, "Elke gebeurtenis heeft een fase", "Every event has a phase")
    top = max(rows, key=lambda row: (row["n_events"], str(row["event_name"])))
    total = sum(row["n_events"] for row in rows)
    n, name = voice.numbers.count(total), plain(top["event_name"])
    share = voice.numbers.percent(top["n_events"] / total if total else None)
    return _choose(
        voice,
        f"{n} gebeurtenissen zijn niet toegewezen; {share} daarvan heet ‘{name}’",
        f"{n} events are unassigned; {share} of them are called ‘{name}’",
    )


def sources_headline(rows: list[Row], voice: Voice) -> str:
    """Which sources lag behind."""
    if not rows:
        return _choose(voice, "Er zijn geen bronnen", "There are no sources")
    late = [row for row in rows if row["is_late"]]
    if not late:
        return _choose(voice, "Alle bronnen zijn even ver", "All sources reach equally far")
    if len(late) == 1:
        name, days = late[0]["source_id"], voice.numbers.days(late[0]["lag_days"])
        return _choose(
            voice, f"De bron {name} loopt {days} achter", f"Source {name} is {days} behind"
        )
    names = ", ".join(row["source_id"] for row in late)
    return _choose(
        voice,
        f"{len(late)} van de {len(rows)} bronnen lopen achter: {names}",
        f"{len(late)} of {len(rows)} sources are behind: {names}",
    )


def left_out_headline(rows: list[Row], voice: Voice) -> str:
    """How many rows were left out."""
    total = sum(row["n_rows"] for row in rows)
    if not total:
        return _choose(voice, "Er is niets weggelaten", "Nothing was left out")
    n = voice.numbers.count(total)
    return _choose(
        voice,
        f"{n} rijen zijn weggelaten, elk met een reden",
        f"{n} rows were left out, each with a reason",
    )


def quarantine_headline(summary: Row, voice: Voice) -> str:
    """How many rows could not be read."""
    quarantined = summary["n_quarantined"] or 0
    if not quarantined:
        return _choose(voice, "Alle rijen waren leesbaar", "All rows could be read")
    n = voice.numbers.count(quarantined)
    if quarantined == 1:
        return _choose(voice, "1 rij kon niet gelezen worden", "1 row could not be read")
    return _choose(voice, f"{n} rijen konden niet gelezen worden", f"{n} rows could not be read")


def identity_headline(summary: Row, voice: Voice) -> str:
    """How many people there are behind the events."""
    persons, journeys = summary["n_persons"] or 0, summary["n_all"] or 0
    if not persons:
        return _choose(voice, "Er zijn nog geen personen", "There are no people yet")
    n, reizen = voice.numbers.people(persons), voice.numbers.people(journeys)
    return _choose(
        voice,
        f"{n} personen maakten {reizen} reizen",
        f"{n} people made {reizen} journeys",
    )


def moved_sentence(moved: list[Row], voice: Voice) -> str:
    """What became of the journeys of the last publication; nothing where there was none."""
    people = voice.numbers.people
    n_moved = sum(row["n_journeys"] for row in moved if row["is_moved"])
    gone = sum(row["n_journeys"] for row in moved if row["fate"] == "gone")
    compared = sum(row["n_journeys"] for row in moved) - gone
    if not compared:
        return ""
    n, of = people(n_moved), people(compared)
    if n_moved:
        reasons = _why_moved([row for row in moved if row["is_moved"]], voice)
        said = _choose(
            voice,
            f"Sinds de vorige publicatie gingen {n} van {of} reizen naar een andere persoon, "
            f"{reasons}",
            f"Since the last publication {n} of {of} journeys went to another person, {reasons}",
        )
    else:
        said = _choose(
            voice,
            f"Sinds de vorige publicatie bleven alle {of} reizen bij dezelfde persoon",
            f"Since the last publication all {of} journeys stayed with the same person",
        )
    if gone:
        said += _choose(
            voice,
            f"; van nog {people(gone)} is de eerste gebeurtenis er niet meer",
            f"; of another {people(gone)} the first event is no longer there",
        )
    return f"{said}."


def _why_moved(fates: list[Row], voice: Voice) -> str:
    """The reasons, most journeys first; with their numbers where no small one can be worked out."""
    fates = sorted(fates, key=lambda row: (-row["n_journeys"], row["fate"]))
    has_numbers = len(fates) > 1 and not any(is_small(row["n_journeys"]) for row in fates)
    said = [voice.say(f"moved.{row['fate']}") for row in fates]
    if has_numbers:
        counts = [voice.numbers.people(row["n_journeys"]) for row in fates]
        said = [f"{n} {reason}" for n, reason in zip(counts, said, strict=True)]
    last = _choose(voice, " en ", " and ") if has_numbers else _choose(voice, " of ", " or ")
    return last.join(filter(None, (", ".join(said[:-1]), said[-1])))
