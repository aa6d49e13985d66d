"""The same exports give the same tables, however cut up, by however many threads; and land once."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_shop
from building import AS_OF, build_tables
from published import Tables, differences, rows_of
from small_shop import Exports

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing import Landed
from cjm_analytics.project import Project
from cjm_analytics.tables import Table

# Which file a row came from is part of these; nothing else may differ when the files do.
OF_THE_FILE = {"file_id", "line", "path", "n_files"}
ROWS = small_shop.exports(persons=60)
MORE_THAN_ONE_ROW_GROUP = 24_000  # persons: DuckDB shares out 122,880 rows at a time


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)


def rebuild(
    folder: Path, look: Callable[[Project, DuckDB, list[Landed]], Any], threads: int = 2
) -> Any:
    """Land and build on the project's own working file, as a run does; gives what `look` sees."""
    project = Project(folder / "journey.yml")
    engine = project.open_engine()
    try:
        engine.rows(f"set threads = {threads}")
        landing = project.landing(engine)
        landed = [landing.land(source) for source in project.journey.sources]
        run = Run("test", AS_OF)
        project.declared.write(engine, project.stage("declared"), run)
        build_tables(project, engine, run)
        return look(project, engine, landed)
    finally:
        engine.close()


def every_table(project: Project, engine: DuckDB, _: list[Landed]) -> Tables:
    return rows_of(project, engine, [table.name for table in project.tables])


def without_files(tables: Tables) -> Tables:
    """The tables as they would be without files: no file's columns, and sorted by the rest."""
    bare = {
        name: [{key: row[key] for key in row if key not in OF_THE_FILE} for row in rows]
        for name, rows in tables.items()
        if name != "landed.files"
    }
    return {name: sorted(rows, key=repr) for name, rows in bare.items()}


def shuffled(rows: Exports, seed: int) -> Exports:
    dice = random.Random(seed)
    parts = (rows.visits, rows.orders, rows.tickets, rows.reviews)
    return Exports(*(dice.sample(part, len(part)) for part in parts))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of one file a source, in the order of time."""
    folder = small_shop.write(tmp_path_factory.mktemp("plain") / "shop", ROWS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", small_shop.KEY)
        return rebuild(folder, every_table)


@pytest.mark.parametrize(("files", "seed"), [(1, 1), (4, 2), (7, 3)])
def test_the_order_and_the_split_of_files_change_nothing(tmp_path, plain, files, seed):
    folder = small_shop.write(tmp_path / "shop", shuffled(ROWS, seed), files)
    tables = rebuild(folder, every_table)
    assert differences(without_files(tables), without_files(plain)) == []


def test_files_that_come_one_night_after_another_change_nothing(tmp_path, plain):
    folder = small_shop.write(tmp_path / "shop", ROWS, files=3)
    late = sorted((folder / "exports").glob("*-2.*")) + sorted((folder / "exports").glob("*-0.*"))
    kept = {path: path.read_bytes() for path in late}
    for path in late:
        path.unlink()
    for path in (None, *late[:2]):
        if path:
            path.write_bytes(kept[path])
        rebuild(folder, every_table)
    for path in late:
        path.write_bytes(kept[path])
    assert differences(without_files(rebuild(folder, every_table)), without_files(plain)) == []


def test_a_second_run_lands_nothing_and_gives_the_same(tmp_path):
    folder = small_shop.write(tmp_path / "shop", ROWS, files=3)
    files, first = rebuild(folder, lambda *seen: (_new_files(*seen), every_table(*seen)))
    new_files, second = rebuild(folder, lambda *seen: (_new_files(*seen), every_table(*seen)))
    assert files == [3, 3, 3, 3]
    assert new_files == [0, 0, 0, 0]
    assert differences(first, second) == []


def _new_files(_: Project, __: DuckDB, landed: list[Landed]) -> list[int]:
    return [source.new_files for source in landed]


def test_a_changed_file_replaces_its_rows(tmp_path):
    """What remains is what a project has that never saw the file as it was."""
    folder = small_shop.write(tmp_path / "shop", ROWS, files=3)
    rebuild(folder, every_table)
    changed = [row | {"Bedrag": "99,99"} for row in ROWS.orders[1:5]]
    small_shop.write_csv(folder / "exports" / "orders-0.csv", changed, ";")
    new_files, after = rebuild(folder, lambda *seen: (_new_files(*seen), every_table(*seen)))
    assert new_files == [0, 1, 0, 0]

    fresh = small_shop.write(tmp_path / "fresh", ROWS, files=3)
    small_shop.write_csv(fresh / "exports" / "orders-0.csv", changed, ";")
    assert differences(after, rebuild(fresh, every_table)) == []
    assert {row["value"] for row in after["clean.orders"]} >= {99.99}


def test_the_number_of_threads_changes_nothing(tmp_path):
    rows = small_shop.exports(persons=MORE_THAN_ONE_ROW_GROUP)
    assert len(rows.visits) > 122_880
    one = small_shop.write(tmp_path / "one", rows)
    four = small_shop.write(tmp_path / "four", rows)
    rebuild(one, lambda *_: None, threads=1)

    def compare(project: Project, engine: DuckDB, _: list[Landed]) -> list[str]:
        engine.attach(one / "warehouse" / "working.duckdb", "one")
        return [table.name for table in project.tables if _n_different(engine, table)]

    assert rebuild(four, compare, threads=4) == []


def _n_different(engine: DuckDB, table: Table) -> int:
    """Rows of either that have no equal in database `one`; floats equal to 1e-9."""
    floats = {name for name, column in table.contract.columns.items() if column.type == "double"}
    key = table.contract.key or tuple(set(table.contract.columns) - floats)
    same = " and ".join(
        f"(here.{name} is not distinct from there.{name} or abs(here.{name} - there.{name})"
        f" <= 1e-9 * greatest(1, abs(here.{name})))"
        if name in floats
        else f"here.{name} is not distinct from there.{name}"
        for name in table.contract.columns
    )
    joined = " and ".join(f"here.{name} is not distinct from there.{name}" for name in key)
    return engine.number(
        f"select count(*) from {table.name} as here full join one.{table.name} as there"
        f" on {joined} where ({same}) is not true"
    )
