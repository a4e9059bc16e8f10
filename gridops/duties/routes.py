"""Every noun's routes, for the app to register. No route of its own."""

from __future__ import annotations

from gridops.duties.burdens import routes as burdens
from gridops.duties.calendar import routes as calendar
from gridops.duties.following import routes as following
from gridops.duties.matters import admin_routes as matters_admin
from gridops.duties.matters import routes as matters
from gridops.duties.powers import routes as powers
from gridops.duties.previews import routes as previews
from gridops.duties.responsibilities import routes as responsibilities
from gridops.duties.routing import routes as routing
from gridops.duties.sheets import routes as sheets

ROUTES = (
    matters,
    matters_admin,
    sheets,
    calendar,
    powers,
    responsibilities,
    burdens,
    routing,
    previews,
    following,
)
