"""HTTP words of the register of matters: versions, admissions, sheets. For administrators only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response

from gridops.db.session import Session
from gridops.duties import admitting, queries, versioning
from gridops.duties.importing_sheet import (
    DEFAULT_LIST,
    ImportReport,
    as_sheet,
    import_sheet,
    plan_import,
    refuse_unread,
)
from gridops.duties.models import Matter, Standard
from gridops.duties.previewing import calendar_warnings, changes_of
from gridops.duties.rules import condition_of
from gridops.duties.rules.sheet import read_sheet
from gridops.duties.sheets import MOST_BYTES, open_tables, write_csv, write_xlsx
from gridops.duties.wire.calendar import SheetExportQuery, SheetQuery, SheetReportOut
from gridops.duties.wire.register import (
    ActiveIn,
    AdmissionOut,
    ApplicationIn,
    ApprovalIn,
    EndIn,
    MatterBriefOut,
    MatterBriefsOut,
    MatterDetailOut,
    RefusalIn,
)
from gridops.duties.wire.versions import MatterIn, VersionIn, VersionOut
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint

bp = blueprint("duties_admin", prefix="/api/v1/admin")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def require_admin(call: Call) -> UUID:
    """The administrator's id; 403 for everybody else."""
    if not call.actor.has_role("admin"):
        raise Problem("out-of-scope", ("只有管理员可以查看和修改", "Only an administrator may do this"))
    found: UUID = call.actor.id
    return found


@bp.get("/matters")
@endpoint("Every matter, with its newest version", answers={200: MatterBriefsOut})
def get_matters(call: Call) -> Any:
    """The register: what is in force, what is coming, what is admitted."""
    require_admin(call)
    session, today = call.session, queries.today(call.session)
    matters = queries.all_matters(session)
    versions = queries.versions_of(session, [m.id for m in matters])
    admitted = queries.admitted_ids(session, today)
    return MatterBriefsOut(
        items=[
            _brief(m, versions[m.id], today, is_admitted=m.id in admitted) for m in matters if versions[m.id]
        ],
        lists=sorted({m.source_list for m in matters if m.source_list}),
        agencies=[{"code": a.code, "name": a.name} for a in queries.agencies(session)],
        warnings=calendar_warnings(session),
    )


def _brief(matter: Matter, versions: list[Standard], today: date, *, is_admitted: bool) -> MatterBriefOut:
    coming = [v for v in versions if v.valid_from > today]
    shown = next((v for v in versions if v.valid_from <= today), versions[-1])
    return MatterBriefOut(
        service_code=matter.service_code,
        source_list=matter.source_list,
        source_kind=matter.source_kind,
        source_code=matter.source_code,
        is_active=matter.is_active,
        admitted=is_admitted,
        service_name=shown.service_name,
        service_group=shown.service_group,
        version=shown.version,
        versions=len(versions),
        valid_from=shown.valid_from,
        valid_to=shown.valid_to,
        coming_from=coming[-1].valid_from if coming and shown not in coming else None,
        limit=condition_of(shown.conditions[0]).limit_text,
        lead_agency=shown.lead_agency,
        restricted=shown.is_restricted,
    )


def _detail(session: Session, matter: Matter) -> MatterDetailOut:
    session.flush()
    today = queries.today(session)
    return MatterDetailOut(
        service_code=matter.service_code,
        source_list=matter.source_list,
        source_kind=matter.source_kind,
        source_code=matter.source_code,
        is_active=matter.is_active,
        admitted=matter.id in queries.admitted_ids(session, today),
        versions=[VersionOut.of(v, today) for v in queries.versions_of(session, [matter.id])[matter.id]],
        admissions=[AdmissionOut.of(a) for a in queries.admissions_of(session, matter.id)],
        changes=changes_of(session, matter.id),
    )


@bp.post("/matters")
@endpoint("A new matter", body=MatterIn, answers={201: MatterDetailOut})
def post_matter(call: Call) -> Any:
    """A matter with its first version; it is not admitted to workers' lists by that."""
    actor_id = require_admin(call)
    body = call.body
    matter = versioning.add_matter(
        call.session,
        actor_id,
        service_code=body.service_code,
        content=body.content(),
        valid_from=body.valid_from,
    )
    return _detail(call.session, matter), 201


@bp.get("/matters/<service_code>")
@endpoint("A matter with all its versions", answers={200: MatterDetailOut})
def get_matter(call: Call, service_code: str) -> Any:
    """Versions, applications, and who changed what."""
    require_admin(call)
    found = queries.find_matter(call.session, service_code)
    if found is None:
        raise Problem("not-found")
    return _detail(call.session, found)


