"""HTTP words of intake: a report, a batch, and what may be the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from gridops.db.session import Session
from gridops.dispatch.actions.desk import get_matter_in_use
from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.parsing import refuse_unstorable
from gridops.http.permission import SIGNED_IN
from gridops.http.preferring import prefers_minimal
from gridops.http.problems import from_validation, language
from gridops.incidents import queries as incident_queries
from gridops.incidents.models import Incident
from gridops.incidents.presenting import present_many
from gridops.incidents.routes import etag
from gridops.incidents.wire import IncidentOut
from gridops.intake import queries
from gridops.intake.outcomes import Outcome, Taken
from gridops.intake.reporting import accept_reports
from gridops.intake.wire import (
    BatchIn,
    BatchOut,
    BatchResult,
    BriefResult,
    ReportIn,
    SimilarOut,
    SimilarQuery,
)
from gridops.people.roles import REPORTERS
from gridops.people.rules import Actor

bp = blueprint("intake")
BATCH_LIMIT_BYTES = 8_000_000


@bp.post("/reports")
@endpoint(
    "Report something",
    body=ReportIn,
    roles=REPORTERS,
    answers={201: IncidentOut, 200: IncidentOut},
    reference="steady",
    refuses={422: ("out-of-extent",)},
)
def post_report(call: Call[ReportIn, None]) -> Any:
    """A report: 201 when new, 200 when the same, or its origin's number, was sent before."""
    taken = accept_reports(call.session, call.actor, [call.body], is_alone=True)
    outcome = taken.outcomes[0]
    if outcome.problem is not None:
        raise outcome.problem
    case_id = outcome.known_as or call.body.client_id
    case = _shown(call.session, call.actor, [case_id], taken)[case_id]
    return case, outcome.status, {"ETag": etag(case), "Location": f"/api/v1/incidents/{case.id}"}


@bp.post("/reports/batch")
@endpoint(
    "Report up to 500 things",
    body=BatchIn,
    roles=REPORTERS,
    answers={200: BatchOut},
    limit_bytes=BATCH_LIMIT_BYTES,
    reference="steady",
    prefer="return=minimal",
)
def post_batch(call: Call[BatchIn, None]) -> Any:
    """Each report gets its own result; one bad report harms no other. `Prefer: return=minimal` asks for short ones."""
    read = [_read(item) for item in call.body.reports]
    good = [item for item in read if isinstance(item, ReportIn)]
    taken = accept_reports(call.session, call.actor, good)
    outcomes = iter(taken.outcomes)
    results = [next(outcomes) if isinstance(item, ReportIn) else item for item in read]
    wanted = [
        result.known_as or item.client_id
        for item, result in zip(read, results, strict=True)
        if isinstance(item, ReportIn) and isinstance(result, Outcome) and result.problem is None
    ]
    ids, is_brief = list(dict.fromkeys(wanted)), prefers_minimal()
    shown: Mapping[UUID, Incident | IncidentOut] = (
        _cases(call.session, ids, taken) if is_brief else _shown(call.session, call.actor, ids, taken)
    )
    out = BatchOut(
        results=[
            _result(raw, item, result, shown)
            for raw, item, result in zip(call.body.reports, read, results, strict=True)
        ]
    )
    headers = {"Vary": "Prefer"} | ({"Preference-Applied": "return=minimal"} if is_brief else {})
    return out, 200, headers


def _read(item: Any) -> ReportIn | Problem:
    try:
        refuse_unstorable(item)
        report = ReportIn.model_validate_json(orjson.dumps(item), strict=True)
    except ValidationError as error:
        return from_validation(error, document=item)
    except Problem as problem:
        return problem
    return report


def _result(
    raw: Any,
    item: ReportIn | Problem,
    result: Outcome | Problem,
    shown: Mapping[UUID, Incident | IncidentOut],
) -> BatchResult | BriefResult:
    if isinstance(item, ReportIn) and isinstance(result, Outcome) and result.problem is None:
        case = shown.get(result.known_as or item.client_id)
        if case is not None and not isinstance(case, IncidentOut):
            return BriefResult(
                client_id=item.client_id,
                status=result.status,
                id=case.id,
                state=case.state,
                version=case.version,
            )
        return BatchResult(client_id=str(item.client_id), status=result.status, incident=case)
    problem = result if isinstance(result, Problem) else result.problem
    assert problem is not None
    sent = raw.get("client_id") if isinstance(raw, dict) else None
    # An id that is no UUID may be anything; only what looks like one is sent back.
    name = str(item.client_id) if isinstance(item, ReportIn) else _as_uuid(sent)
    return BatchResult(client_id=name, status=problem.kind.status, problem=problem.document(language()))


def _as_uuid(value: Any) -> str | None:
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _shown(
    session: Session, actor: Actor, ids: list[UUID], taken: Taken | None = None
) -> dict[UUID, IncidentOut]:
    """The cases by id; those that this request has just written are not read again."""
    written = taken.written if taken is not None else None
    cases = list(_cases(session, ids, taken).values())
    return {case.id: case for case in present_many(session, actor, cases, written=written)}


def _cases(session: Session, ids: list[UUID], taken: Taken | None) -> dict[UUID, Incident]:
    begun = taken.written.cases if taken is not None else {}
    cases = {i: one.incident for i, one in begun.items()}
    if left := [i for i in ids if i not in cases]:
        cases |= incident_queries.incidents_by_id(session, left)
    return cases


@bp.get("/incidents/similar")
@endpoint(
    "Cases that may be the same thing",
    query=SimilarQuery,
    roles=SIGNED_IN,
    asks="cases in sight",
    answers={200: SimilarOut},
    reference="in_memory",
    refuses={422: ("out-of-extent",)},
)
def get_similar(call: Call[None, SimilarQuery]) -> Any:
    """Open cases of the same matter within its radius and window."""
    query = call.query
    version = get_matter_in_use(call.session, query.service_code)
    lon, lat = convert(query.lon, query.lat, query.coord_sys, "cgcs2000")
    ids = queries.similar_ids(call.session, call.actor, version=version, lon=float(lon), lat=float(lat))
    shown = _shown(call.session, call.actor, ids)
    return SimilarOut(items=[shown[i] for i in ids if i in shown])
