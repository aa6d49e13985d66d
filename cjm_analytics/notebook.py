"""A project in a notebook or a script: run it, look at its tables, ask it questions."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cjm_analytics.project import Project
from cjm_analytics.questions import funnels
from cjm_analytics.questions import paths as path_questions
from cjm_analytics.questions.comparisons import Comparison, comparison
from cjm_analytics.questions.periods import Period, compare_periods
from cjm_analytics.questions.plans import Plan, plan
from cjm_analytics.questions.published import open_published, published_events

if TYPE_CHECKING:
    import pandas as pd


class RunFailed(Exception):
    """A run that did not publish; the last published tables and report still stand."""


class OpenProject:
    """What `cjm_analytics.open` gives.

    Tables and answers come from the last published run; a run that ends meanwhile is seen by the
    next call, and what was handed out before stays as it was.
    """

    def __init__(self, path: Path | str = "journey.yml") -> None:
        """`path`: a journey.yml or its folder. Raises ConfigError with all its problems."""
        given = Path(path)
        self._project = Project(given / "journey.yml" if given.is_dir() else given)

    def __repr__(self) -> str:
        return f"cjm_analytics.open({str(self._project.path)!r})"

    def run(self) -> "OpenProject":
        """Land, build and publish, as `cjm run` does.

        Raises RunFailed, with every step that failed, or ConfigError.
        """
        # The one place where the library reaches up: see docs/decisions/0004-packages.md.
        from cjm_pipelines.runs import run

        self._project.check_exports_exist()
        outcome = run(self._project)
        if outcome.failures:
            raise RunFailed("\n".join(f"{step}: {reason}" for step, reason in outcome.failures))
        return self

    def tables(self) -> list[str]:
        """The names of the published tables, in the order in which they are built."""
        return [table.name for table in self._project.tables if table.contract.published]

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """A published table, such as `journeys.journeys`, as a DuckDB relation.

        `.df()` gives a pandas DataFrame, `.to_arrow_table()` an Arrow table. What one row is, and
        the columns with their types and units, stands in the table's contract in sql/. Raises
        KeyError when there is no such table, NothingPublished before the first run.
        """
        if name not in self.tables():
            raise KeyError(f"no published table {name!r}; use one of: {', '.join(self.tables())}")
        return open_published(self._project).sql(f"select * from {name}")

    def events(self) -> duckdb.DuckDBPyRelation:
        """Every event of a person, with its phase and journey: what the questions are asked of."""
        return published_events(open_published(self._project))

    def funnel(self, steps: funnels.Steps, **options: Any) -> "pd.DataFrame":
        """`cjm_analytics.funnel` of this project's events; the same steps and options."""
        return funnels.funnel(self.events(), steps, **options)

    def funnel_people(self, steps: funnels.Steps, *, step: int, **options: Any) -> "pd.DataFrame":
        """`cjm_analytics.funnel_people` of this project's events."""
        return funnels.funnel_people(self.events(), steps, step=step, **options)

    def compare(self, change: str) -> Comparison:
        """What the last run says of a change of journey.yml, by its id.

        `.verdict` is its row of report.changes, `.others` those of all other KPIs, `.weekly`,
        `.placebos` and `.mix` what stands behind them. Raises QuestionRefused, with its reason,
        for a change that is not there or whose date lies outside the data.
        """
        return comparison(open_published(self._project), self._project.journey, change)

    def compare_periods(
        self, before: Period, after: Period, *, where: Mapping[str, Any] | None = None
    ) -> "pd.DataFrame":
        """Every KPI in two periods, each (first day, last day): descriptive, a row per KPI.

        The columns stand with `cjm_analytics.questions.periods.compare_periods`.
        """
        published = open_published(self._project)
        return compare_periods(published, self._project.journey, before, after, where=where)

    def plan(self, change: str) -> Plan:
        """How many weeks until the effect that a change should have would show."""
        return plan(open_published(self._project), self._project.journey, change)

    def paths(self, **options: Any) -> "pd.DataFrame":
        """`cjm_analytics.paths` of this project's events; the same options."""
        return path_questions.paths(self.events(), **options)

    def transitions(self, **options: Any) -> "pd.DataFrame":
        """`cjm_analytics.transitions` of this project's events; the same options."""
        return path_questions.transitions(self.events(), **options)
