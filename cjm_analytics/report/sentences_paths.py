"""Headlines about whole paths, computed from the numbers, in Dutch and English."""

from typing import Any

from cjm_analytics.language import SMALL, Voice

Row = dict[str, Any]


def variants_headline(rows: list[Row], voice: Voice) -> str:
    """The path that most journeys take, with its share."""
    shown = [row for row in rows if row["path"] != "(other)" and row["n_journeys"] >= SMALL]
    if not shown:
        return voice.choose("Er zijn nog te weinig reizen", "There are too few journeys yet")
    top = shown[0]
    share = voice.numbers.percent(top["share"])
    steps = [voice.phase(step) for step in top["path"].split(" › ") if step in voice.phases]
    path = " › ".join(steps)
    return voice.choose(
        f"De meeste reizen gaan zo: {path} ({share})", f"Most journeys go: {path} ({share})"
    )


def conformance_headline(rows: list[Row], voice: Voice) -> str:
    """How many journeys follow the phases in their order."""
    everyone = next((row for row in rows if row["persona_id"] == "(all)"), None)
    if everyone is None or (everyone["n_counted"] or 0) < SMALL:
        return voice.choose("Er zijn nog te weinig reizen", "There are too few journeys yet")
    numbers = voice.numbers
    orderly, skipping = (
        numbers.share(everyone[f"{name}_share"], everyone[f"n_{name}"], everyone["n_counted"])
        for name in ("conforming", "skipping")
    )
    return voice.choose(
        f"{orderly} van de reizen volgt de fasen op volgorde; {skipping} slaat er een over",
        f"{orderly} of the journeys follow the phases in order; {skipping} skip one",
    )
