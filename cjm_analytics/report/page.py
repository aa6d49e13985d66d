"""A page of the site, before it is HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_analytics.report.cards import Card, Tile


@dataclass(frozen=True)
class Page:
    """`name` is that of its file; `section` has its fixed words, and is where it is in the menu.

    `badges` (text, tone) stand above the title, `facts` (label, text) and `remarks` below it;
    `back` (text, file) leads to the page that lists this one. `change_id`: of the change it tells.
    """

    name: str
    section: str
    title: str
    tiles: Sequence[Tile] = ()
    cards: Sequence[Card] = ()
    lead: str = ""
    subject: str = ""
    badges: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    remarks: Sequence[str] = ()
    back: tuple[str, str] | None = None
    change_id: str | None = None

    @property
    def tab(self) -> str:
        """The entry of the menu that it is under."""
        return "changes" if self.change_id else self.section
