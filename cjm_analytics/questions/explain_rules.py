"""What a rule of journey.yml did in the last run: the events it got, and those it missed."""

from collections.abc import Iterator

from cjm_analytics.questions.explanations import Explanation, Part, Published, Row, counted


def explain_rules(tables: Published, name: str) -> Iterator[Explanation]:
    """Every rule of that name; phases may share one."""
    of = tables.rows("select count(*) as n_rules from declared.rules")[0]["n_rules"]
    for rule in tables.rows(
        "select * from report.rules where rule_name = ? order by rule_number", name
    ):
        place = f"{rule['phase_id']}; number {rule['rule_number']} of the {of} rules tried in order"
        parts = (
            Part("phase", (place,), {"phase_id": rule["phase_id"], "n_rules": of}),
            Part("events", (_told(tables, rule),), rule),
        )
        yield Explanation("rule", name, parts)


def _told(tables: Published, rule: Row) -> str:
    if rule["is_dead"]:
        return "dead: it holds for no event at all"
    got = f"gave {counted(rule['n_events'], 'event')} their phase"
    if not rule["n_shadowed"]:
        return f"{got}; no rule above it took any from it"
    taker = tables.row(
        "select rule_name, phase_number from declared.rules where rule_number = ?",
        rule["mostly_shadowed_by"],
    )
    assert taker
    above = f"rule {rule['mostly_shadowed_by']} '{taker['rule_name']}'"
    shadowed = counted(rule["n_shadowed"], "more event")
    beginning = "shadowed" if not rule["n_events"] else got
    return (
        f"{beginning}; it holds for {shadowed}, which rules above it took: mostly {above}"
        f" ({tables.phase(taker['phase_number'])})"
    )
