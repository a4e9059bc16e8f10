"""`gridops db run`: one of PostgreSQL's own programs (pg_dump, pg_restore, psql) against the database that is meant.

Address and password go by the program's environment: neither on its command line, which others can read, nor printed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import click

from gridops import config
from gridops.cli import cluster
from gridops.cli.cluster.binaries import find_binaries

#: What an address may carry behind its question mark → the variable that libpq reads it from.
_MORE = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
}


@click.command("run", context_settings={"ignore_unknown_options": True})
@click.argument("program")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run_program(program: str, arguments: tuple[str, ...]) -> None:
    """Run PROGRAM of PostgreSQL, such as pg_dump, with its ARGUMENTS, signed in to the database."""
    settings = config.load(needs_database=False)
    url = cluster.up(cluster.default_cluster()).url if settings.is_private_cluster else settings.database_url
    done = subprocess.run([found_program(program, url), *arguments], env=environment_of(url), check=False)
    raise SystemExit(done.returncode)


def found_program(name: str, url: str) -> Path | str:
    """The path of a program of PostgreSQL for the database at `url`; refused in words where it is missing."""
    settings = config.load(needs_database=False)
    if settings.is_private_cluster and url == config.load().database_url:
        data_dir = cluster.up(cluster.default_cluster()).data_dir
        return _program_of(name, int((data_dir / "PG_VERSION").read_text()))
    return _program_of(name, None)


def environment_of(url: str) -> dict[str, str]:
    """This process's environment with libpq's variables for an address."""
    from sqlalchemy.engine import make_url

    parts = make_url(url)
    named: dict[str, Any] = {
        "PGHOST": parts.host,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
    }
    named |= {_MORE[key]: value for key, value in parts.query.items() if key in _MORE}
    return config.child_environment(
        without_prefix="PG", **{name: str(value) for name, value in named.items() if value is not None}
    )


def _program_of(name: str, major: int | None) -> Path | str:
    """The program of the server's own version; any other reads a newer server's data wrongly, or not at all."""
    if Path(name).name != name:
        raise click.ClickException(f"{name}: expected the name of a program such as pg_dump, without a path")
    try:
        path = find_binaries(major).program(name)
    except cluster.ClusterError:
        path = None
    found = path if path is not None and path.exists() else shutil.which(name)
    if found is None:
        raise click.ClickException(f"{name} is missing. Type: sudo apt-get install postgresql-client")
    return found
