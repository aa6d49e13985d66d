"""The published files: complete, safe, the same every time."""

import base64
import csv
import filecmp
import io
import json
import random
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import rows
from shop_journey import RUN, open_journey

from cjm_analytics.report import build_site
from cjm_analytics.report.cards import script_json
from cjm_analytics.report.tables import as_csv

Publish = Callable[..., Path]
PAGES = (
    *("index.html", "quality.html", "index.en.html", "quality.en.html"),
    *("change-thank-you-card.html", "change-thank-you-card.en.html"),
)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_a_page_for_each_language_and_the_first_is_index(publish: Publish) -> None:
    site = publish(rows.full_tables(), languages="en, nl")
    assert {path.name for path in site.glob("*.html")} == {
        "index.html", "quality.html", "index.nl.html", "quality.nl.html",
        "change-thank-you-card.html", "change-thank-you-card.nl.html",
    }  # fmt: skip
    assert '<html lang="en">' in (site / "index.html").read_text()
    assert (site / "assets" / "plotly.min.js").stat().st_size > 1_000_000


def test_one_language_has_no_switch(publish: Publish) -> None:
    site = publish(rows.full_tables(), languages="nl")
    assert 'class="languages"' not in (site / "index.html").read_text()


def test_every_page_says_which_run_it_is_of(publish: Publish) -> None:
    site = publish(rows.full_tables())
    for page in PAGES:
        html = (site / page).read_text()
        for said in (RUN.run_id, RUN.definition_hash, "7 jun" if "en" not in page else "7 Jun"):
            assert said in html, f"{page} lacks {said}"
        assert ("96.2%" if ".en." in page else "96,2%") in html


def test_every_chart_has_its_headline_as_label_and_a_table(publish: Publish) -> None:
    site = publish(rows.full_tables())
    for page in PAGES:
        html = (site / page).read_text()
        for card in re.findall(r'<section class="card.*?</section>', html, re.S):
            if 'role="img"' in card:
                headline = re.search(r"<h2[^>]*>(.*?)</h2>", card, re.S)
                label = re.search(r'role="img" aria-label="([^"]*)"', card)
                assert headline is not None
                assert label is not None
                assert headline[1] == label[1]
                assert "<table>" in card


def test_the_same_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    journey = open_journey(tmp_path)
    shuffled = rows.full_tables()
    for table in shuffled.values():
        random.Random(4).shuffle(table)
    build_site(journey, rows.full_tables(), RUN, tmp_path / "a")
    build_site(journey, shuffled, RUN, tmp_path / "b")
    same, different, missing = filecmp.cmpfiles(
        tmp_path / "a", tmp_path / "b", PAGES, shallow=False
    )
    assert (sorted(same), different, missing) == (sorted(PAGES), [], [])


def test_nothing_points_outside(publish: Publish) -> None:
    site = publish(rows.full_tables())
    for path in site.rglob("*"):
        if path.is_file() and path.name != "plotly.min.js":
            text = path.read_text()
            assert not re.search(
                r"(https?:|wss?:)?//[\w-]+\.\w", re.sub(r"base64,[\w+/=]+", "", text)
            ), path
            assert "@import" not in text
    script = (site / "assets" / "site.js").read_text()
    assert "showSendToCloud: false" in script
    assert 'plotlyServerURL: ""' in script
    assert "default-src 'none'" in (site / "index.html").read_text()


def test_text_from_exports_stays_text(publish: Publish) -> None:
    tables = rows.full_tables()
    tables["unassigned_events"][0]["event_name"] = EVIL
    tables["quarantine"][0] |= {"reason": EVIL, "path": EVIL}
    tables["rules"][0]["rule_name"] = EVIL
    tables["left_out"][0]["reason"] = EVIL
    site = publish(tables, name="<script>alert(3)</script>")
    for page in PAGES:
        html = (site / page).read_text()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert html.count("<script") == html.count("</script>")
    assert EVIL in unescape((site / "quality.html").read_text())


