"""Times as exports write them, as UTC; what is no certain moment is told, never guessed."""

from datetime import UTC, datetime

import pytest
from landed_shop import Shop, table

READ = {
    "2024-05-01T10:00:00Z": "2024-05-01 10:00:00",
    "2024-05-01T10:00:00+02:00": "2024-05-01 08:00:00",
    "2024-05-01T10:00:00+01:00": "2024-05-01 09:00:00",  # mixed offsets in one file
    "2024-05-01 10:00:00 +0200": "2024-05-01 08:00:00",
    "2024-05-01T10:00:00-0500": "2024-05-01 15:00:00",
    "2024-05-01 10:00:00 UTC": "2024-05-01 10:00:00",
    "2024-05-01T10:00:00.123456789Z": "2024-05-01 10:00:00.123456",
    "2024-05-01 10:00": "2024-05-01 08:00:00",  # without an offset it is local
    "2024-01-01 10:00:00": "2024-01-01 09:00:00",
    "2024-05-01": "2024-04-30 22:00:00",
    "2024/05/01 10:00": "2024-05-01 08:00:00",
    "2024-03-31 02:30": "2024-03-31 01:30:00",  # does not exist: the clock read 03:30
    "2024-10-27 02:30": "2024-10-27 01:30:00",  # exists twice: the second, winter time
}
NOT_READ = [
    *("soon", "01-02-2024 10:30", "1714557600", "45413.4", "2024-02-30", "2024-13-01", "2024-05"),
    *("2024-05-01 25:00", "0000-00-00 00:00:00", "infinity", "epoch", "today", "10:30"),
    *("2024-05-01 10:00:00 CEST", "2024-05-01 10:00 BC", "2024-05-01T10:00:00+2:00"),
]


def give_times(shop: Shop, times: list[str]) -> None:
    rows = [f'{number};"{time}";1' for number, time in enumerate(times)]
    shop.give("a.csv", "\n".join(["id;at;amount", *rows]))
    assert shop.land().bad_files == ()


def test_iso_times(shop: Shop) -> None:
    shop.configure(table(format={"delimiter": ";"}))
    give_times(shop, list(READ))
    landed = [str(moment) for moment in shop.rows("occurred_at")]
    assert dict(zip(READ, landed, strict=True)) == READ


def test_times_that_are_none(shop: Shop) -> None:
    shop.configure(table(format={"delimiter": ";"}))
    give_times(shop, ["2024-05-01", *NOT_READ])
    start, end = "the time (occurred_at) cannot be read: ", "; expected ISO 8601"
    assert [reason for _, reason in shop.quarantine()] == [start + t + end for t in NOT_READ]
    assert [line for line, _ in shop.quarantine()] == list(range(3, 3 + len(NOT_READ)))


def test_placeholders_for_no_time_are_told(shop: Shop) -> None:
    shop.configure(table(format={"delimiter": ";"}))
    times = ["0001-01-01 00:00:00", "1899-12-30", "1970-01-01T00:00:00Z", "9999-12-31 23:59:59"]
    give_times(shop, ["2024-05-01", *times])
    start = "the time (occurred_at) is not between 1990 and 2200: "
    assert [reason for _, reason in shop.quarantine()] == [start + time for time in times]


def test_times_of_a_pattern(shop: Shop) -> None:
    shop.configure(table(format={"delimiter": ";", "datetime": "%d-%m-%Y %H:%M"}))
    read = ["01-02-2024 10:30", "1-2-2024 9:05", "31-03-2024 02:30", "27-10-2024 02:30"]
    told = ["2024-02-01 10:30", "31-02-2024 10:00", "01-02-2024 10:30:15", "01-02-24 10:30"]
    give_times(shop, [*read, *told])
    assert [str(moment) for moment in shop.rows("occurred_at")] == [
        *("2024-02-01 09:30:00", "2024-02-01 08:05:00"),
        *("2024-03-31 01:30:00", "2024-10-27 01:30:00"),
    ]
    start, end = "the time (occurred_at) cannot be read: ", "; expected %d-%m-%Y %H:%M"
    reasons = [reason for _, reason in shop.quarantine()]
    assert reasons[:3] == [start + time + end for time in told[:3]]
    assert reasons[3] == "the time (occurred_at) is not between 1990 and 2200: 01-02-24 10:30"


@pytest.mark.parametrize(("zone", "hour"), [("UTC", 10), ("Asia/Tokyo", 1), (None, 8)])
def test_local_times_are_of_the_source_or_else_of_the_project(
    shop: Shop, zone: str | None, hour: int
) -> None:
    shop.configure(table(format={"timezone": zone} if zone else None))
    shop.give("a.csv", "id,at,amount\n1,2024-05-01 10:00,1\n")
    shop.land()
    assert shop.rows("occurred_at") == [datetime(2024, 5, 1, hour)]


def test_day_is_a_day_of_the_project(shop: Shop) -> None:
    shop.give("a.csv", "id,at,amount\n1,2024-04-30T22:00:00Z,1\n2,2024-04-30T21:59:59Z,1\n")
    shop.land()
    assert [str(day) for day in shop.rows("occurred_on")] == ["2024-05-01", "2024-04-30"]


def test_future_is_kept_for_the_next_stage_to_flag(shop: Shop) -> None:
    year = datetime.now(UTC).year + 2
    shop.give("a.csv", f"id,at,amount\n1,{year}-01-01T00:00:00Z,1\n")
    shop.land()
    assert shop.counts() == [("exports/a.csv", 1, 1, 0, 0)]
