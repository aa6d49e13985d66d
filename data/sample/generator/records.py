"""What happened: the things the exports are written from."""

from dataclasses import dataclass, field

from .catalogue import Channel
from .people import Device, Person


@dataclass(slots=True)
class Session:
    """One visit of a browser. `visitor_id` is null where consent was denied."""

    device: Device
    visitor_id: str | None
    number: int
    started_at: int
    channel: Channel
    country: str


@dataclass(slots=True)
class Order:
    at: int
    person: Person
    email: str
    lines: tuple[tuple[int, int], ...]  # product index, quantity
    subtotal: float
    shipping: float
    week: int
    journey: "Journey | None"
    id: str = ""
    name: str = ""
    discount: float = 0.0
    cancelled_at: int | None = None
    refunded: float = 0.0
    is_test: bool = False
    has_ticket: bool = False

    @property
    def total(self) -> float:
        return round(self.subtotal - self.discount + self.shipping, 2)


@dataclass(slots=True)
class Touch:
    """An event. Bound: it names an earlier order, so it neither opens nor prolongs a journey."""

    at: int
    name: str
    phase: str  # "" where the klantreis model has no rule
    journey: "Journey | None"
    is_bound: bool = False
    session: Session | None = None
    index: int = 0  # within the session
    page: str = ""
    items: tuple[tuple[int, int], ...] = ()
    user_id: str | None = None
    order: Order | None = None
    is_debug: bool = False


@dataclass(slots=True)
class Review:
    at: int
    updated_at: int
    id: str
    author: str
    city: str
    mark: int
    text: str
    order: Order | None


@dataclass(slots=True)
class Ticket:
    at: int
    email: str
    order_id: Order | str
    channel: str
    subject: str
    hours: float


@dataclass(slots=True)
class Journey:
    person: Person
    kind: str  # buyer, abandoner, looker, bouncer, contact, job seeker
    touches: list[Touch] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    id: str = ""
    first_channel: str = ""
    device: str = ""


@dataclass
class World:
    """All that happened between the start and the end."""

    end: int
    persons: list[Person] = field(default_factory=list)
    journeys: list[Journey] = field(default_factory=list)
    web: list[Touch] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
