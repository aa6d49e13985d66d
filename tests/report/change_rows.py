"""Rows of sql/9_report about changes, for the reports under test: made up, but of one piece."""

from datetime import date, datetime, timedelta
from math import sin
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
CHANGE_ON = date(2026, 3, 2)
DECIDE_AT = datetime(2026, 5, 31, 22)  # UTC: the first of June in Amsterdam


def outcome(**more: Any) -> Row:
    """A row of report.changes: by default the sample's thank-you card, final and improved."""
    row: Row = {
        "change_id": "thank-you-card",
        "phase_id": "loyalty",
        "kpi_id": "review_rate",
        "method": "difference_in_differences",
        "n_before": 575,
        "n_after": 679,
        "rate_before": 0.205,
        "rate_after": 0.371,
        "control_before": 0.203,
        "control_after": 0.185,
        "naive_diff": 0.166,
        "estimate": 0.184,
        "ci_low": 0.101,
        "ci_high": 0.267,
        "se_model": 0.037,
        "se_placebo": 0.039,
        "p": 0.0003,
        "p_adj": None,
        "placebo_k": 10,
        "placebo_n": 10,
        "pretrend_p": 0.29,
        "rate_effect": 0.16,
        "mix_effect": 0.006,
        "excluded_immature": 0.325,
        "mde": 0.117,
        "status": "final",
        "verdict": "improved",
        "verdict_reason": "interval_excludes_zero",
        "is_confirmatory": True,
        "measure": "ratio",
        "direction": "up",
        "min_effect": 0.02,
        "n_weeks": 8,
        "adjusted_estimate": None,
        "adjusted_low": None,
        "adjusted_high": None,
        "n_neither": 0,
        "failed_checks": "",
        "run_id": "2026-06-01T0415-91aa",
        "definition_hash": "3199857926a5",
        "remark": None,
        "verdict_now": None,
        "estimate_now": None,
        "change_number": 1,
        "date_on": CHANGE_ON,
        "has_control": True,
        "gap_weeks": 1,
        "decide_at": DECIDE_AT,
        "place": 1,
    }
    assert set(more) <= set(row), set(more) - set(row)
    return row | more


def lacking(reason: str, **more: Any) -> Row:
    """An outcome of which nothing can be said."""
    names = (
        *("control_before", "control_after", "se_placebo", "p", "pretrend_p", "mde"),
        *("rate_effect", "mix_effect"),
    )
    row = outcome(
        method="descriptive",
        verdict="not_enough_data",
        verdict_reason=reason,
        n_weeks=0,
        placebo_k=0,
        placebo_n=0,
        **dict.fromkeys(names),
    )
    return row | more


def other_outcomes(change_id: str = "thank-you-card", number: int = 1) -> list[Row]:
    """What the change was held against besides: shares, an amount of money, one too small."""
    own = {"change_id": change_id, "change_number": number, "is_confirmatory": False}
    own |= {"min_effect": None}
    return [
        outcome(
            phase_id="consideration", kpi_id="(conversion)", estimate=0.008, ci_low=-0.0005,
            ci_high=0.017, p=0.06, p_adj=0.09, verdict="inconclusive",
            verdict_reason="interval_holds_zero", place=2, **own,
        ),
        outcome(
            phase_id="purchase", kpi_id="order_value", measure="mean", rate_before=58.45,
            rate_after=59.63, control_before=60.63, control_after=60.98, naive_diff=1.18,
            estimate=1.22, ci_low=-8.33, ci_high=10.76, p=0.79, p_adj=0.92, mde=13.4,
            verdict="inconclusive", verdict_reason="interval_holds_zero", place=3, **own,
        ),
        outcome(
            phase_id="purchase", kpi_id="(conversion)", estimate=0.054, ci_low=0.02,
            ci_high=0.088, p=0.004, p_adj=0.007, verdict="indicative",
            verdict_reason="mix_shift", failed_checks="mix_shift|through_later_phase", place=4,
            **own,
        ),
        outcome(
            phase_id="service", kpi_id="ticket_rate", direction="down", estimate=0.052,
            ci_low=0.012, ci_high=0.09, p=0.02, p_adj=0.03, verdict="worse", place=5, **own,
        ),
        lacking(
            "few_entries", phase_id="loyalty", kpi_id="rating", measure="mean", n_before=122,
            n_after=242, rate_before=0.628, rate_after=0.596, naive_diff=-0.032,
            estimate=-0.032, ci_low=-0.128, ci_high=0.063, place=6, **own,
        ),
    ]  # fmt: skip


