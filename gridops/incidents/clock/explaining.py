"""How a case's deadline came about, in words: version and condition, limits, steps, stages. Changes nothing."""

from __future__ import annotations

from datetime import datetime

from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.deadlines import stages_of
from gridops.duties.calendar.limits import limit_of, limit_text
from gridops.duties.calendar.wire import ClockLimitOut, ClockStepOut
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.models import Standard
from gridops.duties.matters.standards import Condition, condition_of
from gridops.incidents.clock.wire import ClockOut, ClockStageOut, ClockStandardOut
from gridops.incidents.dispatches.queries import dispatches_of
from gridops.incidents.models import Incident
from gridops.territory import queries as territory_queries


def present_clock(session: Session, incident: Incident) -> ClockOut:
    """The clock of a case: the version it was filed under, what led to `due_at`, and each stage's own limit."""
    standard = matter_queries.get_standard(session, incident.standard_id)
    chosen = int(incident.clock_basis.get("condition", 1))
    condition = condition_of(standard.conditions[chosen - 1])
    return ClockOut(
        started_at=incident.filed_at,
        limit=condition.limit_text,
        due_at=incident.due_at,
        due_state=incident.due_state,
        external_due_at=incident.external_due_at,
        steps=[
            ClockStepOut(
                start=datetime.fromisoformat(step["start"]),
                end=datetime.fromisoformat(step["end"]),
                text=step["text"],
            )
            for step in incident.clock_steps
        ],
        limits=[
            ClockLimitOut(name=one["name"], text=one["text"], due_at=datetime.fromisoformat(one["due_at"]))
            for one in incident.clock_basis.get("limits", ())
        ],
        stages=_stages(session, incident, standard),
        standard=_standard(standard, chosen, condition),
        area_class=incident.clock_basis.get("area_class"),
    )


def _standard(standard: Standard, chosen: int, condition: Condition) -> ClockStandardOut:
    return ClockStandardOut(
        id=standard.id,
        version=standard.version,
        valid_from=standard.valid_from,
        condition=chosen,
        filing_condition=condition.filing,
        closing_condition=condition.closing,
    )


def _stages(session: Session, i: Incident, standard: Standard) -> list[ClockStageOut]:
    if not standard.stage_limits:
        return []
    zone = territory_queries.get_deployment(session).time_zone
    terms = calendar_queries.clock_terms(session, zone, i.reported_at.date(), i.scope_code)
    dispatches = [d for d in dispatches_of(session, [i.id]).get(i.id, []) if d.kind == "handle"]
    accepted = min((d.accepted_at for d in dispatches if d.accepted_at is not None), default=None)
    moments = {
        "file": (i.reported_at, i.filed_at),
        "dispatch": (i.filed_at, i.dispatched_at),
        "accept": (i.dispatched_at, accepted),
        "handle": (accepted, i.handled_at),
        "verify": (i.handled_at, i.verified_at),
    }
    limits = {name: limit_of(one) for name, one in standard.stage_limits.items()}
    return [
        ClockStageOut(
            stage=stage.name,
            name=stage.words,
            limit=limit_text(stage.limit),
            started_at=stage.started_at,
            due_at=stage.due_at,
            ended_at=stage.ended_at,
        )
        for stage in stages_of(limits, moments, terms)
    ]
