"""The register of files, landed.files: which there are, and what each brought."""

from collections.abc import Mapping, Sequence

from cjm_analytics.config import Source
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.batches import Batch
from cjm_analytics.landing.outcomes import Counts


def known(engine: DuckDB, source: Source) -> dict[str, tuple[str, str]]:
    """The files of a source by path: their content, and what they were landed with."""
    query = "select path, file_id, fingerprint from landed.files where source_id = ?"
    rows = engine.rows(query, [source.id])
    return {path: (file_id, landed_with) for path, file_id, landed_with in rows}


def note(
    engine: DuckDB, source: Source, batch: Batch, fingerprint: str, counted: Mapping[str, Counts]
) -> None:
    """Write files down, and drop what they held before unless another file still holds it."""
    paths = [export.shown for export in batch.exports]
    before = engine.rows(
        "delete from landed.files where source_id = ? and list_contains(?, path) returning file_id",
        [source.id, paths],
    )
    for export in batch.exports:
        counts = counted[export.file_id]
        engine.rows(
            "insert into landed.files (source_id, path, file_id, fingerprint, n_read, n_landed,"
            " n_quarantined, n_ignored, drift, is_vanished)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, false)",
            [
                *(source.id, export.shown, export.file_id, fingerprint),
                *(counts.read, counts.landed, counts.quarantined, counts.ignored, counts.drift),
            ],
        )
    # The same content under other names, which may be gone: all of them say the same.
    engine.rows(
        "update landed.files set fingerprint = said.fingerprint, n_read = said.n_read,"
        " n_landed = said.n_landed, n_quarantined = said.n_quarantined,"
        " n_ignored = said.n_ignored, drift = said.drift"
        " from landed.files as said where said.file_id = files.file_id"
        " and said.source_id = ? and list_contains(?, said.path)"
        " and not (files.source_id = said.source_id and list_contains(?, files.path))",
        [source.id, paths, paths],
    )
    if old_ids := [file_id for (file_id,) in before]:
        for table in ("landed.events", "landed.quarantine"):
            engine.rows(
                f"delete from {table} where list_contains(?, file_id)"
                " and file_id not in (select file_id from landed.files)",
                [old_ids],
            )


def settle(
    engine: DuckDB, sources: Sequence[Source], source: Source, present: list[str]
) -> tuple[int, int]:
    """Note which files are gone, drop sources that are; gives rows landed, quarantined."""
    kept = [source.id for source in sources]
    with engine.transaction():
        engine.rows(
            "update landed.files set is_vanished = not list_contains(?, path) where source_id = ?",
            [present, source.id],
        )
        for table in ("landed.events", "landed.quarantine", "landed.files"):
            engine.rows(f"delete from {table} where not list_contains(?, source_id)", [kept])
    rows, quarantined = engine.rows(
        "select coalesce(sum(n_landed), 0), coalesce(sum(n_quarantined), 0) from ("
        "select distinct file_id, n_landed, n_quarantined from landed.files"
        " where source_id = ?)",
        [source.id],
    )[0]
    return int(rows), int(quarantined)


def why_none(engine: DuckDB, source: Source) -> str:
    """Why no row of a source landed, though it has files."""
    query = "select coalesce(sum(n_ignored), 0) from landed.files where source_id = ?"
    ignored = engine.rows(query, [source.id])[0][0]
    if ignored:
        return f"all {ignored} are ignored; is the condition under ignore too wide?"
    return "only headers; is the export empty?"
