"""What the commands of `gridops duties` share: a transaction whose refusals are said plainly, and options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gridops import config
from gridops.db.session import Database, Session
from gridops.errors import Problem

DAY = click.DateTime(["%Y-%m-%d"])
a_file = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@contextmanager
def opened() -> Iterator[Session]:
    """One transaction on the configured database; a refusal ends the command with its faults."""
    database = Database(config.load().database_url, pool_size=1)
    try:
        with database.transaction() as session:
            yield session
    except Problem as problem:
        lines = [f"  {f.pointer}  {f.zh}" for f in problem.faults[:40]]
        raise click.ClickException(
            "\n".join([problem.detail[0] or problem.kind.title.zh, *lines])
        ) from problem
    finally:
        database.close()
