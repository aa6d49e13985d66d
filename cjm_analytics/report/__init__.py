"""The published site: pages of tables and figures, written from the rows of sql/9_report."""

from cjm_analytics.report.run import RunInfo
from cjm_analytics.report.site import build_site

__all__ = ["RunInfo", "build_site"]
