"""Shopify's export of orders as CSV, one file a quarter."""

import csv
from pathlib import Path

from .catalogue import PRODUCTS
from .clock import DAY, MINUTE, local
from .records import Order, World

_HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
    "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,"
    "Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
    "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,"
    "Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,"
    "Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,"
    "Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,"
    "Next Payment Due At,Payment References"
)
HEADER = _HEADER.split(",")
# The header's tail grew while the shop existed: the oldest file still lacks these.
YOUNGER_COLUMNS = ("Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References")


def quarter(at: int) -> str:
    day = local(at)
    return f"{day.year}-Q{(day.month + 2) // 3}"


def write(world: World, folder: Path) -> int:
    """Writes orders_YYYY-Qn.csv; returns the number of lines without the headers."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[dict[str, str]]] = {}
    for order in sorted(world.orders, key=lambda order: order.at):
        files.setdefault(quarter(order.at), []).extend(_lines(order))
    for number, (name, lines) in enumerate(files.items()):
        header = [c for c in HEADER if number > 0 or c not in YOUNGER_COLUMNS]
        with (folder / f"orders_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, header, restval="", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(lines)
    return sum(len(lines) for lines in files.values())


def _lines(order: Order) -> list[dict[str, str]]:
    """The first line holds the order, the others only its name and their item."""
    lines = []
    for product, quantity in order.lines:
        found = PRODUCTS[product]
        price = order.subtotal if order.is_test else found.price
        lines.append(
            {
                "Name": order.name,
                "Lineitem quantity": str(quantity),
                "Lineitem name": found.name,
                "Lineitem price": f"{price:.2f}",
                "Lineitem sku": found.sku,
                "Lineitem requires shipping": "true",
                "Lineitem taxable": "true",
                "Lineitem fulfillment status": "pending" if order.cancelled_at else "fulfilled",
                "Vendor": "De Warme Hand",
                "Lineitem discount": "0.00",
            }
        )
    lines[0] |= _order_columns(order)
    return lines


def _order_columns(order: Order) -> dict[str, str]:
    person = order.person
    street, city, code, phone = person.address
    columns = {
        "Email": order.email,
        "Created at": _time(order.at),
        "Financial Status": _status(order),
        "Paid at": _time(order.at),
        "Fulfillment Status": "unfulfilled" if order.cancelled_at else "fulfilled",
        "Fulfilled at": "" if order.cancelled_at else _time(order.at + DAY + 7 * MINUTE),
        "Accepts Marketing": "yes" if int(order.id) % 3 == 0 else "no",
        "Currency": "EUR",
        "Subtotal": f"{order.subtotal - order.discount:.2f}",
        "Shipping": f"{order.shipping:.2f}",
        "Taxes": f"{order.total * 21 / 121:.2f}",
        "Total": f"{order.total:.2f}",
        "Discount Code": "WARM10" if order.discount else "",
        "Discount Amount": f"{order.discount:.2f}",
        "Shipping Method": "Brievenbuspakje",
        "Notes": "Graag bij de buren,\nals ik er niet ben" if int(order.id) % 331 == 0 else "",
        "Cancelled at": _time(order.cancelled_at) if order.cancelled_at else "",
        "Payment Method": "bogus" if order.is_test else _payment(order),
        "Refunded Amount": f"{order.refunded:.2f}",
        "Outstanding Balance": "0.00",
        "Id": order.id,
        "Tags": "test" if order.is_test else "",
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": f"{person.country} btw 21%",
        "Tax 1 Value": f"{order.total * 21 / 121:.2f}",
    }
    for side in ("Billing", "Shipping"):
        columns |= {
            f"{side} Name": person.name,
            f"{side} Street": street,
            f"{side} Address1": street,
            f"{side} City": city,
            f"{side} Zip": code,
            f"{side} Country": person.country,
        }
    columns["Billing Phone"] = phone
    return columns


def _status(order: Order) -> str:
    if order.cancelled_at:
        return "voided"
    if order.refunded:
        return "refunded" if order.refunded >= order.total else "partially_refunded"
    return "paid"


def _payment(order: Order) -> str:
    return "Bancontact" if order.person.country == "BE" else "iDEAL"


def _time(at: int) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S %z}"
