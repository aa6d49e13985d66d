"""A journey.yml opened: its folder, its settings, its tables and the engine they are built on."""

import os
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cjm_analytics import config, folders
from cjm_analytics.config import ConfigError, JourneyFile
from cjm_analytics.config.document import parse
from cjm_analytics.config.errors import Finding
from cjm_analytics.declared import Declared
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing import Landing
from cjm_analytics.landing.files import matching
from cjm_analytics.landing.kinds import names
from cjm_analytics.privacy import project_key
from cjm_analytics.tables import Table, find, stage


class Project:
    """One journey.yml and everything beside it.

    Raises ConfigError, with every problem of the file, when it is not right.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()
        self.root = self.path.parent
        self.definition = config.text_of(self.path)
        self.journey: JourneyFile = config.parse(
            self.definition, self.path, kinds=names(folders.SQL)
        )

    def check_exports_exist(self) -> None:
        """Raises ConfigError for every source whose path matches nothing."""
        findings = [
            Finding(
                ("sources", index, "path"),
                f"no file matches '{source.path}'",
                "put the exports there, or correct the path (from journey.yml's folder)",
            )
            for index, source in enumerate(self.journey.sources)
            if not matching(self.root, source.path)
        ]
        if findings:  # only then is it read again, for the lines
            document = parse(self.definition, self.path)
            raise ConfigError([document.problem(finding) for finding in findings])

    @property
    def working(self) -> Path:
        """The file that a run writes; nobody else opens it."""
        return self.root / "warehouse" / "working.duckdb"

    @property
    def published(self) -> Path:
        """The file that everyone reads, replaced whole after a run that passed."""
        return folders.published(self.root)

    @property
    def site(self) -> Path:
        """The published pages, replaced whole after a run that passed."""
        return self.root / "dashboards" / "site"

    @cached_property
    def tables(self) -> list[Table]:
        """Every table of sql/, in the order in which they are built."""
        return find(folders.SQL)

    @cached_property
    def declared(self) -> Declared:
        """What journey.yml says, for SQL."""
        return Declared(self.journey, self.definition)

    def stage(self, schema: str) -> list[Table]:
        """The tables of one stage."""
        return stage(folders.SQL, schema)

    def open_engine(self) -> DuckDB:
        """The working warehouse, locked for this process. Raises WarehouseBusy."""
        return DuckDB(self.working, os.environ.get("CJM_MEMORY_LIMIT"))

    def open_scratch(self, folder: Path) -> DuckDB:
        """An engine whose tables nobody keeps: in memory, and in a folder what does not fit."""
        engine = DuckDB(Path(":memory:"), os.environ.get("CJM_MEMORY_LIMIT"))
        engine.spill_into(folder)
        return engine

    def landing(self, engine: DuckDB) -> Landing:
        """What lands this project's exports on an engine."""
        return Landing(
            engine,
            self.journey,
            self.root,
            project_key(self.root),
            folders.SQL,
            self.stage("landed"),
        )


def now() -> datetime:
    """This moment, naive and in UTC, or the one that CJM_AS_OF gives."""
    given = os.environ.get("CJM_AS_OF")
    moment = datetime.fromisoformat(given) if given else datetime.now(UTC)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
