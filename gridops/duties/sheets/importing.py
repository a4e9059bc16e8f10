"""A sheet of standards taken into the register: new matters, new versions of known ones. Never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.editing import STANDARDS, add_matter, add_version, content_of
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.matters.rules import VersionContent
from gridops.duties.matters.standards import Condition, condition_of
from gridops.duties.sheets.rules import KIND_WORDS, Sheet, SheetMatter
from gridops.errors import Fault, invalid

#: The name of a list that was given none.
DEFAULT_LIST = "导入"

#: Codes of imported matters begin so: a component and an event of one number stay apart.
_PREFIX = {"event": "EV", "component": "CP"}


@dataclass
class ImportReport:
    """What became of a sheet."""

    rows: int
    matters: int
    events: int
    components: int
    conditions: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    not_in_sheet: int = 0
    without_lead: int = 0
    unread: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, str]] = field(default_factory=list)


def report_of(sheet: Sheet) -> ImportReport:
    """What a sheet holds, before anything is compared."""
    return ImportReport(
        rows=sheet.rows,
        matters=len(sheet.matters),
        events=sum(m.kind == "event" for m in sheet.matters),
        components=sum(m.kind == "component" for m in sheet.matters),
        conditions=sheet.conditions,
        unread=[
            {
                "table": u.table,
                "cell": u.cell,
                "row": u.row,
                "column": u.column,
                "text": u.text,
                "reason": u.reason,
                "reason_en": u.reason_en,
            }
            for u in sheet.unread
        ],
        remarks=[words._asdict() for words in sheet.remarks],
    )


def refuse_unread(sheet: Sheet, *, is_partly: bool = False) -> None:
    """422 naming every cell that could not be read, unless the rest is wanted without them."""
    if sheet.unread and not is_partly:
        raise invalid(
            *(
                Fault(
                    f"/{u.table or 'sheet'}/{u.row}",
                    f"{u.cell}（第 {u.row} 行{u.column}）：{u.reason}",
                    f"{u.cell} (row {u.row}, column {u.column}): {u.reason_en}",
                )
                for u in sheet.unread
            )
        )
    if not sheet.matters:
        raise invalid(Fault("", "表里没有可读的行", "The sheet has no row that can be read"))


@dataclass
class ImportPlan:
    """What taking a sheet in would do: the report, matters to add, and versions to add to known ones."""

    report: ImportReport
    new: list[tuple[SheetMatter, str, VersionContent]] = field(default_factory=list)
    changed: list[tuple[Matter, VersionContent]] = field(default_factory=list)


def plan_import(session: Session, sheet: Sheet, *, list_name: str, valid_from: date) -> ImportPlan:
    """Compare a sheet with the register; nothing is written. 422 where a version could not begin on that day.

    Unknown matters of the list would be added, known ones get a version where they differ; those that the
    sheet no longer names stay as they are and are counted.
    """
    plan = ImportPlan(report_of(sheet))
    report = plan.report
    known = matter_queries.matters_of_list(session, list_name)
    taken = matter_queries.taken_codes(session)
    versions = matter_queries.versions_of(session, [m.id for m in known.values()])
    agencies = _agencies(session)
    for read in sheet.matters:
        matter = known.get((read.kind, read.code))
        if matter is None:
            content = _content(read, agencies)
            plan.new.append((read, _free_code(read, taken), content))
            report.without_lead += not content.lead_agency
        elif not _is_same(read, versions[matter.id][0]):
            # What the sheet says is the sheet's, all else stays as it was.
            plan.changed.append((matter, replace(content_of(versions[matter.id][0]), **_from_sheet(read))))
    report.added, report.changed = len(plan.new), len(plan.changed)
    report.unchanged = report.matters - report.added - report.changed
    report.not_in_sheet = len(set(known) - {(m.kind, m.code) for m in sheet.matters})
    _ask_about_zeros(sheet, known, versions)
    _refuse_dates(session, plan, versions, valid_from)
    return plan


def _ask_about_zeros(
    sheet: Sheet, known: Mapping[tuple[str, str], Matter], versions: Mapping[UUID, Sequence[Standard]]
) -> None:
    """422 where a code that stood without its zero would rename a matter of the list: is it that one?"""
    faults = []
    for read in sheet.matters:
        matter = known.get((read.kind, read.code))
        if matter is not None and read.is_padded and versions[matter.id][0].service_name != read.name:
            held = versions[matter.id][0].service_name
            zh = f"「{read.name}」的代码可能丢了前面的零：{read.code} 是「{held}」，请写成文本"
            en = f"The code of {read.name} lacks a zero: {read.code} is {held}. Write it as text"
            faults.append(Fault(f"/{matter.service_code}", zh, en))
    if faults:
        raise invalid(*faults)


def _refuse_dates(
    session: Session, plan: ImportPlan, versions: Mapping[UUID, Sequence[Standard]], valid_from: date
) -> None:
    today = calendar_queries.today(session)
    faults: list[Fault] = []
    for matter, _ in plan.changed:
        faults += [
            Fault(f"/{matter.service_code}", f"{matter.service_code}：{one.zh}", one.en)
            for one in STANDARDS.check_succession(versions[matter.id], (valid_from, None), today=today)
        ]
    if faults:
        raise invalid(*faults)


def import_sheet(
    session: Session, actor_id: UUID | None, sheet: Sheet, *, list_name: str, valid_from: date
) -> ImportReport:
    """Take a sheet in under a list's name. What is added is not admitted: it reaches workers only by admission."""
    plan = plan_import(session, sheet, list_name=list_name, valid_from=valid_from)
    for read, code, content in plan.new:
        source = (list_name, read.kind, read.code)
        add_matter(
            session, actor_id, service_code=code, content=content, valid_from=valid_from, source=source
        )
    for matter, content in plan.changed:
        add_version(session, actor_id, matter, content=content, valid_from=valid_from)
    return plan.report


