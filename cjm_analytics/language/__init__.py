"""Numbers, days and words as readers expect them: Dutch or English, small counts hidden."""

from cjm_analytics.language.numbers import SMALL, Numbers, is_small
from cjm_analytics.language.units import Unit
from cjm_analytics.language.voice import Voice
from cjm_analytics.language.words import LANGUAGES, WORDS

__all__ = ["LANGUAGES", "SMALL", "WORDS", "Numbers", "Unit", "Voice", "is_small"]
