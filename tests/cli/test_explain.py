"""`cjm explain` of each kind of decision, asked of a shop in which each was made once."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import decisions
import pytest
import small_shop
from cli_shop import Answer, assert_plain, exit_code

NOT_NEEDED = ("dagster", "pandas", "pyarrow", "plotly", "sqlglot", "cjm_analytics.config")
Told = dict[str, list[str]]  # sentences by their label
Ask = Callable[[str], Told]
AskAll = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = decisions.write(tmp_path_factory.mktemp("explain") / "shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_AS_OF", small_shop.AS_OF)
        patch.setenv("CJM_KEY", small_shop.KEY)
        assert exit_code("run", folder) == 0
    return folder


@pytest.fixture
def told(cjm, decided) -> Callable[[str], Answer]:
    return lambda wanted: cjm("explain", wanted, "--project", decided)


@pytest.fixture
def ask_all(cjm, decided) -> AskAll:
    """What an id stands for, each as JSON."""

    def ask(wanted: str) -> list[dict[str, Any]]:
        answer = cjm("explain", wanted, "--project", decided, "--json")
        assert answer.code == 0, answer.err
        found: list[dict[str, Any]] = json.loads(answer.out)["explanations"]
        return found

    return ask


@pytest.fixture
def ask(ask_all) -> Ask:
    """The sentences of what an id stands for, where that is one thing."""

    def sentences(wanted: str) -> Told:
        (one,) = ask_all(wanted)
        return {label: part["told"] for label, part in one.items() if isinstance(part, dict)}

    return sentences


def test_a_copy_that_survived_and_one_that_did_not(ask: Ask) -> None:
    kept = ask("site:copy")
    assert kept["row"][0] == "exports/site-2.csv:2, of source site"
    assert "page_path: /gloves" in kept["values"]
    assert kept["cleaning"] == [
        "kept",
        "copies with the same id are left out: exports/site-1.csv:2",
        "this copy survived: it was updated last, at 2026-02-02 23:00:00 UTC",
    ]
    copy = ask("exports/site-1.csv:2")
    assert "page_path: /" in copy["values"]
    assert copy["cleaning"] == [
        "left out: duplicate",
        "the same id as site:copy (exports/site-2.csv:2), the copy that survived",
    ]
    assert copy.keys() == {"row", "values", "cleaning"}


@pytest.mark.parametrize(
    ("event", "reason", "why"),
    [
        ("bot", "bot", "says that it is not human"),
        ("tried", "test", "says that it is a test"),
        ("future", "future", "more than 24 hours after the run's moment, 2026-04-01 00:00:00 UTC"),
        (
            "bought-again",
            "duplicate order",
            "order O1 is tracked by event site:bought (exports/site-1.csv:7) of the same source",
        ),
    ],
)
def test_a_row_left_out(ask: Ask, event: str, reason: str, why: str) -> None:
    first, second = ask(f"site:{event}")["cleaning"]
    assert first == f"left out: {reason}"
    assert why in second


def test_a_row_that_cannot_be_read(ask: Ask) -> None:
    told = ask("exports/site-1.csv:6")
    reason, content = told["cleaning"]
    assert "in quarantine: the time (occurred_at) cannot be read: soon" in reason
    assert "unread" in content
    assert "ann@example.org" not in content


def test_a_row_that_is_no_record(ask: Ask) -> None:
    assert "no record of source site: the file's header" in ask("site-1.csv:1")["cleaning"][0]


def test_lines_of_one_order(ask: Ask, ask_all: AskAll) -> None:
    (line,) = ask_all("exports/orders.csv:4")
    assert line["cleaning"]["reason"] == "order line"
    assert line["cleaning"]["survivor"]["at"] == "exports/orders.csv:3"
    order = ask("O2")
    assert order["value"] == ["EUR 15.50, the sum of 2 lines of source shop"]
    first, second = order["rows"]
    assert first.startswith("order row exports/orders.csv:3 of source shop, EUR 10.00; event ")
    assert second == "order row exports/orders.csv:4 of source shop, EUR 5.50; left out: order line"


def test_value_counts_once(ask: Ask, ask_all: AskAll) -> None:
    (order,) = ask_all("O1")
    own = order["conversion"]["event_id"]
    assert order["value"]["told"] == ["EUR 20.00, as source shop gives it"]
    assert [row["value"] for row in order["rows"]["rows"]] == [20, 99, 99]
    assert [row["left_out"] for row in order["rows"]["rows"]] == [None, None, "duplicate order"]
    (tracked,) = ask_all("site:bought")
    assert tracked["order"]["value_in_row"] == 99
    assert tracked["order"]["value_counted"] is None
    assert tracked["order"]["told"] == [
        "bound to order O1, placed before it at 2026-02-02 10:00:00 UTC",
        f"the conversion of that order is event {own}",
        f"its EUR 99.00 does not count: an order's value counts once, at event {own}",
    ]
    counted = ask(own)["order"]
    assert "it is a conversion, of order O1" in counted
    assert counted[-1].endswith("counts here and nowhere else: EUR 20.00, as source shop gives it")


def test_a_test_order_and_a_cancelled_one(ask: Ask) -> None:
    assert "a test: it converts nothing, and is nobody's" in ask("O3")["order"]
    assert "EUR 7.00; left out: test" in ask("O3")["rows"][0]
    assert "cancelled: it converts nothing" in ask("O4")["order"]
    assert ask("O4")["conversion"][0].startswith("it converts nothing")
    assert ask("O4")["person"][0].startswith("email:")


def test_a_shared_tablet(ask: Ask) -> None:
    assert ask("site:tablet-first")["person"] == [
        "customer:eve",
        "visitor tablet first logged in after it, at 2026-02-01 10:00:00 UTC, as customer:eve"
        " (exports/site-2.csv:4); what a visitor does before its first log-in is that customer's",
        "from 2026-02-01 12:00:00 UTC the visitor belongs to customer:fay",
    ]
    assert ask("site:tablet-then")["person"][0] == "customer:eve"
    assert ask("site:tablet-last")["person"] == [
        "customer:fay",
        "visitor tablet logged in as customer:fay (exports/site-2.csv:6)"
        " at 2026-02-01 12:00:00 UTC",
    ]
    eve, fay = ask("tablet")["whose"]
    assert eve.startswith("customer:eve, from the beginning")
    assert eve.endswith("until 2026-02-01 12:00:00 UTC")
    assert fay.startswith("customer:fay, from log-in at 2026-02-01 12:00:00 UTC")


def test_swapped_devices(ask: Ask) -> None:
    for event, owner, place in (("swap-5", "hal", 10), ("swap-6", "gus", 11)):
        person, why = ask(f"site:{event}")["person"]
        assert person == f"customer:{owner}"
        assert f"logged in as customer:{owner} (exports/site-2.csv:{place})" in why
    assert [line.split(":")[0] for line in ask("customer:gus")["visitors"]] == [
        "gus-phone",
        "hal-phone",
    ]


def test_a_visitor_with_too_many_log_ins(ask: Ask) -> None:
    limit = "logged in as 3 customers, more than identity.max_links (2): it belongs to nobody"
    anonymous = ask("site:kiosk-4")
    assert anonymous["person"][0] == "nobody"
    assert anonymous["person"][-1] == f"visitor kiosk {limit}"
    assert anonymous["journey"] == ["none: it is nobody's, and a journey is a person's"]
    assert ask("site:kiosk-2")["person"][0] == "customer:k2"
    assert limit in ask("kiosk")["whose"][0]
    assert len(ask("kiosk")["log-ins"]) == 3


def test_an_identifier_with_too_many_others(ask: Ask) -> None:
    limit = (
        "customer:desk appears with 3 other identifiers, more than identity.max_links (2):"
        " it joins none of them"
    )
    assert ask("site:desk-visit")["person"] == [
        "customer:desk",
        "it names customer:desk itself",
        limit,
    ]
    nobody, _, login, why = ask("site:desk-after")["person"]
    assert nobody == "nobody"
    assert "desk-pc logged in as customer:desk" in login
    assert why == limit
    assert ask("D2")["person"][0] == "customer:desk"
    assert ask("customer:desk")["known as"] == [limit]


def test_an_event_of_nobody(ask: Ask) -> None:
    assert ask("site:nobody")["person"] == [
        "nobody",
        "nobody: it carries no visitor, no customer and no order that is anybody's",
    ]


def test_a_guest_whose_address_is_an_accounts(ask: Ask) -> None:
    guest = ask("G1")["person"]
    assert guest[0] == "customer:C9"
    assert guest[1].startswith("it names order G1, which is of email:")
    assert guest[2].endswith("and customer:C9 are one person: both stand on order G2"
                             " (exports/orders.csv:11)")  # fmt: skip
    assert any("both stand on order G2" in link for link in ask("customer:C9")["joined by"])


def test_a_late_return_is_bound_to_its_order(ask: Ask) -> None:
    """Ann has come back meanwhile: the return is in the journey of its order all the same."""
    late = ask("care:returned")
    assert late["journey"][0].startswith("1: ")
    assert late["journey"][0].endswith("of 2")
    assert late["journey"][-1] == "it is in it because order O1 is, to which it is bound"
    assert late["order"][0] == "bound to order O1, placed before it at 2026-02-02 10:00:00 UTC"
    assert any("event care:returned" in bound for bound in ask("O1")["bound"])
    again = ask("site:again")["journey"]
    assert again[1] == (
        "this event opened it: it is the first orientation again, 18 days after a conversion;"
        " journey.cooldown is 1 day"
    )


def test_what_names_an_unknown_or_a_later_order_is_not_bound(ask: Ask) -> None:
    unknown = "it names order NO-SUCH, which no source knows: that binds nothing"
    assert ask("care:ticket")["order"][0] == unknown
    assert "binds nothing" in ask("NO-SUCH")["order"][0]
    assert ask("NO-SUCH")["named by"] == ["ticket at exports/care.csv:4"]
    early = ask("care:too-early")["order"][0]
    assert early.endswith("not before it, so that it is not bound")


def test_what_the_organisation_did_before_any_journey(ask: Ask) -> None:
    mailing = ask("care:mailing")
    assert mailing["person"][0] == "customer:ann"
    assert mailing["journey"] == [
        "none: the organisation began it, and no journey was open by then"
    ]
    assert "visit" not in mailing


def test_an_event_without_a_phase(ask: Ask) -> None:
    assert ask("site:wave")["phase"] == ["unassigned", "no rule holds for it"]
    assert ask("site:wave")["visit"] == ["none: an unassigned event makes no visit"]
    assert ask("site:wave")["journey"][-1] == "this is event 2 of 5 in it"


def test_the_rule_that_won_and_those_that_would_have(ask: Ask) -> None:
    assert ask("site:many")["phase"] == [
        "consideration",
        "rule 7 'gloves' (consideration) is the first that holds",
        "would have matched too, in order: 'warm gloves' (consideration),"
        " 'looks at a product' (consideration)",
    ]


def test_a_rule_and_what_it_missed(ask: Ask) -> None:
    assert ask("gloves")["events"] == [
        "gave 2 events their phase; no rule above it took any from it"
    ]
    assert ask("warm gloves")["events"] == [
        "shadowed; it holds for 1 more event, which rules above it took:"
        " mostly rule 7 'gloves' (consideration)"
    ]
    assert ask("mittens")["events"] == ["dead: it holds for no event at all"]
    assert ask("mittens")["phase"][0].startswith("consideration; number 9 of the ")


def test_a_repeat_purchase_that_no_export_holds(ask: Ask, ask_all: AskAll) -> None:
    (order,) = ask_all("G2")
    own = order["conversion"]["event_id"]
    derived = ask(f"repeat_purchase:{own}")
    assert own in derived["derived"][0]
    assert derived["person"] == ["customer:C9"]
    assert derived["phase"][0] == "loyalty"
    assert derived["journey"][0].endswith("1 event and 1 derived, purchase > loyalty (done); of 2")
    assert derived["journey"][-1] == "this is event 2 of 2 in it"
    assert derived["visit"] == ["2, to loyalty"]


def test_hostile_text_is_told_and_does_nothing(told, ask_all: AskAll) -> None:
    answer = told(f"site:{decisions.HOSTILE}")
    assert answer.code == 0
    (one,) = ask_all(f"site:{decisions.HOSTILE}")
    assert one["id"] == f"site:{decisions.HOSTILE}"
    odd = told("site:odd-name")
    assert "<script>alert(1)</script>" in odd.out
    assert "page_path: /=1+1" in odd.out
    for said in (answer.out, odd.out):
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert told("site:copy").code == 0, "the tables are still there"


@pytest.mark.parametrize("wanted", ["%", "site:c_py", "site:%", "' or 1=1 --", "*", "site:COPY"])
def test_an_id_is_no_pattern(told, wanted: str) -> None:
    answer = told(wanted)
    assert answer.code == 1
    assert answer.out == ""
    assert f"'{wanted}' in the last run" in answer.err
    assert_plain(answer)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("site:cop", "near are: event site:copy"),
        ("costumer:ann", "near are: person customer:ann"),
        ("warm glove", "near are: rule warm gloves"),
        ("zzz", "ids are as in the published tables, as site:… for an event of source site"),
        ("", "an id is never empty"),
        (" ", "an id is never empty"),
        ("ann@example.org", "e-mail addresses are kept as keyed hashes only"),
        ("\udcff", "that is no UTF-8 text"),
        ("\x1b[31m", "\\x1b[31m"),
        ("exports/site-1.csv:9", "there is no row 9: exports/site-1.csv has 7, a header apart"),
        ("exports/site-1.csv:0", "there is no row 0"),
        ("exports/site-3.csv:2", "near are: file exports/site-1.csv, file exports/site-2.csv"),
        ("site-2.csv", "near are: file exports/site-2.csv"),
        ("site-2.csv", "name a row of a file as FILE:12"),
        ("orders.csv:99999999999999999999", "no event, order, person, visitor, row or rule"),
    ],
)
def test_what_is_not_there_is_refused_with_what_to_do(told, wanted: str, says: str) -> None:
    answer = told(wanted)
    assert answer.code == 1
    assert answer.out == ""
    assert says in answer.err
    assert "\x1b" not in answer.err
    assert_plain(answer)


@pytest.mark.parametrize(
    "path", ["exports/care.csv:3", "./exports/care.csv:3", "care.csv:3", "shop/exports/care.csv:3"]
)
def test_a_file_may_be_named_from_anywhere(ask_all: AskAll, path: str) -> None:
    """Two sources land it: each has made an event of the row."""
    care, returns = ask_all(path)
    assert care["row"]["told"] == [
        "exports/care.csv:3, of source care",
        "the number counts rows, of which the header is 1, not lines of text",
    ]
    assert care["values"]["event_name"] == "return"
    assert returns["row"]["source_id"] == "returns"
    assert returns["values"]["event_name"] == "sent back"


def test_a_row_that_one_of_two_sources_passes_over(ask_all: AskAll) -> None:
    ticket, passed_over = ask_all("exports/care.csv:4")
    assert ticket["values"]["event_name"] == "ticket"
    (told,) = passed_over["cleaning"]["told"]
    assert told.startswith("no record of source returns: ")
    assert "one of the 3 rows that its kind or `ignore` in journey.yml passes over" in told


def test_it_answers_without_what_it_does_not_need(decided: Path) -> None:
    """What makes it quick: one file is opened, and neither the project nor Dagster are."""
    program = (
        "import sys\n"
        "from cjm_cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print(*[name for name in {NOT_NEEDED!r} if name in sys.modules])"
    )
    arguments = ["explain", "site:copy", "--project", str(decided)]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == ""
