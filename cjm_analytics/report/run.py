"""What a page says about the run it came from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RunInfo:
    """The run behind a report.

    as_of: the moment it looked from, in UTC; definition_hash: of journey.yml; version: of the
    product.
    """

    run_id: str
    as_of: datetime
    definition_hash: str
    version: str
