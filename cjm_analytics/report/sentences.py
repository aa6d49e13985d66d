"""Headlines: the answer in one sentence, computed from the numbers, in Dutch and English.

Each function takes rows and a voice and always returns a sentence, also when nothing can be said.
Ties go to the earlier phase, so that a rerun says the same.
"""

import itertools
from typing import Any

from cjm_analytics.charts.flows import Flows
from cjm_analytics.charts.kpis import can_show
from cjm_analytics.language import SMALL, Voice, is_small

Row = dict[str, Any]


def _choose(voice: Voice, nl: str, en: str) -> str:
    return nl if voice.language == "nl" else en


def journey_headline(summary: Row, funnel: list[Row], voice: Voice) -> str:
    """The title of the report: what comes of the journeys, and where the loss is."""
    if not summary["n_all"]:
        return _choose(voice, "Er zijn nog geen klantreizen", "There are no journeys yet")
    if not summary["n_counted"]:
        return _choose(
            voice,
            "Geen enkele klantreis heeft al een fase: geen regel past op de gebeurtenissen",
            "No journey has a phase yet: no rule matches the events",
        )
    closed, rate = summary["n_closed"] or 0, summary["conversion_rate"]
    if not closed or rate is None:
        return _choose(
            voice,
            "Alle klantreizen lopen nog: een uitkomst is er nog niet",
            "All journeys are still under way: there is no outcome yet",
        )
    if closed < SMALL or is_small(summary["n_converted"]):
        return _choose(
            voice,
            "Er zijn nog te weinig klantreizen om conclusies te trekken",
            "There are too few journeys yet to draw conclusions",
        )
    hundred = voice.numbers.decimal(rate * 100, 0)
    worst = worst_drop_off(funnel)
    if worst is None:
        return _choose(
            voice,
            f"Van elke 100 klantreizen eindigen er {hundred} met een aankoop",
            f"Of every 100 journeys, {hundred} end with a purchase",
        )
    here = voice.phase(worst["phase_id"])
    return _choose(
        voice,
        f"Van elke 100 klantreizen eindigen er {hundred} met een aankoop; de meeste klanten "
        f"verliezen we na {here}",
        f"Of every 100 journeys, {hundred} end with a purchase; we lose most customers "
        f"after {here}",
    )


def journey_lead(summary: Row, voice: Voice) -> str:
    """The paragraph under the title: how many, of what, and what does not count yet."""
    people = voice.numbers.people
    if not summary["n_all"]:
        return _choose(
            voice,
            "De exports leverden geen gebeurtenissen op waarmee een reis begint.",
            "The exports held no events with which a journey begins.",
        )
    if is_small(summary["n_all"]):
        return _choose(
            voice,
            f"Aantallen reizen en mensen onder de {SMALL} worden niet getoond.",
            f"Counts of journeys and people under {SMALL} are not shown.",
        )
    n, persons, open_ = (people(summary[key] or 0) for key in ("n_all", "n_persons", "n_open"))
    unassigned = summary["n_unassigned"] or 0
    nl = f"{n} reizen van {persons} personen. {open_} lopen nog en gelden niet als verloren"
    en = f"{n} journeys by {persons} people. {open_} are still under way and do not count as lost"
    if unassigned:
        nl += f"; {people(unassigned)} kregen geen enkele fase en zijn geteld maar niet meegerekend"
        en += f"; {people(unassigned)} have no phase at all and are counted but not included"
    return _choose(voice, nl + ".", en + ".")


def worst_drop_off(funnel: list[Row]) -> Row | None:
    """The phase after which most closed journeys ended without converting, if 10 or more did.

    Never the last phase; whoever bought and went no further is not lost.
    """
    rows = [row for row in funnel[:-1] if (row["n_lost"] or 0) >= SMALL]
    return max(rows, key=lambda row: (row["n_lost"], -row["phase_number"])) if rows else None


def drop_off_headline(funnel: list[Row], voice: Voice) -> str:
    """Where most customers leave: between which phases, how many, and at what drop-off."""
    if not funnel or not funnel[0]["n_counted"]:
        return _choose(voice, "Nog geen reizen in een fase", "No journeys in any phase yet")
    if len(funnel) == 1:
        return _choose(
            voice,
            "Er is één fase: uitval bestaat pas tussen twee fasen",
            "There is one phase: drop-off needs two",
        )
    if not any(row["n_closed_reached"] for row in funnel):
        return _choose(
            voice,
            "Alle reizen lopen nog: uitval is nog niet te meten",
            "All journeys are still under way: drop-off cannot be measured yet",
        )
    worst = worst_drop_off(funnel)
    if worst is None:
        if any(row["n_lost"] for row in funnel[:-1]):
            return _choose(
                voice,
                f"Na geen enkele fase vertrokken {SMALL} of meer klanten",
                f"No phase lost {SMALL} customers or more",
            )
        return _choose(
            voice,
            "Geen gesloten reis eindigde voor de laatste fase zonder aankoop",
            "No closed journey ended before the last phase without a purchase",
        )
    here = voice.phase(worst["phase_id"])
    there = voice.phase(funnel[funnel.index(worst) + 1]["phase_id"])
    n = voice.numbers.people(worst["n_lost"])
    if worst["n_lost"] < worst["n_dropped"]:  # the drop-off counts buyers as well
        return _choose(
            voice,
            f"De meeste klanten haken zonder aankoop af tussen {here} en {there}: {n} reizen",
            f"Most customers leave without a purchase between {here} and {there}: {n} journeys",
        )
    rate = voice.numbers.share(worst["drop_off"], worst["n_dropped"], worst["n_closed_reached"])
    return _choose(
        voice,
        f"De meeste klanten haken af tussen {here} en {there}: {n} reizen, {rate} uitval",
        f"Most customers leave between {here} and {there}: {n} journeys, {rate} drop-off",
    )


