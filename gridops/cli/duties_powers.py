"""`gridops duties powers | import-powers`: who may decide what somewhere on a day, and the register taken in."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from gridops.cli.duties_session import DAY, a_file, opened
from gridops.errors import Unfit
from gridops.sheets import Record, Refusals, open_book, read_records


@click.command("powers")
@click.argument("area")
@click.argument("service_code")
@click.option("--on", "day", type=DAY, help="The day that is asked about; today without it.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_powers(area: str, service_code: str, day: datetime | None, *, as_json: bool) -> None:
    """Print who may order, penalise, permit and remove in the matter SERVICE_CODE at the area AREA."""
    from gridops.duties.powers.routes import holders_at
    from gridops.duties.powers.words import ACT_WORDS

    with opened() as session:
        found = holders_at(session, area_code=area, service_code=service_code, on=day.date() if day else None)
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.on} {found.area_name} 「{found.service_name}」")
    for one in found.items:
        until = f"，至 {one.valid_to}（不含）" if one.valid_to else ""
        units = f"：{'、'.join(one.units)}" if one.units else ""
        click.echo(f"  {one.act_words}  {one.name}{units}")
        click.echo(
            f"      {one.basis_words}，{one.reference}，以{one.in_name_of}名义，自 {one.valid_from}{until}"
        )
    for act in found.nobody:
        click.echo(f"  {ACT_WORDS[act]}  无人可以 (nobody)")


def _text(record: Record, name: str) -> str | None:
    """A column's text, None without the column; dates as 2027-01-01 however the sheet holds them."""
    if name not in record.columns:
        return None
    if name in {"valid_from", "valid_to"}:
        with suppress(Unfit):
            day = record.cell(name).day()
            return day.isoformat() if day is not None else ""
    return record.text(name)


@click.command("import-powers")
@a_file
def import_powers(path: Path) -> None:
    """Take in a table of powers (a sheet with the columns of the demonstration's powers.csv), all of it or nothing."""
    from gridops.duties.powers.editing import add_power
    from gridops.duties.powers.table import COLUMNS, read_power_table
    from gridops.territory.areas.queries import area_names

    with opened() as session:
        refusals = Refusals()
        headings = {name: (name,) for name in COLUMNS}
        records = read_records(
            open_book(path.read_bytes()), headings, required=COLUMNS[:1], refusals=refusals
        )
        lines = [{name: _text(record, name) for name in COLUMNS} for record in records]
        refusals.raise_any()
        try:
            table = read_power_table(lines, area_names(session))
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        for row in table:
            add_power(session, None, row.content, valid_from=row.valid_from, valid_to=row.valid_to)
    click.echo(f"{len(table)} powers taken in.")
