"""`cjm funnel`, `paths`, `explain` and `preview` on a shop that ran yesterday."""

import json

import duckdb
import pytest


def published(shop, query: str) -> list[tuple]:
    with duckdb.connect(str(shop / "warehouse" / "published.duckdb"), read_only=True) as tables:
        return tables.execute(query).fetchall()


def test_a_funnel_counts_what_the_tables_hold(cjm, shop):
    answer = cjm("funnel", "page_view", "order", "--project", shop, "--csv")
    assert answer.code == 0
    header, first, second = answer.out.splitlines()
    assert header.startswith("step,name,n,rate_of_first")
    seen = "select count(distinct person_id) from events.events where event_name = 'page_view'"
    assert first.split(",")[:3] == ["1", "page_view", str(published(shop, seen)[0][0])]
    both = """
        select count(distinct looked.person_id) from events.events as looked
        inner join events.events as bought using (person_id)
        where looked.event_name = 'page_view' and bought.event_name = 'order'
            and looked.occurred_at <= bought.occurred_at
    """
    assert second.split(",")[2] == str(published(shop, both)[0][0])


def test_a_step_may_be_a_condition_and_a_phase(cjm, shop):
    answer = cjm(
        "funnel",
        "{page_path: {starts_with: /gloves}}",
        "{phase_id: purchase}",
        "--csv",
        "--project",
        shop,
    )
    assert answer.code == 0
    assert "starts_with" in answer.out


def test_a_name_that_no_event_has_is_told_and_counts_nothing(cjm, shop):
    answer = cjm("funnel", "page_view", "purchas", "--csv", "--project", shop)
    assert answer.code == 0
    assert answer.err.strip() == "no event is called 'purchas' (did you mean purchase?)"
    assert answer.out.splitlines()[2].startswith("2,purchas,0,0.0,")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["page_view"], "two steps or more"),
        (["page_view", "{pagepath: /x}"], "unknown column 'pagepath'"),
        (["page_view", "{page_path: ["], "cannot be read"),
        (["page_view", "order", "--window", "soon"], "not a length of time"),
        (["page_view", "order", "--order", "random"], "ordered, strict, any"),
        (["page_view", "order", "--exclude", "ticket"], "remove_from_cart:1:2"),
        (["page_view", "order", "--people", "3"], "there is no step 3"),
        (["page_view", "order", "--people", "1", "--by", "device"], "leave out --by"),
    ],
)
def test_a_funnel_that_makes_no_sense_is_refused(cjm, shop, arguments, told):
    answer = cjm("funnel", *arguments, "--project", shop)
    assert answer.code == 2
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_paths_start_with_every_journey(cjm, shop):
    answer = cjm("paths", "--project", shop, "--min-n", 1, "--steps", 1, "--csv")
    rows = [line.split(",") for line in answer.out.splitlines()[1:]]
    journeys = published(shop, "select count(*) from journeys.journeys")[0][0]
    assert sum(int(row[3]) for row in rows) == journeys


def test_cells_that_a_spreadsheet_would_calculate_are_made_text(cjm, shop):
    answer = cjm("funnel", "=1+1", "@sum", "--project", shop, "--csv")
    assert [line.split(",")[1] for line in answer.out.splitlines()[1:]] == ["'=1+1", "'@sum"]


def test_every_event_can_be_explained(cjm, shop):
    for kind in ("order", "review", "contact", "event"):
        query = f"select event_id, person_id from events.events where record = '{kind}' limit 1"
        ((event_id, person_id),) = published(shop, query)
        answer = cjm("explain", event_id, "--project", shop, "--json")
        assert answer.code == 0
        (told,) = json.loads(answer.out)["explanations"]
        assert event_id in json.dumps(told)
        assert person_id is None or person_id in json.dumps(told)


def test_every_reason_for_leaving_a_row_out_is_told(cjm, shop):
    rows = published(shop, "select reason, min(event_id) from clean.left_out group by reason")
    for reason, event_id in rows:
        answer = cjm("explain", event_id, "--project", shop)
        assert answer.code == 0
        assert reason in answer.out


def test_an_order_and_a_person_can_be_explained(cjm, shop):
    ((order_id, person_id),) = published(
        shop, "select order_id, person_id from identity.order_persons order by 1 limit 1"
    )
    for wanted in (order_id, person_id):
        answer = cjm("explain", wanted, "--project", shop)
        assert answer.code == 0
        assert order_id in answer.out


def test_what_nobody_knows_is_refused(cjm, shop):
    answer = cjm("explain", "nothing of the kind", "--project", shop)
    assert answer.code == 1
    assert "nothing of the kind" in answer.err


def test_without_edits_a_preview_says_so(cjm, shop):
    answer = cjm("preview", "--project", shop)
    assert answer.code == 0
    assert "nothing would change" in answer.out


def test_a_preview_is_what_the_run_then_gives(cjm, shop):
    """A rule that takes the tickets from their phase, and a shorter silence: then run for real."""
    before = published(shop, "select count(*) from journeys.journeys")[0][0]
    tickets = published(
        shop,
        "select count(*) from phases.event_phases inner join events.events using (event_id)"
        " inner join declared.phases using (phase_number)"
        " where event_name = 'ticket' and phase_id <> 'consideration'",
    )[0][0]
    file = shop / "journey.yml"
    edited = file.read_text().replace(
        "- {name: gloves, page_path: {starts_with: /gloves}}",
        "- {name: gloves, page_path: {starts_with: /gloves}}\n"
        "        - {name: asks, event_name: ticket}",
    )
    file.write_text(edited + "journey: {silence: 1 hour}\n")
    told = cjm("preview", "--project", shop)
    assert told.code == 0
    assert tickets > 0
    assert f"{tickets:,}" in told.out
    assert cjm("run", shop).code == 0
    after = published(shop, "select count(*) from journeys.journeys")[0][0]
    assert after != before
    assert f"{before:,} -> {after:,}" in told.out


def test_a_broken_edit_is_refused_and_nothing_is_written(cjm, shop):
    (shop / "edited.yml").write_text("model: {preset: nothing}\n")
    before = (shop / "warehouse" / "published.duckdb").stat().st_mtime_ns
    answer = cjm("preview", shop / "edited.yml", "--project", shop)
    assert answer.code == 2
    assert "edited.yml" in answer.err
    assert (shop / "warehouse" / "published.duckdb").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "command", [["funnel", "a", "b"], ["paths"], ["explain", "x"], ["preview"]]
)
def test_before_the_first_run_there_is_nothing_to_ask(cjm, shop, command):
    (shop / "warehouse" / "published.duckdb").unlink()
    answer = cjm(*command, "--project", shop)
    assert answer.code == 1
    assert "nothing has been published yet" in answer.err
