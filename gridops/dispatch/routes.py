"""The room's blueprint: what its nouns answer over HTTP is put together here."""

from __future__ import annotations

from gridops.dispatch.actions.routes import actions_bp
from gridops.dispatch.boundaries.routes import boundaries_bp
from gridops.dispatch.hand_downs.routes import hand_downs_bp
from gridops.dispatch.leaving.routes import leaving_bp
from gridops.dispatch.units.ending_routes import ending_bp
from gridops.dispatch.units.routes import units_bp
from gridops.http.endpoint import blueprint

bp = blueprint("dispatch")
for _noun in (actions_bp, boundaries_bp, hand_downs_bp, leaving_bp, units_bp, ending_bp):
    bp.register_blueprint(_noun)
