"""`gridops replay-311`: a city loaded from its files, its requests sent through the service, one line of JSON.

Progress goes to the error output, the result alone to the output.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from gridops import clock, config
from gridops.app import create_app
from gridops.cli.processes import Stopped, StopSignals
from gridops.cli.replay import city
from gridops.cli.replay.database import name_of, own_database, server_url
from gridops.cli.replay.queries import known_matters
from gridops.cli.replay.requests_file import Request, find_default_point, read_requests
from gridops.cli.replay.scoring import Score, score
from gridops.cli.replay.sending import Desk, send_all
from gridops.db import migrate
from gridops.db.session import Database
from gridops.errors import Problem
from gridops.http.runtime import EXTENSION
from gridops.people.queries import find_account
from gridops.people.signing_in import issue_code
from gridops.territory.importing.reading import read_layer
from gridops.territory.sets.queries.finding import find_deployment

SAY_EVERY_S = 2.0

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("replay-311")
@click.option("--areas", type=existing_file, required=True, help="GeoJSON of the wards (property WARD).")
@click.option(
    "--grids", type=existing_file, required=True, help="GeoJSON of the precincts (property WARD_PRECINCT)."
)
@click.option("--requests", "table", type=existing_file, required=True, help="CSV, plain or gzipped.")
@click.option("--areas-crs", help="The system of the wards' numbers where the file does not say it.")
@click.option("--grids-crs", help="The same for the precincts, such as EPSG:2249.")
@click.option("--keep", is_flag=True, help="Keep the database; a second run finds it and doubles nothing.")
def replay(
    *, areas: Path, grids: Path, table: Path, areas_crs: str | None, grids_crs: str | None, keep: bool
) -> None:
    """Send a city's service requests through the service, on a database of its own."""
    borders = city.Borders(areas, grids, areas_crs, grids_crs)
    name = name_of([areas, grids, table], areas_crs, grids_crs, is_kept=keep)
    signals = StopSignals()
    try:
        _require_readable(borders)
        requests = read_requests(table, clock.zone(city.TIME_ZONE))
        with signals.listening(), server_url() as server, own_database(server, name, is_kept=keep) as url:
            result = _run(url, borders, requests)
    except Problem as problem:
        raise click.ClickException(problem.detail[1] or problem.kind.title.en) from problem
    except Stopped as stop:
        raise click.Abort from stop
    if keep:
        _say(f"Kept as {name}")
    click.echo(json.dumps(result.as_document()))


def _require_readable(borders: city.Borders) -> None:
    """Refuse numbers of an unknown system before anything is made."""
    for option, path, crs in (
        ("--areas-crs", borders.areas, borders.areas_crs),
        ("--grids-crs", borders.grids, borders.grids_crs),
    ):
        try:
            read_layer(path, crs)
        except Problem as problem:
            hint = "" if crs else f" (here: {option})"
            raise click.ClickException(f"{path.name}: {problem.detail[1]}{hint}") from problem


def _run(url: str, borders: city.Borders, requests: list[Request]) -> Score:
    migrate.upgrade(url)
    code, codes = _prepare(url, borders, requests)
    with tempfile.TemporaryDirectory(prefix="gridops-replay-") as folder:
        app = create_app(_settings(url, Path(folder)), starts_tail=False)
        try:
            return _send(Desk(app, code), codes, requests)
        finally:
            app.extensions[EXTENSION].database.close()


def _settings(url: str, folder: Path) -> config.Settings:
    return replace(
        config.load({"DATABASE_URL": url, "GRIDOPS_VAR": str(folder)}),
        time_zone=city.TIME_ZONE,
        measure_srid=city.MEASURE_SRID,
    )


def _prepare(
    url: str, borders: city.Borders, requests: list[Request]
) -> tuple[str, dict[tuple[str, str], str]]:
    """Load the city where it is not there yet; a one-time code for its account, the codes of its matters."""
    database = Database(url, pool_size=2)
    try:
        with database.transaction() as session:
            if find_deployment(session) is None:
                for report in city.load_borders(session, borders):
                    waived = ", ".join(f"{n} {kind}" for kind, n in report.waived.items())
                    _say(f"{report.count} × {report.level}" + (f" (waived: {waived})" if waived else ""))
                _say(f"{len(city.load_matters(session, requests))} matters")
                city.load_people(session)
                session.flush()
            account = find_account(session, city.USERNAME)
            if account is None:
                raise click.ClickException("The kept database is not a replay's.")
            return issue_code(session, account.id), known_matters(session)
    finally:
        database.close()


def _send(desk: Desk, codes: dict[tuple[str, str], str], requests: list[Request]) -> Score:
    begun = said = time.monotonic()

    def tell(sent: int, refusals: Counter[str]) -> None:
        nonlocal said
        if time.monotonic() - said >= SAY_EVERY_S:
            said = time.monotonic()
            refused = "".join(f", {n} {problem}" for problem, n in refusals.most_common(3))
            _say(f"{sent} of {len(requests)} sent, {sent / (said - begun):.0f} a second{refused}")

    answered = list(send_all(desk, requests, codes, on_batch=tell))
    seconds = time.monotonic() - begun
    default = find_default_point(requests)
    return score(answered, total=len(requests), default_point=default, seconds=seconds)


def _say(text: str) -> None:
    click.echo(text, err=True)
