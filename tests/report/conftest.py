"""What the tests of the report share: a shop's journey, a run, a browser if there is one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rows
from shop_journey import RUN, open_journey

from cjm_analytics.language import Numbers, Voice
from cjm_analytics.report import build_site

LABELS = {
    "nl": dict(
        zip(
            rows.PHASES,
            ("Bewustwording", "Overweging", "Aankoop", "Service", "Loyaliteit"),
            strict=True,
        )
    ),
    "en": dict(
        zip(
            rows.PHASES,
            ("Awareness", "Consideration", "Purchase", "Service", "Loyalty"),
            strict=True,
        )
    ),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def nl() -> Voice:
    return Voice(Numbers("nl"), LABELS["nl"])


@pytest.fixture
def en() -> Voice:
    return Voice(Numbers("en"), LABELS["en"])


@pytest.fixture
def publish(tmp_path: Path) -> Callable[..., Path]:
    """publish(tables, name=..., languages=...) -> the folder of the site."""

    def build(tables: rows.Tables, **journey: str) -> Path:
        site = tmp_path / "site"
        build_site(open_journey(tmp_path, **journey), tables, RUN, site)
        return site

    return build


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop in full swing, published once; only to be read."""
    folder = tmp_path_factory.mktemp("full")
    build_site(open_journey(folder), rows.full_tables(), RUN, folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser; the tests that need one are skipped where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no chromium on this machine (or say where with CHROMIUM=...)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()