def _from_sheet(read: SheetMatter) -> dict[str, Any]:
    return {
        "service_name": read.name,
        "service_group": read.big_name,
        "group_code": f"{_PREFIX[read.kind]}{read.big_code}",
        "conditions": tuple(read.conditions),
    }


def _is_same(read: SheetMatter, newest: Standard) -> bool:
    said = _from_sheet(read)
    conditions = tuple(condition_of(one) for one in newest.conditions)
    return conditions == said.pop("conditions") and all(getattr(newest, k) == v for k, v in said.items())


def _content(read: SheetMatter, agencies: Sequence[tuple[str, str]]) -> VersionContent:
    return VersionContent(**_from_sheet(read), lead_agency=_lead_of(read.conditions[0], agencies))


def _lead_of(condition: Condition, agencies: Sequence[tuple[str, str]]) -> str:
    """The agency that the sheet's handler names, where it is one of ours; else nobody, and the desk decides."""
    return next((code for name, code in agencies if name and name in condition.handler), "")


def _agencies(session: Session) -> list[tuple[str, str]]:
    ours = [a for a in matter_queries.agencies(session) if a.kind in {"body", "stationed", "outside"}]
    names = [(name, agency.code) for agency in ours for name in (agency.name, agency.short_name)]
    return sorted(names, key=lambda pair: (-len(pair[0]), pair))


def _free_code(read: SheetMatter, taken: set[str]) -> str:
    stem = f"{_PREFIX[read.kind]}{read.code}"
    code, n = stem, 1
    while code in taken:
        n += 1
        code = f"{stem}-{n}"
    taken.add(code)
    return code


def as_sheet(session: Session, *, list_name: str | None, on: date) -> list[SheetMatter]:
    """The matters of a list (of all without one) as a sheet holds them, with the version in force on a day."""
    found = []
    for version in matter_queries.all_in_force(session, on):
        matter, standard = version.matter, version.standard
        if list_name is not None and matter.source_list != list_name:
            continue
        prefix = _PREFIX.get(matter.source_kind, "")
        big = standard.group_code.removeprefix(prefix)
        code = matter.source_code if matter.source_kind else matter.service_code
        found.append(
            SheetMatter(
                matter.source_kind or "event",
                big,
                standard.service_group,
                code,
                standard.service_name,
                [condition_of(one) for one in standard.conditions],
            )
        )
    return sorted(found, key=lambda m: (list(KIND_WORDS).index(m.kind), m.code))
