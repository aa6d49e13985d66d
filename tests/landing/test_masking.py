"""What names a customer directly is hashed with the key or masked before anything is stored."""

import hmac

import pytest
from landed_shop import Shop, table

MAPPED = {
    **{"order_id": "id", "occurred_at": "at", "email": "mail", "customer_id": "customer"},
    **{"visitor_id": "visitor", "text": "note", "page_path": "page", "campaign": "campaign"},
    **{"event_name": "name", "country": "country", "device": "device", "currency": "currency"},
    **{"touchpoint": "touchpoint", "channel": "channel", "product_category": "category"},
}
ADDRESSES = {
    "jan@example.com": "[e-mail]",
    "Mail jan.de-vries+shop@mail.example.co.uk!": "Mail [e-mail]!",
    "o'brien@example.com": "[e-mail]",
    "jörg@bücher.example": "[e-mail]",
    "<an@example.com>, bo@example.nl.": "<[e-mail]>, [e-mail].",
    "mailto:an@example.com?subject=x": "mailto:[e-mail]?subject=x",
    "me @ home, 3 @ 4 euro": "me @ home, 3 @ 4 euro",
}
NUMBERS = {
    "06-12345678": "[phone]",
    "06 - 12 34 56 78": "[phone]",
    "bel 0612345678 of +31 (0)20 123 45 67.": "bel [phone] of [phone].",
    "0032 475 12 34 56": "[phone]",
    "NL91ABNA0417164300": "[account]",
    "nl91 abna 0417 1643 00": "[account]",
    "rek. BE71 0961 2345 6769 graag": "rek. [account] graag",
    "op 01-02-2024 10:30 en 2024-03-05 10.15.30": "op 01-02-2024 10:30 en 2024-03-05 10.15.30",
    "maat 10, 2 paar, 1.234,50": "maat 10, 2 paar, 1.234,50",
}
PAGES = {
    "https://shop.example/thanks?email=jan@example.com": "/thanks",
    "https://shop.example/reset/jan@example.com/done": "/reset/[e-mail]/done",
    "/reset/jan%40example.com": "/reset/[e-mail]",
    "/to/https%3A%2F%2Fx%3Fm%3Djan%2540example.com": "/to/https%3A%2F%2Fx%3Fm%[e-mail]",
    "/a/jan%2Bshop%40example.com/b": "/a/[e-mail]/b",
    "/winter#jan@example.com": "/winter",
}


def hashed(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), "sha256").hexdigest()[:32]


def give_column(shop: Shop, column: str, texts: list[str]) -> None:
    columns = {"order_id": "id", "occurred_at": "at", column: "it"}
    shop.configure(table(columns=columns, format={"delimiter": ";"}))
    rows = [f'{number:03};2024-05-01;"{text}"' for number, text in enumerate(texts)]
    shop.give("a.csv", "\n".join(["id;at;it", *rows]))
    assert shop.land().bad_files == ()


@pytest.mark.parametrize("masked", [ADDRESSES, NUMBERS], ids=["addresses", "numbers"])
def test_texts(shop: Shop, masked: dict[str, str]) -> None:
    give_column(shop, "text", list(masked))
    assert dict(zip(masked, shop.rows("text"), strict=True)) == masked


def test_pages(shop: Shop) -> None:
    give_column(shop, "page_path", list(PAGES))
    assert dict(zip(PAGES, shop.rows("page_path"), strict=True)) == PAGES


def test_address_becomes_a_keyed_hash_however_it_is_written(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CJM_KEY", "secret")
    give_column(shop, "email", ["jan@example.com", " JAN@Example.com ", "", "n/a"])
    expected = "email:" + hashed("secret", "jan@example.com")
    assert shop.rows("email_id") == [expected, expected, None, None]


@pytest.mark.parametrize("key", ["k", "a" * 64, "a" * 65, "sleutel-é"])
def test_hash_is_hmac_for_every_length_of_key(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("CJM_KEY", key)
    give_column(shop, "email", ["jörg@bücher.example"])
    assert shop.rows("email_id") == ["email:" + hashed(key, "jörg@bücher.example")]


def test_customer_id_that_is_an_address_is_that_address(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CJM_KEY", "secret")
    give_column(shop, "customer_id", ["Jan@example.com", "jan%40example.com", "C-9"])
    expected = "email:" + hashed("secret", "jan@example.com")
    assert shop.rows("customer_id, email_id") == [(None, expected), (None, expected), ("C-9", None)]


@pytest.mark.parametrize("column", ["visitor_id", "event_id", "order_id"])
def test_other_ids_that_are_addresses_stay_apart(shop: Shop, column: str) -> None:
    columns = {"order_id": "id", "occurred_at": "at", **{column: "it"}}
    shop.configure(table(columns=columns))
    texts = ["an@example.com", "bo@example.com", "an%40example.com"]
    rows = [f"{number},2024-05-01,{text}" for number, text in enumerate(texts)]
    shop.give("a.csv", "\n".join(["id,at,it", *rows]))
    shop.land()
    assert len(set(shop.rows(column))) == 3
    assert "example.com" not in shop.stored()


def test_no_address_stays_in_any_column(shop: Shop) -> None:
    shop.configure(table(record="contact", columns=MAPPED))
    cells = ["jan@example.com" if raw != "at" else "2024-05-01" for raw in MAPPED.values()]
    encoded = [cell.replace("@", "%40") for cell in cells]
    header = ",".join(MAPPED.values())
    shop.give("a.csv", "\n".join([header, ",".join(cells), ",".join(encoded)]))
    assert shop.land().rows == 2
    assert "example.com" not in shop.stored().lower()


def test_quarantine_keeps_no_identifier(shop: Shop) -> None:
    columns = {"order_id": "id", "occurred_at": "at", "email": "mail", "text": "note"}
    shop.configure(table(columns=columns, flags={"is_test": {"naam": {"starts_with": "Test"}}}))
    good = "1,2024-05-01,an@example.com,x,Jan Jansen\n"
    bad = "2,jan@example.com,bo@example.com,bel 0612345678 NL91ABNA0417164300,Jan Jansen\n"
    shop.give("a.csv", "id,at,mail,note,naam\n" + good + bad)
    shop.land()
    ((reason, content),) = shop.engine.rows("select reason, content from landed.quarantine")
    assert "the time (occurred_at) cannot be read: [e-mail]; expected" in reason
    assert content == '{"order_id":"2","occurred_at":"[e-mail]","text":"bel [phone] [account]"}'
    for secret in ("example.com", "0612345678", "ABNA", "Jansen"):
        assert secret not in shop.stored()


def test_hashes_of_a_row_need_the_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, a guessed address cannot be tried on the hash of a row."""
    columns = {"occurred_at": "at", "email": "mail"}
    shop.configure(table(record="contact", columns=columns))
    shop.give("a.csv", "at,mail\n2024-05-01,jan@example.com\n")
    found = []
    for key in ("one", "two"):
        monkeypatch.setenv("CJM_KEY", key)
        shop.reopen()
        shop.land()
        found.append(shop.rows("event_id, content_hash, email_id")[0])
    assert all(first != second for first, second in zip(*found, strict=True))
