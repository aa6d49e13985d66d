"""A run in which a sum does not close publishes nothing, and says which sum."""

from typing import Any

import published
from cjm_pipelines.runs import run
from test_runs import add_order, published_files

from cjm_analytics import fingerprints, tables
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.tables import Table

A_SKIPPED_PHASE = "select max(rowid) from journeys.entries where phase_number = 2"


def test_yesterdays_site_and_tables_stand_when_a_sum_stays_open(shop: Project, monkeypatch):
    """An entry to a phase is lost, which every contract on the way to the report believes."""
    audit, files = fingerprints.audit, published_files(shop)

    def audit_and_lose(engine: DuckDB, table: Table, **how: Any) -> None:
        audit(engine, table, **how)
        if table.name == "journeys.entries":
            engine.rows(f"delete from journeys.entries where rowid = ({A_SKIPPED_PHASE})")

    add_order(shop)
    steps: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(fingerprints, "audit", audit_and_lose)
        patch.setattr(tables, "audit", audit_and_lose)
        ((step, reason),) = run(shop, steps.append).failures
    assert step == "report__sums"
    said = "first journeys that came as far = journeys that reach it (consideration): "
    assert said in reason
    left, right = reason.partition(said)[2].split(" = ")
    assert int(left) == int(right) + 1
    assert {"copying tables", "writing pages"}.isdisjoint(steps)
    assert published_files(shop) == files

    assert run(shop).failures == ()  # nothing has to be mended by hand
    assert published_files(shop) != files
    sums = published.tables_of(shop)["report.sums"]
    assert [row for row in sums if row["n_left"] != row["n_right"]] == []
