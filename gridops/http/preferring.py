"""What a client prefers of an answer (RFC 7240). An endpoint that follows it says so in `Preference-Applied`."""

from __future__ import annotations

from flask import request


def prefers_minimal() -> bool:
    """Whether `return=minimal` is preferred, in any of the request's `Prefer` fields."""
    said = ",".join(request.headers.getlist("Prefer"))
    return any(
        part.split(";")[0].replace(" ", "").replace('"', "").lower() == "return=minimal"
        for part in said.split(",")
    )
