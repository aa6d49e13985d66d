"""What everyone reads: drafted beside it, and swapped in by rename only when everything passed."""

import shutil
from importlib.metadata import version
from pathlib import Path

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.report import RunInfo, build_site
from cjm_analytics.report.site import TABLES


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _previous(path: Path) -> Path:
    return path.with_name(f"{path.name}.previous")


def draft_warehouse(project: Project, engine: DuckDB) -> int:
    """Copy the published tables to a draft of published.duckdb; gives their number."""
    draft = _draft(project.published)
    draft.unlink(missing_ok=True)
    draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    tables = [table for table in project.tables if table.contract.published]
    engine.attach(draft, "published")
    try:
        for table in tables:
            engine.rows(f"create schema if not exists published.{table.schema}")
            engine.rows(f"create table published.{table.name} as select * from {table.name}")
    finally:
        engine.rows("detach published")
    return len(tables)


def draft_site(project: Project, engine: DuckDB, run: Run) -> int:
    """Write the pages to a draft beside dashboards/site; gives their number."""
    draft = _draft(project.site)
    shutil.rmtree(draft, ignore_errors=True)
    rows = {name: engine.records(f"select * from report.{name} order by all") for name in TABLES}
    definition = engine.rows("select definition_hash from declared.run")[0][0]
    info = RunInfo(run.run_id, run.as_of, definition, version("cjm-analytics"))
    build_site(project.journey, rows, info, draft)
    return len(list(draft.glob("*.html")))


def swap_in(project: Project) -> None:
    """Put both drafts in place. A folder takes two renames: `restore` mends a kill in between."""
    previous = _previous(project.site)
    shutil.rmtree(previous, ignore_errors=True)
    _draft(project.published).replace(project.published)
    if project.site.exists():
        project.site.rename(previous)
    _draft(project.site).rename(project.site)
    shutil.rmtree(previous, ignore_errors=True)


def restore(project: Project) -> None:
    """Bring back the site that a killed run had moved aside."""
    previous = _previous(project.site)
    if previous.exists() and not project.site.exists():
        previous.rename(project.site)
