"""One reader's language: words, numbers and the names of the phases together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cjm_analytics.language.numbers import Numbers
from cjm_analytics.language.words import WORDS


@dataclass(frozen=True)
class Voice:
    """Says things in one language. `phases`: phase id -> label, in the order of the model."""

    numbers: Numbers
    phases: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Either nl or en."""
        return self.numbers.language

    def say(self, key: str, **values: object) -> str:
        """The text under `key` in WORDS, its {places} filled in. KeyError when there is none."""
        text = WORDS[key][0 if self.language == "nl" else 1]
        return text.format(**values) if values else text

    def choose(self, nl: str, en: str) -> str:
        """One of two sentences."""
        return nl if self.language == "nl" else en

    def phase(self, phase_id: str) -> str:
        """The label of a phase or of an end of a path; an id nobody declared speaks for itself."""
        if phase_id.startswith("(") and f"end{phase_id}" in WORDS:
            return self.say(f"end{phase_id}")
        return self.phases.get(phase_id, phase_id)
