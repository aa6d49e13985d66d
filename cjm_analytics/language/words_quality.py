"""Fixed texts of the data-quality page, as key -> (Dutch, English)."""

QUALITY_WORDS: dict[str, tuple[str, str]] = {
    "quality.eyebrow": ("Datakwaliteit", "Data quality"),
    "quality.title": ("Datakwaliteit", "Data quality"),
    "tile.landed": ("Rijen geland", "Rows landed"),
    "tile.landed_note": ("{n} bronnen", "{n} sources"),
    "tile.events": ("Gebeurtenissen", "Events"),
    "tile.events_note": ("plus {n} afgeleid", "plus {n} derived"),
    "tile.left_out": ("Weggelaten", "Left out"),
    "tile.left_out_note": ("geteld, met reden", "counted, with a reason"),
    "tile.quarantined": ("In quarantaine", "Quarantined"),
    "tile.quarantined_note": ("onleesbare rijen", "rows that cannot be read"),
    "tile.unidentified": ("Zonder persoon", "Without a person"),
    "tile.unidentified_note": ("bewaard, in geen reis", "kept, in no journey"),
    "ledger.question": ("Waar bleef elke rij?", "Where did every row go?"),
    "ledger.note": (
        (
            "Elke gelande rij is een gebeurtenis of een getelde reden waarom niet. Afgeleide "
            "gebeurtenissen (zoals een herhaalaankoop) tellen hier niet mee."
        ),
        (
            "Every landed row is an event or a counted reason why not. Derived events (such as a "
            "repeat purchase) are not counted here."
        ),
    ),
    "ledger.assigned": ("In een fase", "In a phase"),
    "ledger.unassigned": ("Geen regel past", "No rule matches"),
    "ledger.left_out": ("Weggelaten: {reason}", "Left out: {reason}"),
    "ledger.quarantined": ("In quarantaine", "Quarantined"),
    "coverage.question": ("Hoe goed dekken de regels?", "How well do the rules cover?"),
    "coverage.note": (
        (
            "Regels worden in volgorde geprobeerd; de eerste die past geeft de fase. Een regel "
            "zonder gebeurtenissen is overbodig, fout geschreven of komt na een die alles wegneemt."
        ),
        (
            "Rules are tried in order; the first that matches gives the phase. A rule without "
            "events is superfluous, mistyped, or preceded by another."
        ),
    ),
    "unassigned.question": (
        "Welke gebeurtenissen zijn niet toegewezen?",
        "Which events are unassigned?",
    ),
    "unassigned.note": (
        "Niet geraden, wel bewaard en geteld. Een regel erbij in journey.yml wijst ze toe.",
        "Never guessed, kept and counted. One more rule in journey.yml assigns them.",
    ),
    "unassigned.rest": ("{n} andere namen", "{n} other names"),
    "sources.question": ("Zijn de bronnen bij?", "Are the sources up to date?"),
    "sources.note": (
        (
            "Balk = van de eerste tot de laatste gebeurtenis van de bron; de lijn is het einde van "
            "de gegevens. Een bron die meer dan 2 dagen achterloopt is te laat."
        ),
        (
            "Bar = from the first to the last event of the source; the line is the data end. A "
            "source more than 2 days behind is late."
        ),
    ),
    "sources.data_end": ("einde gegevens", "data end"),
    "sources.late": ("▼ {days} achter", "▼ {days} behind"),
    "sources.on_time": ("▲ bij", "▲ up to date"),
    "sources.no_events": ("– geen gebeurtenissen", "– no events"),
    "left_out.question": ("Wat is weggelaten, en waarom?", "What was left out, and why?"),
    "quarantine.question": ("Wat kon niet gelezen worden?", "What could not be read?"),
    "quarantine.note": (
        "Hoogstens 20 rijen per bron; alle staan in de tabel landed.quarantine.",
        "At most 20 rows a source; all are in the table landed.quarantine.",
    ),
    "identity.question": ("Van wie zijn de gebeurtenissen?", "Whose events are they?"),
    "identity.persons": ("Personen", "People"),
    "identity.persons_note": (
        "klanten, en bezoekers die zich nooit bekendmaakten",
        "customers, and visitors who never identified themselves",
    ),
    "identity.journeys": ("Reizen", "Journeys"),
    "identity.unassigned": ("Reizen zonder fase", "Journeys without a phase"),
    "identity.unassigned_note": (
        "alleen niet-toegewezen gebeurtenissen: geteld, in geen trechter",
        "unassigned events only: counted, in no funnel",
    ),
    "identity.unidentified": ("Gebeurtenissen zonder persoon", "Events without a person"),
    "identity.unidentified_note": (
        "zonder enig kenmerk, of boven identity.max_links",
        "without any identifier, or beyond identity.max_links",
    ),
    "identity.before": ("Gebeurtenissen vóór elke reis", "Events before any journey"),
    "identity.before_note": (
        "van de organisatie, voordat de klant iets deed",
        "of the organisation, before the customer did anything",
    ),
    "identity.derived": ("Afgeleide gebeurtenissen", "Derived events"),
    "identity.derived_note": (
        "herhaalaankopen, op de eerdere reis gezet",
        "repeat purchases, put on the earlier journey",
    ),
    "identity.other_currency": ("Orders in andere munt", "Orders in another currency"),
    "identity.other_currency_note": (
        "geteld als order, niet opgeteld in de omzet",
        "counted as orders, not added to the revenue",
    ),
    # columns of the tables
    "col.rule_number": ("Nr.", "No."),
    "col.rule": ("Regel", "Rule"),
    "col.n_events": ("Gebeurtenissen", "Events"),
    "col.event_share": ("Aandeel", "Share"),
    "col.event_name": ("Naam", "Name"),
    "col.n_persons": ("Personen", "People"),
    "col.source": ("Bron", "Source"),
    "col.kind": ("Soort", "Kind"),
    "col.n_files": ("Bestanden", "Files"),
    "col.n_vanished": ("Verdwenen", "Vanished"),
    "col.n_landed": ("Geland", "Landed"),
    "col.n_ignored": ("Genegeerd", "Ignored"),
    "col.n_left_out": ("Weggelaten", "Left out"),
    "col.n_quarantined": ("Quarantaine", "Quarantined"),
    "col.first_event": ("Eerste", "First"),
    "col.last_event": ("Laatste", "Last"),
    "col.freshness": ("Actueel", "Freshness"),
    "col.reason": ("Reden", "Reason"),
    "col.n_rows": ("Rijen", "Rows"),
    "col.file": ("Bestand", "File"),
    "col.line": ("Rij", "Row"),
    "col.drift": ("Kolommen veranderd", "Columns changed"),
    "col.what": ("Wat", "What"),
    "col.count": ("Aantal", "Count"),
    "col.about": ("Toelichting", "About"),
    "col.where": ("Waar", "Where"),
    # reasons that the pipeline gives; a reason not listed here is shown as it is
    "reason.duplicate": ("dubbel (zelfde id)", "duplicate (same id)"),
    "reason.duplicate order": ("dubbele order", "duplicate order"),
    "reason.order line": (
        "orderregel, opgeteld in zijn order",
        "order line, summed into its order",
    ),
    "reason.future": ("in de toekomst", "in the future"),
    "reason.bot": ("bot", "bot"),
    "reason.test": ("test", "test"),
}
