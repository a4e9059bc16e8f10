"""`gridops retention`: how long each kind is kept, what would go now, a term changed. A worker lets it go."""

from __future__ import annotations

import click

from gridops import config
from gridops.cli.rights import database_address
from gridops.db.session import Database


@click.command()
@click.option("--dry-run", "lists", is_flag=True, help="List what has outlived its term, and let nothing go.")
@click.option("--set", "changes", metavar="KIND=DAYS", multiple=True, help="Keep a kind so many days.")
def retention(*, lists: bool, changes: tuple[str, ...]) -> None:
    """Print how long each kind is kept; change it; list what would go now. A worker does it every ten minutes."""
    from gridops.db.ids import new_id
    from gridops.keeping.queries import retention_terms
    from gridops.keeping.terms import change_term
    from gridops.log.appending import Entry, append

    database = Database(database_address(), pool_size=1)
    try:
        with database.transaction("gridops_system") as session:
            for kind, days in [_read(change) for change in changes]:
                if not change_term(session, kind, days):
                    raise click.ClickException(f"{kind} is none of: {', '.join(retention_terms(session))}")
                told = {"kind": kind, "days": days}
                append(session, Entry("retention.term_changed", "retention", new_id(), 1, None, data=told))
            terms = retention_terms(session)
        if lists:
            _list(database)
        else:
            for kind, days in terms.items():
                click.echo(f"{kind:<26} {days} days")
    finally:
        database.close()


def _list(database: Database) -> None:
    from gridops.worker.retaining import retain

    for one in retain(database, config.load().media_dir, is_trial=True):
        held = f", {one.gone.held} cases held" if one.gone.held else ""
        click.echo(f"{one.kind:<26} {one.days} days: {one.gone.rows} would go{held}")
        for case in one.gone.cases:
            click.echo(f"  {case.case_number}")


def _read(change: str) -> tuple[str, int]:
    kind, _, days = change.partition("=")
    if not days.isdecimal() or not 1 <= int(days) <= 36_500:
        raise click.ClickException(f"{change}: expected KIND=DAYS such as quarantine=90")
    return kind, int(days)
