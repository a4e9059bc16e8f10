"""`gridops init`: an empty database becomes a district's, with a first administrator and the way to the first-run page.

Nothing of the demonstration passes through here.
"""

from __future__ import annotations

import click

from gridops import config
from gridops.cli import cluster
from gridops.cli.progress import step
from gridops.cli.refusals import as_message
from gridops.db.session import Database

FIRST_RUN = "/admin/start"


@click.command()
@click.argument("district_code")
@click.argument("name")
@click.option("--measure-srid", type=int, help="EPSG number of a projected system in metres.")
@click.option("--time-zone", help="Zone of days and labels, such as Asia/Shanghai.")
@click.option(
    "--admin", "username", default="admin", show_default=True, help="The first administrator's name."
)
@as_message
def init(
    district_code: str, name: str, measure_srid: int | None, time_zone: str | None, username: str
) -> None:
    """Say once which district this database is for and how it is measured; ends with the first sign-in.

    Typed again, with the same district, it gives a new code while the administrator has not set a password.
    """
    from gridops.db import migrate
    from gridops.people.beginning.first_administrator import begin_administration
    from gridops.territory.deploying import init_deployment

    settings = config.load(needs_database=False)
    if settings.is_private_cluster:
        with step("Starting the private database"):
            cluster.up(cluster.default_cluster())
    database = Database(config.load().database_url, pool_size=1)
    try:
        with step("Bringing the database's schema up to date"):
            migrate.upgrade(database.url)
        with database.transaction() as session:
            chosen = init_deployment(
                session,
                district_code,
                name,
                measure_srid or settings.measure_srid,
                time_zone=time_zone or settings.time_zone,
            )
            first = begin_administration(session, chosen.district_code, username)
    finally:
        database.close()
    click.echo(f"{chosen.district_code} {chosen.name}, in EPSG:{chosen.measure_srid}, {chosen.time_zone}")
    _say_how_to_go_on(settings, first.username, first.code)


def _say_how_to_go_on(settings: config.Settings, username: str, code: str | None) -> None:
    from gridops.people.signing_in import CODE_LIFE

    if code is None:
        click.echo(
            f"{username} is the administrator and has a password. Lost? gridops people issue-code {username}"
        )
    else:
        hours = int(CODE_LIFE.total_seconds() // 3600)
        click.echo(f"First administrator: {username}, one-time code {code} (within {hours} hours)")
    address = settings.public_origin or f"http://{settings.bind}"
    click.echo(f"First-run page (开通): {address}{FIRST_RUN}   once it is served: gridops serve")
