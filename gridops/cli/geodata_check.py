"""`gridops geodata check`: a file of areas against its rules, without a database. Writes only what it is told to."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from gridops import config
from gridops.cli.refusals import as_message

if TYPE_CHECKING:
    from gridops.territory.importing.checking import Checked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_WORST = 3
_PARENT_CODE = (
    "Field of the parent's code in this file; where the parents' file has one of that name too, their code. "
    "Without it codes begin with their parent's."
)


@click.command("check")
@click.argument("path", type=_FILE)
@click.option("--parent", type=_FILE, help="The areas they lie in; children equal their parent.")
@click.option("--code", help="Field of the code; guessed if not given.")
@click.option("--parent-code", help=_PARENT_CODE)
@click.option("--name", help="Field of the name; guessed if not given.")
@click.option(
    "--crs", help="The system of the numbers, such as EPSG:4528 or gcj02; outweighs the file's word."
)
@click.option("--parent-crs", help="The same for the parents' file.")
@click.option("--encoding", help="Of the text: GB18030 or UTF-8; outweighs what the file says.")
@click.option("--layer", help="Which layer, where the file holds several; * for all folders of a KML.")
@click.option(
    "--swap-axes", is_flag=True, help="The file has north before east, or latitude before longitude."
)
@click.option("--report", type=_OUT, help="Write every defect there as GeoJSON.")
@click.option(
    "--repair", is_flag=True, help="Close cracks and trim slivers within the tolerance, then check."
)
@click.option(
    "--tolerance", type=float, default=0.5, show_default=True, help="In metres; no edge moves further."
)
@click.option("--out", type=_OUT, help="Write the repaired areas there as GeoJSON.")
@as_message
def check(  # noqa: PLR0913 - one parameter for each option
    *,
    path: Path,
    parent: Path | None,
    code: str | None,
    parent_code: str | None,
    name: str | None,
    crs: str | None,
    parent_crs: str | None,
    encoding: str | None,
    layer: str | None,
    swap_axes: bool,
    report: Path | None,
    repair: bool,
    tolerance: float,
    out: Path | None,
) -> None:
    """Check a GeoPackage, GeoJSON, KML, KMZ or zipped Shapefile or geodatabase of areas.

    Prints one line of JSON, {"features", "counts": {kind: n}, "seconds"}; what there is to say besides goes
    to the error output. Exits 1 where there are errors.
    """
    from gridops.territory.importing.checking import check_file
    from gridops.territory.importing.preparing import check_tolerance
    from gridops.territory.importing.reading import ReadOptions
    from gridops.territory.importing.reading.zones import meridian_of
    from gridops.territory.importing.topology import count_by_kind, errors_of, report_of

    if out is not None and not repair:
        raise click.UsageError("--out is for the areas that --repair has changed.")
    asked = ReadOptions(
        crs,
        encoding,
        layer,
        {"code": code, "parent": parent_code, "name": name},
        swap_axes=swap_axes,
        near_lon=meridian_of(config.load(needs_database=False).measure_srid),
    )
    checked = check_file(
        path,
        asked,
        parent=parent,
        parent_crs=parent_crs,
        repair_m=check_tolerance(tolerance) if repair else None,
    )
    _say(checked)
    if report is not None:
        report.write_bytes(orjson.dumps(report_of(checked.defects)))
    if out is not None:
        out.write_text(_collection(checked), encoding="utf-8")
    line = {
        "features": len(checked.layer.shapes),
        "counts": count_by_kind(checked.defects),
        "seconds": round(checked.seconds, 3),
    }
    click.echo(orjson.dumps(line).decode())
    if errors_of(checked.defects) or checked.suspicion is not None:
        sys.exit(1)


def _say(checked: Checked) -> None:
    from gridops.cli import geodata_saying as saying
    from gridops.territory.importing.topology import worst

    saying.say_reading(checked.layer, checked.guess)
    saying.say_suspicion(checked.suspicion)
    saying.say_repair(checked.repair)
    for defect in worst(checked.defects, _WORST):
        saying.said(f"  {defect.severity} {defect.kind}: {defect.note}")


def _collection(checked: Checked) -> str:
    import shapely

    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(shape))}
            for p, shape in zip(checked.layer.properties, checked.layer.shapes, strict=True)
        ],
    }
    # The standard library's writer keeps whole numbers of any length, as codes of 20 digits are.
    return json.dumps(document, ensure_ascii=False)
