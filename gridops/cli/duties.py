"""`gridops duties`: the clock tried at the command line, sheets of standards and the calendar taken in and out."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.exc import SQLAlchemyError

from gridops import config
from gridops.cli.cluster.spec import ClusterError
from gridops.cli.duties_powers import import_powers, show_powers
from gridops.cli.duties_session import DAY, a_file, opened
from gridops.db.session import Database
from gridops.errors import Problem

if TYPE_CHECKING:
    from gridops.duties.calendar.deadlines import Terms
    from gridops.duties.calendar.rules import WorkCalendar

ZONE = "Asia/Shanghai"
MODES = click.Choice(["elapsed", "from_next_day"])


@click.group()
def duties() -> None:
    """Matters, their standards, powers, the work calendar and the clock."""


duties.add_command(show_powers)
duties.add_command(import_powers)


@duties.command()
@click.argument("start")
@click.argument("limit")
@click.option("--mode", type=MODES, default="elapsed", show_default=True, help="How days are counted.")
@click.option("--township", default="", help="Area code whose working hours and class hold.")
def clock(start: str, limit: str, mode: str, township: str) -> None:
    """Print when LIMIT (2工作日, 4小时, 2紧急工作时, 5自然日) after START ends, and why.

    START carries its zone: 2026-09-30T16:30:00+08:00. Without a database the calendar package's years are
    taken; without --township the hours are 08:00-12:00 and 14:00-18:00.
    """
    from gridops.duties.calendar.limits import parse_limit
    from gridops.duties.calendar.reckoning import reckon

    try:
        begins = datetime.fromisoformat(start)
    except ValueError as error:
        raise click.BadParameter(
            "expected a time such as 2026-09-30T16:30:00+08:00", param_hint="START"
        ) from error
    if begins.tzinfo is None:
        raise click.BadParameter("the time needs its zone, such as +08:00", param_hint="START")
    try:
        terms = _terms(begins, township)
        wanted, percent = terms.limit(parse_limit(limit, mode=mode))
        found = reckon(begins, wanted, terms.calendar, percent=percent)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="LIMIT") from error
    zone = terms.calendar.zone
    steps = [
        {
            "start": s.start.astimezone(zone).isoformat(),
            "end": s.end.astimezone(zone).isoformat(),
            "text": s.text,
        }
        for s in found.steps
    ]
    due_at = found.due_at.astimezone(zone)
    _warn_unknown(terms.calendar, begins.astimezone(zone).date(), due_at.date())
    click.echo(json.dumps({"due_at": due_at.isoformat(), "steps": steps}, ensure_ascii=False, indent=2))


def _warn_unknown(calendar: WorkCalendar, first: date, last: date) -> None:
    unknown = [str(y) for y in range(first.year, last.year + 1) if not calendar.is_known(date(y, 7, 1))]
    if unknown:
        click.echo(
            f"Warning: the calendar of {', '.join(unknown)} is unknown: Monday to Friday is taken.", err=True
        )


def _terms(begins: datetime, township: str) -> Terms:
    """From the database where one is there; else the package's calendar, unless a township is asked for."""
    from gridops.duties.calendar import queries as calendar_queries
    from gridops.duties.calendar.deadlines import Terms
    from gridops.territory import queries as territory_queries

    try:
        database = Database(config.load().database_url, pool_size=1)
    except (config.ConfigError, ClusterError):
        database = None
    if database is not None:
        try:
            with database.transaction("gridops_system") as session:
                deployment = territory_queries.find_deployment(session)
                zone = deployment.time_zone if deployment is not None else ZONE
                if township:
                    if territory_queries.find_area(session, township) is None:
                        raise click.BadParameter(f"there is no area {township}", param_hint="--township")
                    return calendar_queries.clock_terms(session, zone, begins.date(), township)
                calendar = calendar_queries.default_calendar(session, zone)
                if calendar.known_years:
                    return Terms(calendar)
        except SQLAlchemyError:
            click.echo("The database does not answer: the calendar package's years are taken.", err=True)
        finally:
            database.close()
    if township:
        raise click.ClickException("--township needs a database with a deployment.")
    return Terms(_package_calendar(begins))


def _package_calendar(begins: datetime) -> WorkCalendar:
    from gridops.duties.calendar.editing import package_year
    from gridops.duties.calendar.rules import WorkCalendar

    known = {y: days for y in range(begins.year - 1, begins.year + 3) if (days := package_year(y))}
    listed = {day: one.is_working for days in known.values() for day, one in days.items()}
    return WorkCalendar(ZoneInfo(ZONE), listed, known_years=frozenset(known))


