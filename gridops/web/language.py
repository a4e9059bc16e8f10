"""In which language a page is shown: as its address says, as this device chose before, as the browser prefers.

The choice is kept in a cookie that page scripts may read; nothing about the person passes through here.
"""

from __future__ import annotations

from flask import Response, g, request

from gridops.http import problems
from gridops.http.endpoint import runtime

COOKIE = "gridops_lang"
LANGUAGES = ("zh", "en")
_KEPT_SECONDS = 366 * 24 * 3600


def page_language() -> str:
    """The language of this answer, "zh" or "en"."""
    for said in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if said in LANGUAGES:
            return str(said)
    return problems.language()


def say(zh: str, en: str) -> str:
    """The text of a template in the page's language."""
    if "page_language" not in g:
        g.page_language = page_language()
    return en if g.page_language == "en" else zh


def keep_choice(response: Response) -> Response:
    """Remember a choice that the address made, on this device only."""
    said = request.args.get("lang")
    if said in LANGUAGES and response.mimetype == "text/html":
        is_secure = request.is_secure or runtime().services["settings"].is_https
        response.set_cookie(COOKIE, said, max_age=_KEPT_SECONDS, samesite="Lax", secure=is_secure)
    return response