def week_rows(
    change_id: str = "thank-you-card",
    kpi_id: str = "review_rate",
    phase_id: str = "loyalty",
    first: int = -24,
    last: int = 13,
    level: float = 0.2,
    lift: float = 0.17,
    n: int = 70,
    has_control: bool = True,
    young_from: int = 10,
    missing: tuple[int, ...] = (),
    date_on: date = CHANGE_ON,
) -> list[Row]:
    """report.change_weeks: a wave, lifted for the treated from week 0 on."""
    rows = []
    for side in ("treated", "control")[: 1 + has_control]:
        for week in range(first, last + 1):
            wave = 0.04 * sin(1.7 * week + (0 if side == "treated" else 2))
            value = level * (1 + wave * 4) + (lift if side == "treated" and week >= 0 else 0)
            entries = 0 if week > young_from + 1 else n - (n // 2 if week == young_from + 1 else 0)
            rows.append(
                {
                    "change_id": change_id,
                    "phase_id": phase_id,
                    "kpi_id": kpi_id,
                    "side": side,
                    "week": week,
                    "starts_on": date_on + timedelta(weeks=week),
                    "n": 0 if week in missing else entries,
                    "value": value if entries and week not in missing else None,
                    "is_complete": week < young_from,
                    "is_whole": week < young_from,
                    "is_washout": week == 0,
                }
            )
    return rows


def placebo_rows(change_id: str = "thank-you-card", n: int = 10) -> list[Row]:
    """report.change_placebos: small and of either sign."""
    return [
        {
            "change_id": change_id,
            "phase_id": "loyalty",
            "kpi_id": "review_rate",
            "week": week,
            "starts_on": CHANGE_ON + timedelta(weeks=week),
            "estimate": 0.045 * sin(2.3 * week),
        }
        for week in range(-8 - n, -8)
    ]


def mix_row(dimension: str, group: str, before: tuple[int, float], after: tuple[int, float]) -> Row:
    """A row of report.change_mix; shares are of 575 before and 679 after."""
    (n_before, rate_before), (n_after, rate_after) = before, after
    share_before, share_after = n_before / 575, n_after / 679
    return {
        "change_id": "thank-you-card",
        "phase_id": "loyalty",
        "kpi_id": "review_rate",
        "dimension": dimension,
        "group_id": group,
        "n_before": n_before,
        "n_after": n_after,
        "share_before": share_before,
        "share_after": share_after,
        "rate_before": rate_before,
        "rate_after": rate_after,
        "rate_effect": (share_before + share_after) / 2 * (rate_after - rate_before),
        "mix_effect": (share_after - share_before) * (rate_before + rate_after) / 2,
    }


def mix_rows() -> list[Row]:
    """report.change_mix: three dimensions, among them groups of under ten."""
    return [
        mix_row("persona", "(none)", (254, 0.256), (380, 0.374)),
        mix_row("persona", "commuter", (321, 0.165), (299, 0.367)),
        mix_row("channel", "organic", (300, 0.19), (320, 0.35)),
        mix_row("channel", "(none)", (262, 0.22), (348, 0.39)),
        mix_row("channel", "referral", (9, 0.222), (7, 0.429)),
        mix_row("channel", "whatsapp", (4, 0.25), (4, 0.5)),
        mix_row("visit", "new", (476, 0.2), (417, 0.367)),
        mix_row("visit", "returning", (99, 0.232), (262, 0.378)),
    ]


def change_tables() -> Tables:
    """One change with everything behind it."""
    return {
        "changes": [outcome(), *other_outcomes()],
        "change_weeks": week_rows(),
        "change_placebos": placebo_rows(),
        "change_mix": mix_rows(),
    }


def no_changes() -> Tables:
    """A journey.yml without any."""
    return {name: [] for name in change_tables()}


def many_changes() -> Tables:
    """Six changes with a verdict each, of which journey.yml knows the first only."""
    verdicts: list[Row] = [
        outcome(),
        outcome(verdict="worse", estimate=-0.05, ci_low=-0.09, ci_high=-0.01),
        outcome(
            verdict="indicative", verdict_reason="no_control", failed_checks="no_control",
            method="segmented_regression", has_control=False, pretrend_p=None,
            control_before=None, control_after=None,
        ),
        outcome(
            verdict="no_relevant_change", verdict_reason="within_min_effect", estimate=0.001,
            ci_low=-0.008, ci_high=0.01, status="provisional",
        ),
        outcome(
            verdict="inconclusive", verdict_reason="interval_holds_zero", estimate=0.02,
            ci_low=-0.03, ci_high=0.07,
        ),
        lacking("few_weeks_after", status="provisional", decide_at=None, rate_after=None,
                n_after=0, naive_diff=None, estimate=None, ci_low=None, ci_high=None),
    ]  # fmt: skip
    tables = change_tables()
    for number, row in enumerate(verdicts, start=1):
        change_id = row["change_id"] if number == 1 else f"change_{number}"
        on = CHANGE_ON + timedelta(days=number)
        row |= {"change_id": change_id, "change_number": number, "date_on": on}
        if number > 1:
            tables["changes"].append(row)
            tables["change_weeks"] += week_rows(change_id, has_control=row["has_control"])
            tables["change_placebos"] += placebo_rows(change_id)
    return tables
