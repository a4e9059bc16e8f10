"""`gridops demo`: the demonstration into an empty database, and a season of past cases in and out of one.

Nothing of a real district is touched: what is no demonstration is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from gridops import config
from gridops.cli import cluster
from gridops.cli.progress import step
from gridops.cli.refusals import as_message
from gridops.db.session import Database


@click.group()
def demo() -> None:
    """The demonstration: loaded into an empty database, with a season of past cases where it is asked."""


@demo.command()
@click.option("--season", is_flag=True, help="With a season of past cases; alone where the rest is there.")
@as_message
def load(*, season: bool) -> None:
    """Load the demonstration into an empty database; it is then served to this machine alone."""
    from gridops.db import migrate
    from gridops.demonstration.load import load_if_empty

    settings = config.load(needs_database=False)
    if settings.is_private_cluster:
        cluster.up(cluster.default_cluster())
    url = config.load().database_url
    with step("Bringing the database's schema up to date"):
        migrate.upgrade(url)
    is_new = load_if_empty(url, argon2_profile=settings.argon2_profile, step=step)
    if season:
        count = load_season_into(url, is_followed=not is_new)
        click.echo(f"{count:,} cases of the last 90 days are loaded; to take them away: gridops demo clear")
    elif not is_new:
        raise click.ClickException(
            "The database is not empty: the demonstration comes into an empty one alone"
        )
    click.echo("The demonstration is loaded.")


@demo.command()
@as_message
def clear() -> None:
    """Take the season of past cases away; the demonstration itself stays, and so does what the log says."""
    from gridops.demonstration.season.loading import clear_season
    from gridops.log.resuming import resume_log

    with _opened(config.load().database_url) as database:
        with database.transaction() as session:
            gone = clear_season(session)
        if gone:
            with database.transaction("gridops_system") as session:
                # Who follows the stream is told to begin anew: what is gone was no move of anybody's.
                resume_log(session)
    click.echo(f"{gone:,} cases are taken away." if gone else "There was no season.")


def load_season_into(url: str, *, is_followed: bool) -> int:
    """Load the season and number its entries; returns how many cases.

    `is_followed`: screens may be open on the database, and begin anew instead of hearing of each of them.
    """
    from gridops.demonstration.season.loading import load_season
    from gridops.log.resuming import resume_log
    from gridops.log.sequencing import number_pending

    with _opened(url) as database:
        with step("Loading a season of past cases"), database.transaction() as session:
            count = load_season(session)
        with step("Numbering their entries"):
            numbered = 1
            while numbered:
                with database.transaction("gridops_system") as session:
                    numbered = number_pending(session)
        if is_followed:
            with database.transaction("gridops_system") as session:
                resume_log(session)
    return count


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url, pool_size=1)
    try:
        yield database
    finally:
        database.close()
