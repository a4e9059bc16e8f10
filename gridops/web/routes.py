"""HTTP words of the pages. They are served to anybody and hold no data; no page asks the database anything
but, once, whether this is the demonstration."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, render_template, request
from sqlalchemy.exc import SQLAlchemyError

from gridops.db.session import become
from gridops.errors import Problem
from gridops.http.endpoint import runtime
from gridops.people.routes import session_cookie
from gridops.territory import queries as territory_queries
from gridops.web.assets import (
    VENDOR,
    asset_url,
    find_asset,
    module_urls,
    release,
    vendor_url,
    vendor_version,
    word_urls,
)
from gridops.web.basemap.routes import bp as basemap_bp
from gridops.web.language import keep_choice, page_language, say
from gridops.web.packing import pack
from gridops.web.packs import find_pack
from gridops.web.security import harden, page_nonce

bp = Blueprint("web", __name__, template_folder="templates")
bp.register_blueprint(basemap_bp)
bp.after_app_request(pack)
bp.after_app_request(harden)
bp.after_request(keep_choice)

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_DEMO = "web_is_demo"

#: National emergency numbers, by what a matter says is to be called before anything is typed.
CALL_NUMBERS = {
    "fire": [{"label": "火警", "number": "119"}],
    "gas": [{"label": "火警与燃气险情", "number": "119"}],
    "injury": [{"label": "急救", "number": "120"}],
    "violence": [{"label": "报警", "number": "110"}],
}


def is_demo() -> bool:
    """Whether the deployment is the demonstration; asked once, and again only while nobody could say."""
    services = runtime().services
    if _DEMO not in services:
        try:
            with runtime().database.transaction() as session:
                become(session, "gridops_app")
                found = territory_queries.find_deployment(session)
        except SQLAlchemyError:
            return False
        if found is None:
            return False
        services[_DEMO] = found.is_demo
    return bool(services[_DEMO])


def _page(template: str, **extra: Any) -> Response:
    body = render_template(
        template,
        is_demo=is_demo(),
        # The cookie is hidden from scripts: the page is only told whether asking who one is makes sense.
        session_hint="maybe" if session_cookie() else "none",
        language=page_language(),
        say=say,
        word_urls=word_urls,
        time_zone=runtime().services["settings"].time_zone,
        vendor=vendor_url,
        asset=asset_url,
        modules=module_urls,
        **extra,
    )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.get("/")
def get_index() -> Response:
    """The choice of the three faces."""
    return _page("index.html")


@bp.get("/field")
def get_field() -> Response:
    """The worker's phone page."""
    numbers = json.dumps(CALL_NUMBERS, ensure_ascii=False)
    return _page("field.html", call_numbers=numbers, pack=find_pack(page_language()))


@bp.get("/center")
def get_center() -> Response:
    """The governance centre's page; `nonce` is for its import map."""
    return _page("center.html", nonce=page_nonce())


@bp.get("/supervise")
def get_supervise() -> Response:
    """The supervisor's page; `nonce` is for its import map."""
    return _page("supervise.html", nonce=page_nonce())


@bp.get("/admin")
def get_admin() -> Response:
    """The choice of the administrator's pages."""
    return _page("admin.html")


@bp.get("/admin/start")
def get_admin_start() -> Response:
    """The first-run page: what a district still lacks."""
    return _page("admin_start.html", here="/admin/start")


@bp.get("/admin/units")
def get_admin_units() -> Response:
    """Agencies and units."""
    return _page("admin_units.html", here="/admin/units")


@bp.get("/admin/rosters")
def get_admin_rosters() -> Response:
    """The duty roster."""
    return _page("admin_rosters.html", here="/admin/rosters")


@bp.get("/admin/certificates")
def get_admin_certificates() -> Response:
    """Certificates of enforcement officers."""
    return _page("admin_certificates.html", here="/admin/certificates")


@bp.get("/admin/matters")
def get_admin_matters() -> Response:
    """The register of matters, their versions and admissions."""
    return _page("admin_matters.html", here="/admin/matters")


@bp.get("/admin/powers")
def get_admin_powers() -> Response:
    """The register of powers: holders, versions, who may do what here on a day."""
    return _page("admin_powers.html", here="/admin/powers")


@bp.get("/admin/people")
def get_admin_people() -> Response:
    """Accounts, posts, deputies, who leaves, vacancies."""
    return _page("admin_people.html", here="/admin/people")


@bp.get("/admin/responsibilities")
def get_admin_responsibilities() -> Response:
    """The list of responsibilities, the report of hand-downs and disputes, refused burdens."""
    return _page("admin_responsibilities.html", here="/admin/responsibilities")


@bp.get("/admin/routing")
def get_admin_routing() -> Response:
    """Routing rules, policies of origins, precedents, and what a case would get."""
    return _page("admin_routing.html", here="/admin/routing")


@bp.get("/admin/calendar")
def get_admin_calendar() -> Response:
    """The work calendar, hours, classes of areas, and a try of the clock."""
    return _page("admin_calendar.html", here="/admin/calendar")


@bp.get("/admin/geodata")
def get_admin_geodata() -> Response:
    """Boundary sets, files, and devices of the wrong datum; `nonce` is for its import map."""
    return _page("admin_geodata.html", here="/admin/geodata", nonce=page_nonce())


@bp.get("/audit")
def get_audit() -> Response:
    """The log of any entity, looks at persons, sign-ins, refused requests, quarantine."""
    return _page("audit.html", here="/audit")


@bp.get("/admin/parts")
def get_admin_parts() -> Response:
    """Every shared part of the pages on one page, for whoever builds them; only in the demonstration."""
    if not is_demo():
        raise Problem("not-found")
    return _page("admin_parts.html", here="/admin/parts")


@bp.get("/favicon.ico")
def get_favicon() -> Response:
    """The mark of the service."""
    return get_static("img/favicon.svg")


@bp.get("/static/r/<name>/<path:path>")
def get_released(name: str, path: str) -> Response:
    """A file by the name of its release: kept for good where that is the one in use."""
    return _serve(path, is_for_good=name == release())


@bp.get("/static/<path:path>")
def get_static(path: str) -> Response:
    """A file of the pages: libraries named with their version are kept for good, all else is revalidated."""
    asked = request.args.get("v")
    return _serve(path, is_for_good=path.startswith(VENDOR) and asked == vendor_version() != "")


def _serve(path: str, *, is_for_good: bool) -> Response:
    asset = find_asset(path)
    if asset is None:
        raise Problem("not-found")
    takes_gzip = asset.packed is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if takes_gzip else asset.body, content_type=asset.content_type)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{asset.etag}-gz" if takes_gzip else asset.etag)
    response.headers["Cache-Control"] = _FOR_GOOD if is_for_good else _ASK_AGAIN
    response.make_conditional(request)
    return response
