"""The journeys: who looks, who leaves where, who buys, and what comes after."""

from .aftercare import Aftercare
from .catalogue import OTHER_PAGES, PRODUCTS
from .clock import DAY, HOUR, MINUTE, SECOND, START, awake_after, moment, week_of
from .dice import Dice
from .people import Device, People, Person
from .plan import (
    ABANDON_MOBILE_AT_SHIPPING,
    ABANDON_STAGE,
    ADD_ON_RATE,
    CANCELLED_RATE,
    DENIED_RATE,
    LOST_RETURN_RATE,
    REFUNDED_RATE,
    RETURN_RATE,
    persona_mix,
    repeat_rate,
)
from .records import Journey, Order, Touch, World
from .visits import Items, Step, Visits, basket, buying, comparing, landing, looking

FEW_HOURS = 3 * HOUR


class Stories:
    """Tells one customer's story at a time, each into the world."""

    def __init__(self, dice: Dice, people: People, world: World) -> None:
        self.dice = dice
        self.people = people
        self.world = world
        self.visits = Visits(dice, people, world)
        self.aftercare = Aftercare(dice, self.visits, world)

    # ---- the beginnings of a story

    def buyer(self, country: str, week: int) -> None:
        """A new customer orders in this week; what follows is told as well."""
        person = self._person(country, week, "buyer")
        if person.customer_number is None:
            person.is_denied = self.dice.happens(DENIED_RATE / 0.55)
        at = self._moment(person, week)
        if at >= self.world.end:
            at -= DAY
        self._buy_and_on(person, at, START, is_repeat=False)

    def abandoner(self, country: str, week: int) -> None:
        """Fills a basket and leaves: most of them on a phone, at the shipping step."""
        dice = self.dice
        person = self._person(country, week, "looker")
        stage = dice.weighted(ABANDON_STAGE)
        device = person.devices[0]
        if stage == "shipping" and person.customer_number is None:
            device.category = "mobile" if dice.happens(ABANDON_MOBILE_AT_SHIPPING) else "desktop"
        steps = buying(dice, basket(dice, self._category(person)), until=stage)
        self._look(person, "abandoner", self._moment(person, week), steps)

    def looker(self, country: str, week: int) -> None:
        """Compares and leaves: the bottleneck."""
        person = self._person(country, week, "looker")
        last = self._look(person, "looker", self._moment(person, week), [])
        if self.dice.happens(LOST_RETURN_RATE):
            again = awake_after(last + int(self.dice.between(37, 120) * DAY))
            self._look(person, "looker", again, [], floor=again - DAY // 4)

    def bouncer(self, country: str, week: int) -> None:
        """Sees one or two pages and leaves."""
        person = self._person(country, week, "looker")
        at = self._moment(person, week)
        channel = self.dice.weighted(person.persona.channels)
        journey = self._journey(person, "bouncer")
        steps = landing(self.dice, channel)
        self.visits.add(journey, person, self._device(person), channel, at, steps)

    def job_seeker(self, country: str, week: int) -> None:
        """Only visits pages that no rule of the model knows."""
        person = self._person(country, week, "looker")
        journey = self._journey(person, "job seeker")
        pages = [self.dice.one_of(OTHER_PAGES) for _ in range(self.dice.whole(1, 3))]
        steps: list[Step] = [("page_view", page, (), "") for page in pages]
        at = self._moment(person, week)
        self.visits.add(journey, person, self._device(person), "organic", at, steps)

    def denied_visit(self, country: str, week: int) -> None:
        """A visit without consent and without an order: nobody's."""
        person = Person("", country, self.people.persons[0].persona, [Device("mobile")])
        person.is_denied = True
        steps = comparing(self.dice, person, "Winter")
        at = self._moment(person, week)
        self.visits.add(None, person, person.devices[0], "organic", at, steps)

    def contact(self, country: str, week: int) -> None:
        """Only ever writes an e-mail."""
        person = self._person(country, week, "contact")
        journey = self._journey(person, "contact")
        self.aftercare.ticket(journey, self._moment(person, week), person.emails[0], None, "")

    # ---- how it goes on

    def _look(
        self, person: Person, kind: str, at: int, last: list[Step], floor: int = START
    ) -> int:
        """A journey without an order, in one or two sessions that end at `at`; returns its end."""
        dice = self.dice
        journey = self._journey(person, kind)
        channel = dice.weighted(person.persona.channels)
        category = self._category(person)
        parts = [landing(dice, channel), comparing(dice, person, category)]
        sessions = self._sessions(parts, last, dice.weighted({1: 0.6, 2: 0.4}))
        self._run(journey, person, sessions, channel, at, floor)
        return at

    def _sessions(
        self, parts: list[list[Step]], last: list[Step], n_sessions: int
    ) -> list[list[Step]]:
        """Awareness, comparison and the last steps, spread over so many sessions."""
        first, middle = parts
        if n_sessions == 1:
            return [first + middle + last]
        if n_sessions == 2:
            return [first + middle[:1], middle[1:] + last] if middle[1:] + last else [first, middle]
        return [first, middle, last]

    def _run(
        self,
        journey: Journey,
        person: Person,
        sessions: list[list[Step]],
        channel: str,
        ends_at: int,
        floor: int,
        order: Order | None = None,
    ) -> int:
        """Play sessions so that the last ends at a moment; returns the start of the first."""
        moments = [ends_at]
        for _ in sessions[1:]:
            moments.insert(0, self.visits.earlier(moments[0], 0.3, 9.0, floor))
            if moments[1] - moments[0] < FEW_HOURS:  # too early in the data for a pause
                moments[0] = moments[1] - 50 * MINUTE
        begins_at = ends_at
        for number, (at, steps) in enumerate(zip(moments, sessions, strict=True)):
            is_last = number == len(sessions) - 1
            came_by = channel if number == 0 else self.visits.later_channel(channel)
            device = self._device(person, wants_desktop=is_last and order is not None)
            start = self.visits.add(
                journey, person, device, came_by, at, steps, order if is_last else None
            )
            begins_at = min(begins_at, start)
        return begins_at

    def _buy_and_on(self, person: Person, at: int, floor: int, is_repeat: bool) -> None:
        """An order at `at`, aftercare, and whatever journey comes next, until the data ends."""
        while True:
            journey = self._journey(person, "buyer")
            order = self._buy(journey, person, at, floor, is_repeat)
            latest = at
            if order.cancelled_at is None and self.dice.happens(ADD_ON_RATE):
                latest = at + int(self.dice.between(0.1, 0.5) * DAY)
                if latest < self.world.end:
                    self._buy(journey, person, latest, at, True, add_on=True)
            if order.cancelled_at is not None:
                self.aftercare.add(journey, order, self.world.end)
                return
            follow_up = self._next(person, order)
            if follow_up is None:
                self.aftercare.add(journey, order, self.world.end)
                return
            kind, next_at = follow_up
            floor = at + 2 * DAY if kind == "repeat" else next_at - 3 * DAY
            self.aftercare.add(journey, order, floor)
            if kind == "look":
                self._look(person, "looker", next_at, [], floor)
                return
            if kind == "return" and person.customer_number is None and self.dice.happens(0.45):
                person.devices = [Device(self.dice.weighted(person.persona.devices))]
            at, is_repeat = next_at, True

    def _next(self, person: Person, order: Order) -> tuple[str, int] | None:
        """The next journey of a buyer, if there is one before the data ends."""
        dice = self.dice
        if dice.happens(repeat_rate(person.country, order.week)):
            days = 3.6 + 21 * dice.roll() ** 1.6
            kind = "repeat"
        elif dice.happens(RETURN_RATE):
            days = dice.between(51, 160)
            kind = "return" if dice.happens(0.6) or person.is_denied else "look"
        else:
            return None
        at = awake_after(order.at + int(days * DAY))
        return (kind, at) if at < self.world.end - HOUR else None

    def _buy(
        self,
        journey: Journey,
        person: Person,
        at: int,
        floor: int,
        is_repeat: bool,
        add_on: bool = False,
    ) -> Order:
        """The sessions up to an order, the order itself, and the tracked purchase."""
        dice = self.dice
        items = basket(dice, self._category(person))
        order = self._order(person, items, at, journey, may_cancel=not is_repeat)
        channel = dice.weighted(person.persona.channels)
        category = PRODUCTS[items[0][0]].category
        is_untracked = is_repeat and not person.has_second_email and dice.happens(0.03)
        last = [looking(dice, category), *buying(dice, items)]
        if is_untracked and person.customer_number:
            last.pop()  # a blocker: the shop has the order, Google does not
        if add_on:
            sessions = [last]
        elif is_repeat:
            channel = dice.weighted({"direct": 0.5, "email": 0.3, channel: 0.2})
            sessions = [last] if dice.happens(0.75) else [comparing(dice, person, category), last]
        else:
            parts = [landing(dice, channel), comparing(dice, person, category)]
            weights = {2: 0.69, 3: 0.31} if len(person.devices) == 2 else {1: 0.5, 2: 0.36, 3: 0.14}
            n_sessions = dice.weighted(weights)
            sessions = self._sessions(parts, last, n_sessions)
        if person.is_denied:
            sessions = sessions[-1:]
        self._run(journey, person, sessions, channel, at, floor, order)
        self.aftercare.presale(journey, order)
        return order

    def _order(
        self, person: Person, items: Items, at: int, journey: Journey, may_cancel: bool
    ) -> Order:
        dice = self.dice
        subtotal = round(sum(PRODUCTS[product].price * n for product, n in items), 2)
        # The shop writes the order a moment before the thank-you page is seen.
        placed_at = (at - int(dice.between(1.0, 3.0) * SECOND)) // SECOND * SECOND
        order = Order(
            placed_at,
            person,
            self.people.email_for_order(person),
            items,
            subtotal,
            0.0 if subtotal >= 50 else 4.95,
            week_of(placed_at),
            journey,
        )
        person.n_orders += 1
        if dice.happens(0.08):
            order.discount = round(subtotal * 0.1, 2)
        if may_cancel and dice.happens(CANCELLED_RATE):
            order.cancelled_at = placed_at + int(dice.between(0.5, 20) * HOUR) // SECOND * SECOND
        elif dice.happens(REFUNDED_RATE):
            order.refunded = order.total
            if dice.happens(0.5):
                order.refunded = min(order.total, PRODUCTS[items[0][0]].price)
        self.world.orders.append(order)
        journey.orders.append(order)
        journey.touches.append(Touch(placed_at, "order", "purchase", journey, order=order))
        return order

    # ---- small matters

    def _person(self, country: str, week: int, role: str) -> Person:
        return self.people.new(country, self.dice.weighted(persona_mix(week)), role)

    def _journey(self, person: Person, kind: str) -> Journey:
        journey = Journey(person, kind)
        self.world.journeys.append(journey)
        return journey

    def _moment(self, person: Person, week: int) -> int:
        """A moment of this week at which such a person is awake."""
        weekday = self.dice.weighted({0: 1.1, 1: 1.05, 2: 1.0, 3: 1.0, 4: 0.9, 5: 0.95, 6: 1.2})
        hour = self.dice.one_of(person.persona.hours)
        return moment(week * 7 + weekday, hour, self.dice.between(0, 3599))

    def _category(self, person: Person) -> str:
        return self.dice.weighted(person.persona.categories)

    def _device(self, person: Person, wants_desktop: bool = False) -> Device:
        """The device of a session: those with two look on the phone and buy on the laptop."""
        if len(person.devices) == 1:
            return person.devices[0]
        return person.devices[self.dice.happens(0.92 if wants_desktop else 0.1)]
