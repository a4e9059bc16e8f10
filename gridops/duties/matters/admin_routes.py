"""HTTP words of the register of matters: versions and admissions. For administrators only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.presenting import calendar_warnings
from gridops.duties.history import changes_of
from gridops.duties.matters import admitting, editing, queries
from gridops.duties.matters.admin_wire import (
    ActiveIn,
    AdmissionOut,
    ApplicationIn,
    ApprovalIn,
    MatterBriefOut,
    MatterBriefsOut,
    MatterDetailOut,
    RefusalIn,
)
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.matters.standards import condition_of
from gridops.duties.matters.version_wire import MatterIn, VersionIn, VersionOut
from gridops.duties.registers.wire import EndIn
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN

bp = blueprint("duties_admin", prefix="/api/v1/admin")
_DECIDED = {"/state": "an application that is decided, an admission that is not in force"}


@bp.get("/matters")
@endpoint("Every matter, with its newest version", roles=ADMIN, answers={200: MatterBriefsOut})
def get_matters(call: Call[None, None]) -> Any:
    """The register: what is in force, what is coming, what is admitted."""
    session, today = call.session, calendar_queries.today(call.session)
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
    today = calendar_queries.today(session)
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
@endpoint("A new matter", roles=ADMIN, body=MatterIn, answers={201: MatterDetailOut})
def post_matter(call: Call[MatterIn, None]) -> Any:
    """A matter with its first version; it is not admitted to workers' lists by that."""
    actor_id = call.actor.id
    body = call.body
    matter = editing.add_matter(
        call.session,
        actor_id,
        service_code=body.service_code,
        content=body.content(),
        valid_from=body.valid_from,
    )
    return _detail(call.session, matter), 201


@bp.get("/matters/<service_code>")
@endpoint("A matter with all its versions", roles=ADMIN, answers={200: MatterDetailOut})
def get_matter(call: Call[None, None], service_code: str) -> Any:
    """Versions, applications, and who changed what."""
    found = queries.find_matter(call.session, service_code)
    if found is None:
        raise Problem("not-found")
    return _detail(call.session, found)


@bp.post("/matters/<service_code>/versions")
@endpoint("A new version of a matter", roles=ADMIN, body=VersionIn, answers={201: MatterDetailOut})
def post_version(call: Call[VersionIn, None], service_code: str) -> Any:
    """A version from a day on; refused where its dates overlap another's."""
    actor_id = call.actor.id
    body = call.body
    matter = editing.get_matter(call.session, service_code)
    editing.add_version(
        call.session,
        actor_id,
        matter,
        content=body.content(),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return _detail(call.session, matter), 201


@bp.delete("/matters/<service_code>/versions/<int:version>")
@endpoint(
    "Withdraw a version that is not yet in force",
    roles=ADMIN,
    answers={200: MatterDetailOut},
    refuses_at={"/version": "a version that is in force"},
)
def delete_version(call: Call[None, None], service_code: str, version: int) -> Any:
    """What has been in force stays; what is only coming may be taken back."""
    actor_id = call.actor.id
    matter = editing.get_matter(call.session, service_code)
    editing.withdraw_version(call.session, actor_id, matter, version)
    return _detail(call.session, matter)


@bp.put("/matters/<service_code>/active")
@endpoint("Retire a matter or take it up again", roles=ADMIN, body=ActiveIn, answers={200: MatterDetailOut})
def put_active(call: Call[ActiveIn, None], service_code: str) -> Any:
    """A retired matter is reported no more; its cases go on."""
    actor_id = call.actor.id
    matter = editing.get_matter(call.session, service_code)
    editing.set_active(call.session, actor_id, matter, is_active=call.body.is_active)
    return _detail(call.session, matter)


@bp.post("/matters/<service_code>/admissions")
@endpoint("Apply for the workers' list", roles=ADMIN, body=ApplicationIn, answers={201: MatterDetailOut})
def post_admission(call: Call[ApplicationIn, None], service_code: str) -> Any:
    """A department's application, recorded."""
    actor_id = call.actor.id
    matter = editing.get_matter(call.session, service_code)
    admitting.apply_for(call.session, actor_id, matter, agency=call.body.agency, reason=call.body.reason)
    return _detail(call.session, matter), 201


@bp.post("/matters/<service_code>/admissions/<uuid:admission_id>/approve")
@endpoint(
    "Approve an application",
    roles=ADMIN,
    body=ApprovalIn,
    answers={200: MatterDetailOut},
    refuses_at=_DECIDED,
)
def post_approval(call: Call[ApprovalIn, None], service_code: str, admission_id: UUID) -> Any:
    """From its first day the matter is on workers' lists."""
    actor_id = call.actor.id
    matter, body = editing.get_matter(call.session, service_code), call.body
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
@endpoint(
    "Refuse an application",
    roles=ADMIN,
    body=RefusalIn,
    answers={200: MatterDetailOut},
    refuses_at=_DECIDED,
)
def post_refusal(call: Call[RefusalIn, None], service_code: str, admission_id: UUID) -> Any:
    """The reason is kept."""
    actor_id = call.actor.id
    matter = editing.get_matter(call.session, service_code)
    admitting.decide(call.session, actor_id, matter, admission_id, is_approved=False, note=call.body.note)
    return _detail(call.session, matter)


@bp.post("/matters/<service_code>/admissions/<uuid:admission_id>/end")
@endpoint(
    "End an admission",
    roles=ADMIN,
    body=EndIn,
    answers={200: MatterDetailOut},
    refuses_at=_DECIDED,
)
def post_end(call: Call[EndIn, None], service_code: str, admission_id: UUID) -> Any:
    """From that day the matter is no longer the workers'."""
    actor_id = call.actor.id
    matter = editing.get_matter(call.session, service_code)
    admitting.end(call.session, actor_id, matter, admission_id, valid_to=call.body.valid_to)
    return _detail(call.session, matter)
