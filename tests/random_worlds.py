"""Small random worlds: a few people, devices and orders, at times where the limits lie.

Every moment is another one plus a gap such as nothing, an hour, exactly the silence or a
microsecond more, so that ties and limits are the rule and not the exception.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from identity_by_hand import Row, Settings

START = datetime(2026, 1, 5, 12)
DATA_END = datetime(2026, 7, 1)
AS_OF = DATA_END - timedelta(hours=24)  # what lies beyond the data end is the future
MOMENT = timedelta(microseconds=1)
_NAMES = {
    "look": 24,
    "compare": 7,
    "basket": 7,
    "wave": 5,
    "purchase": 14,
    "order": 16,
    "ticket": 8,
    "review": 6,
    "delivery": 6,
    "refund": 4,
    "mail": 4,
}
_RECORDS = {"order": "order", "review": "review", "ticket": "contact"}
_SOURCES = {"order": ("shop",), "review": ("reviews",), "contact": ("service",)}
# How often a row names: an order, a visitor, a customer number, an address, the organisation.
_CARRIES = {
    "event": (0.15, 0.9, 0.3, 0.15, 0.05),
    "purchase": (0.9, 0.9, 0.3, 0.15, 0.03),
    "order": (1.0, 0.1, 0.4, 0.4, 0.2),
    "review": (0.7, 0.05, 0.3, 0.6, 0.0),
    "contact": (0.6, 0.1, 0.3, 0.6, 0.1),
    "delivery": (0.8, 0.0, 0.3, 0.3, 0.8),
}


@dataclass(frozen=True)
class _Order:
    """What every row of an order says the same of it."""

    name: str
    customer: str | None
    email: str | None
    is_cancelled: bool
    is_test: bool


class _World:
    def __init__(self, dice: Random, name: str, settings: Settings) -> None:
        self.dice, self.name, self.settings = dice, name, settings
        self.openness = dice.choice((0.3, 1.0, 2.0))  # how often they say who they are
        self.meddling = dice.choice((0.5, 1.0, 4.0))  # how often the organisation acts for them
        self.visitors = self._named("v", dice.randint(1, 3))
        self.customers = self._named("c", dice.randint(1, 4))
        self.emails = [f"email:{email}" for email in self._named("m", dice.randint(1, 4))]
        self.orders = [
            _Order(order, *self._whose(0.4, 0.4), dice.random() < 0.1, dice.random() < 0.04)
            for order in self._named("o", dice.randint(1, 3))
        ]
        self.moments: list[datetime] = []

    def _named(self, kind: str, count: int) -> list[str]:
        return [f"{self.name}{kind}{number}" for number in range(count)]

    def _whose(self, by_number: float, by_email: float) -> tuple[str | None, str | None]:
        dice = self.dice
        return (
            dice.choice(self.customers) if dice.random() < by_number * self.openness else None,
            dice.choice(self.emails) if dice.random() < by_email * self.openness else None,
        )

    def moment(self) -> datetime:
        dice, settings = self.dice, self.settings
        limits = (settings.silence, settings.cooldown)
        gaps = [timedelta(0), timedelta(0), MOMENT, timedelta(hours=1), settings.silence * 0.6]
        gaps += [limit + nudge for limit in limits for nudge in (-MOMENT, timedelta(0), MOMENT)]
        from_the_end = dice.random() < 0.05
        anchor = dice.choice(self.moments) if self.moments else START
        gap = dice.choice(gaps)
        found = DATA_END - gap if from_the_end else anchor + gap
        found = found if found <= DATA_END else START
        self.moments.append(found)
        return found

    def row(self, number: int) -> Row:
        dice = self.dice
        name = dice.choices(list(_NAMES), _NAMES.values())[0]
        record = _RECORDS.get(name, "event")
        order, visitor, by_number, by_email, organisation = _CARRIES.get(name, _CARRIES[record])
        named = dice.choice(self.orders) if dice.random() < order else None
        customer, email = self._whose(by_number, by_email)
        row = Row(
            event_id=f"{self.name}e{number:02}",
            occurred_at=self.moment(),
            record=record,
            source_id=dice.choice(_SOURCES.get(record, ("site", "site", "app"))),
            event_name=name,
            source_sequence=dice.choice((0, 0, 0, 1)),
            visitor_id=dice.choice(self.visitors) if dice.random() < visitor else None,
            customer_id=customer,
            email_id=email,
            order_id=named.name if named else None,
            initiated_by=dice.choices(
                ("organisation", "customer"), (organisation * self.meddling, 1 - organisation)
            )[0],
            is_bot=dice.random() < 0.01,
            is_test=dice.random() < 0.01,
            content_hash=number,
        )
        if name == "mail":
            row.initiated_by = "organisation"
        if record == "order":
            row.customer_id = named.customer if dice.random() < 0.85 else None
            row.email_id = named.email if dice.random() < 0.85 else None
            row.is_cancelled = named.is_cancelled or dice.random() < 0.05  # a line of it
            row.is_test = named.is_test
        if row.is_of_order:
            row.value = dice.choice((None, 10.0, 25.0)) if record == "order" else 7.0
        return row

    def rows(self) -> list[Row]:
        dice = self.dice
        made = [self.row(number) for number in range(dice.randint(3, 14))]
        for row in list(made):
            if dice.random() < 0.06:  # exported again, changed
                row.updated_at = dice.choice((None, START))
                copy = replace(row, occurred_at=self.moment())
                copy.content_hash = row.content_hash + dice.choice((-1000, 1000))
                copy.updated_at = dice.choice((None, START, START + MOMENT))
                made.append(copy)
            elif dice.random() < 0.01:
                row.occurred_at = DATA_END + MOMENT  # the future
        return made


def worlds(seed: int, count: int, settings: Settings) -> list[list[Row]]:
    """So many worlds; no identifier is in two of them."""
    dice = Random(seed)
    return [_World(dice, f"w{number:04}", settings).rows() for number in range(count)]
