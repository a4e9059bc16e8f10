"""`gridops db`: the private cluster and its schema. Given a DATABASE_URL, only the schema is looked at.

Starting and deleting are asked for here and done in the cluster's folder; migrations are db's own.
"""

from __future__ import annotations

import click

from gridops import config
from gridops.cli import cluster
from gridops.cli.programs import run_program
from gridops.cli.rights import migrated_database, rights, roles

for_tests = click.option("--tests", is_flag=True, help="The tests' own cluster instead.")
unasked = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def db() -> None:
    """The database: a private PostgreSQL cluster under var/, unless DATABASE_URL names another."""


db.add_command(run_program)
db.add_command(roles)
db.add_command(rights)


@db.command()
@for_tests
def up(*, tests: bool) -> None:
    """Make the cluster if there is none and start it."""
    info = cluster.up(_spec(tests=tests))
    doing = "Started" if info.was_started else "Running"
    click.echo(f"{doing} on 127.0.0.1:{info.port}, data in {info.data_dir}")


@db.command()
@for_tests
@click.option("--if-idle", is_flag=True, help="Only if nobody is connected.")
def down(*, tests: bool, if_idle: bool) -> None:
    """Stop the cluster."""
    was_stopped = cluster.down(_spec(tests=tests), only_if_idle=if_idle)
    click.echo("Stopped." if was_stopped else "Nothing to stop.")


@db.command()
@for_tests
def status(*, tests: bool) -> None:
    """Say whether the cluster runs; the exit code is 0 only if it does."""
    found = cluster.status(_spec(tests=tests))
    if found.state == "absent":
        click.echo("There is none yet. Type: gridops db up")
    else:
        click.echo(f"{found.state} on 127.0.0.1:{found.port}, data in {found.data_dir}")
    raise SystemExit(0 if found.state == "running" else 1)


@db.command()
@for_tests
@unasked
def reset(*, tests: bool, yes: bool) -> None:
    """Delete the cluster with all its data, and make an empty one."""
    spec = _spec(tests=tests)
    _ask(spec, yes=yes)
    info = cluster.reset(spec)
    click.echo(f"Empty and running on 127.0.0.1:{info.port}. Type: gridops db migrate")


@db.command()
@for_tests
@unasked
def remove(*, tests: bool, yes: bool) -> None:
    """Delete the cluster with all its data."""
    spec = _spec(tests=tests)
    _ask(spec, yes=yes)
    click.echo("Deleted." if cluster.remove(spec) else "There was none.")


@db.command()
def migrate() -> None:
    """Bring the schema to the newest version."""
    from gridops.db import migrate as schema

    if config.load(needs_database=False).is_private_cluster:
        cluster.up(cluster.default_cluster())
    schema.upgrade(config.load().database_url)
    click.echo("The schema is at its newest version.")


@db.command()
def check() -> None:
    """See that migrations have one head, match the models and give the rights that are written down."""
    from sqlalchemy import create_engine

    from gridops.db import migrate as schema
    from gridops.db.rights import find_differences

    with migrated_database() as url:
        problems = schema.check(url)
        engine = create_engine(url)
        with engine.connect() as connection:
            problems += [f"{one.words}: gridops db rights --write" for one in find_differences(connection)]
        engine.dispose()
    if problems:
        raise click.ClickException("The migrations do not match the code:\n  " + "\n  ".join(problems))
    click.echo("The migrations have one head, match the models and give the rights that are written down.")


def _ask(spec: cluster.ClusterSpec, *, yes: bool) -> None:
    if not yes:
        click.confirm(f"Delete every case, account and setting in {spec.root}?", abort=True)


def _spec(*, tests: bool) -> cluster.ClusterSpec:
    if tests:
        return cluster.cluster_for_tests()
    if not config.load(needs_database=False).is_private_cluster:
        raise click.ClickException(
            "DATABASE_URL is set: that database is yours, and nothing of it is touched. "
            "To use the private cluster: unset DATABASE_URL"
        )
    return cluster.default_cluster()
