"""The composition root: the only file that knows everybody. It wires rooms together and does nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from gridops import clock, config
from gridops.db.rights import require_rights
from gridops.db.session import Database, Session
from gridops.dispatch import routes as dispatch_routes
from gridops.duties import routes as duties_routes
from gridops.duties.readiness import warn_of_unknown_years
from gridops.http import health, openapi, problems
from gridops.http.front import Front
from gridops.http.health import METER
from gridops.http.presenting import present
from gridops.http.runtime import EXTENSION, Runtime, runtime
from gridops.incidents import routes as incident_routes
from gridops.incidents.holds import routes as hold_routes
from gridops.incidents.media.arriving import record_photo_arrived
from gridops.incidents.media.seeing import may_see_photo
from gridops.incidents.reveals import routes as reveal_routes
from gridops.insight import routes as insight_routes
from gridops.insight.audit import routes as log_audit_routes
from gridops.insight.first_run import routes as first_run_routes
from gridops.insight.readiness import gauges_of_rollups, warn_of_rollups
from gridops.intake import routes as intake_routes
from gridops.intake.quarantine import routes as quarantine_routes
from gridops.intake.quarantining import keep_unreadable, warn_of_quarantine
from gridops.intake.warming import warm
from gridops.keeping.queries import last_backup_at
from gridops.keeping.readiness import gauges_of_backup, judge_backup
from gridops.live import routes as live_routes
from gridops.live.readiness import TailState, warn_of_live_process
from gridops.live.tail import Tail
from gridops.log import queries as log_queries
from gridops.log.readiness import sequencer_state
from gridops.media import readiness as media_readiness
from gridops.media import routes as media_routes
from gridops.people import account_routes, audit_routes, signing_in
from gridops.people import routes as people_routes
from gridops.people.accounts import routes as account_admin_routes
from gridops.people.accounts import sheet_routes as account_sheet_routes
from gridops.people.beginning import routes as beginning_routes
from gridops.people.certificates import routes as certificate_routes
from gridops.people.demonstration import holds_demonstration, keep_at_home
from gridops.people.deputies import routes as deputy_routes
from gridops.people.posts import routes as post_routes
from gridops.people.refusing import Refusals
from gridops.people.rosters import routes as roster_routes
from gridops.people.rules import Actor
from gridops.people.taking_in import routes as taking_in_routes
from gridops.people.units import routes as unit_admin_routes
from gridops.people.vacancies import routes as vacancy_routes
from gridops.territory import routes as territory_routes
from gridops.territory.deploying import check_agreement
from gridops.territory.readiness import warn_of_no_boundaries
from gridops.web import basemap
from gridops.web import routes as web_routes
from gridops.web.closing import Closing

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 12_000_000


@dataclass
class Wiring:
    """What the request wrapper needs of the rooms above it."""

    settings: config.Settings
    refusals: Refusals = field(default_factory=Refusals)

    def has_credentials(self) -> bool:
        """Whether the request brings a token or the cookie."""
        return people_routes.has_credentials()

    def authenticate(self, session: Session, *, is_steady: bool = False) -> Actor | None:
        """The actor of the current request; `is_steady` keeps edits of reference data off until its end."""
        lives = self.settings.idle_lives
        return people_routes.authenticate(session, lives=lives, note=self.note_refusal, is_steady=is_steady)

    def note_refusal(self, session: Session, actor: Any, code: str) -> None:
        """Have the log told of a refused request, so often and no more."""
        rule = request.url_rule.rule if request.url_rule is not None else request.path
        who = actor.id if actor is not None else None
        self.refusals.note(session, who, f"{request.method} {rule}", code)

    def enter(self, session: Session, token: str) -> Actor:
        """The actor behind a bearer token; edits of reference data are kept off until the end."""
        return signing_in.enter(session, token, lives=self.settings.idle_lives, is_steady=True)

    def quarantine(self, session: Session, actor: Any, body: bytes) -> None:
        """Keep what could not be read."""
        keep_unreadable(session, actor, path=request.path, body=body)


BLUEPRINTS = (
    people_routes.bp,
    account_routes.bp,
    audit_routes.bp,
    account_admin_routes.bp,
    account_sheet_routes.bp,
    post_routes.bp,
    deputy_routes.bp,
    vacancy_routes.bp,
    unit_admin_routes.bp,
    roster_routes.bp,
    certificate_routes.bp,
    taking_in_routes.bp,
    beginning_routes.bp,
    territory_routes.bp,
    *(one.bp for one in duties_routes.ROUTES),
    intake_routes.bp,
    quarantine_routes.bp,
    incident_routes.bp,
    hold_routes.bp,
    reveal_routes.bp,
    dispatch_routes.bp,
    insight_routes.bp,
    first_run_routes.bp,
    log_audit_routes.bp,
    media_routes.bp,
    live_routes.bp,
    web_routes.bp,
    territory_routes.tiles_bp,
    insight_routes.tiles_bp,
)


def _tail_state(session: Session) -> str:
    state: TailState | None = runtime().services.get("tail_state")
    return state.ask(log_queries.head(session)) if state is not None else "ok"


def _disks(settings: config.Settings) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((settings.var_dir, settings.media_dir)))


def _disk_state(_session: Session) -> str:
    settings: config.Settings = runtime().services["settings"]
    return media_readiness.disk_state(_disks(settings), settings.disk_reserve_mb)


def _media_state(_session: Session) -> str:
    return media_readiness.folder_state(runtime().services["settings"].media_dir)


def _warn_of_disk(_session: Session) -> list[str]:
    settings: config.Settings = runtime().services["settings"]
    return media_readiness.warn_of_disk(_disks(settings), settings.disk_reserve_mb)


def _warn_of_backup(session: Session) -> list[str]:
    settings: config.Settings = runtime().services["settings"]
    taken_at = last_backup_at(session)
    if taken_at is None and holds_demonstration(session) is not False:
        return []  # nothing that anybody would miss
    wrong = judge_backup(taken_at, clock.now(), settings.backup_days)
    return [wrong] if wrong else []


def _warn_of_live_process(_session: Session) -> list[str]:
    return warn_of_live_process(runtime().services["settings"].live_socket)


#: What /readyz asks of the rooms.
READINESS = health.Readiness(
    states={
        "log_tail": _tail_state,
        "sequencer": sequencer_state,
        "disk": _disk_state,
        "media_folder": _media_state,
    },
    facts={"log_head": log_queries.head, "backup_at": last_backup_at},
    warnings=(
        warn_of_unknown_years,
        warn_of_no_boundaries,
        warn_of_rollups,
        _warn_of_disk,
        _warn_of_backup,
        _warn_of_live_process,
        warn_of_quarantine,
    ),
)


def bare_app() -> Flask:
    """The endpoints and pages of every room, with nothing behind them: enough to say what there is."""
    app = Flask("gridops", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    for bp in BLUEPRINTS:
        app.register_blueprint(bp)
    health.register(app, READINESS, gauges=_gauges)
    app.add_url_rule("/api/v1/openapi.json", "openapi", lambda: present(openapi.document(app)))
    return app


def create_app(settings: config.Settings | None = None, *, starts_tail: bool = True) -> Flask:
    """The service: HTTP and pages of one process, and its sockets where there is no live process.

    Without `starts_tail` nobody who waits is woken before somebody calls `begin`.
    """
    settings = settings or config.load()
    logging.getLogger("gridops").setLevel(settings.log_level)
    app = bare_app()
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    database = Database(settings.database_url)
    require_rights(database.engine)
    if settings.measures_as_told:
        with database.transaction() as session:
            # Who means one system and stands in another would be wrong everywhere, and it would show nowhere.
            check_agreement(session, settings.measure_srid)
    tail = Tail(database, settings) if settings.live_socket else _hub(app, database, settings)
    chosen = basemap.choose(settings)
    services = {
        "settings": settings,
        "may_see_media": may_see_photo,
        "on_media_arrived": record_photo_arrived,
        "tail": tail,
        "basemap": chosen,
    }
    app.extensions[EXTENSION] = Runtime(database, Wiring(settings), services)
    problems.register(app)
    _put_front(app, Closing(chosen, settings.is_https))
    app.wsgi_app = keep_at_home(app.wsgi_app, database, settings)  # type: ignore[method-assign]
    if starts_tail:
        begin(app)
    return app


def _hub(app: Flask, database: Database, settings: config.Settings) -> Tail:
    """The tail with sockets; their library is loaded where there are any."""
    from gridops.live.hub import Hub

    hub = Hub(database, settings)
    hub.attach(app)
    return hub


def _put_front(app: Flask, closing: Closing) -> None:
    """What phones send most goes the short way."""
    path, name = "/api/v1/reports", "intake.post_report"
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app,
        app.extensions[EXTENSION],
        app.extensions[METER],
        plain={path: (name, app.view_functions[name])},
        finish=closing.finish,
    )


def warm_up(app: Flask) -> None:
    """Have a web process ready for its first report before it takes one; no connection is left open."""
    run: Runtime = app.extensions[EXTENSION]
    with run.database.transaction() as session:
        warm(session)
    # Processes forked from here would all speak on it.
    run.database.close()


def begin(app: Flask) -> None:
    """Start what a process has for itself alone: in a web process once it has been forked."""
    run: Runtime = app.extensions[EXTENSION]
    tail = _tail(run)
    run.services["tail_state"] = TailState(lambda: int(tail.gauges()["gridops_live_position"]))
    tail.start()


def _tail(run: Runtime) -> Tail:
    tail: Tail = run.services["tail"]
    return tail


def _gauges() -> dict[str, float]:
    """Figures of this process, and of the database where it can be asked."""
    run = runtime()
    own = _tail(run).gauges()
    try:
        with run.database.transaction("gridops_system") as session:
            return {**own, **gauges_of_rollups(session), **gauges_of_backup(session)}
    except SQLAlchemyError:
        logger.warning("the database could not be asked for its figures")
        return own
