"""What the shop sells, its pages, its channels, and the invented names of its customers."""

from dataclasses import dataclass

HOST = "https://www.dewarmehand.example"


@dataclass(frozen=True)
class Product:
    sku: str
    name: str
    category: str
    price: float
    slug: str


PRODUCTS = tuple(
    Product(sku, name, category, price, name.lower().replace(" ", "-").replace("é", "e"))
    for sku, name, category, price in (
        ("DWH-001", "Stadswant", "Forens", 34.95),
        ("DWH-002", "Regenwant", "Forens", 44.95),
        ("DWH-003", "Woon-werk handschoen", "Forens", 39.95),
        ("DWH-004", "Spits reflecthandschoen", "Forens", 49.95),
        ("DWH-011", "Koerswant", "Race", 54.95),
        ("DWH-012", "Zomerkoers kort", "Race", 29.95),
        ("DWH-013", "Klimhandschoen", "Race", 64.95),
        ("DWH-021", "Vrieswant", "Winter", 69.95),
        ("DWH-022", "Kreeftwant", "Winter", 74.95),
        ("DWH-023", "Verwarmde handschoen", "Winter", 129.0),
        ("DWH-031", "Kinderwant", "Kinderen", 19.95),
        ("DWH-032", "Kinderwant met koord", "Kinderen", 22.5),
        ("DWH-041", "Cadeaubon", "Cadeau", 25.0),
        ("DWH-042", "Cadeaudoos duo", "Cadeau", 59.95),
        ("DWH-051", "Onderhandschoen", "Accessoires", 14.95),
        ("DWH-052", "Handwarmer", "Accessoires", 9.95),
    )
)
PRODUCTS_OF = {
    category: tuple(index for index, p in enumerate(PRODUCTS) if p.category == category)
    for category in dict.fromkeys(p.category for p in PRODUCTS)
}

BLOGS = (
    "/blog/warme-handen-op-de-fiets",
    "/blog/welke-handschoen-bij-vorst",
    "/blog/handschoenen-wassen",
    "/blog/koers-in-de-winter",
)
CAMPAIGN_PAGES = {
    "paid_social": "/actie/koersklaar",
    "paid_search": "/actie/winterklaar",
    "email": "/actie/nieuwsbrief",
}
SERVICE_PAGES = (
    "/service/volg-je-pakket",
    "/service/volg-je-pakket",
    "/service/ruilen",
    "/klantenservice",
    "/klantenservice/levering",
)
COMPARE_PAGES = ("/reviews", "/maatwijzer")
OTHER_PAGES = ("/vacatures", "/vacatures/inpakker", "/over-ons")
SEARCHES = ("winter", "kinder", "waterdicht", "maat-s", "reflectie")


@dataclass(frozen=True)
class Channel:
    """A source of visits, in Google's words."""

    source: str
    medium: str
    group: str
    campaign: str | None
    referrer: str | None


CHANNELS = {
    "organic": Channel("google", "organic", "Organic Search", None, "https://www.google.com/"),
    "direct": Channel("(direct)", "(none)", "Direct", None, None),
    "email": Channel("nieuwsbrief", "email", "Email", "nieuwsbrief", None),
    "paid_social": Channel(
        "instagram", "paid_social", "Paid Social", "koersklaar", "https://l.instagram.com/"
    ),
    "organic_social": Channel(
        "facebook", "social", "Organic Social", None, "https://m.facebook.com/"
    ),
    "paid_search": Channel(
        "google", "cpc", "Paid Search", "winterklaar", "https://www.google.com/"
    ),
    "referral": Channel(
        "fietsforum.example", "referral", "Referral", None, "https://fietsforum.example/"
    ),
}

_FIRST_NAMES = (
    "Jan Sanne Gert Fatma Pieter Lotte Bram Noor Hugo Ilse Koen Mira Wout Tess Joris Elin Daan "
    "Roos Sam Lies Amir Yara Tijl Fien Luc Griet Arno Femke Nele Stijn"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_LAST_NAMES = (
    "Wantenmaker Fietsbel Spaakman Zadelmans Kettinga Bagagedrager Trapperink Duimstra Pinkers "
    "Vingerhoed Handschoen Koudekerke Rijpema Vorstius Sneeuwbal Muts Sjaalman Polswarmer "
    "Ventielstra Naafsma Velgers Bandeplak Remkabel Stuurman Windjacks"
)
LAST_NAMES = tuple(_LAST_NAMES.split())
_STREETS = (
    "Wantstraat Duimsteeg Bagagedragerlaan Spaakplein Kettingkade Zadelweg Vingerhof Pinkdreef "
    "Velgensingel Trapperpad"
)
STREETS = tuple(_STREETS.split())
CITIES = {
    "NL": ("Handschoenveen", "Duimerdam", "Wantwijk aan Zee", "Nieuw-Vingerhoed", "Spaakhuizen"),
    "BE": ("Wantegem", "Duimezele", "Sint-Pink", "Gantville", "Vingerbeke"),
}
