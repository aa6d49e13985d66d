"""The site in a real browser, opened as a file: it draws, asks for nothing, all can read it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rows
from change_rows import many_changes
from shop_journey import CHANGES, RUN, open_journey

from cjm_analytics.report import build_site

Publish = Callable[..., Path]
PAGES = ("index.html", "quality.en.html")
CHANGE = "change-thank-you-card.html"


class Visit:
    """One page opened: what it asked for, and what it complained of."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._hear(message))
        self.page.on("dialog", lambda dialog: self._hear(dialog))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)

    def _hear(self, heard: Any) -> None:
        self.complaints.append(f"{heard.type}: {getattr(heard, 'text', heard)}")

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *error: object) -> None:
        self.context.close()


@pytest.mark.parametrize("page", [*PAGES, CHANGE])
def test_draws_without_a_request_or_a_complaint(browser: Any, full_site: Path, page: str) -> None:
    with Visit(browser, full_site / page) as visit:
        charts = visit.page.locator("[data-figure]").count()
        assert charts >= 3
        assert visit.page.locator("[data-figure] svg.main-svg >> nth=0").is_visible()
        assert visit.page.locator("[data-figure]:has(svg.main-svg)").count() == charts
        assert all(url.startswith(("file:", "data:")) for url in visit.requests), visit.requests
        assert not visit.complaints
        assert not visit.page.locator(".modebar-btn").count(), "no button of Plotly's own"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_screenshot_is_not_blank_and_has_the_theme(
    browser: Any, full_site: Path, theme: str
) -> None:
    with Visit(browser, full_site / "index.html", color_scheme=theme) as visit:
        chart = visit.page.locator('[data-figure="figure-funnel"]')
        assert len(chart.screenshot()) > 5_000
        bar = chart.locator(".bars .point path").first.evaluate("e => getComputedStyle(e).fill")
        assert bar == ("rgb(24, 45, 107)" if theme == "light" else "rgb(195, 211, 255)")


def test_theme_switch_redraws_and_is_remembered(browser: Any, full_site: Path) -> None:
    with Visit(browser, full_site / "index.html", color_scheme="light") as visit:
        bar = visit.page.locator('[data-figure="figure-funnel"] .bars .point path').first
        button = visit.page.locator("#theme")
        assert button.get_attribute("aria-label") == "Thema: systeem"
        button.press("Enter")
        button.press("Enter")
        assert button.get_attribute("aria-label") == "Thema: donker"
        assert bar.evaluate("e => getComputedStyle(e).fill") == "rgb(195, 211, 255)"
        visit.page.click('nav.languages a[lang="en"]')
        visit.page.wait_for_selector("html[data-ready]", state="attached")
        assert visit.page.locator("#theme").get_attribute("aria-label") == "Theme: dark"
        assert visit.page.url.endswith("index.en.html")


@pytest.mark.parametrize("page", [*PAGES, CHANGE])
def test_a_telephone_needs_no_sideways_scrolling(browser: Any, full_site: Path, page: str) -> None:
    path = full_site / page
    with Visit(browser, path, viewport={"width": 390, "height": 800}) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 390


def test_tables_open_by_keyboard(browser: Any, full_site: Path) -> None:
    with Visit(browser, full_site / "index.html") as visit:
        visit.page.locator("details summary").first.focus()
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("details[open] table").first.is_visible()


def test_csv_downloads(browser: Any, full_site: Path) -> None:
    with Visit(browser, full_site / "quality.html") as visit:
        with visit.page.expect_download() as download:
            visit.page.locator("p.csv a:visible").first.click()
        assert Path(download.value.path()).read_text("utf-8-sig").count("\n") > 3


EVIL = "<img src=x onerror=\"document.title='owned'\"><a href='https://evil.example'>x</a>"


def test_a_hostile_name_does_nothing(browser: Any, publish: Publish) -> None:
    tables = rows.full_tables()
    tables["unassigned_events"][0]["event_name"] = EVIL
    tables["quarantine"][0]["reason"] = f"</script><script>document.title='owned'</script>{EVIL}"
    tables["sources"][0]["source_id"] = EVIL
    with Visit(browser, publish(tables, name="<b>Winkel</b>") / "quality.html") as visit:
        visit.page.wait_for_timeout(300)
        assert visit.page.title() == "Datakwaliteit · <b>Winkel</b>"
        assert visit.page.locator("a[href*=evil], img").count() == 0
        assert visit.page.locator("svg a").count() == 0
        assert not visit.complaints
        assert all(url.startswith(("file:", "data:")) for url in visit.requests)


