"""Rows of sql/9_report: of a shop in full swing, of one just opened, of one without anything."""

from datetime import UTC, date, datetime
from typing import Any

from change_rows import change_tables
from path_rows import conformance_rows, reconciliation_row, variant_rows, wilson

Tables = dict[str, list[dict[str, Any]]]
PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")


def funnel_rows(
    reached: list[int],
    dropped: list[int],
    closed: list[int],
    phases: tuple[str, ...] = PHASES,
    n_unassigned: int = 0,
    times: list[tuple[float, float, float | None]] | None = None,
    moved: list[float] | None = None,
) -> list[dict[str, Any]]:
    """report.funnel from journeys reached, dropped and closed per phase."""
    rows = []
    n_counted = reached[0]
    for i, phase in enumerate(phases[: len(reached)]):
        last = i == len(reached) - 1
        first, first_low, first_high = wilson(reached[i], n_counted)
        mature = int(reached[i] * 0.94)
        n_moved = None if last else int(mature * (moved[i] if moved else 0.5))
        rate, low, high = (None,) * 3 if last else wilson(n_moved or 0, mature)
        drop, drop_low, drop_high = (None,) * 3 if last else wilson(dropped[i], closed[i])
        median, p90, km = (None,) * 3 if last or not times else times[i]
        rows.append(
            {
                "phase_number": i + 1,
                "phase_id": phase,
                "n_all": n_counted + n_unassigned,
                "n_counted": n_counted,
                "n_unassigned": n_unassigned,
                "n_reached": reached[i],
                "n_skipped": int(reached[i] * 0.08),
                "rate_of_first": first,
                "rate_of_first_low": first_low,
                "rate_of_first_high": first_high,
                "rate_of_previous": reached[i] / reached[i - 1] if i and reached[i - 1] else None,
                "n_entries": None if last else reached[i],
                "n_mature": None if last else mature,
                "n_immature": None if last else reached[i] - mature,
                "n_moved_on": n_moved,
                "conversion_rate": rate,
                "conversion_low": low,
                "conversion_high": high,
                "capture_rate": None,
                "is_capture_low": False,
                "n_closed_reached": closed[i],
                "n_dropped": None if last else dropped[i],
                "n_lost": None if last else dropped[i],
                "drop_off": drop,
                "drop_off_low": drop_low,
                "drop_off_high": drop_high,
                "n_with_next": 0 if last else int(reached[i + 1] * 0.9),
                "median_days": median,
                "p90_days": p90,
                "km_median_days": km,
            }
        )
    return rows


def flow_rows(
    moves: dict[tuple[int, str, str], int], n_all: int, n_counted: int
) -> list[dict[str, Any]]:
    """report.flows from (step, source, target) -> journeys."""
    return [
        {"step": step, "source": a, "target": b, "n": n, "n_all": n_all, "n_counted": n_counted}
        for (step, a, b), n in sorted(moves.items())
    ]


def walk(n_counted: int, steps: int = 6) -> dict[tuple[int, str, str], int]:
    """Journeys walking through the phases, so that what enters a visit leaves it too."""
    ahead = {
        "awareness": {"consideration": 0.62, "purchase": 0.03, "(lost)": 0.27, "(open)": 0.08},
        "consideration": {"purchase": 0.34, "awareness": 0.12, "(lost)": 0.46, "(open)": 0.08},
        "purchase": {"service": 0.31, "loyalty": 0.24, "consideration": 0.1, "(done)": 0.35},
        "service": {"loyalty": 0.33, "purchase": 0.09, "(done)": 0.5, "(open)": 0.08},
        "loyalty": {"purchase": 0.05, "service": 0.07, "(done)": 0.8, "(open)": 0.08},
    }  # fmt: skip
    moves: dict[tuple[int, str, str], int] = {}
    here = {"awareness": int(n_counted * 0.83), "consideration": 0, "purchase": 0}
    here["purchase"] = int(n_counted * 0.02)
    here["consideration"] = n_counted - here["awareness"] - here["purchase"]
    for phase, n in here.items():
        moves[0, "(start)", phase] = n
    for step in range(1, steps + 1):
        after: dict[str, int] = {}
        for phase, n in here.items():
            shares, left = list(ahead[phase].items()), n
            for i, (target, share) in enumerate(shares):
                part = left if i == len(shares) - 1 else int(n * share)
                left -= part
                if not part:
                    continue
                if step == steps and not target.startswith("("):
                    target = "(other)"
                key = (step, phase, target)
                moves[key] = moves.get(key, 0) + part
                if not target.startswith("("):
                    after[target] = after.get(target, 0) + part
        here = after
    return moves


