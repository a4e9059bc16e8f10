"""HTTP words of the first-run page. For administrators only; nothing is written here."""

from __future__ import annotations

from typing import Any

from flask import Response

from gridops import clock
from gridops.db.session import acting_as
from gridops.duties.calendar import queries as calendar_queries
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint, runtime
from gridops.http.problems import language
from gridops.insight.first_run.queries import read_figures
from gridops.insight.first_run.sheets import GEOJSON_TYPE, SHEETS
from gridops.insight.first_run.steps import steps_of
from gridops.insight.first_run.wire import DistrictOut, FirstRunOut, LackOut, MeasureOut, StepOut
from gridops.keeping.queries import last_backup_at
from gridops.keeping.readiness import judge_backup
from gridops.people.roles import ADMIN
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE
from gridops.territory.deploying import MERIDIANS

bp = blueprint("first_run", prefix="/api/v1/admin")


@bp.get("/first-run")
@endpoint("What a district still lacks, step by step", roles=ADMIN, answers={200: FirstRunOut})
def get_first_run(call: Call[None, None]) -> Any:
    """Every step with what is missing, as the database stands now."""
    session = call.session
    with acting_as(session, "gridops_system"):
        figures = read_figures(session, call.actor.id)
        years = calendar_queries.unknown_years(session, calendar_queries.today(session))
        kept_at = last_backup_at(session)
    settings = runtime().services["settings"]
    figures |= {
        "unknown_years": len(years),
        "basemap": settings.basemap not in ("", "none"),
        "backup": kept_at is not None,
        "backup_is_old": kept_at is not None
        and bool(judge_backup(kept_at, clock.now(), settings.backup_days)),
    }
    return FirstRunOut(
        district=_district(figures),
        measures=[MeasureOut(srid=srid, meridian=meridian) for srid, meridian in MERIDIANS.items()],
        steps=[
            StepOut(
                name=step.name,
                pages=list(step.pages),
                sheets=list(step.sheets),
                is_done=step.is_done,
                lacks=[LackOut.model_validate(lack) for lack in step.lacks],
            )
            for step in steps_of(figures)
        ],
        counts={name: value for name, value in figures.items() if type(value) is int},
    )


def _district(figures: dict[str, Any]) -> DistrictOut | None:
    if figures["district_code"] is None:
        return None
    return DistrictOut(
        code=figures["district_code"],
        name=figures["name"],
        measure_srid=figures["measure_srid"],
        time_zone=figures["time_zone"],
        is_demonstration=figures["is_demo"],
        may_change_measure=figures["sets"] == 0,
    )


@bp.get("/first-run/sheets/<name>")
@endpoint(
    "A sheet to fill in, with a row for an example",
    roles=ADMIN,
    answers={200: None},
    also=(XLSX_TYPE, CSV_TYPE, GEOJSON_TYPE),
)
def get_sheet(call: Call[None, None], name: str) -> Any:
    """A file in the very form in which its step takes it in; 404 for a name that is none."""
    write = SHEETS.get(name)
    if write is None:
        raise Problem("not-found")
    with acting_as(call.session, "gridops_system"):
        code = read_figures(call.session, call.actor.id)["district_code"] or "370000"
    body, kind, ending = write(code, language())
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
