"""The project's key, and how it reaches SQL without ever being in its text."""

import os
import secrets
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path

from cjm_analytics.config.errors import ConfigError, Problem
from cjm_analytics.engines.duckdb import DuckDB

VARIABLE = "CJM_KEY"
FILE = ".cjm-key"
_BLOCK = 64  # bytes in a block of SHA-256


def project_key(root: Path) -> bytes:
    """The key in CJM_KEY, else in the file `.cjm-key`, which is made when it is missing.

    Raises ConfigError when the file holds none: everyone knows the empty key.
    """
    if given := os.environ.get(VARIABLE):
        return given.encode()
    path = root / FILE
    if not path.exists():
        # Written whole or not at all: a key cut short would hash tomorrow's addresses differently.
        draft = path.with_name(f"{FILE}.new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        draft.replace(path)
    key = path.read_bytes().strip()
    if not key or not key.isascii():
        remedy = "put the key back, or remove the file: then all is hashed anew with a new key"
        raise ConfigError([Problem(FILE, 0, "", "the file holds no key", remedy)])
    return key


def key_fingerprint(key: bytes) -> str:
    """Tells two keys apart and says nothing about either."""
    return hmac(key, b"fingerprint", sha256).hexdigest()[:12]


def give_key(engine: DuckDB, key: bytes) -> None:
    """Set the two pads of HMAC (RFC 2104) as variables of the connection, for `keyed_hash`."""
    block = (sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    engine.set_variable("key_inner", bytes(byte ^ 0x36 for byte in block))
    engine.set_variable("key_outer", bytes(byte ^ 0x5C for byte in block))
