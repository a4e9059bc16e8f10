"""`gridops db roles` and `gridops db rights`: the database's roles made, its rights held against the migrations.

What is expected follows from the migrations alone; here it is read, written anew and set right on request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from gridops import config
from gridops.cli import cluster


@click.command()
def roles() -> None:
    """Make the roles that policies and grants name: once a cluster, before a schema or a restored dump."""
    from gridops.db.rights import make_roles

    with _transaction(database_address()) as connection:
        done = make_roles(connection)
    click.echo("The roles are there." if not done else f"Done: {', '.join(done)}.")


@click.command()
@click.option("--mend", is_flag=True, help="Give what is missing, take back what is not meant.")
@click.option(
    "--write", is_flag=True, help="Write down anew what the migrations make (for who changes them)."
)
def rights(*, mend: bool, write: bool) -> None:
    """Name each role, policy or grant that is not as the migrations make it; exit code 1 where there are any."""
    from gridops.db import rights as found

    if write:
        write_down()
        return
    with _transaction(database_address()) as connection:
        if mend:
            click.echo(f"Set right: {found.mend(connection)}.")
        differences = found.find_differences(connection)
    for difference in differences:
        click.echo(difference.words if len(differences) > found.NAMED else difference.words_to_type())
    if differences:
        raise click.ClickException(
            f"{len(differences)} points are not as expected. All at once: gridops db rights --mend"
        )
    click.echo("Roles, policies and grants are as expected.")


def write_down() -> None:
    """Write the file of expected rights from a database that the migrations have just made, and drop that."""
    from gridops.db.rights import EXPECTED, write_expected
    from gridops.db.rights.queries import find_rights

    with migrated_database() as url, _transaction(url) as connection:
        EXPECTED.write_text(write_expected(find_rights(connection)), encoding="utf-8")
    click.echo(f"Written: {EXPECTED.name}")


@contextmanager
def migrated_database() -> Iterator[str]:
    """An empty database at the newest migration on the tests' cluster, for the length of a block."""
    from gridops.cli.cluster.scratch import scratch_database
    from gridops.cli.tables import import_all
    from gridops.db import migrate as schema

    import_all()
    spec = cluster.cluster_for_tests()
    info = cluster.up(spec)
    try:
        with scratch_database(info) as url:
            schema.upgrade(url)
            yield url
    finally:
        if info.was_started:
            cluster.down(spec, only_if_idle=True)


def database_address() -> str:
    """The database's address; the private cluster is made and started where it is the one that is meant."""
    if config.load(needs_database=False).is_private_cluster:
        return cluster.up(cluster.default_cluster()).url
    return config.load().database_url


@contextmanager
def _transaction(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
