"""`gridops geodata compare`, `redraw`, `codes`, `lineage`: boundary sets in time. Imports no layer of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson

from gridops import config
from gridops.cli.refusals import as_message
from gridops.db.session import Database
from gridops.sheets import Refusals, open_book, read_records
from gridops.sheets.records import ask_about_zeros

_DAY = click.DateTime(["%Y-%m-%d"])
_WORDS = {
    "added": "新增",
    "gone": "撤销",
    "split": "拆分",
    "merged": "合并",
    "redrawn": "重划",
    "recoded": "改码",
    "edges_moved": "边界调整",
    "renamed": "更名",
}
_CODES_SHOWN = 6
_CODE_HEADINGS = {"code": ("code", "代码", "区域代码"), "other_code": ("other_code", "另一代码", "外部代码")}


def _database() -> Database:
    return Database(config.load().database_url, pool_size=2)


@click.command()
@click.argument("draft")
@click.option("--from", "day", type=_DAY, help="The day it is to begin on; today's set is compared without.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@as_message
def compare(draft: str, day: datetime | None, *, as_json: bool) -> None:
    """Say what a draft changes: of each kind, m², households and open cases; exit 1 where it may not be used."""
    from gridops.dispatch.boundaries.queries import with_open_cases
    from gridops.territory.sets.comparing import compare as compare_draft

    with _database().transaction("gridops_system", read_only=True) as session:
        found = compare_draft(session, draft, day=day.date() if day else None)
        rows = [_row(c.change, c.open_cases) for c in with_open_cases(session, found)]
        faults = {"forbidden_codes": found.forbidden, "without_parent": found.orphans}
    if as_json:
        click.echo(orjson.dumps({"against": found.against.name, "changes": rows, **faults}))
    else:
        click.echo(f"{draft} against {found.against.name} ({found.against.valid_from})")
        for row in rows:
            click.echo(_line(row))
        if not rows:
            click.echo("  nothing changes")
    for what, codes in faults.items():
        if codes:
            click.echo(f"{what}: {', '.join(codes[:_CODES_SHOWN])} ({len(codes)})", err=True)
    if any(faults.values()):
        raise SystemExit(1)


def _row(change: Any, open_cases: int) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "level": change.level,
        "from": list(change.old_codes),
        "to": list(change.new_codes),
        "names": list(change.names),
        "area_m2": round(change.area_m2),
        "households": change.households,
        "open_cases": open_cases,
    }


def _line(row: dict[str, Any]) -> str:
    households = "?" if row["households"] is None else row["households"]
    words = f"  {_WORDS[row['kind']]} {row['kind']:<12} {row['level']:<9} {_codes(row['from'])} → {_codes(row['to'])}"
    return f"{words}  {row['area_m2']:,} m², {households} households, {row['open_cases']} open cases"


def _codes(codes: Iterable[str]) -> str:
    listed = list(codes)
    more = f" (+{len(listed) - _CODES_SHOWN})" if len(listed) > _CODES_SHOWN else ""
    return (", ".join(listed[:_CODES_SHOWN]) or "–") + more


@click.command()
@click.argument("village_code")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "set_name", required=True, help="The name of the new set.")
@click.option("--from", "day", required=True, type=_DAY, help="The first day.")
@click.option("--waive", multiple=True, metavar="KIND", help="Let a kind of warning in; give its --reason.")
@click.option("--reason", multiple=True, help="Why; one for each --waive, in the same order.")
@as_message
def redraw(
    village_code: str,
    path: Path,
    *,
    set_name: str,
    day: datetime,
    waive: tuple[str, ...],
    reason: tuple[str, ...],
) -> None:
    """Replace all grids of a village or community by those of a file, in a new set in force from a day on."""
    from gridops.territory.drafts.redrawing import redraw_village

    if len(waive) != len(reason):
        raise click.UsageError("Give a --reason for each --waive.")
    waivers = dict(zip(waive, reason, strict=True))
    with _database().transaction() as session:
        made = redraw_village(session, village_code, path, set_name=set_name, day=day.date(), waivers=waivers)
        click.echo(f"{village_code} is redrawn; {made.name} is in force from {made.valid_from}")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--system", default="district", show_default=True, type=click.Choice(["district", "statistics"])
)
@click.option("--from", "day", required=True, type=_DAY, help="The day from which the codes hold.")
@as_message
def codes(path: Path, *, system: str, day: datetime) -> None:
    """Enter an area's codes in the other system, from a sheet with the columns code and other_code."""
    from gridops.territory.areas.entering_codes import enter_codes

    rows = _code_rows(path)
    with _database().transaction() as session:
        count = enter_codes(session, rows, system=system, day=day.date(), source=path.name)
    click.echo(f"{count} codes of the system {system}, from {day.date()}")


def _code_rows(path: Path) -> list[tuple[str, str]]:
    """(code, other code) of each row of a sheet; 422 naming the cells that cannot be read or are doubted."""
    content, refusals = path.read_bytes(), Refusals()
    found = read_records(open_book(content), _CODE_HEADINGS, required=_CODE_HEADINGS, refusals=refusals)
    records = list(found)
    ask_about_zeros(records, _CODE_HEADINGS)
    rows = [(record.code("code"), record.code("other_code")) for record in records]
    refusals.raise_any()
    return rows


@click.command("datum-faults")
@as_message
def datum_faults() -> None:
    """Name devices whose points are of another datum than they say, with the displacement that shows it."""
    from gridops.insight.location_faults import find_location_faults

    with _database().transaction() as session:
        found = find_location_faults(session)
    for fault in found.datum_faults:
        click.echo(
            f"{fault.account_name} ({fault.device_name or 'device unknown'}): says {fault.declared}, sends"
            f" {fault.actual}; {fault.distance_m:,.0f} m towards {fault.azimuth_deg:.0f}° in"
            f" {fault.count} comparisons, {fault.left_m:.0f} m left if read as {fault.actual}"
        )
    for point in found.repeated_points:
        click.echo(
            f"{point.cases} cases at exactly {point.lon:.7f},{point.lat:.7f} ({', '.join(point.sources)})"
        )
    if not found.datum_faults and not found.repeated_points:
        click.echo("nothing found")


@click.command()
@click.argument("set_name")
@click.argument("code")
@as_message
def lineage(set_name: str, code: str) -> None:
    """Say what became of a code in a set, or what an area of the set was made of, with shares of the area."""
    from gridops.territory.sets.queries.finding import find_set
    from gridops.territory.sets.queries.lineage import lineage_of

    with _database().transaction(read_only=True) as session:
        found = find_set(session, set_name)
        rows = lineage_of(session, found.id, code) if found is not None else []
    if not rows:
        raise click.ClickException(f"{set_name} has no lineage of {code}")
    for row in rows:
        click.echo(
            f"{row.from_code} → {row.to_code}  {row.area_m2:,.0f} m²,"
            f" {row.share_of_old:.2%} of the old, {row.share_of_new:.2%} of the new"
        )
