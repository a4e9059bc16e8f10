"""HTTP words of importing boundaries: upload, examination, confirmed import. For administrators only.

Nothing is written to the database before the import, and it writes only what was examined.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from flask import Response, request

from gridops import clock
from gridops.db.session import acting_as
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint, runtime
from gridops.http.problems import language
from gridops.territory.importing import examining, staging
from gridops.territory.importing.guessing import columns_in
from gridops.territory.importing.preparing import Prepared, prepare
from gridops.territory.importing.topology import report_of
from gridops.territory.importing.wire import (
    ColumnOut,
    DefectsOut,
    DraftOut,
    DraftsOut,
    ExaminationIn,
    ExaminationOut,
    ImportIn,
    ImportOut,
    RepairOut,
    RowOut,
    SystemOut,
    UploadOut,
    UploadQuery,
)
from gridops.territory.importing.writing import write_prepared
from gridops.territory.roles import ADMIN
from gridops.territory.sets.queries.finding import all_sets, counts_of

admin_bp = blueprint("geodata", prefix="/admin/geodata")
_FILE = "application/octet-stream"
_GEOJSON = "application/geo+json"


@admin_bp.before_request
def take_large_files() -> None:
    """Boundary files are larger than anything else that is sent; each endpoint still has its own limit."""
    request.max_content_length = staging.MAX_UPLOAD_BYTES + 1


def _root() -> Path:
    folder: Path = runtime().services["settings"].var_dir / "geodata"
    return folder


@admin_bp.get("/drafts")
@endpoint("Boundary sets that are drafts", roles=ADMIN, answers={200: DraftsOut})
def get_drafts(call: Call[None, None]) -> Any:
    """The drafts, with what they hold."""
    drafts = [s for s in all_sets(call.session) if s.state == "draft"]
    return DraftsOut(items=[DraftOut(name=s.name, counts=counts_of(call.session, s.id)) for s in drafts]), 200


@admin_bp.post("/uploads")
@endpoint(
    "Send a boundary file",
    roles=ADMIN,
    query=UploadQuery,
    raw=_FILE,
    limit_bytes=staging.MAX_UPLOAD_BYTES,
    answers={201: UploadOut},
    refuses_at={"": "a file that cannot be opened"},
)
def post_upload(call: Call[None, UploadQuery]) -> Any:
    """Keep a file that can be opened, for a day."""
    kept = staging.stage(_root(), call.actor.id, call.query.filename, call.raw, clock.now())
    return UploadOut.model_validate(kept), 201


@admin_bp.post("/examinations")
@endpoint("Examine an uploaded file", roles=ADMIN, body=ExaminationIn, answers={200: ExaminationOut})
def post_examination(call: Call[ExaminationIn, None]) -> Any:
    """How the file was understood and every defect; writes nothing."""
    prepared = _prepared(call)
    return _shown(prepared, examining.seal_of(prepared, str(call.body.upload))), 200


@admin_bp.post("/reports")
@endpoint(
    "Every defect of an uploaded file", roles=ADMIN, body=ExaminationIn, answers={200: None}, also=(_GEOJSON,)
)
def post_report(call: Call[ExaminationIn, None]) -> Any:
    """The whole report as a GeoJSON that any desktop GIS opens."""
    response = Response(orjson.dumps(report_of(_prepared(call).defects)), content_type=_GEOJSON)
    response.headers["Content-Disposition"] = "attachment; filename=defects.geojson"
    return response


@admin_bp.post("/imports")
@endpoint("Import what was examined", roles=ADMIN, body=ImportIn, answers={201: ImportOut})
def post_import(call: Call[ImportIn, None]) -> Any:
    """Write a layer into a draft, if it is still what was examined."""
    prepared = _prepared(call)
    if examining.seal_of(prepared, str(call.body.upload)) != call.body.examination:
        zh, en = (
            "检查之后情况有变，请重新检查",
            "Something has changed since the examination: examine it again",
        )
        raise Problem("conflict", (zh, en))
    with acting_as(call.session, "gridops_system"):
        report = write_prepared(
            call.session,
            prepared,
            waivers={str(kind): reason for kind, reason in call.body.waivers.items()},
            source=call.body.source or staging.get_staged(_root(), call.actor.id, call.body.upload).filename,
            actor_id=call.actor.id,
        )
    return ImportOut.model_validate(report), 201


def _prepared(call: Call[Any, Any]) -> Prepared:
    staged = staging.get_staged(_root(), call.actor.id, call.body.upload)
    with staging.named_as_sent(staged):
        return prepare(call.session, staged.path, call.body.plan())


def _shown(prepared: Prepared, seal: str) -> ExaminationOut:
    reading = prepared.layer.reading
    which = 0 if language() == "zh" else 1
    defects = examining.summary_of(prepared.defects)
    doubt = prepared.suspicion
    return ExaminationOut(
        id=seal,
        format=reading.format,
        crs=SystemOut(name=reading.system.name, known_by=reading.system.known_by),
        encoding=reading.encoding,
        said=[words[which] for words in reading.said],
        count=prepared.count,
        types=prepared.layer.types,
        names=examining.names_of(prepared),
        rows=[RowOut.model_validate(row) for row in examining.rows_of(prepared)],
        fields=dict(prepared.guess.found),
        columns=[ColumnOut.model_validate(c) for c in columns_in(prepared.layer.properties)],
        suspicion=doubt.words[which] if doubt else None,
        defects=DefectsOut.model_validate(defects),
        repair=_repair(prepared),
        outlines=examining.outlines_of(prepared),
        may_import=doubt is None and not defects["errors"],
    )


def _repair(prepared: Prepared) -> RepairOut | None:
    done = prepared.repair
    if done is None:
        return None
    return RepairOut(
        changed=len(done.changes),
        changed_m2=round(done.changed_m2, 1),
        furthest_m=round(max((c.moved_m for c in done.changes), default=0.0), 3),
        left_alone=len(done.left_alone),
    )
