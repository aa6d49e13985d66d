"""Service tickets as a Dutch help desk exports them: semicolons, decimal commas, local time."""

import csv
from pathlib import Path

from .clock import local
from .records import Ticket, World
from .shopify import quarter

HEADER = (
    "Ticketnummer",
    "Aangemaakt",
    "Bestelnummer",
    "E-mail",
    "Kanaal",
    "Onderwerp",
    "Afhandeltijd (uur)",
)


def write(world: World, folder: Path) -> int:
    """Writes tickets_YYYY-Qn.csv; returns the number of tickets."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[tuple[str, ...]]] = {}
    tickets = sorted(world.tickets, key=lambda ticket: (ticket.at, ticket.email, ticket.subject))
    for number, ticket in enumerate(tickets, start=1):
        files.setdefault(quarter(ticket.at), []).append(_row(number, ticket))
    for name, rows in files.items():
        with (folder / f"tickets_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow(HEADER)
            writer.writerows(rows)
    return len(tickets)


def _row(number: int, ticket: Ticket) -> tuple[str, ...]:
    order = ticket.order_id
    return (
        f"T-{number:05d}",
        f"{local(ticket.at):%d-%m-%Y %H:%M}",
        order if isinstance(order, str) else order.id,
        ticket.email,
        ticket.channel,
        ticket.subject,
        f"{ticket.hours:.1f}".replace(".", ","),
    )
