"""What real exports have and nobody wants: tests, wrong clocks, markup, reviews of nobody."""

from dataclasses import replace

from .aftercare import Aftercare
from .catalogue import CHANNELS, CITIES, FIRST_NAMES, PRODUCTS
from .clock import DAY, HOUR, MINUTE, SECOND, week_of
from .dice import Dice
from .people import Device, Person
from .records import Order, Review, Session, Touch, World
from .texts import MARKUP, review

N_DEBUG = 24
N_TEST_ORDERS = 3
N_FUTURE = 2
FAR_FUTURE = 4_102_448_400 * SECOND  # 2100-01-01 01:00 UTC


def add_noise(dice: Dice, world: World, aftercare: Aftercare) -> None:
    """Adds every kind once the stories are told; only the further reviews are in a journey."""
    _more_reviews(dice, world, aftercare)
    _nobodys_reviews(dice, world, aftercare)
    _markup(dice, world)
    _debug_events(dice, world)
    _future_events(dice, world)
    _test_orders(dice, world)


def _more_reviews(dice: Dice, world: World, aftercare: Aftercare) -> None:
    """Reviews before the parcel can have come, several of one order, and edited ones."""
    referenced = [r for r in world.reviews if r.order]
    for place, original in enumerate(referenced[10::60][:24]):
        order = original.order
        assert order is not None
        if place % 3 == 0:
            aftercare.review(order, order.at + int(dice.between(0.5, 3) * HOUR))
        elif place % 3 == 1:
            aftercare.review(order, original.at + int(dice.between(0.1, 5) * DAY))
        else:
            edited_at = original.updated_at + int(dice.between(2, 40) * DAY)
            if edited_at < world.end:
                text = original.text + " Inmiddels netjes opgelost."
                world.reviews.append(
                    replace(
                        original, updated_at=edited_at, mark=min(10, original.mark + 1), text=text
                    )
                )


def _nobodys_reviews(dice: Dice, world: World, aftercare: Aftercare) -> None:
    """Reviews without a reference code: about one in twenty."""
    times = [r.at for r in world.reviews[7::20]]
    for time in times:
        at = time + int(dice.between(-5, 5) * HOUR) // 1000 * 1000
        if at < world.end:
            mark = dice.weighted({10: 0.4, 9: 0.2, 8: 0.2, 5: 0.1, 1: 0.1})
            author, city = dice.one_of(FIRST_NAMES), dice.one_of(CITIES["NL"])
            text = review(dice, mark, "NL", False)
            world.reviews.append(
                Review(at, at, aftercare.review_id(), author, city, mark, text, None)
            )


def _markup(dice: Dice, world: World) -> None:
    for place, found in enumerate(world.reviews[5::45]):
        text = MARKUP[place % len(MARKUP)]
        found.text = text.format(email=f"{found.author}.{place}@example.org".lower())


def _debug_events(dice: Dice, world: World) -> None:
    """The developer tries the checkout."""
    device = Device("desktop", "1000000001.1756700000", "direct")
    middle = world.web[len(world.web) // 2].at
    for session_number in range(1, 4):
        at = middle + session_number * 3 * DAY
        session = Session(device, device.visitor_id, session_number, at, CHANNELS["direct"], "NL")
        for index in range(N_DEBUG // 3):
            name, page = ("add_to_cart", "/product/stadswant") if index % 2 else ("page_view", "/")
            if at + HOUR < world.end:
                moment = at + index * 20 * SECOND
                items = ((0, 1),) if index % 2 else ()
                world.web.append(
                    Touch(moment, name, "", None, False, session, index, page, items, is_debug=True)
                )


def _future_events(dice: Dice, world: World) -> None:
    """Two browsers whose clock is in the next century."""
    for number in range(N_FUTURE):
        visitor_id = f"100000002{number}.4102448400"
        device = Device("mobile", visitor_id, "direct")
        at = FAR_FUTURE + number * DAY
        session = Session(device, visitor_id, 1, at, CHANNELS["direct"], "NL")
        world.web.append(Touch(at, "page_view", "", None, False, session, 0, "/"))


def _test_orders(dice: Dice, world: World) -> None:
    """Orders by the shop itself, one of an absurd amount."""
    person = Person("", "NL", world.persons[0].persona, [])
    person.name = "Test Bestelling"
    person.address = ("Teststraat 1", CITIES["NL"][0], "0000 XX", "+31600000000")
    first = world.orders[0].at
    for number in range(N_TEST_ORDERS):
        at = first + (number * 9 * DAY + 10 * MINUTE) // SECOND * SECOND
        amount = 1_234_567.89 if number == 0 else PRODUCTS[0].price
        if at < world.end:
            world.orders.append(
                Order(
                    at,
                    person,
                    "test@example.org",
                    ((0, 1),),
                    amount,
                    0.0,
                    week_of(at),
                    None,
                    is_test=True,
                )
            )
