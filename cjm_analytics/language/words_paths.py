"""Fixed texts about whole paths and about tracked orders, as key -> (Dutch, English)."""

PATH_WORDS: dict[str, tuple[str, str]] = {
    "variants.question": ("Welke weg gaan de meeste reizen?", "Which way do most journeys go?"),
    "variants.other": ("alle andere wegen", "all other ways"),
    "variants.note": (
        (
            "De fasen in de volgorde waarin ze bezocht werden, reizen die nog lopen inbegrepen;"
            " conversie en waarde zijn van afgesloten reizen."
        ),
        (
            "The phases in the order of their visits, journeys that still run included; "
            "conversion and value are of closed journeys."
        ),
    ),
    "conformance.question": (
        "Volgen reizen de volgorde van de fasen?",
        "Do journeys follow the order of the phases?",
    ),
    "conformance.note": (
        (
            "Overslaan: een fase vóór de verste is nooit bezocht. Teruggaan: na een fase volgt "
            "een eerdere. Herhalen: een fase is twee keer bezocht. Een reis kan bij meer dan "
            "een horen."
        ),
        (
            "Skipping: some phase before the furthest was never visited. Going back: a phase is"
            " followed by an earlier one. Looping: a phase was visited twice. A journey may be "
            "in more than one."
        ),
    ),
    "persona.all": ("Alle reizen", "All journeys"),
    "persona.none": ("Geen persona herkend", "No persona recognised"),
    "reconciliation.question": (
        "Heeft de site alle orders gezien?",
        "Did the site see every order?",
    ),
    "reconciliation.note": (
        (
            "Orders uit het orderboek, zonder geannuleerde en testorders, in de tijd dat de "
            "site gemeten werd. Ongezien: niet gemeten, en de klant was niet herkenbaar op de "
            "site. Van niemand: zonder klant en bezoeker, dus in geen reis en niet in de omzet "
            "bovenaan. Zonder order: gemeten aankopen die in het orderboek niet meetellen."
        ),
        (
            "Orders of the order book, without cancelled and test orders, while the site was "
            "measured. Unseen: not tracked, and the customer was not recognised on the site. Of"
            " nobody: without customer and visitor, so in no journey and not in the revenue on "
            "top. Without an order: tracked purchases that do not count in the order book."
        ),
    ),
    "channel.all": ("alle kanalen", "all channels"),
    "channel.unknown": ("onbekend", "unknown"),
    "week.all": ("alle weken", "all weeks"),
    "kpi.capture": ("▼ maar {share} van de orders gemeten", "▼ only {share} of orders tracked"),
    "conversion.capture": (
        "{step}: ▼ maar {share} van de orders gemeten, dus dit deel is niet te vertrouwen.",
        "{step}: ▼ only {share} of orders tracked, so this share cannot be trusted.",
    ),
    "col.path": ("Weg", "Way"),
    "col.n_journeys": ("Reizen", "Journeys"),
    "col.journey_share": ("Aandeel", "Share"),
    "col.n_open": ("Nog open", "Still open"),
    "col.converted": ("Conversie", "Conversion"),
    "col.mean_value": ("Gemiddelde waarde", "Mean value"),
    "col.persona": ("Persona", "Persona"),
    "col.skipping": ("Slaat over", "Skips"),
    "col.going_back": ("Gaat terug", "Goes back"),
    "col.looping": ("Herhaalt", "Loops"),
    "col.conforming": ("Op volgorde", "In order"),
    "col.week": ("Week van", "Week of"),
    "col.channel": ("Kanaal", "Channel"),
    "col.n_orders": ("Orders", "Orders"),
    "col.n_tracked": ("Gemeten", "Tracked"),
    "col.capture": ("Deel gemeten", "Share tracked"),
    "col.n_unseen": ("Ongezien", "Unseen"),
    "col.n_of_nobody": ("Van niemand", "Of nobody"),
    "col.n_without_order": ("Zonder order", "Without an order"),
    "col.order_revenue": ("Omzet orderboek", "Revenue, order book"),
    "col.tracked_revenue": ("Omzet gemeten", "Revenue, tracked"),
    "col.n_shadowed": ("Eerder genomen", "Taken earlier"),
    "rule.dead": ("past nooit", "never matches"),
    "rule.shadowed": ("altijd te laat", "always too late"),
    "col.rule_state": ("Stand", "State"),
    "identity.moved": ("Reizen naar een andere persoon", "Journeys to another person"),
    "identity.moved_note": (
        "van de {n} reizen uit de vorige publicatie, door nieuw bewijs wie het was",
        "of the {n} journeys of the last publication, by new evidence of whose they were",
    ),
    "moved.visitor became known": (
        "doordat een bezoeker zich bekendmaakte",
        "as a visitor became known",
    ),
    "moved.identifiers joined": (
        "doordat kenmerken van één persoon bleken te zijn",
        "as identifiers turned out to be one person's",
    ),
    "moved.another person": ("door ander bewijs", "by other evidence"),
    "moved.no longer known": (
        "doordat niet meer te zeggen is van wie ze zijn",
        "as it can no longer be said whose they are",
    ),
}
