"""The composition root: the only file that knows everybody. It wires rooms together and does nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import text

from gridops import clock, config
from gridops.db import migrate
from gridops.db.session import Database, Session
from gridops.dispatch import routes as dispatch_routes
from gridops.duties import admin_routes as duties_admin_routes
from gridops.duties import calendar_routes, power_routes, responsibility_routes, routing_routes
from gridops.duties import queries as duties_queries
from gridops.duties import routes as duties_routes
from gridops.http import health, openapi, problems
from gridops.http.presenting import present
from gridops.http.runtime import EXTENSION, Runtime
from gridops.incidents import routes as incident_routes
from gridops.incidents.media.arriving import record_photo_arrived
from gridops.incidents.media.queries import incidents_with_media
from gridops.incidents.presenting import is_in_chain
from gridops.insight import routes as insight_routes
from gridops.intake import routes as intake_routes
from gridops.intake.quarantining import keep_unreadable
from gridops.live import routes as live_routes
from gridops.live.hub import Hub
from gridops.log import queries as log_queries
from gridops.media import routes as media_routes
from gridops.people import routes as people_routes
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory import routes as territory_routes
from gridops.territory.deploying import check_agreement
from gridops.web import basemap
from gridops.web import routes as web_routes

MAX_BODY_BYTES = 12_000_000


@dataclass
class Wiring:
    """What the request wrapper needs of the rooms above it."""

    settings: config.Settings

    def has_credentials(self) -> bool:
        """Whether the request brings a token or the cookie."""
        return people_routes.has_credentials()

    def authenticate(self, session: Session) -> Actor | None:
        """The actor of the current request."""
        return people_routes.authenticate(session, public_origin=self.settings.public_origin)

    def quarantine(self, session: Session, actor: Any, body: bytes) -> None:
        """Keep what could not be read."""
        keep_unreadable(session, actor, path=request.path, body=body)


def may_see_media(session: Session, actor: Actor, media: Any) -> bool:
    """A photo is seen by who sent it, and by who sees a case on which its sender declared it.

    Declaring another's photo shows nothing: only the sender's own declaration counts.
    """
    if media.account_id == actor.id:
        return True
    cases = incidents_with_media(session, media.id, declared_by=media.account_id)
    return any(not case.is_restricted or is_in_chain(actor, case) for case in cases)


def readiness(database: Database) -> tuple[bool, dict[str, Any]]:
    """Whether the service can do its work, and warnings that do not stop it."""
    body: dict[str, Any] = {"database": "ok", "migrations": "ok", "log_tail": "ok", "warnings": []}
    with database.transaction("gridops_system") as session:
        window = log_queries.window(session)
        body["log_head"] = window.head
        waiting = session.scalar(
            text(
                "SELECT extract(epoch FROM :now - min(e.at)) FROM gridops.log_pending p"
                " JOIN gridops.log_entry e ON e.id = p.entry_id"
            ),
            {"now": clock.now()},
        )
        if waiting is not None and waiting > 30:
            body["log_tail"] = f"the oldest entry has waited {int(waiting)} s for its number"
        for year in duties_queries.unknown_years(session, duties_queries.today(session)):
            body["warnings"].append(f"work calendar of {year} is unknown: Monday to Friday is taken")
        if territory_queries.find_set_in_force(session) is None:
            body["warnings"].append("no boundary set is in force")
    with database.engine.connect() as connection:
        if migrate.current(connection) != migrate.head():
            body["migrations"] = "not at head"
    is_ready = body["migrations"] == "ok" and body["log_tail"] == "ok"
    return is_ready, body


def add_rooms(app: Flask) -> None:
    """Every room's endpoints; enough to describe the contract, which takes no database."""
    for room in (
        people_routes,
        territory_routes,
        duties_routes,
        duties_admin_routes,
        calendar_routes,
        power_routes,
        routing_routes,
        responsibility_routes,
        intake_routes,
        incident_routes,
        dispatch_routes,
        insight_routes,
        media_routes,
        live_routes,
        web_routes,
    ):
        app.register_blueprint(room.bp)
    app.register_blueprint(territory_routes.tiles_bp)
    app.register_blueprint(insight_routes.tiles_bp)


def create_app(settings: config.Settings | None = None, *, start_hub: bool = True) -> Flask:
    """The service: HTTP, pages and sockets of one process."""
    settings = settings or config.load()
    logging.getLogger("gridops").setLevel(settings.log_level)
    app = Flask("gridops", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    database = Database(settings.database_url)
    with database.transaction() as session:
        # Metres of one system mixed with metres of another would be wrong everywhere and show nowhere.
        check_agreement(session, settings.measure_srid)
    hub = Hub(database, settings)
    services = {
        "settings": settings,
        "may_see_media": may_see_media,
        "on_media_arrived": record_photo_arrived,
        "hub": hub,
        "basemap": basemap.choose(settings),
    }
    app.extensions[EXTENSION] = Runtime(database, Wiring(settings), services)
    problems.register(app)
    add_rooms(app)
    health.register(app, ready=lambda: readiness(database), gauges=hub.gauges)
    app.add_url_rule("/api/v1/openapi.json", "openapi", lambda: _openapi(app))
    hub.attach(app)
    if start_hub:
        hub.start()
    return app


def _openapi(app: Flask) -> Response:
    return present(openapi.document(app))
