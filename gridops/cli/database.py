"""`gridops db`: the private cluster and its schema. Given a DATABASE_URL, only the schema is looked at.

Starting and deleting are asked for here and done in the cluster's folder; migrations are db's own.
"""

from __future__ import annotations

import click

from gridops import config
from gridops.cli import cluster


@click.group()
def db() -> None:
    """The database: a private PostgreSQL cluster under var/, unless DATABASE_URL names another."""


@db.command()
def up() -> None:
    """Make the cluster if there is none and start it."""
    _refuse_foreign()
    info = cluster.up(cluster.default_cluster())
    doing = "Started" if info.was_started else "Running"
    click.echo(f"{doing} on 127.0.0.1:{info.port}, data in {info.data_dir}")


@db.command()
def down() -> None:
    """Stop the cluster."""
    _refuse_foreign()
    click.echo("Stopped." if cluster.down(cluster.default_cluster()) else "Was not running.")


@db.command()
def status() -> None:
    """Say whether the cluster runs; the exit code is 0 only if it does."""
    _refuse_foreign()
    found = cluster.status(cluster.default_cluster())
    if found.state == "absent":
        click.echo("There is none yet. Type: gridops db up")
    else:
        click.echo(f"{found.state} on 127.0.0.1:{found.port}, data in {found.data_dir}")
    raise SystemExit(0 if found.state == "running" else 1)


@db.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Delete the cluster with all its data, and make an empty one."""
    _refuse_foreign()
    spec = cluster.default_cluster()
    if not yes:
        click.confirm(f"Delete every case, photo record and account in {spec.root}?", abort=True)
    info = cluster.reset(spec)
    click.echo(f"Empty and running on 127.0.0.1:{info.port}. Type: gridops db migrate")


@db.command()
def migrate() -> None:
    """Bring the schema to the newest version."""
    from gridops.db import migrate as schema

    schema.upgrade(config.load().database_url)
    click.echo("The schema is at its newest version.")


def _refuse_foreign() -> None:
    if not config.load(needs_database=False).is_private_cluster:
        raise click.ClickException(
            "DATABASE_URL is set: that database is yours, and nothing of it is touched. "
            "To use the private cluster: unset DATABASE_URL"
        )
