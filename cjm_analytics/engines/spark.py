"""Spark: the same queries in Spark's dialect, compiled and kept under tests, not yet run."""

from sqlglot import ErrorLevel, exp

DIALECT = "spark"


def to_sql(query: exp.Expr) -> str:
    """An expanded query as Spark's SQL. Raises UnsupportedError where Spark has no equal."""
    # Bottom-up: `transform` does not go into what it has just replaced.
    rewritten = query.copy()
    for node in list(rewritten.dfs())[::-1]:
        replacement = _rewritten(node)
        if replacement is not node:
            node.replace(replacement)
    return rewritten.sql(DIALECT, pretty=True, comments=False, unsupported_level=ErrorLevel.RAISE)


def _rewritten(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "microseconds_between":
        start, end = node.expressions
        between = exp.Sub(
            this=exp.func("unix_micros", end), expression=exp.func("unix_micros", start)
        )
        return exp.paren(between)
    if isinstance(node, exp.PercentileCont):
        # The native function is exact; percentile_cont within group may be approximate.
        return exp.func("percentile", node.this, node.expression)
    return node
