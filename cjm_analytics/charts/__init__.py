"""Rows in, Plotly figures out. Pure functions: nothing here reads a database or a file."""

from cjm_analytics.charts.change_parts import mix_figure, placebos_figure
from cjm_analytics.charts.change_weeks import change_weeks_figure
from cjm_analytics.charts.conversions import conversions_figure
from cjm_analytics.charts.flows import Flows, fold_flows
from cjm_analytics.charts.funnel import funnel_figure
from cjm_analytics.charts.kpis import kpis_figure
from cjm_analytics.charts.outcomes import outcomes_figure
from cjm_analytics.charts.quality import ledger_figure, unassigned_figure
from cjm_analytics.charts.sankey import sankey_figure
from cjm_analytics.charts.sources import sources_figure
from cjm_analytics.charts.times import times_figure

__all__ = [
    "Flows",
    "change_weeks_figure",
    "conversions_figure",
    "fold_flows",
    "funnel_figure",
    "kpis_figure",
    "ledger_figure",
    "mix_figure",
    "outcomes_figure",
    "placebos_figure",
    "sankey_figure",
    "sources_figure",
    "times_figure",
    "unassigned_figure",
]
