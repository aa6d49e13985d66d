"""After a whole run, nothing that names a customer is in any file but the exports."""

import html
import json
import logging
import stat
from pathlib import Path

import duckdb
import pytest
import small_shop
from cli_shop import Cjm, contents

SECRETS = {
    "address": "greet.peeters@leak.example",
    "address in a page": "greet.peeters%40leak.example",
    "name": "Peeters-Leakhout",
    "phone": "0475 98 76 54",
    "account": "BE71 0961 2345 6769",
}
TRACES = ("leak.example", "leakhout", "98 76 54", "0961 2345")
SCRIPT = "<script>alert('x')</script>"
ADDRESS, PAGE, NAME, PHONE, ACCOUNT = SECRETS.values()
KEY = "the key that is nowhere 0123456789"


def give_leaks(folder: Path) -> None:
    """Exports in which a customer is named wherever one can be, in good rows and in bad."""
    exports = folder / "exports"
    note = f"{NAME.split('-')[0]} {ADDRESS} {PHONE} {ACCOUNT} {SCRIPT}"
    for when in ("2026-03-01 10:00:00", f"soon {ADDRESS}"):
        visit = {"time": when, "event": "page_view", "cookie": ADDRESS, "login": ADDRESS}
        visit |= {"page": f"/thanks/{PAGE}?mail={PAGE}", "channel": ADDRESS, "order": ""}
        order = {"Bon": "L1", "Tijd": when, "Bedrag": "10,00", "Klant": ADDRESS}
        review = {"at": when, "order": "L1", "stars": "5", "text": note}
        ticket = {"ticket": ADDRESS, "at": when, "order": ADDRESS, "from": ADDRESS, "subject": note}
        suffix = when[:4]
        good = {"time": "2026-03-02 10:00:00", "event": SCRIPT, "cookie": "v", "login": ""}
        good |= {"page": f"/{SCRIPT}", "channel": SCRIPT, "order": ""}
        small_shop.write_csv(exports / f"visits-{suffix}.csv", [visit, good], ",")
        rows = [order | {"Nummer": ADDRESS, "Naam": NAME}, order | {"Bedrag": f"1 {PHONE}"}]
        rows[1] |= {"Nummer": "C9", "Naam": NAME, "Tijd": "2026-03-02 10:00:00", "Bon": "L2"}
        small_shop.write_csv(exports / f"orders-{suffix}.csv", [*rows, GOOD_ORDER], ";")
        small_shop.write_csv(exports / f"reviews-{suffix}.csv", [review, GOOD_REVIEW], ",")
        lines = [json.dumps(ticket), json.dumps(ticket | {"at": "2026-03-02"})]
        path = exports / f"tickets-{suffix}.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


GOOD_ORDER = {"Bon": "L3", "Tijd": "2026-03-03 10:00:00", "Bedrag": "10,00"}
GOOD_ORDER |= {"Klant": "", "Nummer": "C8", "Naam": NAME}
GOOD_REVIEW = {"at": "2026-03-04 10:00:00", "order": "L3", "stars": "4", "text": "warm"}


def texts_of(path: Path) -> str:
    """Every value of every table of a warehouse."""
    with duckdb.connect(str(path), read_only=True) as warehouse:
        query = "select schema_name || '.' || table_name from duckdb_tables()"
        tables = [name for (name,) in warehouse.execute(query).fetchall()]
        assert len(tables) > 20
        return "\n".join(str(warehouse.execute(f"from {name}").fetchall()) for name in tables)


WAREHOUSES = ("working.duckdb", "published.duckdb")


def assert_kept_secret(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        plain = html.unescape(text).lower() if name.endswith(".html") else text.lower()
        for trace in (*TRACES, KEY):
            assert trace not in plain, f"{trace} is in {name}"


def files_but_exports(folder: Path) -> dict[str, str]:
    return {
        name: content.decode("utf-8", "replace")
        for name, content in contents(folder).items()
        if "exports/" not in name
    }


def test_nothing_leaks(
    cjm: Cjm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CJM_KEY", KEY)
    small_shop.write(tmp_path, small_shop.exports(6))
    give_leaks(tmp_path)
    caplog.set_level(logging.DEBUG)
    answer = cjm("run", tmp_path)
    assert answer.code == 0, answer.err
    check = cjm("check", tmp_path)
    assert check.code == 0, check.err
    said = {"logs": caplog.text, "run": answer.out + answer.err, "check": check.out + check.err}
    warehouses = {name: texts_of(tmp_path / "warehouse" / name) for name in WAREHOUSES}
    assert "[e-mail]" in warehouses["working.duckdb"]
    assert "[phone]" in warehouses["working.duckdb"]
    kept = files_but_exports(tmp_path)
    assert_kept_secret(said | warehouses | kept)
    pages = [text for name, text in kept.items() if name.endswith(".html")]
    assert len(pages) >= 2
    assert not any(SCRIPT in page for page in pages)
    assert ".cjm-key" not in kept


def test_failed_run_leaks_nothing_to_dagster(
    cjm: Cjm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of bad rows alone, one without its header, and one that is cut short in an address."""
    monkeypatch.setenv("CJM_KEY", KEY)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    small_shop.write(tmp_path, small_shop.exports(6))
    exports = tmp_path / "exports"
    header = "time,event,cookie,page,channel,login,order\n"
    (exports / "visits-8.csv").write_text(f"{header}{ADDRESS},x,x,x,x,x,\n", encoding="utf-8")
    (exports / "visits-9.csv").write_text(f"{ADDRESS},{NAME},{PHONE}\n", encoding="utf-8")
    (exports / "tickets-9.jsonl").write_text(f'{{"from": "{ADDRESS}', encoding="utf-8")
    answer = cjm("run", tmp_path)
    assert answer.code == 1
    assert answer.err.count("exports/") == 3
    assert "cannot be read: [e-mail]" in answer.err
    kept = files_but_exports(tmp_path)
    assert any(name.startswith("dagster/") for name in kept)
    assert_kept_secret({"run": answer.err} | kept)


def test_key_file_is_the_only_place_of_the_key(shop: Path) -> None:
    path = shop / ".cjm-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_bytes().strip()
    holders = [name for name, content in contents(shop).items() if key in content]
    assert holders == [".cjm-key"]