def test_the_page_could_not_reach_out_if_it_would(browser: Any, full_site: Path) -> None:
    with Visit(browser, full_site / "index.html") as visit:
        blocked = visit.page.evaluate(
            """async () => {
                const seen = [];
                addEventListener("securitypolicyviolation", e => seen.push(e.effectiveDirective));
                new Image().src = "http://127.0.0.1:9/pixel.png";
                await fetch("http://127.0.0.1:9/").catch(() => 0);
                const script = document.createElement("script");
                script.textContent = "document.title = 'owned'";
                document.body.append(script);
                await new Promise(done => setTimeout(done, 200));
                return seen.sort();
            }"""
        )
        assert blocked == ["connect-src", "img-src", "script-src-elem"]
        assert visit.page.title() != "owned"


@pytest.mark.parametrize("tables", [rows.empty_tables(), rows.small_tables()])
def test_nothing_to_draw_is_no_error(browser: Any, publish: Publish, tables: rows.Tables) -> None:
    site = publish(tables)
    for page in site.glob("*.html"):
        with Visit(browser, page) as visit:
            assert not visit.complaints


@pytest.mark.parametrize("page", ["index.html", CHANGE])
def test_prints_on_paper(browser: Any, full_site: Path, page: str) -> None:
    with Visit(browser, full_site / page, color_scheme="dark") as visit:
        paper = visit.page.pdf(prefer_css_page_size=True, print_background=True)
        assert paper.startswith(b"%PDF")
        assert 2 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") <= 6


def test_paper_holds_the_whole_figure(browser: Any, full_site: Path) -> None:
    """Figures are drawn larger than the paper and made smaller: none may stick out of it."""
    with Visit(browser, full_site / CHANGE) as visit:
        visit.page.set_viewport_size({"width": 690, "height": 1000})
        visit.page.emulate_media(media="print")
        visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        sizes = visit.page.eval_on_selector_all(
            "[data-figure]",
            "all => all.map(e => [e.getBoundingClientRect().right,"
            " e.querySelector('svg').getBoundingClientRect().right])",
        )
        assert len(sizes) >= 4
        assert all(abs(inner - outer) < 3 and inner <= 691 for outer, inner in sizes), sizes
        visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
        zooms = visit.page.eval_on_selector_all(
            "[data-figure]", "all => all.map(e => e.style.zoom)"
        )
        assert set(zooms) == {""}


def test_changes_are_reached_by_keyboard(browser: Any, publish: Publish) -> None:
    site = publish(rows.full_tables() | many_changes())
    with Visit(browser, site / "index.html") as visit:
        visit.page.get_by_role("link", name="Veranderingen", exact=True).press("Enter")
        visit.page.wait_for_url("**/changes.html")
        visit.page.get_by_role("link", name="Bedankkaartje").press("Enter")
        visit.page.wait_for_url(f"**/{CHANGE}")
        visit.page.wait_for_selector("html[data-ready]", state="attached")
        visit.page.get_by_role("link", name="Alle 6 veranderingen").press("Enter")
        visit.page.wait_for_url("**/changes.html")
        assert not visit.complaints


def test_a_hostile_change_does_nothing(browser: Any, publish: Publish) -> None:
    changes = CHANGES.replace("nl: Bedankkaartje", f"nl: '{EVIL.replace(chr(39), chr(34))}'")
    tables = rows.full_tables()
    for row in tables["change_mix"]:
        if row["group_id"] == "organic":
            row["group_id"] = EVIL
    with Visit(browser, publish(tables, changes=changes) / CHANGE) as visit:
        visit.page.wait_for_timeout(300)
        assert "owned" not in visit.page.title()
        assert visit.page.locator("a[href*=evil], img, svg a").count() == 0
        assert not visit.complaints


@pytest.fixture(scope="module")
def many_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six changes, each with another verdict; only to be read."""
    folder = tmp_path_factory.mktemp("many")
    build_site(open_journey(folder), rows.full_tables() | many_changes(), RUN, folder / "site")
    return folder / "site"


@pytest.mark.parametrize(
    "page", ["changes.html", "change-change_6.en.html", "change-change_3.html"]
)
@pytest.mark.parametrize(("theme", "width"), [("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_on_other_verdicts(
    browser: Any, many_site: Path, page: str, theme: str, width: int
) -> None:
    test_axe_finds_nothing(browser, many_site, page, theme, width)


@pytest.mark.parametrize("page", [*PAGES, CHANGE])
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(
    browser: Any, full_site: Path, page: str, theme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is missing")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text()
    path = full_site / page
    view = {"width": width, "height": 900}
    # the page's own policy forbids foreign scripts, so axe comes in past it
    with Visit(browser, path, color_scheme=theme, viewport=view, bypass_csp=True) as visit:
        visit.page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true })")
        visit.page.evaluate(source)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = visit.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
        )
        wrong = [
            (rule["id"], node["target"], node.get("failureSummary"))
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        assert not wrong
