"""The changes of a run, judged: aggregates of sql/8_comparison in, rows of its verdicts out.

Once its data reach `decide_on`, the verdict on the KPI that a change was made for is final. It is
taken from the last publication from then on: later runs can only add a remark to it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.tables import Table, fill

if TYPE_CHECKING:
    import pandas as pd

    from cjm_analytics.comparison import Judgement, Settings

VERDICTS, PLACEBOS, MIX = TABLES = (
    "comparison.verdicts",
    "comparison.placebos",
    "comparison.mix",
)
STAGE = 8  # they are judged when its queries are built, before anything of stage 9 reads them
READS = (
    *("declared.changes", "declared.change_outcomes", "declared.decided", "clean.data_end"),
    *("comparison.weekly", "comparison.groups", "comparison.customers"),
)
_OUTCOME = ("change_id", "phase_id", "kpi_id")
SIDES_OVERLAP = "sides_overlap"
DATE_BEFORE_DATA = "date_before_data"
DATE_AFTER_DATA = "date_after_data"
_THROUGH_LATER = "through_later_phase"
_DIMENSIONS = ("persona", "channel", "visit")  # of the mix; the verdict's row shows the first

Row = Mapping[str, Any]


def judge_changes(engine: DuckDB, tables: Sequence[Table], run: Run) -> dict[str, int]:
    """Replace the tables of TABLES; gives the number of rows of each.

    Too little of anything is a verdict with its reason and stops no run. Raises AuditFailed, and
    leaves the old tables, when the new ones break their contracts.
    """
    rows = _judged(engine, run)
    with engine.transaction():
        for table in tables:
            if table.name in rows:
                names = list(table.contract.columns)
                cells = [[_plain(row[name]) for name in names] for row in rows[table.name]]
                fill(engine, table, cells)
    return {name: len(rows[name]) for name in TABLES}


def _judged(engine: DuckDB, run: Run) -> dict[str, list[Row]]:
    changes = engine.records("select * from declared.changes order by change_number")
    if not changes:  # nor is numpy, scipy or pandas needed
        return {name: [] for name in TABLES}
    data = _Data.of(engine)
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for change in changes:
        for outcome, judgement, n_neither in _judge(change, data):
            names = {name: outcome[name] for name in _OUTCOME}
            row = {
                **_verdict_row(outcome, judgement),
                "n_neither": n_neither,
                "run_id": run.run_id,
                "definition_hash": change["definition_hash"],
            }
            found[VERDICTS].append(_standing(row, change, outcome, data))
            found[PLACEBOS] += [
                {**names, "week": placebo.week, "estimate": placebo.estimate}
                for placebo in judgement.placebos
            ]
            found[MIX] += [
                {
                    **names,
                    "dimension": part.dimension,
                    **{str(name): value for name, value in group.items()},
                    "group_id": group["group"],
                    "rate_effect": group["rate"],
                    "mix_effect": group["mix"],
                }
                for part in judgement.mix
                for group in part.groups.to_dict("records")
            ]
        found[VERDICTS] += _left_of(change, data, found[VERDICTS])
    return found


@dataclass(frozen=True)
class _Data:
    """What the verdicts of a run are made from. Frames by change, phase and KPI."""

    data_start_at: Any
    data_end_at: Any
    outcomes: Sequence[Row]
    decided: dict[str, Row]  # by change: a row of VERDICTS as it was published
    weekly: dict[tuple[str, ...], "pd.DataFrame"]
    groups: dict[tuple[str, ...], "pd.DataFrame"]
    customers: dict[tuple[str, ...], "pd.DataFrame"]

    @classmethod
    def of(cls, engine: DuckDB) -> "_Data":
        def by_outcome(table: str) -> dict[tuple[str, ...], "pd.DataFrame"]:
            rows = engine.connection.sql(f"select * from {table} order by all").df()
            return dict(tuple(rows.groupby(list(_OUTCOME), sort=False)))

        (end,) = engine.records("select * from clean.data_end")
        return cls(
            data_start_at=end["data_start_at"],
            data_end_at=end["data_end_at"],
            outcomes=engine.records("select * from declared.change_outcomes order by all"),
            decided={
                row["change_id"]: json.loads(row["verdict"])
                for row in engine.records("select * from declared.decided")
            },
            weekly=by_outcome("comparison.weekly"),
            groups={
                key: groups.sort_values("dimension", key=lambda names: names.map(_DIMENSIONS.index))
                for key, groups in by_outcome("comparison.groups").items()
            },
            customers=by_outcome("comparison.customers"),
        )

    def of_change(self, change: Row) -> Sequence[Row]:
        """Its outcomes. Once there is a final verdict, its KPI stays the confirmatory one."""
        outcomes = [row for row in self.outcomes if row["change_id"] == change["change_id"]]
        decided = self.decided.get(change["change_id"])
        if decided is None:
            return outcomes
        return [
            {**row, "is_confirmatory": all(row[name] == decided[name] for name in _OUTCOME)}
            for row in outcomes
        ]


def _judge(change: Row, data: _Data) -> list[tuple[Row, "Judgement", int]]:
    """The outcomes of a change with their judgements, and how many entries no side has."""
    from cjm_analytics.comparison import corrected, judge

    outcomes = data.of_change(change)
    judgements, left = [], []
    for outcome in outcomes:
        settings = _settings(change, outcome, data)
        key = tuple(outcome[name] for name in _OUTCOME)
        weekly = data.weekly.get(key)
        refusal = _refusal(change, weekly, data)
        left.append(0 if weekly is None else _n_on(weekly, "(neither)"))
        if refusal or weekly is None:
            judgements.append(_nothing_said(settings, refusal or DATE_BEFORE_DATA))
            continue
        weeks = weekly.assign(n=weekly["n_when_judged"])
        groups = data.groups.get(key)
        judgements.append(
            judge(
                weeks[weeks["side"].isin(["treated", "control"])],
                settings,
                data.customers.get(key),
                groups if groups is None else groups.rename(columns={"group_id": "group"}),
            )
        )
    return list(zip(outcomes, corrected(judgements), left, strict=True))


def _settings(change: Row, outcome: Row, data: _Data) -> "Settings":
    from cjm_analytics.comparison import Settings

    decide_at = change["decide_at"]
    is_final = None not in (decide_at, data.data_end_at) and data.data_end_at >= decide_at
    return Settings(
        calculation=outcome["measure"],
        direction=outcome["direction"],
        min_effect=outcome["min_effect"],
        washout_weeks=change["gap_weeks"],
        has_control=change["has_control"],
        status="final" if is_final else "provisional",
        is_confirmatory=outcome["is_confirmatory"],
        cautions=(_THROUGH_LATER,) if outcome["has_affected_later"] else (),
    )


def _refusal(change: Row, weekly: "pd.DataFrame | None", data: _Data) -> str | None:
    """Why the question itself is wrong, whatever the numbers."""
    if data.data_end_at is None or change["date_on"] > data.data_end_at.date():
        return DATE_AFTER_DATA
    if change["date_on"] < data.data_start_at.date():
        return DATE_BEFORE_DATA
    if weekly is not None and _n_on(weekly, "(both)"):
        return SIDES_OVERLAP
    return None


def _n_on(weekly: "pd.DataFrame", side: str) -> int:
    return int(weekly.loc[weekly["side"] == side, ["n", "n_immature"]].to_numpy().sum())


def _nothing_said(settings: "Settings", reason: str) -> "Judgement":
    from cjm_analytics.comparison import DESCRIPTIVE, Judgement

    return Judgement(
        settings=settings,
        method=DESCRIPTIVE,
        n_before=0,
        n_after=0,
        rate_before=None,
        rate_after=None,
        control_before=None,
        control_after=None,
        excluded_immature=None,
        verdict_reason=reason,
    )


def _verdict_row(outcome: Row, judgement: "Judgement") -> dict[str, Any]:
    return {
        **{name: outcome[name] for name in _OUTCOME},
        **judgement.row(),
        **{name: outcome[name] for name in ("is_confirmatory", "measure", "direction")},
        "min_effect": outcome["min_effect"],
        "n_weeks": judgement.n_weeks,
        "adjusted_estimate": judgement.adjusted_estimate,
        "adjusted_low": judgement.adjusted_low,
        "adjusted_high": judgement.adjusted_high,
        "failed_checks": "|".join(judgement.failed_checks),
        "remark": None,
        "verdict_now": None,
        "estimate_now": None,
    }


def _standing(row: dict[str, Any], change: Row, outcome: Row, data: _Data) -> Row:
    """The row, or the final verdict that was published before it with what the row says now."""
    decided = data.decided.get(change["change_id"])
    if not outcome["is_confirmatory"] or (decided is None and row["status"] != "final"):
        return row
    now = _judged_today(row, change, outcome, data)
    stands = {name: (decided or row).get(name) for name in row}
    remark = None
    if stands["definition_hash"] != row["definition_hash"]:
        remark = "definition_changed"
    elif stands["verdict"] != now["verdict"]:
        remark = "data_changed"
    told = now if remark else {"verdict": None, "estimate": None}
    return {
        **stands,
        "remark": remark,
        "verdict_now": told["verdict"],
        "estimate_now": told["estimate"],
    }


def _left_of(change: Row, data: _Data, rows: Sequence[Row]) -> list[Row]:
    """The final verdict on a KPI that journey.yml no longer has: it stands all the same."""
    decided = data.decided.get(change["change_id"])
    if decided is None or any(all(row[name] == decided[name] for name in _OUTCOME) for row in rows):
        return []
    stands = {name: decided.get(name) for name in rows[-1]}
    return [{**stands, "remark": "definition_changed", "verdict_now": None, "estimate_now": None}]


def _judged_today(row: Row, change: Row, outcome: Row, data: _Data) -> Row:
    """The same question with all the data of this run, not only those before decide_on."""
    from cjm_analytics.comparison import judge

    weekly = data.weekly.get(tuple(outcome[name] for name in _OUTCOME))
    if weekly is None or _refusal(change, weekly, data):
        return row
    weeks = weekly[weekly["side"].isin(["treated", "control"])]
    weeks = weeks.assign(is_whole=weeks["is_complete"])
    return judge(weeks, _settings(change, outcome, data)).row()


def _plain(value: Any) -> Any:
    """A number as Python's own: missing is None, and numpy's are no guests in a database."""
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and value != value else value
