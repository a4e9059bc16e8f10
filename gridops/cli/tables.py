"""Every room's tables, imported so that the metadata is whole: migrations and their check need that."""

from __future__ import annotations

from gridops.db import models as db_models
from gridops.dispatch.boundaries import models as boundary_models
from gridops.dispatch.hand_downs import models as hand_down_models
from gridops.dispatch.units import models as unit_models
from gridops.duties.area_questions import models as area_question_models
from gridops.duties.burdens import models as burden_models
from gridops.duties.calendar import models as calendar_models
from gridops.duties.matters import models as matter_models
from gridops.duties.origins import models as origin_models
from gridops.duties.powers import models as power_models
from gridops.duties.precedents import models as precedent_models
from gridops.duties.responsibilities import models as responsibility_models
from gridops.duties.routing import models as routing_models
from gridops.incidents import models as incident_models
from gridops.incidents.dispatches import models as dispatch_models
from gridops.incidents.holds import models as hold_models
from gridops.incidents.media import models as incident_media_models
from gridops.incidents.moves import models as move_models
from gridops.incidents.reveals import models as reveal_models
from gridops.insight.cells import models as cell_models
from gridops.insight.rollups import models as rollup_models
from gridops.intake import models as intake_models
from gridops.keeping import models as keeping_models
from gridops.log import models as log_models
from gridops.media import models as media_models
from gridops.people import models as people_models
from gridops.people.attempts import models as attempt_models
from gridops.people.certificates import models as certificate_models
from gridops.people.rosters import models as roster_models
from gridops.territory import models as territory_models
from gridops.timers import models as timer_models

ROOMS = (
    db_models,
    log_models,
    timer_models,
    keeping_models,
    media_models,
    territory_models,
    people_models,
    attempt_models,
    certificate_models,
    roster_models,
    area_question_models,
    burden_models,
    calendar_models,
    matter_models,
    origin_models,
    power_models,
    precedent_models,
    responsibility_models,
    routing_models,
    incident_models,
    dispatch_models,
    incident_media_models,
    hold_models,
    move_models,
    reveal_models,
    unit_models,
    hand_down_models,
    boundary_models,
    intake_models,
    cell_models,
    rollup_models,
)


def import_all() -> tuple[str, ...]:
    """The modules whose tables are known now; importing this file has done the work."""
    return tuple(room.__name__ for room in ROOMS)
