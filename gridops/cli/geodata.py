"""The group `gridops geodata`: putting a set in force, taking one back, listing sets.

Checking and importing files have a file each beside this one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from gridops import config
from gridops.cli.geodata_check import check
from gridops.cli.geodata_import import import_
from gridops.cli.geodata_sets import codes, compare, datum_faults, lineage, redraw
from gridops.cli.init import init
from gridops.cli.refusals import as_message
from gridops.db.session import Database

__all__ = ["geodata", "init"]


def _database() -> Database:
    return Database(config.load().database_url, pool_size=2)


@click.group()
def geodata() -> None:
    """Boundaries: check files, import layers into a draft set, put the set in force."""


geodata.add_command(check)
geodata.add_command(import_)
for _command in (compare, redraw, codes, lineage, datum_faults):
    geodata.add_command(_command)


@geodata.command("put-in-force")
@click.argument("set_name")
@click.option("--from", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@as_message
def put_in_force_(set_name: str, day: datetime) -> None:
    """Put a draft set in force; the set before it ends on that day."""
    from gridops.territory.drafts.checking import require_sound
    from gridops.territory.sets.putting_in_force import put_in_force
    from gridops.territory.sets.queries.finding import find_set

    with _database().transaction() as session:
        if (draft := find_set(session, set_name)) is not None:
            require_sound(session, draft)
        found = put_in_force(session, set_name, day.date())
        click.echo(f"{found.name} is in force from {found.valid_from}")


@geodata.command("take-back")
@click.argument("set_name")
@click.option("--as", "draft_name", required=True, help="The name of the draft that its content becomes.")
@as_message
def take_back_(set_name: str, draft_name: str) -> None:
    """Withdraw a set that is coming; the set before it runs on."""
    from gridops.territory.sets.queries.finding import find_set
    from gridops.territory.sets.taking_back import take_back

    with _database().transaction() as session:
        found = find_set(session, set_name)
        if found is None:
            raise click.ClickException(f"There is no boundary set {set_name}")
        click.echo(
            f"{set_name} is taken back; the draft {take_back(session, found, draft_name).name} holds it"
        )


@geodata.command()
@as_message
def sets() -> None:
    """List the boundary sets."""
    from gridops.territory.sets.queries.finding import all_sets, counts_of

    with _database().transaction(read_only=True) as session:
        for found in all_sets(session):
            holds = ", ".join(f"{n} {level}" for level, n in sorted(counts_of(session, found.id).items()))
            since = f"{found.valid_from or ''} – {found.valid_to or ''}".strip(" –") or "undated"
            click.echo(f"{found.name}  {found.state}  {since}  {holds}")


@geodata.command("make-demo")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: geodata/fushan")
@click.option("--seed", type=int, default=370611, show_default=True)
def make_demo(out: Path | None, seed: int) -> None:
    """Make the synthetic Fushan anew, the same for the same seed."""
    from gridops.demonstration import territory

    folder = out or config.PROJECT_ROOT / "geodata" / "fushan"
    summary = territory.make(folder, seed)
    for name, count in summary.counts.items():
        click.echo(f"{count:5d}  {folder / name}")
