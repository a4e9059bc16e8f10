"""`gridops insight`: the roll-ups behind every count, held against the cases or counted anew from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from gridops import config
from gridops.db.session import Database


@click.group()
def insight() -> None:
    """The roll-ups behind every count."""


@insight.command()
def verify() -> None:
    """Recount every number from the cases; exit code 1 where one differs, each named by its key."""
    from gridops.insight.rollups.verifying import find_differences, note_verified

    found = 0
    with _database() as database:
        # One picture of cases and counts, whatever is written meanwhile.
        with database.transaction("gridops_system", read_only=True) as session:
            for difference in find_differences(session):
                found += 1
                click.echo(str(difference))
        with database.transaction("gridops_system") as session:
            note_verified(session, found)
    if found:
        raise click.ClickException(
            f"{found} numbers differ. `gridops insight rebuild` counts everything anew."
        )
    click.echo("Every number of the roll-ups is that of the cases.")


@insight.command()
def rebuild() -> None:
    """Count everything anew from the cases; the service may run meanwhile."""
    from gridops.insight.cells import queries as cells
    from gridops.insight.rollups.filling import fill

    with _database() as database:
        with database.transaction() as session:
            counted = fill(session)
        with database.transaction() as session:
            cells.recount(session)
    click.echo(f"{counted:,} cases are counted.")


@contextmanager
def _database() -> Iterator[Database]:
    database = Database(config.load().database_url, pool_size=1)
    try:
        yield database
    finally:
        database.close()
