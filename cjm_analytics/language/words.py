"""Every fixed text of the report, as key -> (Dutch, English); report/sentences.py has the rest."""

from cjm_analytics.language.words_change_parts import CHANGE_PART_WORDS
from cjm_analytics.language.words_changes import CHANGE_WORDS
from cjm_analytics.language.words_journey import JOURNEY_WORDS
from cjm_analytics.language.words_paths import PATH_WORDS
from cjm_analytics.language.words_quality import QUALITY_WORDS
from cjm_analytics.language.words_verdicts import VERDICT_WORDS

LANGUAGES = ("nl", "en")

_PAGE_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("Naar de inhoud", "Skip to content"),
    "nav": ("Pagina's", "Pages"),
    "nav.journey": ("Klantreis", "Journey"),
    "nav.quality": ("Datakwaliteit", "Data quality"),
    "language": ("Taal", "Language"),
    "language.nl": ("Nederlands", "Dutch"),
    "language.en": ("Engels", "English"),
    "theme": ("Thema", "Theme"),
    "theme.system": ("systeem", "system"),
    "theme.light": ("licht", "light"),
    "theme.dark": ("donker", "dark"),
    "print": ("Afdrukken", "Print"),
    "table": ("Tabel", "Table"),
    "table.show": ("Bekijk als tabel", "View as table"),
    "table.csv": ("Download CSV", "Download CSV"),
    "no_script": (
        "De grafiek heeft JavaScript nodig; de tabel eronder bevat dezelfde getallen.",
        "The chart needs JavaScript; the table below holds the same numbers.",
    ),
    "no_data": ("geen gegevens", "no data"),
    "meta.period": ("Periode", "Period"),
    "meta.until": ("Gegevens tot", "Data until"),
    "meta.run": ("Run", "Run"),
    "meta.as_of": ("Peilmoment", "As of"),
    "meta.coverage": ("Regeldekking", "Rule coverage"),
    "meta.coverage_of": ("{share} van de gebeurtenissen", "{share} of events"),
    "meta.definition": ("Definitie", "Definition"),
    "meta.version": ("Versie", "Version"),
    "foot.definitions": ("Begrippen.", "Definitions."),
    "foot.definitions_text": (
        (
            "Een reis loopt van de eerste oriëntatie tot het einde van de nazorg en sluit na "
            "{silence} stilte. Wat nog loopt is niet verloren: het staat er als nog open."
        ),
        (
            "A journey runs from first orientation to the end of aftercare and closes after "
            "{silence} of silence. What still runs is not lost: it is shown as still open."
        ),
    ),
    "foot.uncertainty": ("Onzekerheid.", "Uncertainty."),
    "foot.uncertainty_text": (
        (
            "Percentages staan bij hun aantal (n) en een 95%-interval volgens Wilson. Aantallen "
            "mensen of reizen onder de 10 worden niet getoond."
        ),
        (
            "Rates come with their number (n) and a 95% Wilson interval. Counts of people or "
            "journeys under 10 are not shown."
        ),
    ),
    "foot.privacy": ("Privacy.", "Privacy."),
    "foot.privacy_text": (
        "Deze pagina bevat alleen optellingen, laadt niets van internet en stuurt niets weg.",
        "This page holds aggregates only, loads nothing from the internet and sends nothing away.",
    ),
    "end(start)": ("begin", "start"),
    "end(open)": ("Nog open", "Still open"),
    "end(done)": ("Afgerond", "Done"),
    "end(lost)": ("Vertrokken", "Left"),
    "end(other)": ("Overig", "Other"),
}

WORDS: dict[str, tuple[str, str]] = {
    **_PAGE_WORDS,
    **JOURNEY_WORDS,
    **PATH_WORDS,
    **QUALITY_WORDS,
    **CHANGE_WORDS,
    **CHANGE_PART_WORDS,
    **VERDICT_WORDS,
}
