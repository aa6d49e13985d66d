"""The measured customer journey: exports in, funnel and Sankey out.

`funnel` and `funnel_people` answer of any events that have `person_id`, `occurred_at` and
`event_name`, with or without a project.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cjm_analytics.questions.funnels import funnel, funnel_people

__all__ = ["funnel", "funnel_people"]

# Imported when first asked for: the command line must answer before pandas and DuckDB are there.
_WHERE = {
    "funnel": ("cjm_analytics.questions.funnels", "funnel"),
    "funnel_people": ("cjm_analytics.questions.funnels", "funnel_people"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, member = _WHERE[name]
    return getattr(import_module(module), member)
