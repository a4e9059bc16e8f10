"""Many synthetic cases for the benchmark, made by SQL in a database of their own that is kept for the next run.

They never pass through the service. What stands in them and what does not: docs/performance.md.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gridops.cli.cluster.scratch import create_database, database_url
from gridops.db.session import Database
from tests.bench.filling.loading import load
from tests.bench.ground import TEMPLATE, WRITTEN, Ground, loading, opened, schema_mark

#: A copy of a larger one would need as much of the disk again.
LARGEST_COPY = 2_000_000


def kept_name(rows: int) -> str:
    """The name of the kept database of a size: it changes with the schema and with this filler."""
    own = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        own.update(file.read_bytes())
    return f"bench_rows_{rows}_{schema_mark()}_{own.hexdigest()[:6]}"


@contextmanager
def filled(ground: Ground) -> Iterator[Database]:
    """A database with about `ground.rows` cases; made where there is none of this size and schema."""
    name = kept_name(ground.rows)
    if not ground.exists(name):
        ground.drop_kept(ground.rows)
        # Named only once it is whole, so that a run cut short leaves nothing half-filled behind; a vacuum of the
        # server's own may still be at work on what it left.
        ground.let_go(f"{name}_raw")
        url = create_database(ground.info, f"{name}_raw", template=TEMPLATE)
        began = time.monotonic()
        with loading(), opened(url, pool_size=4) as database:
            load(ground, database)
        ground.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
        size = ground.scalar("SELECT pg_database_size(CAST(:name AS name))", name=name) / ground.rows
        took = time.monotonic() - began
        click.echo(f"· {ground.rows:,} cases were loaded in {took:.0f} s, {size:,.0f} bytes each", err=True)
    with opened(database_url(ground.info, name)) as database:
        yield database


@contextmanager
def written(ground: Ground) -> Iterator[str]:
    """The address of a filled database that may be written to: a copy, shared by all that a run writes.

    A database too large to be copied is written to itself, and is then no longer what it was.
    """
    with filled(ground):
        pass
    name = kept_name(ground.rows)
    if ground.rows > LARGEST_COPY:
        click.echo(f"· {name} is too large to be copied: it is written to itself.", err=True)
        yield database_url(ground.info, name)
    else:
        if not ground.exists(WRITTEN):
            ground.copy(WRITTEN, name)
        yield database_url(ground.info, WRITTEN)
