"""Who the customers are: devices, accounts, e-mail addresses."""

from dataclasses import dataclass, field

from .catalogue import CITIES, FIRST_NAMES, LAST_NAMES, STREETS
from .dice import Dice
from .plan import (
    ACCOUNT_RATE,
    PERSONAS,
    SECOND_DEVICE_RATE,
    SECOND_EMAIL_RATE,
    TABLET_RATE,
    Persona,
)


@dataclass
class Device:
    """A browser with its cookie. A tablet may have two owners, who are then always logged in."""

    category: str
    visitor_id: str = ""
    first_channel: str = ""
    sessions: int = 0
    owners: int = 1
    always_logged_in: bool = False


@dataclass
class Person:
    id: str
    country: str
    persona: Persona
    devices: list[Device]
    customer_number: str | None = None
    emails: list[str] = field(default_factory=list)
    has_second_email: bool = False
    is_denied: bool = False
    name: str = ""
    address: tuple[str, str, str, str] = ("", "", "", "")  # street, city, zip, phone
    n_orders: int = 0


class People:
    """Makes persons; remembers what must be unique."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.persons: list[Person] = []
        self._visitor_ids: set[str] = set()
        self._last_guest_id = ""
        self._tablet: dict[str, Device] = {}

    def new(self, country: str, persona_id: str, role: str) -> Person:
        """A person of a role: buyer, looker, or contact (someone who only writes)."""
        dice = self.dice
        persona = PERSONAS[persona_id]
        person = Person(f"P{len(self.persons) + 1:06d}", country, persona, [])
        self.persons.append(person)
        number = len(self.persons)
        if role != "contact":
            person.devices.append(Device(dice.weighted(persona.devices)))
            if dice.happens(ACCOUNT_RATE[role]):
                self._give_account(person, number)
        if role != "looker":
            self._give_name(person, number)
        return person

    def _give_account(self, person: Person, number: int) -> None:
        dice = self.dice
        person.customer_number = f"C{10_000 + number}"
        person.has_second_email = dice.happens(SECOND_EMAIL_RATE)
        if dice.happens(SECOND_DEVICE_RATE):
            person.devices = [Device("mobile"), Device("desktop")]
        elif dice.happens(TABLET_RATE):
            waiting = self._tablet.pop(person.country, None)
            if waiting:
                waiting.owners = 2
            else:
                waiting = Device("tablet", always_logged_in=True)
                self._tablet[person.country] = waiting
            person.devices = [waiting]

    def _give_name(self, person: Person, number: int) -> None:
        dice = self.dice
        first, last = dice.one_of(FIRST_NAMES), dice.one_of(LAST_NAMES)
        person.name = f"{first} {last}"
        person.emails = [f"{first}.{last}{number}@example.org".lower()]
        city = dice.one_of(CITIES[person.country])
        street = f"{dice.one_of(STREETS)} {dice.whole(1, 199)}"
        code = f"{dice.whole(1, 9):04d}"
        code = f"{code} XX" if person.country == "NL" else code
        prefix = "+31600000" if person.country == "NL" else "+32400000"
        person.address = (street, city, code, f"{prefix}{number % 1000:03d}")

    def email_for_order(self, person: Person) -> str:
        """The address an order is placed with: some people have two, some write it in capitals."""
        if person.has_second_email and person.n_orders >= 1:
            if len(person.emails) == 1:
                person.emails.append("werk." + person.emails[0])
            return person.emails[1]
        email = person.emails[0]
        return email.title() if person.n_orders >= 1 and self.dice.happens(0.05) else email

    def meet(self, person: Person, device: Device, at: int, channel: str) -> None:
        """Give a device its cookie; a few differ from another's by a leading zero only."""
        if device.visitor_id:
            return
        guest = person.customer_number is None
        visitor_id = f"{self.dice.whole(10**8, 2**31 - 1)}.{at // 1_000_000}"
        if guest and self._last_guest_id and self.dice.happens(0.001):
            visitor_id = "0" + self._last_guest_id
        while visitor_id in self._visitor_ids:
            visitor_id = f"{self.dice.whole(10**8, 2**31 - 1)}.{at // 1_000_000}"
        self._visitor_ids.add(visitor_id)
        if guest and not visitor_id.startswith("0"):
            self._last_guest_id = visitor_id
        device.visitor_id = visitor_id
        device.first_channel = channel
