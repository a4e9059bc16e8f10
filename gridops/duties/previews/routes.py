"""HTTP words of "what would this case get?": the clock, the routing. For administrators only; writes nothing."""

from __future__ import annotations

from typing import Any

from gridops.duties.previews.clock import try_clock
from gridops.duties.previews.routing import preview
from gridops.duties.previews.wire import ClockAnswerOut, ClockIn, PreviewIn, PreviewOut
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN

bp = blueprint("previews", prefix="/api/v1/admin")


@bp.post("/clock")
@endpoint("What would this case get?", roles=ADMIN, body=ClockIn, answers={200: ClockAnswerOut})
def post_clock(call: Call[ClockIn, None]) -> Any:
    """The deadline with its steps, for a limit in words or a matter, at a place and a moment. Writes nothing."""
    return try_clock(call.session, call.body)


@bp.post("/routing/preview")
@endpoint("What would this case get?", roles=ADMIN, body=PreviewIn, answers={200: PreviewOut})
def post_preview(call: Call[PreviewIn, None]) -> Any:
    """Level, who accepts, unit, helping units, power, basis, deadline with its steps. Writes nothing."""
    return preview(call.session, call.body)
