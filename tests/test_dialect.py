"""sql/1_… to 9_… stay within the dialect that means the same on DuckDB and Spark."""

from pathlib import Path

import pytest
from sqlglot import exp

from cjm_analytics.engines import spark
from cjm_analytics.folders import SQL
from cjm_analytics.project import Project
from cjm_analytics.tables import Table, find, with_sql

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "spark"
BUILT = with_sql(find(SQL))

# What differs or fails on Spark, each with what to write instead.
FORBIDDEN_NODES: dict[type[exp.Expr], str] = {
    exp.SimilarTo: "regexp_matches",
    exp.DateDiff: "microseconds_between",
    exp.ArrayAgg: "a window, or string_agg with order by",
    exp.Pivot: "filter (where …)",
    exp.Merge: "a select",
    exp.Mode: "a count and row_number()",
    exp.RegexpILike: "regexp_matches with (?i)",
    exp.DayOfWeek: "a calendar column",
    exp.UnixToTime: "a timestamp from landing",
}
FORBIDDEN_FUNCTIONS = {
    "epoch",
    "epoch_ms",
    "epoch_us",
    "regexp_full_match",
    "hash",
    "isodow",
    "list",
    "date_part",
    "strftime",
    "now",
    "random",
    "current_timestamp",
    "timezone",
}
# Columns that no two rows of a window share, so that its order is one order.
TIE_BREAKERS = {
    "event_id", "line", "identifier", "phase_number", "visit_number", "journey_number", "channel",
    "duration_us", "source_id", "value", "period_number", "drift", "product_category", "categories",
    "path", "kpi_id", "event_number", "visitor_event_number", "place",
}  # fmt: skip


def _names(call: exp.Anonymous) -> str:
    return str(call.this).lower()


def _frame(call: exp.Window, query: exp.Expr) -> exp.Expr | None:
    """The rows that a window function looks at, where they are said; its window may have a name."""
    named = {each.this.name: each for each in query.find_all(exp.Window) if not each.args["over"]}
    return named.get(call.alias, call).args.get("spec")


def problems(query: exp.Expr) -> list[str]:
    """What in a query would not travel."""
    found = [
        f"{kind.__name__}: use {remedy}"
        for kind, remedy in FORBIDDEN_NODES.items()
        if query.find(kind)
    ]
    found += [
        f"{_names(call)}() is not portable"
        for call in query.find_all(exp.Anonymous)
        if _names(call) in FORBIDDEN_FUNCTIONS
    ]
    found += [
        f"{call.sql_name().lower()}() is not portable"
        for call in query.find_all(exp.Func)
        if call.sql_name().lower() in FORBIDDEN_FUNCTIONS
    ]
    if any(cte.args.get("recursive") for cte in query.find_all(exp.With)):
        found.append("recursive: let the contract say repeat")
    found += ["* replace (…)" for star in query.find_all(exp.Star) if star.args.get("replace")]
    found += ["union by name" for union in query.find_all(exp.Union) if union.args.get("by_name")]
    for division in query.find_all(exp.Div):
        divisor = division.expression.unnest()
        if not isinstance(divisor, exp.Literal | exp.Nullif):
            found.append(f"/ {divisor.sql()}: put the divisor in nullif(…, 0)")
    for window in query.find_all(exp.Window):
        order = window.args.get("order")
        if order and order.expressions[-1].this.name not in TIE_BREAKERS:
            found.append(f"{order.sql()}: end in a unique key")
        if isinstance(window.this, exp.RowNumber) and _frame(window, query):
            found.append("row_number() with a frame: Spark refuses it")
    for aggregate in query.find_all(exp.ArgMin, exp.ArgMax):
        # Over nulls the engines differ; a filter, or a column that is never missing, says which.
        column = aggregate.this
        is_key = column.name in {"event_id", "person_id"}
        if not is_key and not isinstance(aggregate.parent, exp.Filter):
            found.append(f"{aggregate.sql()}: add filter (where {column.sql()} is not null)")
    return found


@pytest.mark.parametrize("table", BUILT, ids=lambda table: table.name)
def test_a_table_keeps_to_the_portable_dialect(table: Table):
    assert problems(table.query) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select a / b from t.x",
        "select row_number() over (partition by a order by occurred_at) from t.x",
        "select arg_min(channel, event_id) from t.x",
        "select row_number() over w from t.x"
        " window w as (order by line rows between unbounded preceding and 1 preceding)",
        "select epoch_ms(a) from t.x",
        "select date_diff('day', a, b) from t.x",
        "select array_agg(a order by b) from t.x",
        "select mode(a) from t.x",
        "select hash(a) from t.x",
        "select * replace (1 as a) from t.x",
        "with recursive c as (select 1 union all select 1 from c) select * from c",
        "select a from t.x union by name select b from t.y",
        "select dayofweek(a) from t.x",
    ],
)
def test_what_does_not_travel_is_found(sql: str):
    import sqlglot

    assert problems(sqlglot.parse_one(sql, read="duckdb"))


@pytest.fixture(scope="module")
def functions():
    return Project(ROOT / "journey.yml").declared.functions


@pytest.mark.parametrize("table", BUILT, ids=lambda table: table.name)
def test_a_table_compiles_to_spark_as_before(table: Table, functions, request):
    """A change of sqlglot or of a query shows itself here; write with `pytest --golden`."""
    compiled = spark.to_sql(functions.expand(table.query.copy())) + "\n"
    golden = GOLDEN / f"{table.name}.sql"
    if request.config.getoption("--golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(compiled, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == compiled


def test_no_golden_file_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.sql")} == {table.name for table in BUILT}
