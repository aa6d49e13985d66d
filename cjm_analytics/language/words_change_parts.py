"""Fixed texts about what stands behind a verdict on a change, as key -> (Dutch, English)."""

CHANGE_PART_WORDS: dict[str, tuple[str, str]] = {
    # checks
    "checks.question": ("Is het te vertrouwen?", "Can it be trusted?"),
    "checks.headline_all": ("Alle {n} controles zijn in orde", "All {n} checks are in order"),
    "checks.headline_one": (
        "{k} van de {n} controles vraagt om voorzichtigheid: {names}",
        "{k} of {n} checks calls for caution: {names}",
    ),
    "checks.headline": (
        "{k} van de {n} controles vragen om voorzichtigheid: {names}",
        "{k} of {n} checks call for caution: {names}",
    ),
    "checks.headline_none": (
        "Er was nog niets om te controleren",
        "There was nothing to check yet",
    ),
    "check_state.passed": ("✓ in orde", "✓ in order"),
    "check_state.failed": ("✗ let op", "✗ caution"),
    "check_state.open": ("– niet te toetsen", "– not tested"),
    "check.control": ("Controlegroep", "Control group"),
    "check.pre_trend": ("Gelijk op vóór de datum", "Together before the date"),
    "check.placebos": ("Weken zonder verandering", "Weeks without a change"),
    "check.mix_shift": ("Dezelfde soort klanten", "The same kind of customers"),
    "check.weeks": ("Genoeg hele weken", "Enough whole weeks"),
    "check.entries": ("Genoeg gevallen", "Enough cases"),
    "check.capture": ("Gemeten orders", "Orders tracked"),
    "check.other": ("Verder", "Further"),
    "check.not_made": (
        "Zonder schatting is er niets om te toetsen.",
        "Without an estimate there is nothing to test.",
    ),
    "check.no_groups": (
        "Zonder controlegroep zijn er geen twee lijnen om naast elkaar te leggen; een rechte "
        "trend van ervoor is wel doorgetrokken.",
        "Without a control group there are no two lines to hold side by side; a straight trend "
        "from before was drawn on, though.",
    ),
    "check.adjusted": (
        "Met de trend van ervoor eruit is het verschil {effect} (95%-interval {between}).",
        "With the trend from before taken out, the difference is {effect} (95% interval "
        "{between}).",
    ),
    "passed.control": (
        "Er is een groep die het niet kreeg. Wat beide groepen raakt, valt tegen elkaar weg.",
        "There is a group that did not get it. What touches both groups cancels out.",
    ),
    "passed.pre_trend": (
        "De groepen liepen vóór de datum niet aantoonbaar uit elkaar (p = {p}; onder 0,10 is het "
        "een waarschuwing).",
        "The groups did not show to move apart before the date (p = {p}; below 0.10 is a warning).",
    ),
    "passed.placebos": (
        "Dezelfde berekening op {n} eerdere weken waarin niets gebeurde, gaf {k} keer een kleiner "
        "verschil. De marge is minstens zo ruim als die weken uiteenlopen.",
        "The same sum on {n} earlier weeks in which nothing happened gave a smaller difference {k} "
        "times. The margin is at least as wide as those weeks differ.",
    ),
    "passed.mix_shift": (
        "Wie er kwam veranderde te weinig om de helft van het verschil te zijn: niet in persona, "
        "niet in kanaal, niet in nieuw of terugkerend.",
        "Who came changed too little to be half of the difference: not in persona, not in channel, "
        "not in new or returning.",
    ),
    "passed.weeks": (
        "Rond de datum heeft elke week een waarde, en aan elke kant zijn er genoeg.",
        "Around the date every week has a value, and there are enough on each side.",
    ),
    "passed.entries": (
        "Elke vergeleken week telt er 30 of meer, in elke groep.",
        "Each week compared holds 30 or more, in each group.",
    ),
    "failed.no_control": (
        "Er is geen groep die het niet kreeg. Wat er verder veranderde is er niet af te trekken; "
        "meer dan een aanwijzing wordt het niet.",
        "There is no group that did not get it. What else changed cannot be taken off; it will be "
        "no more than an indication.",
    ),
    "failed.pre_trend": (
        "De groepen liepen al vóór de datum uit elkaar (p = {p}, onder 0,10).",
        "The groups were moving apart before the date already (p = {p}, below 0.10).",
    ),
    "failed.mix_shift": (
        "Een verschuiving in wie er kwam maakt de helft van het verschil of meer uit: zie gedrag "
        "en samenstelling.",
        "A shift in who came makes up half of the difference or more: see behaviour and mix.",
    ),
    "failed.few_placebos": (
        "Er zijn te weinig eerdere weken om dezelfde berekening op te proberen: hoe ver weken "
        "vanzelf uiteenlopen is niet goed bekend.",
        "There are too few earlier weeks to try the same sum on: how far weeks differ by "
        "themselves is not well known.",
    ),
    "failed.missing_weeks": (
        "Een week zonder waarde brak de reeks af: aan elke kant zijn {n} weken vergeleken.",
        "A week without a value cut the series short: {n} weeks on each side are compared.",
    ),
    "capture.passed": (
        "De site mat {share} van de orders: genoeg voor een KPI die bezoek aan aankoop verbindt.",
        "The site tracked {share} of the orders: enough for a KPI that joins visits to purchases.",
    ),
    "capture.failed": (
        "De site mat maar {share} van de orders, en deze KPI verbindt bezoek aan aankoop: een "
        "verschil kan ook in het meten zitten.",
        "The site tracked only {share} of the orders, and this KPI joins visits to purchases: a "
        "difference may be in the tracking as well.",
    ),
    # weeks in which nothing happened
    "placebos.question": ("Kan het toeval zijn?", "Can it be chance?"),
    "placebos.headline_all": (
        "Geen van de {n} eerdere weken zonder verandering gaf zo'n groot verschil",
        "Not one of {n} earlier weeks without a change gave so large a difference",
    ),
    "placebos.headline": (
        "{k} van de {n} eerdere weken zonder verandering gaven zo'n groot verschil of groter",
        "{k} of {n} earlier weeks without a change gave so large a difference or a larger one",
    ),
    "placebos.placebo": ("week zonder verandering", "week without a change"),
    "placebo.real": ("de verandering", "the change"),
    "placebos.note": (
        "Elke stip is dezelfde berekening, alsof de verandering in een eerdere week was.",
        "Each dot is the same sum, as if the change had been in an earlier week.",
    ),
    # rate against mix
    "mix.question": ("Ander gedrag, of andere klanten?", "Other behaviour, or other customers?"),
    "mix.headline_rate": (
        "Het kale verschil ({total}) is vooral ander gedrag: {rate}, tegen {mix} van wie er kwam",
        "The bare difference ({total}) is mostly behaviour: {rate}, against {mix} of who came",
    ),
    "mix.headline_mix": (
        "Het kale verschil ({total}) is vooral wie er kwam: {mix}, tegen {rate} ander gedrag",
        "The bare difference ({total}) is mostly who came: {mix}, against {rate} other behaviour",
    ),
    "mix.rate": ("gedrag", "behaviour"),
    "mix.mix": ("wie er kwam", "who came"),
    "mix.total": ("kaal verschil", "bare difference"),
    "mix.few": ("groepen van minder dan 10, samen", "groups of under 10, together"),
    "mix.nobody": ("onbekend", "unknown"),
    "mix.note": (
        "Het kale verschil van wie het kreeg, in twee delen die precies optellen (Kitagawa): wat "
        "binnen groepen veranderde, en wat er veranderde in wie er kwam.",
        "The bare difference of those who got it, in two parts that add up exactly (Kitagawa): "
        "what changed within groups, and what changed in who came.",
    ),
    "dimension.persona": ("Persona", "Persona"),
    "dimension.channel": ("Kanaal", "Channel"),
    "dimension.visit": ("Nieuw of terug", "New or returning"),
    "visit.new": ("nieuw", "new"),
    "visit.returning": ("terugkerend", "returning"),
    # details
    "details.question": ("Waar komt het vandaan?", "Where does it come from?"),
    "details.headline": (
        "Alles wat het oordeel van zichzelf zegt",
        "All that the verdict says of itself",
    ),
    "detail.verdict": ("Oordeel", "Verdict"),
    "detail.reason": ("Waarom", "Why"),
    "detail.method": ("Methode", "Method"),
    "detail.estimate": ("Verschil [95%-interval]", "Difference [95% interval]"),
    "detail.p": ("p", "p"),
    "detail.adjusted": (
        "Met de trend van ervoor eruit",
        "With the trend from before taken out",
    ),
    "detail.naive": ("Kaal verschil, erna min ervoor", "Bare difference, after less before"),
    "detail.n": ("n ervoor / n erna", "n before / n after"),
    "detail.weeks": ("Hele weken aan elke kant", "Whole weeks on each side"),
    "detail.washout": ("Uitloop", "Washout"),
    "detail.follow_up": ("Elk gevolgd gedurende", "Each followed for"),
    "detail.no_follow_up": ("niet nodig: telt meteen", "not needed: counts at once"),
    "detail.young": ("Te jong om te tellen", "Too young to count"),
    "detail.neither": ("In geen van beide groepen", "In neither group"),
    "detail.mde": (
        "Kleinste verschil dat met 80% kans gezien was",
        "Smallest difference that showed with 80% power",
    ),
    "detail.least": ("Minder doet er niet toe", "Less does not matter"),
    "detail.se": (
        "Standaardfout: van de methode / van weken zonder verandering",
        "Standard error: the method's / of weeks without a change",
    ),
    "detail.run": ("Run van het oordeel", "Run of the verdict"),
    "detail.definition": (
        "Definitie van de verandering en haar KPI",
        "Definition of the change and its KPI",
    ),
    "method.difference_in_differences": (
        "verschil in verschillen, per week, tegen de controlegroep",
        "difference in differences, by week, against the control group",
    ),
    "method.segmented_regression": (
        "sprong op de datum naast een rechte trend, per week, zonder controlegroep",
        "step at the date beside a straight trend, by week, without a control group",
    ),
    "method.descriptive": ("alleen beschrijvend", "descriptive only"),
    # columns
    "col.change": ("Verandering", "Change"),
    "col.side": ("Groep", "Group"),
    "col.n_weeks": ("Weken", "Weeks"),
    "col.stage": ("Telt mee?", "Counts?"),
    "col.outcome": ("Uitkomst", "Outcome"),
    "col.rate_before": ("Ervoor", "Before"),
    "col.rate_after": ("Erna", "After"),
    "col.control_before": ("Controle ervoor", "Control before"),
    "col.control_after": ("Controle erna", "Control after"),
    "col.n_before": ("n ervoor", "n before"),
    "col.n_after": ("n erna", "n after"),
    "col.estimate": ("Verschil", "Difference"),
    "col.p": ("p", "p"),
    "col.p_adj": ("p, gecorrigeerd", "p, corrected"),
    "col.verdict": ("Oordeel", "Verdict"),
    "col.status": ("Stand", "Status"),
    "col.method": ("Methode", "Method"),
    "col.check": ("Controle", "Check"),
    "col.meaning": ("Wat het betekent", "What it means"),
    "col.code": ("Code", "Code"),
    "col.dimension": ("Naar", "By"),
    "col.group": ("Groep", "Group"),
    "col.share_before": ("Aandeel ervoor", "Share before"),
    "col.share_after": ("Aandeel erna", "Share after"),
}