@duties.command("import-sheet")
@a_file
@click.option(
    "--list", "list_name", default="导入", show_default=True, help="The list's name; its codes are its own."
)
@click.option("--from", "starts", type=DAY, help="The day from which it holds; today without it.")
@click.option("--dry-run", is_flag=True, help="Only read and compare.")
@click.option("--partly", is_flag=True, help="Leave out what cannot be read instead of refusing the file.")
def import_sheet_(
    path: Path, list_name: str, starts: datetime | None, *, dry_run: bool, partly: bool
) -> None:
    """Take in a nine-column sheet of standards (XLSX, XLS or CSV); prints what became of it as one line of JSON."""
    from gridops.duties.calendar import queries as calendar_queries
    from gridops.duties.sheets.importing import import_sheet, refuse_unread, report_of
    from gridops.duties.sheets.rules import read_sheet
    from gridops.sheets import open_book

    try:
        sheet = read_sheet(open_book(path.read_bytes()))
    except Problem as problem:
        raise click.ClickException(problem.detail[0] or problem.kind.title.zh) from problem
    for cell in report_of(sheet).unread:
        click.echo(
            f"{cell['table']} {cell['cell']} row {cell['row']} {cell['column']}: {cell['reason']} ({cell['text']})",
            err=True,
        )
    for words in sheet.remarks:
        click.echo(f"{words.zh} / {words.en}", err=True)
    if dry_run and not _has_database():
        _print(vars(report_of(sheet)) | {"is_dry_run": True})
        return
    with opened() as session:
        day = starts.date() if starts is not None else calendar_queries.today(session)
        if dry_run:
            session.undo_at_end()
        else:
            refuse_unread(sheet, is_partly=partly)
        report = import_sheet(session, None, sheet, list_name=list_name, valid_from=day)
    _print(vars(report) | {"is_dry_run": dry_run})


def _has_database() -> bool:
    try:
        return bool(config.load().database_url)
    except (config.ConfigError, ClusterError):
        return False


def _print(report: dict[str, Any]) -> None:
    click.echo(json.dumps(report, ensure_ascii=False))


@duties.command("export-sheet")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "list_name", help="Only the matters of this list.")
def export_sheet(path: Path, list_name: str | None) -> None:
    """Write the matters in force as a nine-column sheet; the name's ending says whether XLSX or CSV."""
    from gridops.duties.calendar import queries as calendar_queries
    from gridops.duties.sheets.files import write_csv, write_xlsx
    from gridops.duties.sheets.importing import as_sheet

    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise click.BadParameter("the name must end in .xlsx or .csv", param_hint="PATH")
    with opened() as session:
        matters = as_sheet(session, list_name=list_name, on=calendar_queries.today(session))
    if not matters:
        raise click.ClickException("There is no such matter in force.")
    path.write_bytes(write_csv(matters) if path.suffix.lower() == ".csv" else write_xlsx(matters))
    click.echo(f"{len(matters)} matters, {sum(len(m.conditions) for m in matters)} conditions in {path}")


@duties.command("import-calendar")
@a_file
@click.option("--year", type=int, help="The year the notice is about; without it the one most days lie in.")
@click.option("--dry-run", is_flag=True, help="The same run, rolled back.")
def import_calendar(path: Path, year: int | None, *, dry_run: bool) -> None:
    """Take in a year's holidays and make-up working days from a sheet: date (or from, to), kind, note.

    Of a year whose days are there only those that the sheet names change.
    """
    from gridops.duties.calendar.editing import import_notice
    from gridops.duties.calendar.notice import read_notice
    from gridops.sheets import open_book

    with opened() as session:
        if dry_run:
            session.undo_at_end()
        notice = read_notice(open_book(path.read_bytes()), year=year)
        changed = import_notice(session, None, notice)
    told = {"is_dry_run": True} if dry_run else {}
    _print({"year": notice.year, "days": len(notice.days), "changed": changed} | told)


@duties.command("seed-calendar")
def seed_calendar_() -> None:
    """Put in the years that the calendar package knows and the table does not."""
    from gridops.duties.calendar.editing import seed_calendar

    with opened() as session:
        years = seed_calendar(session)
    click.echo(f"Put in: {', '.join(map(str, years))}" if years else "Nothing to put in.", file=sys.stdout)