def path_tables(n_counted: int, n_orders: int) -> Tables:
    """What is told of whole paths, and of tracked orders."""
    few, some = n_counted // 10, n_counted // 4
    paths = {
        "awareness › consideration": n_counted - some - 2 * few,
        "awareness": some,
        "awareness › consideration › purchase": few,
        "(other)": few,
    }
    weeks = [date(2026, 5, 25), date(2026, 6, 1)]
    half = n_orders // 2
    return {
        "variants": variant_rows(paths, n_counted),
        "conformance": conformance_rows({"(all)": n_counted, "(none)": n_counted}),
        "reconciliation": [
            reconciliation_row(n_orders - half, int(0.95 * half), channel="organic"),
            reconciliation_row(half, int(0.9 * half), channel="(unknown)"),
            *(reconciliation_row(half, int(0.92 * half), week) for week in weeks),
        ],
        "reconciliation_total": [reconciliation_row(n_orders, int(0.92 * n_orders))],
    }


def full_tables() -> Tables:
    """A shop with 12,846 journeys in forty weeks."""
    n_counted, n_unassigned = 12_610, 236
    reached = [12_610, 10_214, 4_711, 2_988, 1_874]
    closed = [11_904, 9_641, 4_402, 2_771, 1_702]
    dropped = [2_263, 5_239, 1_631, 1_069]
    rate, low, high = wilson(4_188, 11_904)
    n_events, n_assigned = 181_204, 174_391
    unassigned = [
        ("scroll", 4_102, 3_320),
        ("user_engagement", 1_204, 988),
        ("newsletter_popup_close", 803, 610),
        ("video_progress", 412, 257),
        ("file_download", 188, 120),
        ("chat_widget_open", 71, 55),
        ("test_event_do_not_use", 33, 4),
    ]
    return {
        "summary": [
            {
                "data_start_at": datetime(2025, 9, 1, 5, 12, tzinfo=UTC),
                "data_end_at": datetime(2026, 6, 7, 21, 48, tzinfo=UTC),
                "age_days": 0.2,
                "n_landed": 186_933,
                "n_left_out": 5_729,
                "n_events": n_events,
                "n_derived": 1_022,
                "n_unidentified": 1_911,
                "n_before_any_journey": 312,
                "n_persons": 10_482,
                "n_all": n_counted + n_unassigned,
                "n_unassigned": n_unassigned,
                "n_counted": n_counted,
                "n_open": 706,
                "n_closed": 11_904,
                "n_converted": 4_188,
                "conversion_rate": rate,
                "conversion_low": low,
                "conversion_high": high,
                "n_orders": 4_519,
                "revenue": 231_874.55,
                "currency": "EUR",
                "n_other_currency": 3,
                "n_assigned_events": n_assigned,
                "rule_coverage": n_assigned / n_events,
                "n_quarantined": 3,
                "n_journeys_compared": 12_711,
                "n_journeys_moved": 34,
            }
        ],
        "funnel": funnel_rows(
            reached,
            dropped,
            closed,
            n_unassigned=n_unassigned,
            times=[(1.1, 8.4, 3.9), (2.6, 13.2, None), (3.4, 15.8, 9.1), (11.2, 29.7, 24.0)],
            moved=[0.71, 0.39, 0.52, 0.41],
        ),
        "flows": flow_rows(walk(n_counted), n_counted + n_unassigned, n_counted),
        **path_tables(n_counted, 4_519),
        "moved": [
            moved("same person", 12_677),
            moved("visitor became known", 25),
            moved("identifiers joined", 9),
            moved("gone", 12),
        ],
        **change_tables(),
        "kpis": kpi_rows(n_counted + n_unassigned, n_counted),
        "rules": [
            {
                "phase_number": i + 1,
                "phase_id": phase,
                "rule_number": number,
                "rule_name": name,
                "n_events": n,
                "share": n / n_events,
                "n_matching": n + 12 * number,
                "n_shadowed": 12 * number,
                "mostly_shadowed_by": 1 if number > 1 else None,
                "is_dead": False,
            }
            for number, (i, phase, name, n) in enumerate(
                [
                    (0, "awareness", "first visit", 12_033),
                    (0, "awareness", "landing or content page", 41_870),
                    (0, "awareness", "campaign click", 6_201),
                    (1, "consideration", "product page", 62_114),
                    (1, "consideration", "list, search or comparison", 28_730),
                    (1, "consideration", "reviews page", 0),
                    (2, "purchase", "basket and checkout", 13_402),
                    (2, "purchase", "order", 4_519),
                    (3, "service", "ticket", 2_140),
                    (3, "service", "return or delivery", 1_206),
                    (4, "loyalty", "review", 1_154),
                    (4, "loyalty", "repeat purchase", 1_022),
                ],
                start=1,
            )
        ],
        "unassigned_events": [
            {"event_name": name, "n_events": n, "n_persons": persons, "share": n / n_events}
            for name, n, persons in unassigned
        ],
        "sources": [
            source("site", "ga4", 40, 171_022, 5_180, "2025-09-01", "2026-06-07", 0.0),
            source("shop", "shopify_orders", 10, 4_533, 14, "2025-09-02", "2026-06-07", 0.2),
            source("reviews", "kiyoh", 2, 1_160, 6, "2025-09-19", "2026-06-06", 1.3),
            source("service", "table", 9, 10_218, 529, "2025-09-03", "2026-05-28", 10.4),
        ],
        "left_out": [
            {"source_id": "site", "reason": "bot", "n_rows": 3_870},
            {"source_id": "site", "reason": "duplicate", "n_rows": 1_298},
            {"source_id": "site", "reason": "future", "n_rows": 12},
            {"source_id": "shop", "reason": "test", "n_rows": 14},
            {"source_id": "reviews", "reason": "duplicate", "n_rows": 6},
            {"source_id": "service", "reason": "duplicate", "n_rows": 529},
        ],
        "quarantine": [
            {
                "source_id": "service",
                "path": "data/sample/tickets/2026-03.csv",
                "line": 118,
                "reason": "Aangemaakt: '31-02-2026 10:15' is not a date like %d-%m-%Y %H:%M",
            },
            {
                "source_id": "service",
                "path": "data/sample/tickets/2026-03.csv",
                "line": 401,
                "reason": "row has 5 columns, the header has 6",
            },
            {
                "source_id": "reviews",
                "path": "data/sample/reviews/2026-05.json",
                "line": 77,
                "reason": "rating 11 is not between 1 and 10",
            },
        ],
    }


