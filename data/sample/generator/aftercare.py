"""What follows an order: looking where it is, tickets, reviews."""

from .catalogue import CITIES, FIRST_NAMES
from .clock import DAY, HOUR, MINUTE, SECOND, awake_after
from .dice import Dice
from .plan import PRESALE_TICKET_RATE, SERVICE_RATE, TICKET_RATE, has_card, review_rate
from .records import Journey, Order, Review, Ticket, Touch, World
from .texts import PRESALE_SUBJECTS, SUBJECTS, review
from .visits import Step, Visits, asking, landing


class Aftercare:
    """Service and loyalty. Unbound events keep within 12 days and before the next journey."""

    def __init__(self, dice: Dice, visits: Visits, world: World) -> None:
        self.dice = dice
        self.visits = visits
        self.world = world

    def add(self, journey: Journey, order: Order, until: int) -> None:
        """All that follows an order; unbound events come before `until`."""
        dice = self.dice
        if dice.happens(0.05) and not order.person.is_denied:
            # A look around within the day belongs to the finished journey still.
            at = order.at + int(dice.between(1, 5) * HOUR)
            self._visit(journey, order, at, until, "direct", landing(dice, "direct"))
        if dice.happens(SERVICE_RATE):
            at = order.at + int(dice.between(0.5, 5) * DAY)
            channel = "email" if dice.happens(0.6) else "direct"
            self._visit(journey, order, awake_after(at), until, channel, asking(dice))
            if dice.happens(0.25):
                at += int(dice.between(0.8, 4) * DAY)
                self._visit(journey, order, awake_after(at), until, "direct", asking(dice))
        if dice.happens(TICKET_RATE):
            self._ticket(journey, order, until)
        if dice.happens(review_rate(order.person.country, order.week)) and not order.cancelled_at:
            at = awake_after(order.at + int((4 + 13 * dice.roll() ** 1.5) * DAY))
            self.review(order, at)

    def _visit(
        self, journey: Journey, order: Order, at: int, until: int, channel: str, steps: list[Step]
    ) -> None:
        """A visit on a device that this customer has used before."""
        known = [d for d in order.person.devices if d.visitor_id] or order.person.devices
        if at < min(until, self.world.end):
            self.visits.add(journey, order.person, self.dice.one_of(known), channel, at, steps)

    def _ticket(self, journey: Journey, order: Order, until: int) -> None:
        dice = self.dice
        form = dice.weighted({"both": 0.6, "number": 0.1, "e-mail": 0.2, "wrong": 0.1})
        if order.cancelled_at:
            form = "e-mail"
        is_bound = form in ("both", "number")
        at = awake_after(order.at + int(dice.between(1, 20 if is_bound else 11) * DAY))
        if at >= (self.world.end if is_bound else min(until, self.world.end)):
            return
        email = "" if form == "number" else order.email.lower()
        wrong = "6999999999999" if form == "wrong" else ""
        order.has_ticket = True
        self.ticket(journey, at, email, order if is_bound else None, wrong)

    def ticket(
        self, journey: Journey, at: int, email: str, order: Order | None, wrong: str
    ) -> None:
        """A ticket; bound to an order if it names one that exists."""
        dice = self.dice
        at = at // MINUTE * MINUTE
        subject = dice.one_of(PRESALE_SUBJECTS if journey.kind == "contact" else SUBJECTS)
        if email and dice.happens(0.02):
            subject += f" (graag antwoord op {email})"
        channel = dice.weighted({"e-mail": 0.5, "telefoon": 0.2, "chat": 0.2, "whatsapp": 0.1})
        hours = round(dice.between(0.2, 30), 1)
        self.world.tickets.append(Ticket(at, email, order or wrong, channel, subject, hours))
        is_bound = order is not None
        journey.touches.append(Touch(at, "ticket", "service", journey, is_bound, order=order))

    def presale(self, journey: Journey, order: Order) -> None:
        """Now and then a question before the order: service does not only follow a purchase."""
        if not self.dice.happens(PRESALE_TICKET_RATE) or order.person.is_denied:
            return
        first = min(touch.at for touch in journey.touches)
        if order.at - first > DAY:
            at = int(self.dice.between(first + HOUR, order.at - HOUR))
            self.ticket(journey, at, order.email.lower(), None, "")

    def review(self, order: Order, at: int) -> None:
        """A review with a mark of ten, bound to its order."""
        if at >= self.world.end:
            return
        dice, person = self.dice, order.person
        marks = {10: 0.34, 9: 0.27, 8: 0.2, 7: 0.08, 6: 0.04, 4: 0.04, 2: 0.03}
        if order.has_ticket:
            marks = {8: 0.2, 7: 0.2, 6: 0.2, 4: 0.2, 2: 0.1, 1: 0.1}
        mark = dice.weighted(marks)
        text = review(dice, mark, person.country, has_card(person.country, order.week))
        first_name = person.name.split()[0] if person.name else dice.one_of(FIRST_NAMES)
        city = person.address[1] or dice.one_of(CITIES[person.country])
        at = at // (SECOND // 1000) * (SECOND // 1000)  # the API gives milliseconds
        self.world.reviews.append(
            Review(at, at, self.review_id(), first_name, city, mark, text, order)
        )
        if order.journey:
            touch = Touch(at, "review", "loyalty", order.journey, True, order=order)
            order.journey.touches.append(touch)

    def review_id(self) -> str:
        parts = [self.dice.hexadecimal(length) for length in (8, 4, 4, 4, 12)]
        return "-".join(parts)
