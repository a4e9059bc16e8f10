"""The command itself: asks the database and the machine, prints a line for each part."""

from __future__ import annotations

from collections.abc import Iterator

import click
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from gridops import clock, config
from gridops.cli.doctor.deployment import of_address, of_data
from gridops.cli.doctor.findings import QUIET, Finding, judge_clock, judge_log, judge_versions
from gridops.cli.refusals import words_of
from gridops.db import migrate
from gridops.db.queries import read_server
from gridops.db.rights import NAMED, find_differences
from gridops.media.readiness import disk_state, folder_state

_WAIT_S = 10
MIGRATE = "gridops db migrate"


@click.command()
def doctor() -> None:
    """Look at what the service stands on: versions, schema, rights, clocks, disks, calendar, backups, proxy."""
    settings = config.load()
    faults = 0
    for finding in examine(settings):
        faults += not (finding.is_well or finding.is_warning)
        mark = "ok" if finding.is_well else "warn" if finding.is_warning else "FAULT"
        click.echo(f"{mark:<6} {finding.words}")
        if not finding.is_well:
            click.echo(f"       Type: {finding.to_type}")
    if faults:
        raise click.ClickException(f"Faults: {faults}.")


def examine(settings: config.Settings) -> Iterator[Finding]:
    """Every part in turn; what cannot be asked without a database is left out where there is none."""
    engine = create_engine(
        settings.database_url, poolclass=NullPool, connect_args={"connect_timeout": _WAIT_S}
    )
    try:
        with engine.connect() as connection:
            yield from _of_server(connection, settings)
        is_newest = True
        for finding in _of_schema(engine):
            is_newest = is_newest and finding.to_type != MIGRATE
            yield finding
        if is_newest:
            yield from of_data(settings)
    except OperationalError as error:
        yield Finding(
            words_of(error) or "the database does not answer",
            "gridops db up" if settings.is_private_cluster else "pg_isready",
        )
    yield from _of_machine(settings)
    yield from of_address(settings)


def _of_server(connection: Connection, settings: config.Settings) -> Iterator[Finding]:
    before = clock.now()
    server = read_server(connection, list(QUIET))
    after = clock.now()
    yield from judge_versions(server)
    account = str(connection.engine.url.username)
    yield from judge_log(server, account=account, is_private=settings.is_private_cluster)
    yield judge_clock(before, server.now, after)


def _of_schema(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        stands, newest = migrate.current(connection), migrate.head()
    if stands != newest:
        yield Finding(f"the schema is at {stands or 'nothing'}, the newest is {newest}", MIGRATE)
        return
    yield Finding(f"the schema is at its newest version, {newest}")
    with engine.connect() as connection:
        differences = find_differences(connection)
    for difference in differences[:NAMED]:
        yield Finding(difference.words, "gridops db rights --mend")
    if not differences:
        yield Finding("roles, policies and grants are as expected")
    elif len(differences) > NAMED:
        yield Finding(f"{len(differences) - NAMED} more rights are not as expected", "gridops db rights")


def _of_machine(settings: config.Settings) -> Iterator[Finding]:
    state = folder_state(settings.media_dir)
    yield (
        Finding(f"photos can be written to {settings.media_dir}")
        if state == "ok"
        else Finding(state, f"chown -R the service's account {settings.media_dir}, or set GRIDOPS_MEDIA")
    )
    state = disk_state((settings.var_dir, settings.media_dir), settings.disk_reserve_mb)
    yield (
        Finding(f"more than {settings.disk_reserve_mb} MB are left on the disks")
        if state == "ok"
        else Finding(state, f"df -h {settings.var_dir} {settings.media_dir}   and make room")
    )
