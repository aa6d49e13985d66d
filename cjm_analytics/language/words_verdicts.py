"""What the codes of a verdict mean, as key -> (Dutch, English). No word says what caused it."""

VERDICT_WORDS: dict[str, tuple[str, str]] = {
    # the word, with a sign so that colour is never all there is
    "verdict.improved": ("▲ Verbeterd", "▲ Improved"),
    "verdict.worse": ("▼ Verslechterd", "▼ Worse"),
    "verdict.indicative": ("Aanwijzing", "Indicative"),
    "verdict.indicative_better": ("△ Aanwijzing: beter", "△ Indicative: better"),
    "verdict.indicative_worse": ("▽ Aanwijzing: slechter", "▽ Indicative: worse"),
    "verdict.no_relevant_change": ("● Geen relevant verschil", "● No relevant change"),
    "verdict.inconclusive": ("○ Niet vast te stellen", "○ Inconclusive"),
    "verdict.not_enough_data": ("– Te weinig gegevens", "– Not enough data"),
    "status.final": ("Definitief", "Final"),
    "status.provisional": ("Voorlopig", "Provisional"),
    # the sentence; without a full stop, because it stands in others too
    "sentence.so_far": ("Voorlopig", "So far"),
    "sentence.higher": ("hoger", "higher"),
    "sentence.lower": ("lager", "lower"),
    "sentence.but": ("maar", "but"),
    "sentence.expected_control": (
        "de groep zonder de verandering deed verwachten",
        "the group without it led us to expect",
    ),
    "sentence.expected_before": (
        "de weken ervoor deden verwachten",
        "the weeks before led us to expect",
    ),
    "sentence.better_sure": (
        "na {after} is {kpi} verbeterd: {size} {higher} dan {expected} (95%‑interval {interval})",
        "after {after}, {kpi} improved: {size} {higher} than {expected} (95% interval {interval})",
    ),
    "sentence.worse_sure": (
        "na {after} is {kpi} verslechterd: {size} {higher} dan {expected} "
        "(95%‑interval {interval})",
        "after {after}, {kpi} got worse: {size} {higher} than {expected} (95% interval {interval})",
    ),
    "sentence.better": (
        "een aanwijzing voor verbetering: na {after} kwam {kpi} {size} {higher} uit dan {expected} "
        "(95%‑interval {interval})",
        "an indication of improvement: after {after}, {kpi} came out {size} {higher} than "
        "{expected} (95% interval {interval})",
    ),
    "sentence.worse": (
        "een aanwijzing voor verslechtering: na {after} kwam {kpi} {size} {higher} uit dan "
        "{expected} (95%‑interval {interval})",
        "an indication of worsening: after {after}, {kpi} came out {size} {higher} than "
        "{expected} (95% interval {interval})",
    ),
    "sentence.no_relevant_change": (
        "na {after} is {kpi} niet noemenswaardig veranderd: het 95%‑interval van het verschil is "
        "{between}, minder dan de {least} die ertoe doet",
        "after {after}, {kpi} did not change to speak of: the 95% interval of the difference is "
        "{between}, less than the {least} that matters",
    ),
    "sentence.inconclusive": (
        "of {kpi} na {after} is veranderd, is niet vast te stellen: het 95%‑interval van het "
        "verschil is {between}; {why}",
        "whether {kpi} changed after {after} cannot be told: the 95% interval of the difference is "
        "{between}; {why}",
    ),
    "sentence.either": (
        "beter en slechter kan allebei",
        "it may be better as well as worse",
    ),
    "sentence.not_enough": (
        "Te weinig gegevens om te zeggen of {kpi} na {after} is veranderd: {why}",
        "Not enough data to tell whether {kpi} changed after {after}: {why}",
    ),
    "sentence.not_enough_yet": (
        "Nog te weinig gegevens om te zeggen of {kpi} na {after} is veranderd: {why}",
        "Not enough data yet to tell whether {kpi} changed after {after}: {why}",
    ),
    "sentence.no_telling": (
        "Of {kpi} na {after} is veranderd, valt niet te zeggen: {why}",
        "Whether {kpi} changed after {after} cannot be told: {why}",
    ),
    "sentence.not_asked": (
        "De KPI waarvoor {after} bedoeld was, staat niet meer in journey.yml: er is geen oordeel",
        "The KPI that {after} was made for is no longer in journey.yml: there is no verdict",
    ),
    "sentence.described": (
        "Ter beschrijving, niet als oordeel: van {before} ervoor (n = {n_before}) naar {after} "
        "erna (n = {n_after}).",
        "To describe, not to judge: from {before} before (n = {n_before}) to {after} after "
        "(n = {n_after}).",
    ),
    "provisional.until": (
        "Dit is voorlopig tot {day}; dan valt het oordeel, één keer.",
        "This is provisional until {day}; the verdict is given then, once.",
    ),
    "provisional.for_ever": (
        "Dit blijft voorlopig, want journey.yml noemt geen dag van het oordeel (decide_on).",
        "This stays provisional, as journey.yml names no day of the verdict (decide_on).",
    ),
    "final.given": (
        "Dit oordeel is definitief: het viel één keer.",
        "This verdict is final: it was given once.",
    ),
    "final.given_on": (
        "Dit oordeel is definitief: het viel één keer, op de gegevens tot {day}.",
        "This verdict is final: it was given once, on the data until {day}.",
    ),
    # why it is no more than an indication, after `but`
    "but.provisional": (
        "het oordeel valt pas op {day}",
        "the verdict is given on {day}, not before",
    ),
    "but.undecided": (
        "zonder dag van het oordeel (decide_on) blijft het voorlopig",
        "without a day of the verdict (decide_on) it stays provisional",
    ),
    "but.no_control": (
        "er is geen groep die het niet kreeg om mee te vergelijken",
        "there is no group without it to compare with",
    ),
    "but.pre_trend": (
        "de groepen liepen al vóór die datum uit elkaar",
        "the groups were moving apart before that date",
    ),
    "but.mix_shift": (
        "een verschuiving in wie er kwam kan er de helft of meer van zijn",
        "a shift in who came may be half of it or more",
    ),
    "but.few_placebos": (
        "er zijn te weinig eerdere weken om het aan te toetsen",
        "there are too few earlier weeks to test it against",
    ),
    "but.missing_weeks": (
        "rond de datum ontbreken weken",
        "weeks around the date are missing",
    ),
    "but.through_later_phase": (
        "wie pas later in de reis iets doet, telt in deze stap ook mee",
        "whoever acts only later in the journey counts in this step too",
    ),
    # why there is no verdict, after a colon
    "lack.no_weeks_after": (
        "er is nog geen hele week na de datum",
        "there is no whole week after the date yet",
    ),
    "lack.few_weeks_after": (
        "er zijn minder dan 4 hele weken op rij na de datum",
        "there are fewer than 4 whole weeks in a row after the date",
    ),
    "lack.few_weeks_before": (
        "er zijn minder dan 6 hele weken op rij vóór de datum",
        "there are fewer than 6 whole weeks in a row before the date",
    ),
    "lack.few_entries": (
        "in te veel weken tellen er minder dan 30 mee",
        "too many weeks have fewer than 30 that count",
    ),
    "lack.few_entries_control": (
        "in de controlegroep tellen in te veel weken minder dan 30 mee",
        "the control group has fewer than 30 that count in too many weeks",
    ),
    "lack.few_weeks_with_conversions": (
        "de KPI is in bijna alle weken 0% of 100%",
        "the KPI is 0% or 100% in almost every week",
    ),
    "lack.no_variation": (
        "de weken verschillen in niets van elkaar",
        "the weeks do not differ in anything",
    ),
    "lack.no_interval": (
        "er is geen marge te berekenen",
        "no margin can be calculated",
    ),
    "lack.sides_overlap": (
        "sommigen horen bij wie het kreeg én bij wie het niet kreeg",
        "some belong to those who got it and to those who did not",
    ),
    "lack.date_before_data": (
        "de gegevens beginnen pas na de datum",
        "the data begin after the date",
    ),
    "lack.date_after_data": (
        "de gegevens lopen nog niet tot de datum",
        "the data do not reach the date yet",
    ),
    # and what to do about it
    "do.wait": (
        "Wacht tot de gegevens tot {day} lopen: dan zijn er vier hele weken, lang genoeg gevolgd.",
        "Wait until the data reach {day}: then there are four whole weeks, followed long enough.",
    ),
    "do.mend_weeks": (
        "Er is lang genoeg gewacht, maar de weken sluiten niet aan: kijk bij Datakwaliteit welke "
        "export ontbreekt en lever die na.",
        "It has been long enough, but the weeks have holes: see under Data quality which export "
        "is missing and deliver it.",
    ),
    "do.few_weeks_before": (
        "Wachten helpt niet: lever oudere exports aan, als die er zijn.",
        "Waiting does not help: deliver older exports, if there are any.",
    ),
    "do.few_entries": (
        "Wachten helpt weinig: kies in journey.yml een bredere groep (segment) of een KPI met "
        "meer gevallen.",
        "Waiting helps little: choose a wider group (segment) in journey.yml, or a KPI with more "
        "cases.",
    ),
    "do.few_entries_control": (
        "Kies in journey.yml een grotere controlegroep, of laat control weg: dan is het hoogstens "
        "een aanwijzing.",
        "Choose a larger control group in journey.yml, or leave control out: then it is an "
        "indication at most.",
    ),
    "do.few_weeks_with_conversions": (
        "Kies een KPI die vaker voorkomt, of kijk of zijn voorwaarde klopt.",
        "Choose a KPI that happens more often, or see whether its condition is right.",
    ),
    "do.no_variation": (
        "Kijk of de voorwaarde van de KPI klopt: echte weken verschillen altijd iets.",
        "See whether the KPI's condition is right: real weeks always differ a little.",
    ),
    "do.no_interval": (
        "Kijk of de voorwaarde van de KPI klopt en of er genoeg klanten in de weken zitten.",
        "See whether the KPI's condition is right and the weeks hold enough customers.",
    ),
    "do.sides_overlap": (
        "Laat segment en control in journey.yml elkaar uitsluiten.",
        "Let segment and control exclude each other in journey.yml.",
    ),
    "do.date_before_data": (
        "Lever exports aan van acht weken of meer vóór de datum, of verbeter de datum in "
        "journey.yml.",
        "Deliver exports of eight weeks or more before the date, or correct the date in "
        "journey.yml.",
    ),
    "do.ask_again": (
        "Dit oordeel is definitief; wie het opnieuw wil vragen, zet de verandering onder een "
        "nieuw id met een latere decide_on in journey.yml.",
        "This verdict is final; to ask again, declare the change under a new id with a later "
        "decide_on in journey.yml.",
    ),
    # the reasons that need no remedy, for the table
    "reason.interval_excludes_zero": (
        "het interval bevat 0 niet en alle controles slaagden",
        "the interval excludes 0 and all checks passed",
    ),
    "reason.interval_holds_zero": (
        "het interval bevat 0: beter en slechter kan allebei",
        "the interval holds 0: better and worse are both possible",
    ),
    "reason.not_after_correction": (
        "bij zoveel vragen tegelijk is er vaak één zo'n uitschieter",
        "with so many questions at once, one such outlier is common",
    ),
    "reason.within_min_effect": (
        "het hele interval is kleiner dan wat er toe doet",
        "the whole interval is smaller than what matters",
    ),
    "reason.provisional": (
        "de dag van het oordeel is nog niet geweest",
        "the day of the verdict has not come",
    ),
    # what has happened since a final verdict
    "remark.definition_changed": (
        "Sinds dit oordeel is in journey.yml de verandering of haar KPI anders gedefinieerd. Het "
        "oordeel blijft staan zoals het viel; met de definitie van nu zou het zijn: {now}.",
        "Since this verdict, the change or its KPI has been defined differently in journey.yml. "
        "The verdict stands as it was given; by today's definition it would be: {now}.",
    ),
    "remark.data_changed": (
        "Sinds dit oordeel zijn de gegevens veranderd. Het oordeel blijft staan zoals het viel; "
        "met de gegevens van nu zou het zijn: {now}.",
        "Since this verdict, the data have changed. The verdict stands as it was given; with "
        "today's data it would be: {now}.",
    ),
}