def test_json_cannot_end_its_script() -> None:
    text = script_json({"a": "</script><!-- &amp; \u2028"})
    assert not re.search(r"[<>&\u2028]", text)
    assert json.loads(text) == {"a": "</script><!-- &amp; \u2028"}


def test_small_counts_are_nowhere(publish: Publish) -> None:
    site = publish(rows.small_tables())
    html = (site / "index.html").read_text()
    assert "data-figure" not in re.sub(r"kpis", "", html).split("<footer")[0].split("<main")[0]
    cells = re.findall(r"<bdi>(.*?)</bdi>", html)
    assert "&lt; 10" in cells
    assert not {"1", "2", "3", "5", "7"} & set(cells)
    for name, table in downloads(html).items():
        people = [
            value
            for row in table[1:]
            for key, value in zip(table[0], row, strict=True)
            if key.startswith("n")
        ]
        assert not {"1", "2", "3", "5", "7"} & set(people), name


@pytest.mark.parametrize("tables", [rows.empty_tables(), rows.small_tables()])
def test_nothing_to_show_is_said(publish: Publish, tables: rows.Tables) -> None:
    site = publish(tables)
    for page in site.glob("*.html"):
        html = page.read_text()
        assert "None" not in html
        assert "nan" not in re.sub(r"base64,[\w+/=]+", "", html).lower().replace("finan", "")


def test_no_orders_and_no_rates(publish: Publish) -> None:
    tables = rows.full_tables()
    tables["summary"][0] |= {
        "n_orders": 0, "revenue": 0.0, "n_converted": 0, "n_closed": 0,
        "conversion_rate": None, "conversion_low": None, "conversion_high": None,
    }  # fmt: skip
    rates = ("rate_of_previous", "conversion_rate", "drop_off", "median_days", "km_median_days")
    for row in tables["funnel"]:
        row |= dict.fromkeys(rates) | {f"{rate}_low": None for rate in ("drop_off",)}
        row |= {"drop_off_high": None, "conversion_low": None, "conversion_high": None}
        row |= {"n_closed_reached": 0, "n_dropped": 0, "n_lost": 0}
    site = publish(tables)
    assert "geen gegevens" in (site / "index.html").read_text()


def test_one_phase(publish: Publish) -> None:
    tables = rows.full_tables()
    tables["funnel"] = tables["funnel"][:1]
    tables["flows"] = []
    publish(tables)


def test_missing_tables_are_named(tmp_path: Path) -> None:
    tables = rows.full_tables()
    del tables["flows"]
    with pytest.raises(KeyError, match="flows"):
        build_site(open_journey(tmp_path), tables, RUN, tmp_path / "site")
    with pytest.raises(ValueError, match="summary has 0 rows"):
        build_site(open_journey(tmp_path), rows.full_tables() | {"summary": []}, RUN, tmp_path)


def downloads(html: str) -> dict[str, list[list[str]]]:
    """The CSV files of a Dutch page, by name."""
    found = re.findall(
        r'href="data:text/csv;charset=utf-8;base64,([^"]*)" download="([^"]*)"', html
    )
    return {
        name: list(
            csv.reader(io.StringIO(base64.b64decode(data).decode("utf-8-sig")), delimiter=";")
        )
        for data, name in found
    }


def test_csv_holds_the_table_as_numbers(publish: Publish) -> None:
    table = downloads((publish(rows.full_tables()) / "index.html").read_text())["funnel.nl.csv"]
    assert table[0][:3] == ["phase", "n_reached", "rate_of_first"]
    assert table[3][:2] == ["Aankoop", "4711"]
    assert float(table[3][2].replace(",", ".")) == pytest.approx(4_711 / 12_610)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_csv_runs_no_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(as_csv([[text, -1.5]], "en")))
    assert row == [f"'{text}", "-1.5"]
    (row,) = csv.reader(io.StringIO(as_csv([["plain", -1.5]], "nl")), delimiter=";")
    assert row == ["plain", "-1,5"]
