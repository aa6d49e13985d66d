"""Time: microseconds since 1970 in UTC, and what they are in Amsterdam."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .plan import FIRST_DAY

ZONE = ZoneInfo("Europe/Amsterdam")
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(day: int, hour: int, seconds: float = 0.0) -> int:
    """So many days after the first day, at a local hour, in UTC microseconds."""
    on = date(*FIRST_DAY) + timedelta(days=day)
    local = datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)
    return (local.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) + int(seconds * SECOND)


def utc(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)


def local(at: int) -> datetime:
    return utc(at).astimezone(ZONE)


def week_of(at: int) -> int:
    """The whole weeks between the first Monday and the local day of this moment."""
    return (local(at).date() - date(*FIRST_DAY)).days // 7


def awake_before(at: int) -> int:
    """The same moment, or the evening before if people sleep."""
    return at - 7 * HOUR if local(at).hour < 7 else at


def awake_after(at: int) -> int:
    """The same moment, or the morning after if people sleep."""
    return at + 7 * HOUR if local(at).hour < 7 else at


START = moment(0, 0)


def end_of(weeks: int) -> int:
    """The end of the data: 23:00 on the last Sunday."""
    return moment(weeks * 7 - 1, 23)
