"""`gridops init` and `gridops geodata`: choosing the district, loading boundaries, putting a set in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from gridops import config
from gridops.db.session import Database
from gridops.errors import Problem

LAYERS = (
    "district",
    "township",
    "village",
    "grid",
    "special_grid",
    "village_group",
    "enforcement_area",
    "road",
    "water",
    "place",
)


def said_plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Have a Problem end as one message and the exit code 1."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(problem.detail[1] or problem.kind.en) from problem

    return wrapper


def _database() -> Database:
    return Database(config.load().database_url, pool_size=2)


@click.command()
@click.argument("district_code")
@click.argument("name")
@click.option("--measure-srid", type=int, help="EPSG number of a projected system in metres.")
@click.option("--time-zone", help="Zone of days and labels, such as Asia/Shanghai.")
@said_plainly
def init(district_code: str, name: str, measure_srid: int | None, time_zone: str | None) -> None:
    """Say once which district this database is for and how it is measured."""
    from gridops.territory.deploying import init_deployment

    settings = config.load()
    with _database().transaction() as session:
        chosen = init_deployment(
            session,
            district_code,
            name,
            measure_srid or settings.measure_srid,
            time_zone=time_zone or settings.time_zone,
        )
        click.echo(
            f"{chosen.district_code} {chosen.name}, in EPSG:{chosen.measure_srid}, {chosen.time_zone}"
        )


@click.group()
def geodata() -> None:
    """Boundaries: import layers into a draft set, put the set in force."""


@geodata.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--level", required=True, type=click.Choice(LAYERS), help="What the file holds.")
@click.option("--set", "set_name", required=True, help="The draft set; made where it is new.")
@click.option(
    "--crs", help="The system the numbers are in, such as EPSG:2249; outweighs the file's own word."
)
@click.option("--waive", multiple=True, metavar="KIND", help="Let a kind of defect in; give its --reason.")
@click.option("--reason", multiple=True, help="Why; one for each --waive, in the same order, or one for all.")
@click.option("--code-field", default="code", show_default=True)
@click.option("--name-field", default="name", show_default=True)
@click.option("--parent-field", default="parent_code", show_default=True)
@click.option("--code", help="One code for the whole layer, as --dissolve needs where no field holds it.")
@click.option("--name", help="One name for the whole layer.")
@click.option("--dissolve", is_flag=True, help="Make one area of all features.")
@click.option("--replace", is_flag=True, help="Take the place of what the draft holds of this level.")
@click.option("--source", help="Where the boundaries come from, kept with the set.")
@said_plainly
def import_(  # noqa: PLR0913 - one parameter for each option
    *,
    path: Path,
    level: str,
    set_name: str,
    crs: str | None,
    waive: tuple[str, ...],
    reason: tuple[str, ...],
    code_field: str,
    name_field: str,
    parent_field: str,
    code: str | None,
    name: str | None,
    dissolve: bool,
    replace: bool,
    source: str | None,
) -> None:
    """Load a GeoJSON file as one level of a draft set; defects refuse it unless waived with a reason."""
    from gridops.territory.importing import import_layer
    from gridops.territory.shaping import FieldMap

    with _database().transaction() as session:
        report = import_layer(
            session,
            path,
            level=level,
            set_name=set_name,
            crs=crs,
            waivers=_waivers(waive, reason),
            fields=FieldMap(code=code_field, name=name_field, parent=parent_field),
            code_of=None if code is None else lambda _: code,
            name_of=None if name is None else lambda _: name,
            dissolve=dissolve,
            replace_layer=replace,
            source=source,
        )
    click.echo(f"{report.count} × {level} in {set_name}" + (", replaced" if report.replaced else ""))
    for kind, n in report.waived.items():
        mended = ", made valid" if kind == "invalid" else ""
        click.echo(f"  let in with {n} × {kind}{mended}; the waiver is in the log")


def _waivers(kinds: tuple[str, ...], reasons: tuple[str, ...]) -> dict[str, str]:
    if kinds and len(reasons) == 1:
        reasons *= len(kinds)
    if len(kinds) != len(reasons):
        raise click.UsageError("Give a --reason for each --waive, or one --reason for all.")
    return dict(zip(kinds, reasons, strict=True))


@geodata.command("put-in-force")
@click.argument("set_name")
@click.option("--from", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@said_plainly
def put_in_force_(set_name: str, day: datetime) -> None:
    """Put a draft set in force; the set before it ends on that day."""
    from gridops.territory.putting_in_force import put_in_force

    with _database().transaction() as session:
        found = put_in_force(session, set_name, day.date())
        click.echo(f"{found.name} is in force from {found.valid_from}")


@geodata.command()
@said_plainly
def sets() -> None:
    """List the boundary sets."""
    from gridops.territory.queries.sets import all_sets, counts_of

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
    from gridops.cli.demonstration import territory

    folder = out or config.PROJECT_ROOT / "geodata" / "fushan"
    summary = territory.make(folder, seed)
    for name, count in summary.counts.items():
        click.echo(f"{count:5d}  {folder / name}")
