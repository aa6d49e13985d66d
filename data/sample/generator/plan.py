"""What is planted: the numbers a test may rely on, written to truth/plan.json as well."""

from dataclasses import dataclass
from math import exp, pi, sin

SEED = 20250903  # of two dozen, one whose rates lie close to the plan
WEEKS = 40
JOURNEYS = 24_000  # about what the default plan gives; --journeys scales from it
FIRST_DAY = (2025, 9, 1)  # a Monday
CARD_DAY = (2026, 3, 2)  # a Monday too, 26 weeks later
CARD_WEEK = 26
CARD_COUNTRY = "NL"
FOLLOW_UP_DAYS = 28

# Chance that an order is reviewed, and followed by another order, within FOLLOW_UP_DAYS.
REVIEW_RATE = 0.19
REVIEW_EFFECT = 0.17
REPEAT_RATE = 0.14
REPEAT_EFFECT = 0.18

# Of the journeys that reach a phase, the share that reaches the next: from this follow the numbers
# of lost journeys.
CONTINUE = {"awareness": 0.80, "consideration": 0.35}
ORDER_OF_CARTS = 0.80  # of journeys with a cart, those that end in an order
ABANDON_STAGE = {"cart": 0.28, "shipping": 0.60, "payment": 0.12}
ABANDON_MOBILE_AT_SHIPPING = 0.90  # the second bottleneck: the shipping step on a phone

SERVICE_RATE = 0.46  # orders whose buyer looks at a service page
TICKET_RATE = 0.09
PRESALE_TICKET_RATE = 0.01
RETURN_RATE = 0.09  # buyers who come back after a long silence
LOST_RETURN_RATE = 0.05  # the same for visitors who did not buy
CANCELLED_RATE = 0.015
REFUNDED_RATE = 0.03
ADD_ON_RATE = 0.01  # a second order within the day: the same journey
DENIED_RATE = 0.05  # buyers without consent: only the order is theirs
ACCOUNT_RATE = {"buyer": 0.45, "looker": 0.06}
SECOND_DEVICE_RATE = 0.58  # of accounts
TABLET_RATE = 0.05  # of accounts
SECOND_EMAIL_RATE = 0.05  # of accounts, from their second order on

CONTACTS_PER_WEEK = 0.7  # people who only ever wrote an e-mail
JOB_SEEKERS_PER_WEEK = 3.0  # visitors of pages no rule knows
STRANGERS_PER_WEEK = 6.0  # German lookers
DENIED_SESSIONS_PER_WEEK = 7.0

PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")


@dataclass(frozen=True)
class Persona:
    """An invented typical customer, recognisable by first channel, device and category."""

    id: str
    label: str
    channels: dict[str, float]
    devices: dict[str, float]
    categories: dict[str, float]
    hours: tuple[int, ...]


PERSONAS = {
    persona.id: persona
    for persona in (
        Persona(
            "commuter",
            "Forens Jan",
            {"organic": 0.85, "direct": 0.08, "email": 0.07},
            {"mobile": 0.75, "desktop": 0.25},
            {"Forens": 0.80, "Accessoires": 0.12, "Race": 0.08},
            (7, 7, 8, 8, 12, 17, 18, 18, 20, 21, 22),
        ),
        Persona(
            "racer",
            "Sportieve Sanne",
            {"paid_social": 0.82, "organic_social": 0.10, "organic": 0.08},
            {"mobile": 0.82, "desktop": 0.18},
            {"Race": 0.82, "Accessoires": 0.18},
            (9, 12, 13, 19, 20, 20, 21, 21, 22),
        ),
        Persona(
            "giver",
            "Cadeaugever Gert",
            {"direct": 0.84, "organic": 0.10, "email": 0.06},
            {"desktop": 0.86, "mobile": 0.14},
            {"Kinderen": 0.60, "Cadeau": 0.40},
            (10, 11, 13, 14, 15, 16, 19, 20, 21),
        ),
        Persona(
            "comparer",
            "Vergelijker Fatma",
            {"paid_search": 0.83, "referral": 0.10, "organic": 0.07},
            {"desktop": 0.70, "mobile": 0.30},
            {"Winter": 0.85, "Forens": 0.15},
            (9, 10, 12, 14, 16, 19, 20, 21, 22),
        ),
    )
}


def persona_mix(week: int) -> dict[str, float]:
    """The weights of the personas in a week: in December a quarter and more buys presents."""
    gifts = 0.10 + 0.30 * exp(-(((week - 14) / 2.2) ** 2))
    return {"commuter": 0.42, "racer": 0.26, "giver": gifts, "comparer": 0.20}


def season(week: int) -> float:
    """How busy a week is, 0 to 1, alike in both countries: frost, and presents in December."""
    winter = exp(-(((week - 17) / 9.0) ** 2))
    gifts = 0.35 * exp(-(((week - 14) / 1.8) ** 2))
    return min(1.0, 0.85 * winter + gifts + 0.04 * sin(week * 2.1))


def new_orders(week: int, country: str) -> float:
    """Orders of new customers in a week; repeat orders come on top."""
    if country == "NL":
        return 50 + 15 * season(week) + 0.05 * week
    return 48 + 8 * season(week) + 0.05 * week


def wobble(week: int) -> float:
    """What moves both countries' rates alike: a slow trend and a wave of eight weeks."""
    return 0.0005 * week + 0.012 * sin(2 * pi * week / 8)


def has_card(country: str, week: int) -> bool:
    return country == CARD_COUNTRY and week >= CARD_WEEK


def review_rate(country: str, week: int) -> float:
    return REVIEW_RATE + wobble(week) + (REVIEW_EFFECT if has_card(country, week) else 0.0)


def repeat_rate(country: str, week: int) -> float:
    return REPEAT_RATE + wobble(week) + (REPEAT_EFFECT if has_card(country, week) else 0.0)