def kpi_rows(n_all: int, n_counted: int) -> list[dict[str, Any]]:
    def kpi(
        id: str, phase: str | None, measure: str, value: float | None, **more: Any
    ) -> dict[str, Any]:
        return {
            "kpi_id": id,
            "phase_id": phase,
            "measure": measure,
            "value": value,
            "low": None,
            "high": None,
            "n": 0,
            "n_immature": 0,
            "n_without_value": 0,
            "target": None,
            "direction": None,
            "is_met": None,
            "definition_hash": "5be1c0ffee12",
            "capture_rate": None,
            "is_capture_low": False,
            "n_all": n_all,
            "n_counted": n_counted,
            **more,
        }

    def share(
        id: str,
        phase: str,
        k: int,
        n: int,
        target: float | None,
        direction: str = "up",
        **more: Any,
    ) -> dict[str, Any]:
        value, low, high = wilson(k, n)
        met = None
        if target is not None and value is not None:
            met = value >= target if direction == "up" else value <= target
        return kpi(
            id,
            phase,
            "ratio",
            value,
            low=low,
            high=high,
            n=n,
            target=target,
            direction=direction,
            is_met=met,
            **more,
        )

    return [
        share("review_rate", "loyalty", 588, 4_188, 0.12, n_immature=214),
        share("basket_rate", "consideration", 3_861, 10_214, 0.4),
        share("ticket_rate", "service", 421, 4_188, 0.1, "down"),
        share("repeat_rate", "loyalty", 1_022, 4_188, None),
        share("chat_rate", "service", 3, 7, 0.2),
        kpi("order_value", "purchase", "mean", 51.31, low=50.2, high=52.4, n=4_519, target=50.0)
        | {"direction": "up", "is_met": True},
        kpi("questions", "service", "count", 2_140.0, n=2_140),
        kpi("mean_rating", "loyalty", "mean", None),
    ]  # fmt: skip


