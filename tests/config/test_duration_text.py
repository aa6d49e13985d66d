"""Lengths of time as text."""

from datetime import timedelta

import pytest

from cjm_analytics.config.durations import parse_duration
from cjm_analytics.config.errors import Refusal


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30 days", timedelta(days=30)),
        ("1 day", timedelta(days=1)),
        ("30 minutes", timedelta(minutes=30)),
        ("2 weeks", timedelta(weeks=2)),
        ("12 hours", timedelta(hours=12)),
        ("45 seconds", timedelta(seconds=45)),
        ("0 days", timedelta(0)),
        ("  7  Days ", timedelta(days=7)),
        ("3653 days", timedelta(days=3653)),
    ],
)
def test_a_length_of_time_is_read(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    ("value", "message", "remedy"),
    [
        (30, "30 without a unit", "write the unit, as 30 days"),
        ("30", "'30' is not a length of time", "write a whole number and seconds, minutes, "),
        ("-1 day", "'-1 day' lies in the past", "write it without the minus"),
        ("1 month", "a month has no fixed length", "write days, as 30 days"),
        ("2 years", "a year has no fixed length", "write days, as 730 days"),
        ("1.5 days", "'1.5 days' is not a length of time", "write a whole number"),
        ("30 dagen", "'30 dagen' is not a length of time", "write a whole number"),
        ("30days", "'30days' is not a length of time", "write a whole number"),
        ("9999999 weeks", "'9999999 weeks' is more than ten years", "write at most"),
        (True, "true is not a length of time", "write a whole number"),
        (None, "nothing is not a length of time", "write a whole number"),
        ([30], "a list is not a length of time", "write a whole number"),
        ("", "'' is not a length of time", "write a whole number"),
    ],
)
def test_what_is_no_length_of_time_says_what_to_write(
    value: object, message: str, remedy: str
) -> None:
    with pytest.raises(Refusal) as caught:
        parse_duration(value)
    (finding,) = caught.value.findings
    assert finding.message == message
    assert finding.remedy.startswith(remedy)
