"""Rows in, Plotly figures out. Pure functions: nothing here reads a database or a file."""

from cjm_analytics.charts.conversions import conversions_figure
from cjm_analytics.charts.flows import Flows, fold_flows
from cjm_analytics.charts.funnel import funnel_figure
from cjm_analytics.charts.kpis import kpis_figure
from cjm_analytics.charts.quality import ledger_figure, unassigned_figure
from cjm_analytics.charts.sankey import sankey_figure
from cjm_analytics.charts.sources import sources_figure
from cjm_analytics.charts.times import times_figure

__all__ = [
    "Flows",
    "conversions_figure",
    "fold_flows",
    "funnel_figure",
    "kpis_figure",
    "ledger_figure",
    "sankey_figure",
    "sources_figure",
    "times_figure",
    "unassigned_figure",
]
