"""What a browser may do with our answers: the content security policy and its companions.

Every answer of the service passes through `harden`; what is stored in it never does.
"""

from __future__ import annotations

import re
import secrets
from functools import cache

from flask import Response, g, request

from gridops.http.endpoint import runtime
from gridops.web.basemap import NONE, Basemap

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_PERMISSIONS = "geolocation=(self), camera=(self), microphone=()"


def page_nonce() -> str:
    """The nonce of this answer's one inline element, the import map; asking for it opens the policy."""
    nonce: str = g.setdefault("page_nonce", secrets.token_urlsafe(18))
    return nonce


def content_policy(*, host: str, nonce: str | None, outside: str = "") -> str:
    """The policy of a page served from `host`: all from this origin, nothing inline but the nonce's.

    `outside` is the one origin whose tiles the base map is made of.
    """
    # Older WebKit does not count a socket to the page's own host as 'self', so it is named.
    own_sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    scripts = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    tiles = f" {outside}" if outside else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self'",
            f"img-src 'self' blob: data:{tiles}",
            f"connect-src 'self'{own_sockets}{tiles}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


_CLOSED = "default-src 'none'; frame-ancestors 'none'"


@cache
def closed_headers(outside: str, *, is_https: bool) -> tuple[tuple[str, str], ...]:
    """What an answer carries that is no page: it may load nothing. `outside` is where the base map comes from."""
    # This host alone: what else a town serves below its name is its own.
    secure = (("Strict-Transport-Security", "max-age=31536000"),) if is_https else ()
    # Map services refuse who does not say from where he asks: they are told the origin and no more.
    referrer = "strict-origin-when-cross-origin" if outside else "same-origin"
    return (
        ("Content-Security-Policy", _CLOSED),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", referrer),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        *secure,
    )


def harden(response: Response) -> Response:
    """Set the headers that every answer carries; a page has the page's policy, all else may load nothing."""
    basemap: Basemap = runtime().services.get("basemap", NONE)
    if response.mimetype == "text/html":
        policy = content_policy(host=request.host, nonce=g.get("page_nonce"), outside=basemap.outside)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
    elif request.path.startswith("/static/"):
        # A worker's script brings its own policy, and the map's worker loads its sibling.
        policy = content_policy(host=request.host, nonce=None)
        response.headers.setdefault("Content-Security-Policy", policy)
    is_https = runtime().services["settings"].is_https
    for name, value in closed_headers(basemap.outside, is_https=is_https):
        response.headers.setdefault(name, value)
    return response
