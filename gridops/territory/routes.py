"""Every endpoint of the territory under its two blueprints. The rules of each stand with its noun."""

from __future__ import annotations

from gridops.http.endpoint import blueprint
from gridops.territory.areas.routes import areas_bp
from gridops.territory.deploying_routes import deployment_bp
from gridops.territory.drafts.routes import drafts_bp
from gridops.territory.importing.routes import admin_bp
from gridops.territory.places.routes import places_bp
from gridops.territory.sets.routes import sets_bp
from gridops.territory.tiles.routes import tiles_bp

__all__ = ["bp", "tiles_bp"]

bp = blueprint("territory")
for noun in (areas_bp, places_bp, sets_bp, admin_bp, drafts_bp, deployment_bp):
    bp.register_blueprint(noun)
