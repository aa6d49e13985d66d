"""The pages of the made-up shop: about 13,000 addresses in groups."""

HOST = "https://shop.example.com"
CAMPAIGN_SOURCES = ("google", "facebook", "newsletter", "bing", "tiktok", "partner")
CAMPAIGN_MEDIA = ("cpc", "social", "email", "cpc", "social", "affiliate")
CAMPAIGNS = 10  # of each source
LANDING_PATHS = ("/", "/category/red-sport", "/blog/red-red-0")

_WORDS = (
    *("red", "blue", "home", "garden", "sport"),
    *("kids", "summer", "winter", "office", "travel"),
)
_PRODUCTS = range(10_000, 15_000)


def _landing_pages() -> list[str]:
    return [
        f"{path}?utm_source={source}&utm_medium={medium}&utm_campaign=c{campaign}"
        for path in LANDING_PATHS
        for source, medium in zip(CAMPAIGN_SOURCES, CAMPAIGN_MEDIA, strict=True)
        for campaign in range(CAMPAIGNS)
    ]


def groups() -> dict[str, list[str]]:
    """Addresses by group; in `landing`, path by path, then source by source, then campaign."""
    pairs = [(one, other) for one in _WORDS for other in _WORDS]
    paths = {
        "home": ["/"],
        "other": ["/pricing", "/about", "/stores", "/legal/terms", "/careers"],
        "blog": [f"/blog/{one}-{other}-{i}" for i in range(3) for one, other in pairs],
        "category": [f"/category/{one}-{other}" for one, other in pairs],
        "product": [f"/product/{i}" for i in _PRODUCTS],
        "product_from_list": [f"/product/{i}?ref=list&pos={i % 48}" for i in _PRODUCTS],
        "search": [f"/search?q={one}+{other}+{i}" for i in range(20) for one, other in pairs],
        "checkout": [f"/checkout/{step}" for step in ("cart", "address", "payment", "review")],
        "thanks": ["/checkout/thank-you"],
        "account": ["/account", "/account/profile", "/orders", "/orders/track"],
        "help": [f"/help/article-{i}" for i in range(50)],
        "login": ["/login"],
        "landing": _landing_pages(),
    }
    return {name: [HOST + path for path in group] for name, group in paths.items()}
