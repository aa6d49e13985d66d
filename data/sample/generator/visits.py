"""Web visits: the pages and events of one session."""

from .catalogue import (
    BLOGS,
    CAMPAIGN_PAGES,
    CHANNELS,
    COMPARE_PAGES,
    PRODUCTS,
    PRODUCTS_OF,
    SEARCHES,
    SERVICE_PAGES,
)
from .clock import SECOND, awake_before
from .dice import Dice
from .people import Device, People, Person
from .records import Journey, Order, Session, Touch, World

Items = tuple[tuple[int, int], ...]
Step = tuple[str, str, Items, str]  # event, page, items, phase


def landing(dice: Dice, channel: str) -> list[Step]:
    """Where a visit that begins with a need begins."""
    if channel in CAMPAIGN_PAGES:
        page = CAMPAIGN_PAGES[channel]
    elif channel in ("organic", "organic_social"):
        page = dice.one_of(BLOGS) if dice.happens(0.6) else "/"
    else:
        page = "/"
    steps: list[Step] = [("page_view", page, (), "awareness")]
    if dice.happens(0.3):
        steps.append(("page_view", dice.one_of(BLOGS), (), "awareness"))
    return steps


def comparing(dice: Dice, person: Person, category: str) -> list[Step]:
    """Lists, products, searches and reviews."""
    steps: list[Step] = []
    if dice.happens(0.7):
        steps.append(("view_item_list", f"/handschoenen/{category.lower()}", (), "consideration"))
    if dice.happens(0.12):
        steps.append(("search", f"/zoeken?q={dice.one_of(SEARCHES)}", (), "consideration"))
    for _ in range(dice.weighted({1: 0.5, 2: 0.35, 3: 0.15})):
        steps.append(looking(dice, category))
    if dice.happens(0.2):
        steps.append(("page_view", dice.one_of(COMPARE_PAGES), (), "consideration"))
    return steps


def looking(dice: Dice, category: str) -> Step:
    product = dice.one_of(PRODUCTS_OF[category])
    return ("view_item", f"/product/{PRODUCTS[product].slug}", ((product, 1),), "consideration")


def basket(dice: Dice, category: str) -> Items:
    product = dice.one_of(PRODUCTS_OF[category])
    items: Items = ((product, 2 if dice.happens(0.12) else 1),)
    if dice.happens(0.22):
        extra = dice.one_of(PRODUCTS_OF["Accessoires"])
        if extra != product:
            items += ((extra, 1),)
    return items


def buying(dice: Dice, items: Items, until: str = "purchase") -> list[Step]:
    """From basket to thank-you page; `until` cart, shipping or payment leaves at that step."""
    page = f"/product/{PRODUCTS[items[0][0]].slug}"
    steps: list[Step] = [("add_to_cart", page, items[:1], "purchase")]
    if dice.happens(0.3):
        steps.append(("view_cart", "/winkelwagen", items, "purchase"))
    if until == "cart":
        return steps
    steps.append(("begin_checkout", "/kassa", items, "purchase"))
    if until == "shipping":
        return steps
    steps.append(("add_shipping_info", "/kassa/verzending", items, "purchase"))
    if until == "payment":
        return steps
    steps.append(("add_payment_info", "/kassa/betaling", items, "purchase"))
    steps.append(("purchase", "/kassa/bedankt", items, "purchase"))
    return steps


def asking(dice: Dice) -> list[Step]:
    """A look at where the parcel is, or how to change it."""
    steps: list[Step] = [("page_view", dice.one_of(SERVICE_PAGES), (), "service")]
    if dice.happens(0.3):
        steps.append(("page_view", dice.one_of(SERVICE_PAGES), (), "service"))
    return steps


class Visits:
    """Turns steps into touches of a session."""

    def __init__(self, dice: Dice, people: People, world: World) -> None:
        self.dice = dice
        self.people = people
        self.world = world

    def add(
        self,
        journey: Journey | None,
        person: Person,
        device: Device,
        channel: str,
        ends_at: int,
        steps: list[Step],
        order: Order | None = None,
    ) -> int:
        """One session that ends at a moment; returns when it began."""
        dice = self.dice
        steps = list(steps)
        is_new = not device.visitor_id and not person.is_denied
        if is_new and steps[0][3] in ("consideration", "purchase"):
            steps.insert(0, ("page_view", "/", (), "awareness"))
        if len(steps) > 1 and dice.happens(0.15):
            place = dice.whole(1, len(steps) - 1)
            name = "scroll" if dice.happens(0.7) else "user_engagement"
            steps.insert(place, (name, steps[place - 1][1], (), ""))
        offsets = [0]
        for _ in steps[1:]:
            offsets.append(offsets[-1] + int(dice.between(6.0, 130.0) * SECOND))
        begins_at = ends_at - offsets[-1]
        if is_new:  # Google sends first_visit with the first page view, at the same moment
            self.people.meet(person, device, begins_at, channel)
            if steps[0][3] == "awareness":
                steps.insert(0, ("first_visit", steps[0][1], (), "awareness"))
                offsets.insert(0, 0)
        device.sessions += 1
        visitor_id = None if person.is_denied else device.visitor_id
        session = Session(
            device, visitor_id, device.sessions, begins_at, CHANNELS[channel], person.country
        )
        login = self._login(person, device, steps)
        for index, (offset, (name, page, items, phase)) in enumerate(
            zip(offsets, steps, strict=True)
        ):
            is_purchase = name == "purchase"
            touch = Touch(
                begins_at + offset,
                name,
                phase,
                journey,
                is_bound=is_purchase,
                session=session,
                index=index,
                page=page,
                items=items,
                user_id=person.customer_number if index >= login else None,
                order=order if is_purchase else None,
            )
            if person.is_denied and not is_purchase:
                touch.journey = None  # without consent nobody can say whose it was
            self.world.web.append(touch)
            if journey and touch.journey:
                journey.touches.append(touch)
        if journey and not person.is_denied and not journey.first_channel:
            journey.first_channel, journey.device = channel, device.category
        return begins_at

    def _login(self, person: Person, device: Device, steps: list[Step]) -> int:
        """From which step on the customer is logged in: always before the checkout."""
        if not person.customer_number:
            return len(steps)
        if device.always_logged_in:
            return 0
        place = self.dice.whole(0, len(steps) - 1) if self.dice.happens(0.6) else len(steps)
        for index, step in enumerate(steps):
            if step[0] == "begin_checkout":
                place = min(place, index)
        return place

    def later_channel(self, channel: str) -> str:
        """How people come back within one journey."""
        return self.dice.weighted({"direct": 0.55, channel: 0.25, "email": 0.12, "organic": 0.08})

    def earlier(self, at: int, low_days: float, high_days: float, floor: int) -> int:
        """A moment some days before another, mostly few; never before the floor."""
        span = low_days + (high_days - low_days) * self.dice.roll() ** 2.5
        moment = awake_before(at - int(span * 86_400) * SECOND)
        if moment < floor:
            moment = floor + int((at - floor) * self.dice.between(0.1, 0.5))
        return moment + int(self.dice.between(0, 900) * SECOND)
