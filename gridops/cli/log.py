"""`gridops log`: the chain of the log recomputed, its head to be kept elsewhere, its numbers after an older copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from gridops import config
from gridops.db.session import Database, Session
from gridops.log.queries import find_last_block


@click.group()
def log() -> None:
    """The log's chain of blocks: verify it, print its head, go on after a copy was brought back."""


@log.command()
def verify() -> None:
    """Recompute every block; exit code 1 names the first that does not agree."""
    from gridops.log.verifying import verify_chain

    with _reading() as session:
        found = verify_chain(session)
    if found.broken_block is not None:
        raise click.ClickException(
            f"Block {found.broken_block} is broken: {found.reason}. "
            f"Sound before it: {found.blocks} blocks, {found.entries} entries, head {found.head}"
        )
    click.echo(f"{found.blocks} blocks, {found.entries} entries, sound. Head {found.head}")


@log.command()
def head() -> None:
    """Print the newest block's hash: who keeps it elsewhere can show later that nothing was rewritten."""
    with _reading() as session:
        block = find_last_block(session)
    if block is None:
        click.echo("Nothing is numbered yet.")
        return
    click.echo(f"{block.hash.hex()}  block {block.id}, entry number {block.last_seq}, {block.at.isoformat()}")


@log.command()
def resume() -> None:
    """Go on at new numbers after an older copy was brought back: screens and phones load everything anew."""
    from gridops.log.resuming import resume_log

    database = Database(config.load().database_url, pool_size=1)
    try:
        with database.transaction("gridops_system") as session:
            begin = resume_log(session)
    finally:
        database.close()
    click.echo(f"The log goes on after number {begin}; whoever followed it before begins anew.")


@contextmanager
def _reading() -> Iterator[Session]:
    database = Database(config.load().database_url, pool_size=1)
    try:
        # One picture of the whole chain, whatever the sequencer adds meanwhile.
        with database.transaction("gridops_system", read_only=True) as session:
            yield session
    finally:
        database.close()
