"""Hostile names of files and columns are names: never a pattern, never SQL."""

import os
from pathlib import Path

import pytest
from landed_shop import Shop, table

NAMES = [
    *("o'clock; drop table.csv", 'a "quoted" name.csv', "a b.csv", "$x `id`.csv", "-rf.csv"),
    *("café.csv", "line\nend.csv", "back\\slash.csv", "50%.csv", "{{x}}.csv", "[red].csv"),
]
LOOK_ALIKES = ["a[1].csv", "a1.csv", "a*.csv", "a?.csv", "ab.csv"]
HOSTILE = """id"'); drop table landed.events; --"""


def one_row(number: int) -> str:
    return f"id,at,amount\n{number},2024-05-01,1\n"


@pytest.mark.parametrize("names", [NAMES, LOOK_ALIKES], ids=["hostile", "wildcards"])
def test_every_file_is_read_as_itself(shop: Shop, names: list[str]) -> None:
    for number, name in enumerate(names):
        shop.give(name, one_row(number))
    assert shop.land().bad_files == ()
    assert sorted(map(int, shop.rows("order_id"))) == list(range(len(names)))
    named = "select path, order_id from landed.events inner join landed.files using (file_id)"
    assert dict(shop.engine.rows(named)) == {
        f"exports/{name}": str(number) for number, name in enumerate(names)
    }


def test_jsonl_and_parquet_too(shop: Shop) -> None:
    shop.configure(table(path="exports/*.jsonl"))
    for number, name in enumerate(["a[1].jsonl", "a1.jsonl", "a*.jsonl"]):
        shop.give(name, f'{{"id": "{number}", "at": "2024-05-01", "amount": 1}}\n')
    assert shop.land().rows == 3
    shop.configure(table(id="desk", path="exports/*.parquet"))
    shop.open()
    (shop.root / "exports" / "x").mkdir()
    shop.engine.rows(
        f"copy (select 'p' as id, '2024-05-01' as at, '1' as amount)"
        f" to '{shop.root}/exports/x/1.parquet' (format parquet)"
    )
    (shop.root / "exports/x/1.parquet").rename(shop.root / "exports/[a].parquet")
    assert shop.land().bad_files == ()
    assert shop.rows("order_id") == ["p"]


def test_folders_called_like_columns_add_none(shop: Shop) -> None:
    shop.configure(table(path="exports/**/*.csv"))
    shop.give("id=9/amount=7/a.csv", one_row(1))
    assert shop.land().bad_files == ()
    assert shop.rows("order_id, value") == [("1", 1.0)]


def test_exports_beside_the_project(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    outside = Shop(tmp_path / "shop")
    outside.configure(table(path="../exports/*.csv"))
    shop.give("a.csv", one_row(1))
    assert outside.land().bad_files == ()
    assert outside.counts() == [("../exports/a.csv", 1, 1, 0, 0)]
    outside.close()


def test_name_that_is_not_utf8_is_told(shop: Shop) -> None:
    shop.give("good.csv", one_row(1))
    folder = os.fsencode(shop.root / "exports")
    (Path(os.fsdecode(folder + b"/caf\xe9.csv"))).write_text(one_row(2))
    told = "exports/caf?.csv has a name that is not UTF-8; give it another name"
    assert shop.land().bad_files == (told,)
    assert shop.rows("order_id") == ["1"]


def test_hostile_columns_conditions_and_values(shop: Shop) -> None:
    columns = {"order_id": HOSTILE, "occurred_at": "at'); --", "value": "amount"}
    shop.configure(
        table(
            columns=columns,
            constants={"channel": HOSTILE},
            flags={"is_test": {"x' or 'y'='y": "z' or 1=1 --"}},
            ignore={HOSTILE: {"starts_with": "' or 1=1"}},
        )
    )
    header = f"\"{HOSTILE.replace(chr(34), chr(34) * 2)}\",at'); --,amount,\"x' or 'y'='y\""
    rows = ["'); drop table landed.events; --,2024-05-01,1,no", "2,2024-05-01,1,z' or 1=1 --"]
    shop.give("a.csv", "\n".join([header, *rows, "' or 1=1 --,2024-05-01,1,no"]))
    assert shop.land().bad_files == ()
    assert shop.rows("order_id, is_test, channel") == [
        ("'); drop table landed.events; --", False, HOSTILE.lower()),
        ("2", True, HOSTILE.lower()),
    ]
    assert shop.counts() == [("exports/a.csv", 3, 2, 0, 1)]


def test_hostile_keys_of_jsonl(shop: Shop) -> None:
    hostile = HOSTILE.replace(".", " ")  # a dot leads into an object
    columns = {"order_id": hostile, "occurred_at": "at", "value": "deep.it's"}
    shop.configure(table(path="exports/*.jsonl", columns=columns))
    key = hostile.replace('"', '\\"')
    shop.give("a.jsonl", f'{{"{key}": "1", "at": "2024-05-01", "deep": {{"it\'s": 2}}}}\n')
    assert shop.land().bad_files == ()
    assert shop.rows("order_id, value") == [("1", 2.0)]
