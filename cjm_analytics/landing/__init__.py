"""Export files become landed rows, each file once; bad rows go to quarantine.

A kind of export is a `.sql` and a `.yml` in sql/0_sources; of those, only `table` is known here
by name.
"""

from cjm_analytics.landing.files import BadFile
from cjm_analytics.landing.kinds import Kind
from cjm_analytics.landing.land import Landing
from cjm_analytics.landing.outcomes import Inspected, Landed

__all__ = ["BadFile", "Inspected", "Kind", "Landed", "Landing"]
