"""A new kind is a .sql and a .yml; where DuckDB cannot read its files, with a reader of its own."""

import re
import shutil
from pathlib import Path

import pyarrow as pa

from cjm_analytics import folders
from cjm_analytics.config import load
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing import BadFile, Landing
from cjm_analytics.tables import find

KIND = """
row: a call in the log of a telephone exchange
record: contact
formats: [arrow]
reader: test_own_reader:calls
columns:
  began: {path: began, needed: true}
  number: {path: number}
"""
SQL = """
select
    line,
    began || '-' || line as event_id,
    try_cast(began as timestamp) as occurred_at,
    'call' as event_name,
    'telephone' as channel,
    'mail to jan@example.org' as text,
    case when try_cast(began as timestamp) is null then 'began is no time' end as problem
from raw
"""


def calls(path: Path) -> pa.Table:
    found = re.findall(r"<call at='(.*?)' from='(.*?)'/>", path.read_text(encoding="utf-8"))
    if not found:
        raise BadFile("holds no calls")
    began, number = zip(*found, strict=True)
    return pa.table({"began": began, "number": number})


def test_a_kind_with_a_reader_of_its_own_touches_nothing_else(tmp_path: Path) -> None:
    sql = tmp_path / "sql"
    shutil.copytree(folders.SQL, sql)
    (sql / "0_sources" / "exchange.yml").write_text(KIND, encoding="utf-8")
    (sql / "0_sources" / "exchange.sql").write_text(SQL, encoding="utf-8")
    (tmp_path / "calls.xml").write_text(
        "<log><call at='2026-03-01 10:00' from='1'/><call at='soon' from='2'/></log>"
    )
    (tmp_path / "other.xml").write_text("<log/>")
    journey = tmp_path / "journey.yml"
    journey.write_text(
        "sources: [{id: phone, kind: exchange, path: '*.xml'}]\nmodel: {preset: klantreis}\n"
    )
    engine = DuckDB(tmp_path / "w.duckdb")
    landed = [table for table in find(sql) if table.schema == "landed"]
    landing = Landing(engine, load(journey, kinds={"exchange"}), tmp_path, b"key", sql, landed)
    result = landing.land(landing.journey.sources[0])
    assert (result.rows, result.quarantined) == (1, 1)
    assert result.bad_files == ("other.xml holds no calls",)
    row = engine.records("select event_name, text, line from landed.events")
    assert row == [{"event_name": "call", "text": "mail to [e-mail]", "line": 1}]
    engine.close()
