"""What customers write: sentences of our own, put together."""

from .dice import Dice

GOOD = (
    "Heerlijk warme handen, ook bij vorst.",
    "Snel geleverd en netjes ingepakt.",
    "Eindelijk zonder koude vingers naar het werk.",
    "De maatwijzer klopte precies.",
    "Zitten als gegoten en remmen gaat prima.",
    "Bestelling kwam een dag eerder dan beloofd.",
    "Mooie kwaliteit voor de prijs.",
    "Mijn dochter wil ze niet meer uitdoen.",
)
FAIR = (
    "Prima handschoen, al valt de maat wat klein.",
    "Levering duurde iets langer dan gehoopt.",
    "Warm genoeg tot een graad of vijf.",
    "De kleur is anders dan op de foto.",
)
BAD = (
    "Naad liet na twee ritten los.",
    "Pakket lag drie dagen bij het verkeerde punt.",
    "Ruilen kostte meer moeite dan het zou moeten.",
    "Niet waterdicht, wel zo verkocht.",
)
GOOD_FRENCH = (
    "Des gants bien chauds, même quand il gèle.",
    "Livraison rapide et emballage soigné.",
    "La taille est exacte, je suis contente.",
)
BAD_FRENCH = ("La couture a lâché après une semaine.", "Le colis est arrivé trop tard.")
CARD = (
    "Leuk kaartje erbij!",
    "Dat bedankkaartje in de doos was een verrassing.",
    "Dank voor het kaartje.",
)
MARKUP = (
    "Top &amp; snel, 5 &#x2605; waard!",
    "Warm &lt;3 en waterdicht",
    "Goed.<script>alert('handschoen')</script>",
    "Prima <b>spul</b>",
    "Mail mij op {email} als de blauwe er weer is.",
    "Bel even op 06 0000 0142 over de tweede bestelling.",
    '=HYPERLINK("http://nergens.example";"klik")',
)
SUBJECTS = (
    "Waar blijft mijn pakket?",
    "Verkeerde maat ontvangen",
    "Hoe kan ik ruilen?",
    "Vraag over de factuur",
    "Naad losgelaten",
    "Adres aanpassen",
    "Retour aangemeld, wanneer krijg ik mijn geld?",
    "Eén handschoen ontbreekt; wat nu?",
)
PRESALE_SUBJECTS = ("Welke maat heb ik nodig?", "Is de Regenwant echt waterdicht?")


def review(dice: Dice, mark: int, country: str, has_card: bool) -> str:
    """A review that fits its mark, in Dutch or, in Belgium now and then, in French."""
    if country == "BE" and dice.happens(0.25):
        return dice.one_of(GOOD_FRENCH if mark >= 7 else BAD_FRENCH)
    first = dice.one_of(GOOD if mark >= 8 else FAIR if mark >= 6 else BAD)
    parts = [first]
    if dice.happens(0.4):
        parts.append(dice.one_of(GOOD if mark >= 9 else FAIR))
    if has_card and dice.happens(0.3):
        parts.append(dice.one_of(CARD))
    return " ".join(dict.fromkeys(parts))
