"""Fixed texts of the journey page, as key -> (Dutch, English)."""

JOURNEY_WORDS: dict[str, tuple[str, str]] = {
    "journey.eyebrow": ("Klantreisrapport", "Customer-journey report"),
    "journey.title": ("Klantreis", "Customer journey"),
    "journeys": ("{n} reizen", "{n} journeys"),
    "tile.journeys": ("Klantreizen", "Journeys"),
    "tile.journeys_note": ("van {persons} personen", "by {persons} people"),
    "tile.converted": ("Komt tot aankoop", "Reach a purchase"),
    "tile.converted_note": ("{interval} · n = {n} gesloten", "{interval} · n = {n} closed"),
    "tile.revenue": ("Omzet", "Revenue"),
    "tile.revenue_note": ("{n} orders", "{n} orders"),
    "tile.open": ("Nog open", "Still open"),
    "tile.open_note": ("geen vertrek, nog geen uitkomst", "not lost, no outcome yet"),
    "tile.coverage": ("Regeldekking", "Rule coverage"),
    "tile.coverage_note": ("{n} gebeurtenissen", "{n} events"),
    # funnel
    "funnel.question": ("Waar haken klanten af?", "Where do customers leave?"),
    "funnel.journeys": ("reizen", "journeys"),
    "funnel.total": ("totaal", "total"),
    "funnel.step": ("stap", "step"),
    "funnel.note": (
        (
            "Balk = aandeel van de getelde reizen dat de fase of een latere bereikt, met "
            "95%-interval. Het deel dat er niet kwam is vertrokken of nog onderweg. "
            "Totaal = van de eerste fase; stap = van de vorige. Uitval = van de gesloten reizen "
            "die er kwamen, het deel dat er eindigde."
        ),
        (
            "Bar = share of the counted journeys that reach the phase or a later one, with a 95% "
            "interval. The part that did not get there has left or is still under way. "
            "Total = of the first phase; step = of the previous one. Drop-off = of the closed "
            "journeys that got there, the part that ended there."
        ),
    ),
    "funnel.reached": ("bereikt", "reached"),
    "funnel.dropped": ("vertrokken na de vorige fase", "left after the previous phase"),
    "funnel.open": ("nog open in de vorige fase", "still open in the previous phase"),
    "funnel.hover_total": ("van de eerste fase (totaal)", "of the first phase (total)"),
    "funnel.hover_step": ("van de vorige fase (stap)", "of the previous phase (step)"),
    # flow-on and times
    "conversion.question": (
        "Wie stroomt binnen {days} door?",
        "Who moves on within {days}?",
    ),
    "conversion.note": (
        (
            "Alleen reizen waarvan de {days} na binnenkomst helemaal voor het einde van de "
            "gegevens liggen; {immature} zijn daarvoor te jong en tellen nog niet mee."
        ),
        (
            "Only journeys whose {days} after entry lie wholly before the end of the data; "
            "{immature} are too young for that and do not count yet."
        ),
    ),
    "conversion.legend": ("doorstroom, met 95%-interval", "conversion rate, with 95% interval"),
    "times.question": ("Hoe lang duurt het?", "How long does it take?"),
    "times.note": (
        (
            "Van het eerste bezoek aan een fase tot het eerste latere bezoek aan de volgende. "
            "Mediaan en p90 van wie beide deed; Kaplan–Meier telt ook wie (nog) niet verder is."
        ),
        (
            "From the first visit to a phase to the first later visit to the next. Median and p90 "
            "of those that did both; Kaplan–Meier also counts who has not (yet) moved on."
        ),
    ),
    "times.median": ("mediaan", "median"),
    "times.p90": ("p90", "p90"),
    "times.km": ("Kaplan–Meier-mediaan", "Kaplan–Meier median"),
    "times.axis": ("dagen", "days"),
    # flows
    "flows.question": ("Welke routes nemen zij?", "Which routes do they take?"),
    "flows.note": (
        (
            "Elke kolom is een bezoek aan een fase; wie terugkeert staat in een volgende kolom, "
            "zodat niets teruggaat. Percentages zijn van de getelde reizen."
        ),
        (
            "Each column is a visit to a phase; who returns appears in a later column, so nothing "
            "flows backwards. Percentages are of the counted journeys."
        ),
    ),
    "flows.folded": (
        "{share} van de overgangen is samengevoegd in Overig of te klein om te tekenen (n < 10).",
        "{share} of the transitions is folded into Other or too small to draw (n < 10).",
    ),
    "flows.step": ("bezoek {n}", "visit {n}"),
    "flows.forward": ("verder", "onwards"),
    "flows.back": ("terug naar een eerdere fase", "back to an earlier phase"),
    "flows.done": ("afgerond, met aankoop", "done, with a purchase"),
    "flows.open": ("nog open", "still open"),
    "flows.lost": ("vertrokken, zonder aankoop", "left, without a purchase"),
    "flows.other": ("overig", "other"),
    "flows.scroll": ("Routes, horizontaal te verschuiven", "Routes, scrolls sideways"),
    # kpis
    "kpis.question": ("Halen we onze doelen?", "Do we meet our targets?"),
    "kpis.note": (
        (
            "Stip = waarde met 95%-interval; streep = doel. Ligt het doel in het interval, dan is "
            "het verschil niet groter dan het toeval."
        ),
        (
            "Dot = value with 95% interval; bar = target. If the target lies within the interval, "
            "the difference is no larger than chance."
        ),
    ),
    "kpis.whole": ("Hele reis", "Whole journey"),
    "kpi.met": ("▲ gehaald", "▲ met"),
    "kpi.missed": ("▼ niet gehaald", "▼ missed"),
    "kpi.none": ("● geen doel", "● no target"),
    "kpi.unknown": ("– geen gegevens", "– no data"),
    "kpi.few": ("– te weinig gegevens", "– too little data"),
    "legend.met": ("gehaald", "met"),
    "legend.none": ("geen doel", "no target"),
    "legend.missed": ("niet gehaald", "missed"),
    "kpi.within": ("binnen de marge", "within the margin"),
    "kpi.target": ("doel", "target"),
    "direction.up": ("ten minste {target}", "at least {target}"),
    "direction.down": ("ten hoogste {target}", "at most {target}"),
    # columns of the tables
    "col.phase": ("Fase", "Phase"),
    "col.step": ("Stap", "Step"),
    "col.n_reached": ("Bereikt", "Reached"),
    "col.total_rate": ("Totaal: van de eerste fase", "Total: of the first phase"),
    "col.step_rate": ("Stap: van de vorige fase", "Step: of the previous phase"),
    "col.interval": ("95%-interval", "95% interval"),
    "col.n_skipped": ("Overgeslagen", "Skipped"),
    "col.n_dropped": ("Vertrokken", "Left"),
    "col.n_closed_reached": ("Gesloten, kwam hier", "Closed, got here"),
    "col.drop_off": ("Uitval", "Drop-off"),
    "col.from_to": ("Van → naar", "From → to"),
    "col.n_mature": ("Rijp (n)", "Mature (n)"),
    "col.n_immature": ("Te jong", "Too young"),
    "col.n_moved_on": ("Doorgestroomd", "Moved on"),
    "col.conversion": ("Doorstroom", "Conversion rate"),
    "col.n_with_next": ("Deed beide (n)", "Did both (n)"),
    "col.median": ("Mediaan", "Median"),
    "col.p90": ("p90", "p90"),
    "col.km_median": ("Kaplan–Meier-mediaan", "Kaplan–Meier median"),
    "col.visit": ("Bezoek", "Visit"),
    "col.from": ("Van", "From"),
    "col.to": ("Naar", "To"),
    "col.n_journeys": ("Reizen", "Journeys"),
    "col.share": ("Aandeel", "Share"),
    "col.kpi": ("KPI", "KPI"),
    "col.measure": ("Maat", "Measure"),
    "col.value": ("Waarde", "Value"),
    "col.n": ("n", "n"),
    "col.target": ("Doel", "Target"),
    "col.state": ("Stand", "State"),
    "col.definition": ("Definitie", "Definition"),
}
