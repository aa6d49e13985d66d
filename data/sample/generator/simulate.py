"""Week after week, country after country: the whole shop."""

from itertools import count

from .clock import end_of
from .dice import Dice
from .noise import add_noise
from .people import People
from .plan import (
    CONTACTS_PER_WEEK,
    CONTINUE,
    DENIED_SESSIONS_PER_WEEK,
    JOB_SEEKERS_PER_WEEK,
    ORDER_OF_CARTS,
    STRANGERS_PER_WEEK,
    new_orders,
)
from .records import Touch, World
from .stories import Stories

REPEATS = 1.22  # orders for each new customer's order, over the whole period
COUNTRIES = ("NL", "BE")


def simulate(seed: int, weeks: int, scale: float) -> World:
    """All that happens in so many weeks; `scale` multiplies the number of journeys."""
    dice = Dice(seed)
    world = World(end_of(weeks))
    people = People(dice)
    world.persons = people.persons
    stories = Stories(dice, people, world)
    for week in range(weeks):
        for country in COUNTRIES:
            _one_week(stories, dice, country, week, scale)
        for _ in range(dice.rounded(STRANGERS_PER_WEEK * scale)):
            stories.looker("DE", week)
    _cut(world)
    add_noise(dice, world, stories.aftercare)
    _log_in_everywhere(world)
    _number(dice, world)
    return world


def _one_week(stories: Stories, dice: Dice, country: str, week: int, scale: float) -> None:
    orders = new_orders(week, country) * scale
    for _ in range(dice.rounded(orders)):
        stories.buyer(country, week)
    carts = orders * REPEATS / ORDER_OF_CARTS
    for _ in range(dice.rounded(carts * (1 - ORDER_OF_CARTS))):
        stories.abandoner(country, week)
    compared = carts / CONTINUE["consideration"]
    for _ in range(dice.rounded(compared - carts)):
        stories.looker(country, week)
    for _ in range(dice.rounded(compared / CONTINUE["awareness"] - compared)):
        stories.bouncer(country, week)
    half = scale / 2
    for _ in range(dice.rounded(CONTACTS_PER_WEEK * half)):
        stories.contact(country, week)
    for _ in range(dice.rounded(JOB_SEEKERS_PER_WEEK * half)):
        stories.job_seeker(country, week)
    for _ in range(dice.rounded(DENIED_SESSIONS_PER_WEEK * half)):
        stories.denied_visit(country, week)


def _cut(world: World) -> None:
    """What lies beyond the end has not happened yet."""
    end = world.end
    world.web = [touch for touch in world.web if touch.at <= end]
    world.tickets = [ticket for ticket in world.tickets if ticket.at <= end]
    for journey in world.journeys:
        journey.touches = [touch for touch in journey.touches if touch.at <= end]
    world.journeys = [journey for journey in world.journeys if journey.touches]


def _log_in_everywhere(world: World) -> None:
    """Every device of an account is logged in at least once, so that its owner can be known."""
    last_unknown: dict[int, Touch | None] = {}
    for touch in world.web:
        if touch.session is None:
            continue
        device = id(touch.session.device)
        if touch.user_id:
            last_unknown[device] = None
        elif last_unknown.get(device, touch) is not None:
            last_unknown[device] = touch
    for person in world.persons:
        if person.customer_number:
            for owned in person.devices:
                last = last_unknown.get(id(owned))
                if last:
                    last.user_id = person.customer_number


def _number(dice: Dice, world: World) -> None:
    """Order numbers in order of time; journeys and their events likewise."""
    order_id = 6_204_118_000_000
    for number, order in zip(count(10_001), sorted(world.orders, key=lambda o: o.at), strict=False):
        order_id += dice.whole(1_000, 90_000)
        order.id, order.name = str(order_id), f"#{number}"
    for journey in world.journeys:
        journey.touches.sort(key=lambda touch: (touch.at, touch.index))
    world.journeys.sort(key=lambda journey: (journey.touches[0].at, journey.person.id))
    for number, journey in enumerate(world.journeys, start=1):
        journey.id = f"J{number:06d}"
