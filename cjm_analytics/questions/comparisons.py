"""What became of a declared change: the verdicts of the last run, with what stands behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb

from cjm_analytics.changes import DATE_AFTER_DATA, DATE_BEFORE_DATA, SIDES_OVERLAP
from cjm_analytics.config import JourneyFile
from cjm_analytics.config.errors import use_one_of
from cjm_analytics.questions.events import QuestionRefused

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """A change of journey.yml as the last run judged it. Rates are shares, times are UTC.

    `sentences`: what its page says first, in Dutch (`nl`) and English (`en`). `verdict`: the row of
    report.changes on the KPI that the change was made for; `others`: a row
    for each other KPI and step, corrected for their number. Of all of them `weekly` has a row per
    side and week, `placebos` one per earlier week, `mix` one per group of a dimension; their
    columns stand in the contracts of report.change_weeks, change_placebos and change_mix.
    """

    change_id: str
    sentences: Mapping[str, str]
    verdict: Mapping[str, Any]
    others: "pd.DataFrame" = field(repr=False)
    weekly: "pd.DataFrame" = field(repr=False)
    placebos: "pd.DataFrame" = field(repr=False)
    mix: "pd.DataFrame" = field(repr=False)

    def of(self, kpi_id: str, phase_id: str | None = None) -> Mapping[str, Any]:
        """The row of one KPI, or of the step `(conversion)` into a phase. KeyError without one."""
        rows: list[Mapping[Any, Any]] = [self.verdict, *self.others.to_dict("records")]
        for row in rows:
            if row["kpi_id"] == kpi_id and phase_id in (None, row["phase_id"]):
                return {str(name): value for name, value in row.items()}
        raise KeyError(f"{self.change_id} was not held against {kpi_id!r} {phase_id or ''}".strip())


def comparison(
    published: duckdb.DuckDBPyConnection, journey: JourneyFile, change_id: str
) -> Comparison:
    """The comparison of a change, from the published tables.

    Raises QuestionRefused for a change that is not declared, was not in the last run, lies outside
    the data, or whose sides overlap.
    """
    import pandas as pd

    check_declared(published, journey, change_id)
    if refusal := refusals(published, journey).get(change_id):
        raise QuestionRefused(f"{change_id} {refusal}")
    rows = {
        name: _records(published, f"select * from report.{name} where change_id = ?", change_id)
        for name in ("changes", "change_weeks", "change_placebos", "change_mix")
    }
    first, *others = sorted(rows["changes"], key=lambda row: row["place"])
    names = list(first)
    return Comparison(
        change_id=change_id,
        verdict=first,
        sentences=_sentences(published, journey, rows),
        others=pd.DataFrame(others, columns=names),
        weekly=pd.DataFrame(rows["change_weeks"]),
        placebos=pd.DataFrame(rows["change_placebos"]),
        mix=pd.DataFrame(rows["change_mix"]),
    )


def _records(
    published: duckdb.DuckDBPyConnection, query: str, change_id: str
) -> list[dict[str, Any]]:
    answer = published.execute(f"{query} order by all", [change_id])
    names = [description[0] for description in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _sentences(
    published: duckdb.DuckDBPyConnection,
    journey: JourneyFile,
    rows: Mapping[str, list[dict[str, Any]]],
) -> dict[str, str]:
    """What the page of the change says first, by language."""
    from cjm_analytics.report.change import changes_of
    from cjm_analytics.report.labels import voice_of
    from cjm_analytics.report.sentences_change import change_lead, change_sentence

    ((data_end_at,),) = published.execute("select data_end_at from clean.data_end").fetchall()
    told = {}
    for language in ("nl", "en"):
        voice = voice_of(journey, language)
        (change,) = changes_of(rows, journey, voice)
        sentence = change_sentence(change, change.main, voice)
        told[language] = f"{sentence.removesuffix('.')}. {change_lead(change, data_end_at, voice)}"
    return told


def refusals(published: duckdb.DuckDBPyConnection, journey: JourneyFile) -> dict[str, str]:
    """Why a change of the last run could not be judged whatever its numbers, and what to do."""
    found = published.execute(
        "select change_id, date_on, verdict_reason from report.changes where is_confirmatory"
    ).fetchall()
    told = {}
    for change_id, date_on, reason in found:
        if reason == SIDES_OVERLAP:
            told[change_id] = (
                "has journeys on both sides; let segment and control exclude each other"
            )
        elif reason in (DATE_BEFORE_DATA, DATE_AFTER_DATA):
            start, end = days_of_data(published, journey)
            told[change_id] = (
                f"is dated {date_on}, and the data run from {start} to {end}; correct its date, or"
                " land more exports"
            )
    return told


def days_of_data(published: duckdb.DuckDBPyConnection, journey: JourneyFile) -> tuple[date, date]:
    """The first and last local day of the data. Raises QuestionRefused where there is none."""
    moments = published.execute("select data_start_at, data_end_at from clean.data_end").fetchall()
    if not moments or moments[0][0] is None:
        raise QuestionRefused("the last run had no data to compare")
    zone = ZoneInfo(journey.project.timezone)
    start, end = (moment.replace(tzinfo=UTC).astimezone(zone).date() for moment in moments[0])
    return start, end


def check_declared(
    published: duckdb.DuckDBPyConnection, journey: JourneyFile, change_id: str
) -> None:
    """Raises QuestionRefused unless the change is declared and was in the last run."""
    known = [change.id for change in journey.changes]
    if change_id not in known:
        remedy = use_one_of(known, change_id) if known else "declare it under changes:"
        raise QuestionRefused(f"journey.yml has no change '{change_id}'; {remedy}")
    if not published.execute(
        "select 1 from declared.changes where change_id = ?", [change_id]
    ).fetchall():
        raise QuestionRefused(f"'{change_id}' was not in the last run; first: cjm run")