def conversion_headline(funnel: list[Row], voice: Voice) -> str:
    """The step that fewest take within maturity."""
    steps = [
        (row, after)
        for row, after in itertools.pairwise(funnel)
        if row["conversion_rate"] is not None
        and (row["n_mature"] or 0) >= SMALL
        and not is_small(row["n_moved_on"])
    ]
    if not steps:
        return _choose(voice, "Nog te weinig rijpe reizen", "Too few mature journeys yet")
    row, after = min(steps, key=lambda step: (step[0]["conversion_rate"], step[0]["phase_number"]))
    here, there = voice.phase(row["phase_id"]), voice.phase(after["phase_id"])
    rate = voice.numbers.percent(row["conversion_rate"])
    return _choose(
        voice,
        f"De smalste doorgang is {here} → {there}: {rate}",
        f"The narrowest passage is {here} → {there}: {rate}",
    )


def times_headline(funnel: list[Row], voice: Voice) -> str:
    """The step that takes longest, by the median of those who took it."""
    steps = [
        (row, after)
        for row, after in itertools.pairwise(funnel)
        if row["median_days"] is not None and (row["n_with_next"] or 0) >= SMALL
    ]
    if not steps:
        return _choose(
            voice, "Nog te weinig overgangen gemeten", "Too few transitions measured yet"
        )
    row, after = max(steps, key=lambda step: (step[0]["median_days"], -step[0]["phase_number"]))
    here, there = voice.phase(row["phase_id"]), voice.phase(after["phase_id"])
    days = voice.numbers.days(row["median_days"])
    return _choose(
        voice,
        f"{here} → {there} duurt het langst: mediaan {days}",
        f"{here} → {there} takes longest: median {days}",
    )


def flows_headline(flows: Flows, voice: Voice) -> str:
    """The busiest exit without a purchase, and how much of the movement goes back."""
    phases = list(voice.phases)
    lost: dict[str, int] = {}
    back, moves = 0, 0
    for (_, source), (_, target), n in flows.links:
        if target == "(lost)" and source in phases:
            lost[source] = lost.get(source, 0) + n
        if source in phases and target in phases:
            moves += n
            back += n if phases.index(target) < phases.index(source) else 0
    if not flows.links:
        return _choose(
            voice, "Nog te weinig reizen om routes te tonen", "Too few journeys to show routes"
        )
    returns = voice.numbers.percent(back / moves) if moves else None
    if not lost:
        return _choose(
            voice,
            "Nergens eindigen zichtbaar veel reizen zonder aankoop"
            + (f"; {returns} van de overgangen gaat terug" if returns else ""),
            "No exit without a purchase stands out"
            + (f"; {returns} of the moves go back" if returns else ""),
        )
    phase = max(lost, key=lambda name: (lost[name], -phases.index(name)))
    here, left = voice.phase(phase), voice.numbers.people(lost[phase])
    return _choose(
        voice,
        f"De drukste uitgang is {here}: {left} reizen eindigen daar zonder aankoop"
        + (f"; {returns} van de overgangen gaat terug" if returns else ""),
        f"The busiest exit is {here}: {left} journeys end there without a purchase"
        + (f"; {returns} of the moves go back" if returns else ""),
    )


def kpis_headline(rows: list[Row], voice: Voice) -> str:
    """How many KPIs with a target meet it."""
    if not rows:
        return _choose(voice, "Er zijn nog geen KPI's ingesteld", "No KPIs are set up yet")
    judged = [row for row in rows if row["is_met"] is not None and can_show(row)]
    if not judged:
        return _choose(
            voice,
            "Geen KPI heeft al een doel en genoeg gegevens",
            "No KPI has both a target and enough data yet",
        )
    met, of = sum(1 for row in judged if row["is_met"]), len(judged)
    if met == of:
        return _choose(
            voice,
            f"Alle {of} KPI's met een doel halen het"
            if of > 1
            else "De KPI met een doel haalt het",
            f"All {of} KPIs with a target meet it" if of > 1 else "The KPI with a target meets it",
        )
    return _choose(
        voice,
        f"{met} van de {of} KPI's met een doel {'haalt' if met == 1 else 'halen'} het",
        f"{met} of the {of} KPIs with a target {'meets' if met == 1 else 'meet'} it",
    )