def moved(fate: str, n: int) -> dict[str, Any]:
    is_moved = fate not in ("same person", "gone")
    return {"fate": fate, "is_moved": is_moved, "n_journeys": n, "n_persons": n}


def source(
    id: str, kind: str, files: int, landed: int, left: int, first: str, last: str, lag: float
) -> dict[str, Any]:
    return {
        "source_id": id,
        "kind": kind,
        "n_files": files,
        "n_vanished": 0,
        "n_landed": landed,
        "n_quarantined": 0,
        "n_ignored": 0,
        "n_left_out": left,
        "n_events": landed - left,
        "n_unidentified": 0,
        "first_event_at": datetime.fromisoformat(f"{first}T08:00:00+00:00"),
        "last_event_at": datetime.fromisoformat(f"{last}T20:00:00+00:00"),
        "lag_days": lag,
        "is_late": lag > 2,
        "drift": None,
    }


def empty_tables() -> Tables:
    """A run over exports that held nothing."""
    summary = dict.fromkeys(full_tables()["summary"][0], 0) | {
        "data_start_at": None,
        "data_end_at": None,
        "age_days": None,
        "conversion_rate": None,
        "conversion_low": None,
        "conversion_high": None,
        "rule_coverage": None,
        "currency": "EUR",
    }
    tables: Tables = {name: [] for name in full_tables()}
    tables["summary"] = [summary]
    tables["funnel"] = funnel_rows([0] * 5, [0] * 4, [0] * 5)
    tables["reconciliation_total"] = [reconciliation_row(0, 0)]
    return tables


def small_tables() -> Tables:
    """A shop that opened yesterday: seven journeys, of which three are closed."""
    tables = full_tables()
    rate, low, high = wilson(2, 3)
    tables["summary"][0] |= {
        "n_all": 7, "n_counted": 7, "n_unassigned": 0, "n_persons": 6, "n_open": 4, "n_closed": 3,
        "n_converted": 2, "conversion_rate": rate, "conversion_low": low, "conversion_high": high,
        "n_orders": 2, "revenue": 81.5,
    }  # fmt: skip
    tables["funnel"] = funnel_rows(
        [7, 5, 3, 1, 0], [1, 1, 1, 0], [3, 2, 2, 1, 0], times=[(1.0, 2.0, None)] * 4
    )
    tables["flows"] = flow_rows(walk(7), 7, 7)
    tables |= path_tables(7, 2)
    tables["kpis"] = [row for row in kpi_rows(7, 7) if row["n"] < 10]
    return tables
