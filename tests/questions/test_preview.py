"""What a preview says of an edit is what the run then does, worked out from both runs' tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import small_shop
import yaml
from two_runs import Tables, check, run

from cjm_analytics.config import JourneyFile
from cjm_analytics.project import Project
from cjm_analytics.questions.edits import edits_between
from cjm_analytics.questions.preview import ALL_TOGETHER, preview

Content = dict[str, Any]
Edit = Callable[[Content], None]
# Four who log in on one tablet, which max_links of 2 makes nobody's.
TABLET = [("", 1), ("C1", 2), ("C2", 3), ("C3", 4), ("C4", 5), ("", 6)]


def shop_content() -> Content:
    content: Content = yaml.safe_load(small_shop.JOURNEY)
    content["personas"] = [{"id": "mailed", "match": {"first_channel": "mail"}}]
    content["identity"] = {"max_links": 20}
    rules(content).append({"name": "winter gloves", "page_path": "/gloves/winter"})
    rated = {"events": {"event_name": "review"}, "of": "rating"}
    content["kpis"].append({"id": "rating", "phase": "loyalty", "mean": rated})
    return content


def rules(content: Content) -> list[Content]:
    """Those of the first phase of journey.yml."""
    found: list[Content] = content["model"]["phases"][0]["rules"]
    return found


def exports() -> small_shop.Exports:
    made = small_shop.exports(40)
    for login, hour in TABLET:
        visit = {"time": f"2026-02-01 {hour:02}:00:00", "event": "page_view", "cookie": "tablet"}
        made.visits.append(visit | {"page": "/", "channel": "mail", "login": login, "order": ""})
    of_nobody = {"at": "2026-02-03 10:00:00", "order": "unknown", "stars": "4", "text": "Fine"}
    made.reviews.append(of_nobody)
    return made


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A shop that has run; its journey.yml is edited and put back, its tables published anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", small_shop.KEY)
        folder = tmp_path_factory.mktemp("preview")
        journey = yaml.safe_dump(shop_content(), sort_keys=False)
        small_shop.write(folder, exports(), journey=journey)
        run(Project(folder / "journey.yml"))
        yield folder


def add_a_rule(content: Content) -> None:
    rules(content).append({"name": "asks", "event_name": "ticket"})


def change_a_rule(content: Content) -> None:
    rules(content)[0]["page_path"] = {"starts_with": "/gloves/winter"}


def remove_a_rule(content: Content) -> None:
    rules(content).pop(0)


def move_a_rule_to_another_phase(content: Content) -> None:
    content["model"]["phases"].append({"id": "service", "rules": [rules(content).pop(0)]})


def turn_two_rules_of_a_phase(content: Content) -> None:
    rules(content).reverse()


def set_a_value(section: str, key: str, value: Any) -> Edit:
    def edit(content: Content) -> None:
        content.setdefault(section, {})[key] = value

    edit.__name__ = f"{section}.{key}"
    return edit


def change_a_kpi(content: Content) -> None:
    content["kpis"][1]["ratio"][0] = {"journeys": {"event_name": "ticket"}}


def change_a_persona(content: Content) -> None:
    content["personas"][0]["match"] = {"first_channel": "paid"}


def rename_a_source(content: Content) -> None:
    content["sources"][0]["id"] = "web"


EDITS: list[Edit] = [
    add_a_rule,
    change_a_rule,
    remove_a_rule,
    move_a_rule_to_another_phase,
    set_a_value("journey", "silence", "2 days"),
    set_a_value("journey", "cooldown", "20 days"),
    set_a_value("journey", "session_gap", "3 hours"),
    set_a_value("journey", "conversion", {"event_name": "ticket"}),
    set_a_value("identity", "max_links", 2),
    set_a_value("kpi", "maturity", "2 days"),
    change_a_kpi,
    change_a_persona,
]
LANDED_WITH: list[Edit] = [
    rename_a_source,
    set_a_value("project", "timezone", "Europe/Athens"),
    set_a_value("project", "currency", "USD"),
    set_a_value("journey", "payment_providers", ["pay.example.org"]),
]
OTHERS: list[Edit] = [
    set_a_value("project", "name", "Another Shop"),
    set_a_value("project", "languages", ["en"]),
    set_a_value("kpi", "min_capture", 0.5),
]


def edited(shop: Path, *edits: Edit) -> Content:
    content: Content = yaml.safe_load((shop / "journey.yml").read_text(encoding="utf-8"))
    for edit in edits:
        edit(content)
    return content


@contextmanager
def edited_in(shop: Path, *edits: Edit) -> Iterator[Project]:
    """The project with edits, until it and its tables are put back as they were."""
    files = [shop / "journey.yml", *(shop / "warehouse").glob("*.duckdb")]
    kept = {path: path.read_bytes() for path in files}
    text = yaml.safe_dump(edited(shop, *edits), sort_keys=False)
    (shop / "journey.yml").write_text(text, encoding="utf-8")
    try:
        yield Project(shop / "journey.yml")
    finally:
        for path, was in kept.items():
            path.write_bytes(was)


def named(edit: Edit) -> str:
    return edit.__name__


@pytest.mark.parametrize("edit", EDITS, ids=named)
def test_a_preview_is_what_the_run_then_does(shop: Path, edit: Edit) -> None:
    published = shop / "warehouse" / "published.duckdb"
    before, was = Tables(published), published.read_bytes()
    with edited_in(shop, edit) as project:
        effects = preview(project)
        assert published.read_bytes() == was
        run(project)
        after = Tables(published)
    effect = effects[-1]  # a rule that goes to another phase is one edit
    assert len(effects) == 1
    assert not effect.note
    assert not effect.is_nothing, "an edit that moves nothing tests nothing"
    check(effect, before, after)


def test_several_edits_together_and_one_that_moves_nothing(shop: Path) -> None:
    before = Tables(shop / "warehouse" / "published.duckdb")
    edits = (EDITS[0], EDITS[4], EDITS[8], turn_two_rules_of_a_phase)
    with edited_in(shop, *edits) as project:
        *alone, together = preview(project)
        run(project)
        check(together, before, Tables(project.published))
    assert together.edit == ALL_TOGETHER
    assert sorted(effect.is_nothing for effect in alone) == [False, False, False, True]


@pytest.mark.parametrize("edit", LANDED_WITH, ids=named)
def test_what_exports_are_landed_with_needs_a_run(shop: Path, edit: Edit) -> None:
    with edited_in(shop, edit) as project:
        assert {effect.note for effect in preview(project)} <= {
            "needs a run: exports are landed with it",
            "changes how things are told, and no number",  # all together, the others as they were
        }
        assert preview(project)[0].note.startswith("needs a run")


def test_together_with_another_edit_the_landing_is_left_as_it_was(shop: Path) -> None:
    with edited_in(shop, EDITS[4]) as project:
        (silence,) = preview(project)
    with edited_in(shop, EDITS[4], *LANDED_WITH[1:]) as project:
        *_, together = preview(project)
    assert replace(together, edit=silence.edit) == silence


@pytest.mark.parametrize("edit", [*EDITS, *LANDED_WITH, *OTHERS], ids=named)
def test_a_run_lands_again_what_a_preview_says_needs_one(shop: Path, edit: Edit) -> None:
    """Every setting is tried, so that none that landing reads is forgotten."""
    was = Project(shop / "journey.yml").journey
    with edited_in(shop, edit) as project:
        notes = [found.note for found in edits_between(was, project.journey)]
        engine = project.open_engine()
        try:
            landing = project.landing(engine)
            n_files = sum(landing.land(source).new_files for source in project.journey.sources)
        finally:
            engine.close()
    assert (n_files > 0) == any("needs a run" in note for note in notes)


def test_the_sections_that_are_tried_are_all() -> None:
    """A new setting must be tried above, and named in edits._LANDED_WITH where landing reads it."""
    tried = {edit.__name__ for edit in [*EDITS, *LANDED_WITH, *OTHERS] if "." in edit.__name__}
    settings = {
        f"{section}.{key}"
        for section in ("project", "identity", "journey", "kpi")
        for key in type(JourneyFile.model_fields[section].default).model_fields
    }
    assert tried == settings
