"""The project's key: where it comes from, and where it never goes."""

import stat
from hashlib import sha256

import pytest
from landed_shop import Shop

from cjm_analytics.config import ConfigError

ROWS = "id,at,amount\n1,2024-05-01,1\n2,soon,1\n"


def test_key_is_made_once_and_is_for_its_owner_alone(shop: Shop) -> None:
    shop.give("a.csv", ROWS)
    shop.land()
    path = shop.root / ".cjm-key"
    key = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key.strip()) == 64
    shop.reopen()
    assert shop.land().new_files == 0
    assert path.read_bytes() == key
    assert not (shop.root / ".cjm-key.new").exists()


def test_key_of_the_environment_goes_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", "from outside")
    shop.give("a.csv", ROWS)
    shop.land()
    assert not (shop.root / ".cjm-key").exists()


def test_empty_key_of_the_environment_is_none(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", "")
    shop.give("a.csv", ROWS)
    shop.land()
    assert (shop.root / ".cjm-key").exists()


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_key_file_that_holds_no_key_is_refused(shop: Shop, content: bytes) -> None:
    (shop.root / ".cjm-key").write_bytes(content)
    shop.give("a.csv", ROWS)
    with pytest.raises(
        ConfigError, match=r"\.cjm-key: the file holds no key; put the key back, or"
    ):
        shop.land()


def test_another_key_lands_everything_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.give("a.csv", ROWS)
    monkeypatch.setenv("CJM_KEY", "one")
    shop.land()
    monkeypatch.setenv("CJM_KEY", "two")
    shop.reopen()
    assert shop.land().new_files == 1
    assert shop.land().new_files == 0
    assert len(shop.rows()) == 1


@pytest.mark.parametrize("key", ["cjm-test-key-" * 2, "cjm-test-key-" * 9])
def test_key_is_in_no_file_of_the_warehouse_and_in_no_query(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("CJM_KEY", key)
    shop.on_disk = True
    shop.give("a.csv", ROWS)
    shop.open()
    queries: list[str] = []
    run = shop.engine.rows

    def watched(query: str, parameters: tuple[object, ...] = ()) -> object:
        queries.append(f"{query} {parameters}")
        return run(query, parameters)

    monkeypatch.setattr(shop.engine, "rows", watched)
    shop.land()
    shop.engine.rows("checkpoint")
    shop.close()
    raw = key.encode()
    block = (sha256(raw).digest() if len(raw) > 64 else raw).ljust(64, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
    stored = b"".join(p.read_bytes() for p in shop.root.rglob("*") if p.is_file())
    said = "\n".join(queries)
    for secret in (raw, inner, outer):
        assert secret not in stored
        assert secret.hex() not in said
        assert str(secret) not in said
    assert key not in said
