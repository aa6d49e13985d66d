"""The functions that files in sql/ may call beyond the dialect, and what they become.

They are how journey.yml reaches a query: `setting('journey.silence')` becomes an interval,
`matched_rule()` the case expression of all rules. What a table is compiled to therefore changes
exactly when something it depends on does.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import sqlglot
from sqlglot import exp

Setting = str | int | float | timedelta

# What these become is told by declared.rules as well, which every table that calls one reads.
OF_RULES = ("matched_rule", "rule_columns", "rule_holds")

_Z = 1.959963984540054  # the normal quantile at 0.975

# Wilson (1927), in the form that has no cancellation at k = 0.
_WILSON = (
    "(2.0 * k + {z2} {sign} {z} * sqrt({z2} + 4.0 * k * (n - k) / nullif(n, 0)))"
    " / (2.0 * (nullif(n, 0) + {z2}))"
)
# Student's t at 0.975: exact below 5 degrees of freedom, from there the Cornish-Fisher expansion
# (Abramowitz and Stegun 26.7.5), which is within 0.001.
_T_TABLE = (12.706204736, 4.302652730, 3.182446305, 2.776445105)
_T_TERMS = (
    (_Z**3 + _Z) / 4,
    (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
    (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
    (79 * _Z**9 + 776 * _Z**7 + 1482 * _Z**5 - 1920 * _Z**3 - 945 * _Z) / 92160,
)
_T_QUANTILE = (
    "case "
    + " ".join(f"when df = {df} then {t}" for df, t in enumerate(_T_TABLE, start=1))
    + f" when df > {len(_T_TABLE)} then {_Z}"
    + "".join(f" + {term:.12f} / power(df, {power})" for power, term in enumerate(_T_TERMS, 1))
    + " end"
)
_TEMPLATES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "wilson_low": (("k", "n"), _WILSON.format(sign="-", z=_Z, z2=_Z * _Z)),
    "wilson_high": (("k", "n"), _WILSON.format(sign="+", z=_Z, z2=_Z * _Z)),
    "t_quantile": (("df",), _T_QUANTILE),
}


@dataclass(frozen=True)
class Functions:
    """What the functions stand for in one project.

    `settings`: value by dotted name; `matched_rule` and `is_conversion`: expressions over the
    columns of an event; `matched_persona`: one over those and its journey's, and
    `personas_read_events`: whether it reads those at all; `rule_columns`: those that the rules
    read; `condition_holds` and `rule_holds`: give the expression for the number of a condition or
    rule; `condition_may_hold`: whether any can, by the columns of an event alone; `change_side`:
    the side of a journey for the number of a change.
    """

    settings: Mapping[str, Setting]
    matched_rule: exp.Expr
    is_conversion: exp.Expr
    matched_persona: exp.Expr
    personas_read_events: exp.Expr
    condition_holds: Callable[[exp.Expr], exp.Expr]
    condition_may_hold: exp.Expr
    rule_columns: tuple[str, ...]
    rule_holds: Callable[[exp.Expr], exp.Expr]
    change_side: Callable[[exp.Expr], exp.Expr]

    def expand(self, query: exp.Expr) -> exp.Expr:
        """The query with every such function replaced. Raises ValueError on an unknown setting."""
        # From the leaves up: a replaced call may stand inside the argument of another.
        for call in list(query.find_all(exp.Anonymous, bfs=False))[::-1]:
            replacement = self._replacement(call)
            if isinstance(replacement, exp.Tuple):
                call.replace(replacement.expressions)
            elif replacement is not None:
                call.replace(replacement)
        return query

    def meanings(self, query: exp.Expr, apart_from: Collection[str] = ()) -> list[str]:
        """What each such function that a query calls becomes, as text: for its code version."""
        calls = {
            call.sql(): call
            for call in query.find_all(exp.Anonymous)
            if str(call.this).lower() not in apart_from
        }
        for text in calls.keys() - self._meant.keys():
            replacement = self._replacement(calls[text])
            self._meant[text] = None if replacement is None else replacement.sql()
        return [meant for text in sorted(calls) if (meant := self._meant[text]) is not None]

    @cached_property
    def _meant(self) -> dict[str, str | None]:
        """What calls became that were met before: every table is asked twice a run."""
        return {}

    def _replacement(self, call: exp.Anonymous) -> exp.Expr | None:
        name, arguments = str(call.this).lower(), call.expressions
        if name == "setting":
            return self._setting(arguments[0].name)
        if name == "matched_rule":
            return self.matched_rule.copy()
        if name == "matched_persona":
            return self.matched_persona.copy()
        if name == "personas_read_events":
            return self.personas_read_events.copy()
        if name == "is_conversion":
            return exp.func("coalesce", self.is_conversion.copy(), exp.false())
        if name == "condition_holds":
            return exp.paren(self.condition_holds(arguments[0]))
        if name == "condition_may_hold":
            return exp.paren(self.condition_may_hold.copy())
        if name == "rule_columns":
            names = [exp.to_identifier(column, quoted=True) for column in self.rule_columns]
            return exp.Tuple(expressions=[exp.column(column) for column in names])
        if name == "rule_holds":
            return exp.paren(self.rule_holds(arguments[0]))
        if name == "change_side":
            return exp.paren(self.change_side(arguments[0]))
        if name in _TEMPLATES:
            parameters, template = _TEMPLATES[name]
            values = dict(zip(parameters, arguments, strict=True))
            body = sqlglot.parse_one(template, read="duckdb")
            for column in list(body.find_all(exp.Column)):
                column.replace(exp.cast(values[column.name].copy(), "double"))
            return exp.paren(body)
        return None

    def _setting(self, name: str) -> exp.Expr:
        try:
            value = self.settings[name]
        except KeyError:
            known = ", ".join(self.settings)
            raise ValueError(f"unknown setting {name!r}; use one of: {known}") from None
        if isinstance(value, timedelta):
            seconds = exp.Literal.string(str(int(value.total_seconds())))
            return exp.Interval(this=seconds, unit=exp.var("second"))
        return exp.convert(value)
