"""The kinds and statuses of a dispatch."""

from __future__ import annotations

DISPATCH_KINDS = ("handle", "check", "verify")


DISPATCH_STATUSES = (
    "dispatched",
    "accepted",
    "en_route",
    "on_scene",
    "cleared",
    "declined",
    "recalled",
    "returned",
)
#: What a unit makes of a dispatch that it will not do: it is the desk's again.
GIVEN_BACK = ("declined", "returned")
