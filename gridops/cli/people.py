"""`gridops people`: what an administrator does for an account at the machine itself. Prints no password."""

from __future__ import annotations

import click

from gridops import config
from gridops.db.session import Database


@click.group()
def people() -> None:
    """Accounts."""


@people.command("issue-code")
@click.argument("username")
def issue_code_(username: str) -> None:
    """Print a code with which USERNAME signs in once."""
    from gridops.people.queries import find_account
    from gridops.people.signing_in import CODE_LIFE, issue_code

    database = Database(config.load().database_url, pool_size=1)
    try:
        with database.transaction() as session:
            account = find_account(session, username)
            if account is None or not account.is_active:
                raise click.ClickException(f"There is no active account {username}.")
            code = issue_code(session, account.id)
    finally:
        database.close()
    hours = int(CODE_LIFE.total_seconds() // 3600)
    click.echo(f"{code}  signs {username} in once, within {hours} hours")
