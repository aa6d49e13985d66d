"""A project folder whose exports are landed in this process."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from cjm_analytics import folders
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing import Inspected, Landed
from cjm_analytics.project import Project
from cjm_analytics.tables import Table, find

Row = dict[str, Any]
COUNTED = "n_read, n_landed, n_quarantined, n_ignored"


@cache
def all_tables() -> list[Table]:
    return find(folders.SQL)


def table(**changes: Any) -> Row:
    """A source of kind table with three columns; a key of None leaves one out."""
    source = {
        "id": "till",
        "kind": "table",
        "path": "exports/*.csv",
        "record": "order",
        "columns": {"order_id": "id", "occurred_at": "at", "value": "amount"},
    }
    return {key: value for key, value in {**source, **changes}.items() if value is not None}


class Shop:
    """A project folder, its journey.yml and its warehouse."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.engine = None
        self.on_disk = False  # in memory, for speed, unless a test looks at the file
        self.configure(table())

    def configure(self, *sources: Row) -> None:
        """Write journey.yml anew, with these sources, and open it again."""
        content = {"sources": list(sources), "model": {"preset": "klantreis"}}
        (self.root / "journey.yml").write_text(json.dumps(content), encoding="utf-8")
        self.reopen()

    def reopen(self) -> None:
        """As the next night does: the journey and the key, and the warehouse if it is on disk."""
        if self.on_disk:
            self.close()
        self.project = Project(self.root / "journey.yml")
        vars(self.project)["tables"] = all_tables()
        self.landing = None

    def open(self) -> None:
        """Make the engine and the landing, where they are not there."""
        if self.engine is None:
            path = self.project.working if self.on_disk else Path(":memory:")
            self.engine = DuckDB(path)
            self.engine.rows("set threads = 1")  # for so few rows, more only cost time
        if self.landing is None:
            self.landing = self.project.landing(self.engine)

    def close(self) -> None:
        if self.engine:
            self.engine.close()
        self.engine = self.landing = None

    def give(self, name: str, content: str | bytes) -> Path:
        """Deliver an export file; a name that ends in .gz is packed."""
        raw = content.encode() if isinstance(content, str) else content
        path = self.root / "exports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        return path

    def land(self, source: int = 0) -> Landed:
        self.open()
        return self.landing.land(self.project.journey.sources[source])

    def inspect(self, source: int = 0) -> list[Inspected | str]:
        self.open()
        return list(self.landing.inspect(self.project.journey.sources[source]))

    def rows(self, columns: str = "*", where: str = "true") -> list[Any]:
        """Landed rows in the order of file and line; of one column, its bare values."""
        found = self.engine.rows(
            f"select {columns} from landed.events where {where} order by file_id, line"
        )
        return [row[0] for row in found] if found and len(found[0]) == 1 else found

    def quarantine(self) -> list[tuple[int, str]]:
        return self.engine.rows("select line, reason from landed.quarantine order by all")

    def counts(self) -> list[tuple[Any, ...]]:
        """Path, rows read, landed, quarantined, ignored of every file known."""
        return self.engine.rows(f"select path, {COUNTED} from landed.files order by all")

    def stored(self) -> str:
        """Everything that landing has stored, as text."""
        names = ("landed.events", "landed.quarantine", "landed.files")
        return "\n".join(str(self.engine.rows(f"from {name}")) for name in names)
