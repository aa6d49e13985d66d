"""Small files are read many at a time; each is as if it had been read alone."""

import pytest
from landed_shop import Shop, table

HASHED = table(record="event", columns={"occurred_at": "at", "event_name": "what"})
HEADER = "id,at,amount\n"


def row(order_id: object, at: str = "2024-05-01T10:00:00Z") -> str:
    return f"{order_id},{at},1\n"


def test_lines_and_reasons_are_those_of_the_file(shop: Shop) -> None:
    for name in "abc":
        shop.give(f"{name}.csv", HEADER + row(f"{name}2") + row(f"{name}3", "soon") + row(name))
    assert shop.land().bad_files == ()
    assert sorted(shop.rows("line, order_id", "order_id like '_2'")) == [
        (2, "a2"),
        (2, "b2"),
        (2, "c2"),
    ]
    assert shop.counts() == [(f"exports/{name}.csv", 3, 2, 1, 0) for name in "abc"]
    told = "select path, line, content ->> 'order_id' from landed.quarantine"
    assert shop.engine.rows(f"{told} inner join landed.files using (file_id) order by all") == [
        (f"exports/{name}.csv", 3, f"{name}3") for name in "abc"
    ]


def test_ignored_rows_are_counted_with_their_file(shop: Shop) -> None:
    shop.configure(table(ignore={"id": {"equals": "0"}}))
    shop.give("a.csv", HEADER + row(0) + row(1))
    shop.give("b.csv", HEADER + row(2))
    shop.give("c.csv", HEADER)
    shop.land()
    assert shop.counts() == [
        ("exports/a.csv", 2, 1, 0, 1),
        ("exports/b.csv", 1, 1, 0, 0),
        ("exports/c.csv", 0, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (HEADER + row(9) + "x\n", ()),  # read again row by row
        ("a,b\n1,2\n", ("exports/b.csv has no column",)),
        (HEADER + row(9, "soon"), ("exports/b.csv holds no row that can be read",)),
        ("", ("exports/b.csv is empty",)),
    ],
)
def test_bad_file_stops_only_itself(shop: Shop, broken: str, told: tuple[str, ...]) -> None:
    shop.give("a.csv", HEADER + row(1))
    shop.give("b.csv", broken)
    shop.give("c.csv", HEADER + row(3))
    inspected = [seen for seen in shop.inspect() if isinstance(seen, str)]
    landed = shop.land()
    assert landed.new_files == 3 - len(told)
    assert list(landed.bad_files) == inspected
    assert [message[: len(start)] for message, start in zip(inspected, told, strict=True)] == [
        *told
    ]
    assert {"1", "3"} <= set(shop.rows("order_id"))


def test_equal_files_are_landed_once(shop: Shop) -> None:
    for name in "abcd":
        shop.give(f"{name}.csv", HEADER + row("x" if name < "d" else "y"))
    assert shop.land().new_files == 4
    assert shop.rows("order_id") in (["x", "y"], ["y", "x"])
    assert shop.counts() == [(f"exports/{name}.csv", 1, 1, 0, 0) for name in "abcd"]


def test_equal_rows_are_numbered_within_their_file(shop: Shop) -> None:
    shop.configure(HASHED)
    rows = "2024-05-01,view\n" * 2
    shop.give("a.csv", "at,what\n" + rows)
    shop.give("b.csv", "at,what,more\n2024-05-01,view,x\n")
    shop.give("c.csv", "at,what\n" + rows + rows)
    shop.land()
    numbers = shop.engine.rows(
        "select count(distinct split_part(event_id, '-', 1)), string_agg(right(event_id, 1), '')"
        " from landed.events"
    )
    assert numbers[0][0] == 1
    assert sorted(numbers[0][1]) == sorted("12" + "1" + "1234")


def test_more_files_than_are_read_at_once(shop: Shop) -> None:
    for number in range(150):
        shop.give(f"{number:03}.csv", HEADER + row(number))
    assert shop.land().new_files == 150
    assert shop.engine.rows(
        "select count(*), count(distinct file_id), min(n_landed), max(n_landed)"
        " from landed.files inner join landed.events using (file_id)"
    ) == [(150, 150, 1, 1)]
    assert len(shop.inspect()) == 150
