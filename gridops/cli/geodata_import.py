"""`gridops geodata import`: a file as one layer of a draft set. Says how it was read before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridops import config
from gridops.cli.refusals import as_message
from gridops.db.session import Database
from gridops.territory.rules import LAYERS

if TYPE_CHECKING:
    from gridops.territory.importing.preparing import LayerPlan, Prepared

_FIELDS = ("code", "name", "parent", "kind", "households")


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--level", required=True, type=click.Choice(LAYERS), help="What the file holds.")
@click.option("--set", "set_name", required=True, help="The draft set; made where it is new.")
@click.option(
    "--crs", help="The system of the numbers, such as EPSG:2249 or gcj02; outweighs the file's word."
)
@click.option("--encoding", help="Of the text: GB18030 or UTF-8; outweighs what the file says.")
@click.option("--layer", help="Which layer, where the file holds several; * for all folders of a KML.")
@click.option(
    "--swap-axes", is_flag=True, help="The file has north before east, or latitude before longitude."
)
@click.option("--waive", multiple=True, metavar="KIND", help="Let warnings of a kind in; give the --reason.")
@click.option("--reason", multiple=True, help="Why; one for each --waive, in the same order, or one for all.")
@click.option("--code-field", help="Field of the code; guessed if not given, as are all fields.")
@click.option("--name-field", help="Field of the name.")
@click.option("--parent-field", help="Field of the parent's code.")
@click.option("--kind-field", help="Field of the kind.")
@click.option("--households-field", help="Field of the number of households.")
@click.option("--code", help="One code for the whole layer, as --dissolve needs where no field holds it.")
@click.option("--name", help="One name for the whole layer.")
@click.option("--dissolve", is_flag=True, help="Make one area of all features.")
@click.option("--replace", is_flag=True, help="Take the place of what the draft holds of this level.")
@click.option("--repair", is_flag=True, help="Close cracks and trim slivers within the tolerance first.")
@click.option(
    "--tolerance", type=float, default=0.5, show_default=True, help="In metres; no edge moves further."
)
@click.option("--source", help="Where the boundaries come from, kept with the set.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@as_message
def import_(*, waive: tuple[str, ...], reason: tuple[str, ...], **told: Any) -> None:
    """Load a GeoPackage, GeoJSON, KML, KMZ or zipped Shapefile or geodatabase as one level of a draft set.

    How the file was read is said first: system, encoding, fields, five names. Errors refuse it, warnings
    unless waived with a reason.
    """
    from gridops.territory.importing.preparing import prepare
    from gridops.territory.importing.writing import write_prepared

    waivers = _waivers(waive, reason)
    path: Path = told["path"]
    plan = _plan(told)
    database = Database(config.load().database_url, pool_size=2)
    with database.transaction() as session:
        prepared = prepare(session, path, plan)
        _say(prepared)
        if not told["yes"] and sys.stdin.isatty():
            click.confirm("Write this?", abort=True, err=True)
        report = write_prepared(session, prepared, waivers=waivers, source=told["source"] or path.name)
    click.echo(
        f"{report.count} × {plan.level} in {plan.set_name}" + (", replaced" if report.replaced else "")
    )
    for kind, n in report.waived.items():
        click.echo(f"  let in with {n} × {kind}; the waiver is in the log")


def _plan(told: dict[str, Any]) -> LayerPlan:
    from gridops.territory.importing.preparing import LayerPlan
    from gridops.territory.importing.reading import ReadOptions

    fields = {what: told[f"{what}_field"] for what in _FIELDS}
    whole = {"code": told["code"], "name": told["name"]}
    return LayerPlan(
        told["level"],
        told["set_name"],
        ReadOptions(told["crs"], told["encoding"], told["layer"], fields, swap_axes=told["swap_axes"]),
        readers={what: _always(text) for what, text in whole.items() if text is not None},
        dissolve=told["dissolve"],
        replace_layer=told["replace"],
        repair_m=told["tolerance"] if told["repair"] else None,
    )


def _always(text: str) -> Any:
    return lambda _: text


def _say(prepared: Prepared) -> None:
    from gridops.cli import geodata_saying as saying
    from gridops.territory.importing.topology import count_by_kind

    saying.say_reading(prepared.layer, prepared.guess)
    saying.say_repair(prepared.repair)
    saying.say_counts(count_by_kind(prepared.defects))


def _waivers(kinds: tuple[str, ...], reasons: tuple[str, ...]) -> dict[str, str]:
    if kinds and len(reasons) == 1:
        reasons *= len(kinds)
    if len(kinds) != len(reasons):
        raise click.UsageError("Give a --reason for each --waive, or one --reason for all.")
    return dict(zip(kinds, reasons, strict=True))
