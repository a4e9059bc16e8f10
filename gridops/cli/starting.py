"""What `gridops serve` does before it serves: schema, demonstration where it is meant, and the words at the end of it.

No process is started here; whether others may be answered is decided again by each process for itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import click

from gridops import config
from gridops.cli.demo import load_season_into
from gridops.cli.progress import step
from gridops.demonstration.sign_ins import PASSWORD, sign_ins

#: Every page, and whom it is for.
PAGES = (
    ("/", "choice of the pages"),
    ("/field", "worker's phone"),
    ("/center", "governance centre"),
    ("/supervise", "query by area"),
    ("/admin", "administrator's pages"),
    ("/admin/start", "first run: what a district still lacks (开通)"),
    ("/audit", "auditor's page"),
)


@dataclass(frozen=True)
class Found:
    """What a database holds once it is prepared."""

    is_demonstration: bool
    has_district: bool


def prepare(
    settings: config.Settings, url: str, *, loads_demonstration: bool, with_season: bool = False
) -> Found:
    """Bring the schema up to date, load the demonstration into an empty database if so told, find what is there.

    Refuses to go on where the demonstration is there and others than this machine could reach the service.
    """
    from gridops.db import migrate
    from gridops.db.rights import require_rights
    from gridops.db.session import Database
    from gridops.people.demonstration import holds_demonstration
    from gridops.territory.queries import find_deployment

    with step("Bringing the database's schema up to date"):
        migrate.upgrade(url)
    if loads_demonstration and settings.is_loopback:
        _load(settings, url, with_season=with_season)
    database = Database(url)
    try:
        require_rights(database.engine)
        with database.transaction() as session:
            found = Found(bool(holds_demonstration(session)), find_deployment(session) is not None)
    finally:
        database.close()
    if found.is_demonstration:
        _require_own_machine(settings)
    return found


def _load(settings: config.Settings, url: str, *, with_season: bool) -> None:
    from gridops.demonstration.load import load_if_empty

    if load_if_empty(url, argon2_profile=settings.argon2_profile, step=step):
        if with_season:
            load_season_into(url, is_followed=False)
        click.echo("· The demonstration is loaded: a synthetic district, the accounts below.", err=True)


def _require_own_machine(settings: config.Settings) -> None:
    reached = (
        f"GRIDOPS_BIND={settings.bind} can be reached from elsewhere"
        if not settings.is_loopback
        else f"GRIDOPS_PUBLIC_ORIGIN={settings.public_origin} says that a proxy stands before the service"
        if settings.public_origin
        else ""
    )
    if reached:
        raise click.ClickException(
            f"{reached}, and the database holds the demonstration's accounts, whose password is published. "
            "Use 127.0.0.1, or a database without them: set DATABASE_URL to an empty one and type gridops init, "
            "or delete all with: gridops db reset"
        )


def announce(settings: config.Settings, found: Found) -> None:
    """Say where every page is, who may sign in or how the first one does, and how to stop."""
    address = settings.public_origin or f"http://{settings.bind}"
    click.echo(f"\ngridops serves on {address}")
    for path, meaning in PAGES:
        click.echo(f"  {address + path:<36} {meaning}")
    if found.is_demonstration:
        click.echo("\nThis is the demonstration: only this machine is answered, whatever stands in front.")
        click.echo(f"Its sign-ins, all with the password {PASSWORD}:")
        for username, meaning in sign_ins():
            click.echo(f"  {username:<24} {meaning}")
    elif not found.has_district:
        click.echo("\nNo district yet. In another terminal: gridops init CODE NAME   (such as 370611 福山区)")
    click.echo("\nCtrl-C stops everything.")
