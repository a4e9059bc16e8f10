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