@bp.post("/matters/<service_code>/versions")
@endpoint("A new version of a matter", body=VersionIn, answers={201: MatterDetailOut})
def post_version(call: Call, service_code: str) -> Any:
    """A version from a day on; refused where its dates overlap another's."""
    actor_id = require_admin(call)
    body = call.body
    matter = versioning.get_matter(call.session, service_code)
    versioning.add_version(
        call.session,
        actor_id,
        matter,
        content=body.content(),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _detail(call.session, matter), 201


@bp.delete("/matters/<service_code>/versions/<int:version>")
@endpoint("Withdraw a version that is not yet in force", answers={200: MatterDetailOut})
def delete_version(call: Call, service_code: str, version: int) -> Any:
    """What has been in force stays; what is only coming may be taken back."""
    actor_id = require_admin(call)
    matter = versioning.get_matter(call.session, service_code)
    versioning.withdraw_version(call.session, actor_id, matter, version)
    return _detail(call.session, matter)


@bp.put("/matters/<service_code>/active")
@endpoint("Retire a matter or take it up again", body=ActiveIn, answers={200: MatterDetailOut})
def put_active(call: Call, service_code: str) -> Any:
    """A retired matter is reported no more; its cases go on."""
    actor_id = require_admin(call)
    matter = versioning.get_matter(call.session, service_code)
    versioning.set_active(call.session, actor_id, matter, is_active=call.body.is_active)
    return _detail(call.session, matter)


@bp.post("/matters/<service_code>/admissions")
@endpoint("Apply for the workers' list", body=ApplicationIn, answers={201: MatterDetailOut})
def post_admission(call: Call, service_code: str) -> Any:
    """A department's application, recorded."""
    actor_id = require_admin(call)
    matter = versioning.get_matter(call.session, service_code)
    admitting.apply_for(call.session, actor_id, matter, agency=call.body.agency, reason=call.body.reason)
    return _detail(call.session, matter), 201


@bp.post("/matters/<service_code>/admissions/<uuid:admission_id>/approve")
@endpoint("Approve an application", body=ApprovalIn, answers={200: MatterDetailOut})
def post_approval(call: Call, service_code: str, admission_id: UUID) -> Any:
    """From its first day the matter is on workers' lists."""
    actor_id = require_admin(call)
    matter, body = versioning.get_matter(call.session, service_code), call.body
    admitting.decide(
        call.session,
        actor_id,
        matter,
        admission_id,
        is_approved=True,
        note=body.note,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _detail(call.session, matter)


@bp.post("/matters/<service_code>/admissions/<uuid:admission_id>/refuse")
@endpoint("Refuse an application", body=RefusalIn, answers={200: MatterDetailOut})
def post_refusal(call: Call, service_code: str, admission_id: UUID) -> Any:
    """The reason is kept."""
    actor_id = require_admin(call)
    matter = versioning.get_matter(call.session, service_code)
    admitting.decide(call.session, actor_id, matter, admission_id, is_approved=False, note=call.body.note)
    return _detail(call.session, matter)


@bp.post("/matters/<service_code>/admissions/<uuid:admission_id>/end")
@endpoint("End an admission", body=EndIn, answers={200: MatterDetailOut})
def post_end(call: Call, service_code: str, admission_id: UUID) -> Any:
    """From that day the matter is no longer the workers'."""
    actor_id = require_admin(call)
    matter = versioning.get_matter(call.session, service_code)
    admitting.end(call.session, actor_id, matter, admission_id, valid_to=call.body.valid_to)
    return _detail(call.session, matter)


@bp.post("/sheets")
@endpoint(
    "Take in a sheet of standards",
    raw="application/octet-stream",
    query=SheetQuery,
    answers={200: SheetReportOut},
    limit_bytes=MOST_BYTES,
)
def post_sheet(call: Call) -> Any:
    """An XLSX or CSV; with `dry_run` nothing is written, with `partly` what cannot be read is left out."""
    actor_id = require_admin(call)
    query = call.query
    sheet = read_sheet(open_tables(call.raw))
    starts = query.valid_from or queries.today(call.session)
    name = query.list or DEFAULT_LIST
    if query.dry_run:
        plan = plan_import(call.session, sheet, list_name=name, valid_from=starts)
        return _sheet_report(plan.report, is_dry_run=True)
    refuse_unread(sheet, is_partly=query.partly)
    report = import_sheet(call.session, actor_id, sheet, list_name=name, valid_from=starts)
    return _sheet_report(report, is_dry_run=False)


def _sheet_report(report: ImportReport, *, is_dry_run: bool) -> SheetReportOut:
    return SheetReportOut(**vars(report), is_dry_run=is_dry_run)


@bp.get("/sheets")
@endpoint("Write matters as a sheet", query=SheetExportQuery, answers={200: None}, also=(XLSX, "text/csv"))
def get_sheet(call: Call) -> Any:
    """The nine columns, as XLSX or CSV."""
    require_admin(call)
    query = call.query
    matters = as_sheet(call.session, list_name=query.list or None, on=queries.today(call.session))
    is_csv = query.format == "csv"
    body = write_csv(matters) if is_csv else write_xlsx(matters)
    response = Response(body, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="standards.{query.format}"'
    return response
