"""What everyone reads: drafted beside it, and swapped in by rename only when everything passed."""

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import duckdb

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.report import RunInfo, build_site
from cjm_analytics.report.site import TABLES

_DECIDED = ".decided"  # in a complete set of pages until it and its tables are in place
_REMEMBERED = {
    "declared.last_published": (
        "select opening_event_id, person_id from last_publication.journeys.journeys"
    ),
    "declared.decided": (
        "select change_id, definition_hash, to_json(verdicts)"
        " from last_publication.comparison.verdicts as verdicts"
        " where is_confirmatory and status = 'final'"
    ),
}
_WORKING_FOLDER, _RENAME_EXCHANGE = -100, 2  # AT_FDCWD and the flag, as Linux's headers have them


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def remember(project: Project, engine: DuckDB) -> dict[str, int]:
    """Keep what the last publication said: whose journeys were, and which verdicts were final.

    Gives the rows of each. None where nothing has been published, or what stands there cannot be
    read or has other columns: then there is nothing to go by, and that stops no run.
    """
    if project.published.exists():
        try:
            engine.attach(project.published, "last_publication", read_only=True)
        except duckdb.Error:
            return dict.fromkeys(_REMEMBERED, 0)
        try:
            for table, query in _REMEMBERED.items():
                with contextlib.suppress(duckdb.Error):
                    engine.rows(f"insert into {table} {query}")
        finally:
            engine.rows("detach last_publication")
    return {table: engine.number(f"select count(*) from {table}") for table in _REMEMBERED}


def draft_warehouse(project: Project, engine: DuckDB) -> int:
    """Copy the warehouse to a draft of published.duckdb, and keep what is published there.

    Gives the number of tables. The file is copied as it is, which takes a thirtieth of the time of
    writing its tables again.
    """
    draft = _draft(project.published)
    draft.unlink(missing_ok=True)
    draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    engine.rows("checkpoint")
    # In a process of its own: closing the file in this one would give up DuckDB's lock on it.
    copy = "import shutil, sys; shutil.copyfile(*sys.argv[1:])"
    subprocess.run([sys.executable, "-S", "-c", copy, project.working, draft], check=True)
    published = {table.name for table in project.tables if table.contract.published}
    engine.attach(draft, "published")
    try:
        with engine.transaction():
            for schema, name in engine.rows(
                "select schema_name, table_name from duckdb_tables()"
                " where database_name = 'published'"
            ):
                if f"{schema}.{name}" not in published:
                    engine.rows(f"drop table published.{schema}.{name}")
    finally:
        engine.rows("detach published")
    return len(published)


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
    """Put both drafts in place. Once decided, `restore` finishes what a kill cuts short."""
    (_draft(project.site) / _DECIDED).touch()
    restore(project)


def restore(project: Project) -> None:
    """Finish the swap that a killed run had begun; nothing where none was."""
    tables, pages = _draft(project.published), _draft(project.site)
    if (pages / _DECIDED).exists():
        _exchange(pages, project.site)
    if (project.site / _DECIDED).exists():
        if tables.exists():
            tables.replace(project.published)
        shutil.rmtree(pages, ignore_errors=True)
        (project.site / _DECIDED).unlink()


def _exchange(draft: Path, site: Path) -> None:
    """Let two folders change places, at once where the system can (Linux); the site may be new."""
    if not site.exists():
        draft.rename(site)
        return
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    names = (_WORKING_FOLDER, os.fsencode(draft), _WORKING_FOLDER, os.fsencode(site))
    if renameat2 is None or renameat2(*names, _RENAME_EXCHANGE) != 0:
        previous = site.with_name(f"{site.name}.previous")
        shutil.rmtree(previous, ignore_errors=True)
        site.rename(previous)
        draft.rename(site)
        previous.rename(draft)
