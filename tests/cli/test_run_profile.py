"""`cjm run --profile`: what each step took, beside what the run says anyway."""

import re
from pathlib import Path

from cli_shop import Cjm, assert_plain

from cjm_analytics.folders import SQL
from cjm_analytics.tables import find, with_sql

_STEP = re.compile(r" (\S.*?) +([0-9,.]+) +([0-9.]+)% +([0-9,.]+)( .*)?")


def test_every_step_and_the_sum(cjm: Cjm, shop: Path) -> None:
    answer = cjm("run", "--profile", shop)
    assert answer.code == 0
    profile, _, summary = answer.out.partition("together")
    steps = {match[1]: match for match in map(_STEP.match, profile.splitlines()) if match}
    assert {table.name for table in with_sql(find(SQL))} < steps.keys()
    assert {"landing site", "copying tables", "starting, Dagster, the rest"} < steps.keys()
    shares = [float(step[3]) for step in steps.values()]
    assert abs(sum(shares) - 100) < len(shares) * 0.05 + 0.1  # each is rounded to 0.1
    assert shares == sorted(shares, reverse=True)
    assert "journeys " in summary
    assert all(len(line) <= 80 for line in profile.splitlines())
    assert_plain(answer)


def test_nothing_of_it_unless_asked(cjm: Cjm, shop: Path) -> None:
    answer = cjm("run", shop)
    assert answer.code == 0
    assert "CPU" not in answer.out


def test_a_failed_run_tells_how_far_it_came(cjm: Cjm, shop: Path) -> None:
    (shop / "exports" / "tickets-0.jsonl").write_bytes(b"")
    answer = cjm("run", "--profile", shop)
    assert answer.code == 1
    assert "landing service" in answer.out
    assert "clean.orders" not in answer.out
    assert "exports/tickets-0.jsonl is empty" in answer.err
