"""The measured customer journey: exports in, funnel and Sankey out.

    import cjm_analytics

    shop = cjm_analytics.open("journey.yml")
    shop.run()
    shop.table("report.funnel").df()

Without a project, `funnel`, `funnel_people`, `paths` and `transitions` answer the same questions of
any events that have `person_id`, `occurred_at` and `event_name`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cjm_analytics.notebook import OpenProject as open
    from cjm_analytics.questions.funnels import funnel, funnel_people
    from cjm_analytics.questions.paths import paths, transitions

__all__ = ["funnel", "funnel_people", "open", "paths", "transitions"]

# Imported when first asked for: the command line must answer before pandas and DuckDB are there.
_WHERE = {
    "funnel": ("cjm_analytics.questions.funnels", "funnel"),
    "funnel_people": ("cjm_analytics.questions.funnels", "funnel_people"),
    "open": ("cjm_analytics.notebook", "OpenProject"),
    "paths": ("cjm_analytics.questions.paths", "paths"),
    "transitions": ("cjm_analytics.questions.paths", "transitions"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, member = _WHERE[name]
    return getattr(import_module(module), member)
