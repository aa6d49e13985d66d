"""A file lands once, by its content; what changes replaces what it brought."""

from landed_shop import Shop, table

FIRST = "id,at,amount\n1,2024-05-01,1\n2,soon,1\n"
SECOND = "id,at,amount\n3,2024-05-01,1\n"
UNHASHED = table(columns={"occurred_at": "at", "value": "amount"}, record="event")


def test_second_landing_does_nothing(shop: Shop) -> None:
    shop.on_disk = True
    shop.give("a.csv", FIRST)
    assert shop.land().new_files == 1
    before = shop.stored()
    assert shop.land().new_files == 0
    shop.reopen()
    landed = shop.land()
    assert (landed.files, landed.new_files, landed.rows, landed.quarantined) == (1, 0, 1, 1)
    assert shop.stored() == before


def test_equal_content_under_two_names_lands_once(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    shop.give("b.csv", FIRST)
    landed = shop.land()
    assert (landed.files, landed.rows, landed.quarantined) == (2, 1, 1)
    assert shop.rows("order_id") == ["1"]
    assert len(shop.quarantine()) == 1
    assert shop.land().new_files == 0


def test_one_of_two_names_may_change_or_go(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    gone = shop.give("b.csv", FIRST)
    shop.land()
    shop.give("a.csv", SECOND)
    shop.land()
    assert sorted(shop.rows("order_id")) == ["1", "3"]
    gone.unlink()
    assert shop.land().vanished == ("exports/b.csv",)
    assert sorted(shop.rows("order_id")) == ["1", "3"]


def test_renamed_file_does_not_land_again(shop: Shop) -> None:
    path = shop.give("a.csv", FIRST)
    shop.land()
    path.rename(path.with_name("b.csv"))
    landed = shop.land()
    assert landed.vanished == ("exports/a.csv",)
    assert (landed.rows, landed.quarantined) == (1, 1)
    assert shop.rows("order_id") == ["1"]


def test_file_renamed_while_its_mapping_changes_counts_once(shop: Shop) -> None:
    path = shop.give("a.csv", FIRST)
    shop.land()
    path.rename(path.with_name("b.csv"))
    shop.configure(table(ignore={"id": "1"}))
    shop.give("c.csv", SECOND)
    landed = shop.land()
    assert (landed.rows, landed.quarantined) == (1, 1)
    assert shop.counts() == [
        ("exports/a.csv", 2, 0, 1, 1),
        ("exports/b.csv", 2, 0, 1, 1),
        ("exports/c.csv", 1, 1, 0, 0),
    ]


def test_changed_content_replaces_its_rows_and_its_bad_rows(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    shop.give("b.csv", SECOND)
    shop.land()
    shop.give("a.csv", FIRST.replace("1,2024-05-01,1", "9,2024-05-01,1").replace("soon", "later"))
    assert shop.land().new_files == 1
    assert sorted(shop.rows("order_id")) == ["3", "9"]
    told = "the time (occurred_at) cannot be read: later; expected ISO 8601"
    assert shop.quarantine() == [(3, told)]


def test_vanished_file_is_told_and_its_rows_stay(shop: Shop) -> None:
    shop.give("a.csv", FIRST).unlink()
    shop.give("b.csv", SECOND)
    gone = shop.give("a.csv", FIRST)
    shop.land()
    gone.unlink()
    assert shop.land().vanished == ("exports/a.csv",)
    assert sorted(shop.rows("order_id")) == ["1", "3"]
    flags = "select path, is_vanished from landed.files order by path"
    assert shop.engine.rows(flags) == [("exports/a.csv", True), ("exports/b.csv", False)]
    shop.give("a.csv", FIRST)
    landed = shop.land()
    assert (landed.vanished, landed.new_files) == ((), 0)


def test_changed_mapping_lands_again(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    shop.land()
    for changed in (
        table(constants={"channel": "till"}),
        table(format={"timezone": "UTC"}),
        table(ignore={"id": "2"}),
        table(flags={"is_test": {"id": "1"}}),
        table(id_spaces={"order_id": "shop"}),
    ):
        shop.configure(changed)
        assert shop.land().new_files == 1, changed
        assert shop.land().new_files == 0, changed
    assert shop.rows("order_id") == ["shop:1"]


def test_source_that_is_taken_out_takes_its_rows_along(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    shop.land()
    shop.configure(table(id="other"))
    shop.land()
    assert set(shop.rows("source_id")) == {"other"}
    assert shop.engine.rows("select distinct source_id from landed.quarantine") == [("other",)]


def test_equal_rows_of_one_file_are_two_events_and_delivered_again_the_same(shop: Shop) -> None:
    shop.configure({**UNHASHED, "constants": {"event_name": "visit"}})
    row = "1,2024-05-01,1\n"
    shop.give("monday.csv", "id,at,amount\n" + row + row)
    shop.give("tuesday.csv", "id,at,amount\n" + row + row + row)
    shop.land()
    assert len(shop.rows()) == 5
    assert len(set(shop.rows("event_id"))) == 3


def test_order_of_files_makes_no_difference(shop: Shop) -> None:
    shop.give("a.csv", FIRST)
    shop.give("b.csv", SECOND)
    shop.land()
    first = shop.engine.rows("select * from landed.events order by file_id, line")
    shop.close()
    shop.give("a.csv", SECOND)
    shop.give("b.csv", FIRST)
    shop.land()
    assert shop.engine.rows("select * from landed.events order by file_id, line") == first


def test_rows_of_one_order_are_one_event_whatever_other_id_they_carry(shop: Shop) -> None:
    columns = {"event_id": "row", "order_id": "id", "occurred_at": "at", "value": "amount"}
    shop.configure(table(columns=columns))
    shop.give("a.csv", "row,id,at,amount\n7,1,2024-05-01,1\n8,1,2024-05-02,2\n")
    shop.land()
    assert shop.rows("event_id") == ["till:1", "till:1"]
