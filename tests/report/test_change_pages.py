"""The published pages of changes: reachable, safe, adding up, and of nobody under ten."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import rows
from change_rows import (
    change_tables,
    lacking,
    many_changes,
    mix_rows,
    no_changes,
    other_outcomes,
    outcome,
    week_rows,
)
from shop_journey import CHANGES
from test_site import downloads

Publish = Callable[..., Path]
NL, EN = "change-thank-you-card.html", "change-thank-you-card.en.html"
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)><b>vet</b>"


def tables(**more: Any) -> rows.Tables:
    return rows.full_tables() | more


def of(row: dict[str, Any], **more: Any) -> rows.Tables:
    """The shop with that verdict on its change."""
    return tables(**(change_tables() | {"changes": [row, *other_outcomes()]} | more))


def title(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found
    return unescape(found[1])


def test_every_page_leads_to_the_one_change(publish: Publish) -> None:
    site = publish(tables())
    for page in site.glob("*.html"):
        is_english = page.name.endswith(".en.html")
        link = f'<a href="{EN if is_english else NL}"'
        assert link in page.read_text(), page.name
        assert f">{'Changes' if is_english else 'Veranderingen'}</a>" in page.read_text()
    html = (site / NL).read_text()
    assert f'<a href="{NL}" aria-current="page">Veranderingen</a>' in html
    assert f'<a href="{EN}" lang="en"' in html, "the switch of language stays on the change"
    assert 'class="back"' not in html


def test_without_changes_there_is_no_entry_and_no_page(publish: Publish) -> None:
    site = publish(tables(**no_changes()), changes="")
    assert {page.name for page in site.glob("*.html")} == {
        "index.html", "quality.html", "index.en.html", "quality.en.html"
    }  # fmt: skip
    html = (site / "index.html").read_text()
    assert "Veranderingen" not in html
    assert 'id="changes-headline"' not in html


def test_many_changes_have_a_page_that_lists_them(publish: Publish) -> None:
    site = publish(tables(**many_changes()))
    names = {page.name for page in site.glob("*.html")}
    assert {"changes.html", "changes.en.html", "change-change_6.html"} <= names
    html = (site / "changes.html").read_text()
    assert title(html).startswith("6 veranderingen: 1 verbeterd, 1 verslechterd")
    links = re.findall(r'class="entry-head"><a href="([^"]*)"', html)
    assert links == [f"change-change_{n}.html" for n in range(6, 1, -1)] + [NL]
    for page in site.glob("*.html"):
        list_page = "changes.en.html" if ".en." in page.name else "changes.html"
        assert f'<a href="{list_page}"' in page.read_text(), page.name
    assert 'class="back"><a href="changes.html"' in (site / NL).read_text()
    index = (site / "index.html").read_text()
    assert index.count('class="entry-text"') == 5, "the latest five, and the way to the others"
    assert ">Alle 6 veranderingen</a>" in index
    assert downloads(html)["changes.nl.csv"][0][:3] == ["change", "date_on", "kpi"]


def test_the_journey_page_says_what_each_change_did(publish: Publish) -> None:
    html = (publish(tables()) / "index.en.html").read_text()
    (said,) = re.findall(r'<p class="entry-text">(.*?)</p>', html)
    assert unescape(said) == title((publish(tables()) / EN).read_text())
    assert "▲ Improved · final" in html
    assert "Anything else that happened in those weeks" in html


def test_the_page_says_verdict_status_and_what_is_in_it_too(publish: Publish) -> None:
    site = publish(tables())
    html = unescape((site / NL).read_text())
    for said in (
        "▲ Verbeterd",
        "Definitief",
        "Al het andere dat in die weken gebeurde, zit ook in dit cijfer.",
        "2026-06-01T0415-91aa",  # the run of the verdict, not that of the page
        "3199857926a5",
        "country equals BE",
        "575 / 679",
        "11,7 procentpunt",
        "32,5%",
    ):
        assert said in html, said


@pytest.mark.parametrize("page", [NL, EN])
def test_no_page_says_what_caused_it(publish: Publish, page: str) -> None:
    for given in (tables(), of(lacking("few_weeks_after")), of(outcome(remark="data_changed"))):
        html = (publish(given) / page).read_text()
        assert not re.search(r"\bcaus|veroorza", html, re.I)


def test_a_remark_stands_below_the_sentence(publish: Publish) -> None:
    row = outcome(remark="definition_changed", verdict_now="worse", estimate_now=-0.02)
    html = unescape((publish(of(row)) / EN).read_text())
    assert '<p class="remark">Since this verdict, the change or its KPI has been defined' in html
    assert "it would be: ▼ Worse (−2.0 pp)." in html
    assert 'class="remark"' not in (publish(tables()) / EN).read_text()


def test_a_warning_about_tracking_reaches_the_checks(publish: Publish) -> None:
    given = tables()
    for row in given["kpis"]:
        if row["kpi_id"] == "review_rate":
            row |= {"capture_rate": 0.62, "is_capture_low": True}
    html = unescape((publish(given) / NL).read_text())
    assert "De site mat maar 62,0% van de orders" in html
    assert "1 van de 7 controles vraagt om voorzichtigheid: gemeten orders" in html
    assert "gemeten orders" not in unescape((publish(tables()) / NL).read_text()).lower()


def test_rate_and_mix_add_up_and_small_groups_are_told_together(publish: Publish) -> None:
    html = (publish(tables()) / NL).read_text()
    head, *lines = downloads(html)["change_mix.nl.csv"]
    found = [dict(zip(head, line, strict=True)) for line in lines]
    number = lambda text: float(text.replace(",", "."))  # noqa: E731
    for dimension, label in (
        ("persona", "Persona"),
        ("channel", "Kanaal"),
        ("visit", "Nieuw of terug"),
    ):
        own = [row for row in found if row["dimension"] == label]
        given = [row for row in mix_rows() if row["dimension"] == dimension]
        for part in ("rate_effect", "mix_effect"):
            told = sum(number(row[part]) for row in own)
            assert told == pytest.approx(sum(row[part] for row in given))
    (few,) = [row for row in found if "minder dan 10" in row["group"]]
    assert (few["n_before"], few["rate_before"], few["share_before"]) == ("", "", "")
    assert "referral" not in html
    assert "whatsapp" not in html


def people(html: str) -> set[str]:
    """All counts of people in the tables of a page."""
    return {
        value
        for table in downloads(html).values()
        for row in table[1:]
        for key, value in zip(table[0], row, strict=True)
        if key in ("n", "n_before", "n_after")
    }


def test_small_counts_are_nowhere(publish: Publish) -> None:
    few = {"n_before": 9, "n_after": 8, "naive_diff": 1 / 9, "rate_before": 1 / 3}
    row = lacking("few_entries", rate_after=4 / 9, **few)
    given = of(row, change_weeks=week_rows(n=7), change_mix=[])
    html = (publish(given) / NL).read_text()
    assert not people(html) & {str(n) for n in range(1, 10)}
    assert "33,3%" not in html
    assert "44,4%" not in html
    assert "+11,1 pp" not in html
    assert "Er zijn te weinig gevallen om getallen te tonen" in html


def test_a_rate_that_gives_a_count_away_is_a_bound(publish: Publish) -> None:
    row = outcome(rate_before=0.01, naive_diff=0.361)  # 6 of 575
    html = (publish(of(row)) / NL).read_text()
    found = downloads(html)["change_outcomes.nl.csv"]
    first = dict(zip(found[0], found[1], strict=True))
    assert first["rate_before"] == ""
    assert first["rate_after"] == "0,371"
    assert "&lt; 1,7%" in html
    assert "36,1" not in re.sub(r"base64,[\w+/=]+", "", html)


def test_text_from_journey_yml_and_exports_stays_text(publish: Publish) -> None:
    changes = CHANGES.replace("nl: Bedankkaartje", f'nl: "{EVIL}"')
    given = tables()
    for row in given["change_mix"]:
        if row["group_id"] == "organic":
            row["group_id"] = EVIL
    site = publish(given, changes=changes)
    for page in site.glob("*.html"):
        html = page.read_text()
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "<b>vet" not in html
        assert html.count("<script") == html.count("</script>")


def test_a_money_kpi_is_told_in_money_and_drawn_in_per_cent(publish: Publish) -> None:
    changes = CHANGES.replace(
        "kpi: review_rate, direction: up, min_effect_pp: 2",
        "kpi: order_value, direction: up, min_effect: 1.5",
    )
    row = outcome(
        kpi_id="order_value", phase_id="purchase", measure="mean", rate_before=51.2,
        rate_after=48.9, control_before=50.1, control_after=50.9, naive_diff=-2.3, estimate=-3.1,
        ci_low=-5.2, ci_high=-1.0, verdict="worse", min_effect=1.5, mde=3.1,
    )  # fmt: skip
    given = of(row, change_weeks=week_rows(kpi_id="order_value", phase_id="purchase", level=50))
    given["changes"] = [row, *(one for one in other_outcomes() if one["kpi_id"] != "order_value")]
    html = unescape((publish(given, changes=changes) / NL).read_text()).replace("\xa0", " ")
    assert "verslechterd: € 3,10 lager dan de groep zonder de verandering" in html
    assert "verschil in % van ervoor" in html
    assert "(minstens € 1,50)" in html


def test_a_change_that_journey_yml_no_longer_has_is_called_by_its_id(publish: Publish) -> None:
    html = unescape((publish(tables(), changes="") / NL).read_text())
    assert "Thank-you-card" in title(html)


def test_a_kpi_that_is_gone_leaves_a_page_without_verdict(publish: Publish) -> None:
    given = tables()
    given["changes"] = [{**row, "is_confirmatory": False} for row in given["changes"]]
    site = publish(given)
    html = unescape((site / NL).read_text())
    assert "staat niet meer in journey.yml: er is geen oordeel." in title(html)
    assert 'class="badge' not in html
    assert "– Geen oordeel" in (site / "index.html").read_text()


@pytest.mark.parametrize("reason", ["date_after_data", "sides_overlap"])
def test_nothing_at_all_is_no_error(publish: Publish, reason: str) -> None:
    names = ("rate_before", "rate_after", "naive_diff", "estimate", "ci_low", "ci_high")
    nothing = dict.fromkeys((*names, "excluded_immature", "se_model"))
    row = lacking(reason, status="provisional", n_before=0, n_after=0, **nothing)
    site = publish(tables(**(no_changes() | {"changes": [row]})))
    for page in (NL, EN):
        html = re.sub(r"base64,[\w+/=]+", "", (site / page).read_text())
        assert "None" not in html
        assert not re.search(r"\bnan\b", html)
        assert "data-figure" not in html
