"""The published tables, opened to be asked."""

import duckdb
from sqlglot import exp

from cjm_analytics.project import Project
from cjm_analytics.questions.explanations import NothingPublished


def open_published(project: Project) -> duckdb.DuckDBPyConnection:
    """A connection on the last published tables; a later publication leaves it as it is.

    Raises NothingPublished before the first run.
    """
    if not project.published.exists():
        raise NothingPublished("nothing has been published yet; first: cjm run")
    # Attached, not opened: a second opening of one path would give the tables of the first.
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    file = exp.Literal.string(str(project.published)).sql("duckdb")
    connection.execute(f"attach {file} as published (read_only)")
    connection.execute("use published")
    return connection


def published_events(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Every event of a person, with `phase_id` and `journey_number` beside its own columns.

    `phase_id` is missing where no rule matched, `journey_number` where the event is in no journey.
    Derived events are not among them.
    """
    return connection.sql(
        "select events.*, phases.phase_id, placed.journey_number"
        " from events.events as events"
        " left join phases.event_phases as event_phases using (event_id)"
        " left join declared.phases as phases using (phase_number)"
        " left join journeys.journey_events as placed using (event_id)"
        " where events.person_id is not null"
    )
