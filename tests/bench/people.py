"""One worker for each grid, with a device and a token that the benchmark knows; tokens for the demonstration's cast.

They stand in the template, so that nobody has to sign in: signing in writes to the log, and costs an argon2 hash.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from gridops.db.session import Session

_PREFIX = "bench-token-"

_PEOPLE = (
    # Named after the grid, so that a second boundary set with the same grids adds nobody.
    """
    INSERT INTO gridops.account (id, username, display_name, is_active)
    SELECT gen_random_uuid(), 'bench.' || code, '网格员' || right(code, 6), true
    FROM (SELECT DISTINCT code FROM gridops.area_version WHERE kind = 'base') g
    """,
    """
    INSERT INTO gridops.post (id, account_id, role, area_code, valid_from)
    SELECT gen_random_uuid(), id, 'grid_worker', substr(username, 7), '2020-01-01' FROM gridops.account
    WHERE username LIKE 'bench.%'
    """,
    """
    INSERT INTO gridops.device (id, account_id, name)
    SELECT gen_random_uuid(), id, 'bench' FROM gridops.account
    """,
    """
    INSERT INTO gridops.access_token (token_hash, device_id, expires_at)
    SELECT sha256(convert_to(:prefix || a.username, 'UTF8')), d.id, '2100-01-01'
    FROM gridops.device d JOIN gridops.account a ON a.id = d.account_id WHERE d.name = 'bench'
    """,
)


def token_of(username: str) -> str:
    """The bearer token of an account of the template."""
    return f"{_PREFIX}{username}"


def add_people(session: Session) -> None:
    """Write the workers, and a device and a token for everybody."""
    for statement in _PEOPLE:
        session.execute(text(statement), {"prefix": _PREFIX} if ":prefix" in statement else {})


def workers(session: Session, count: int) -> Sequence[str]:
    """User names of `count` workers, spread evenly over the grids; fewer where there are fewer grids."""
    names: list[str] = list(
        session.scalars(text("SELECT username FROM gridops.account WHERE username LIKE 'bench.%' ORDER BY 1"))
    )
    step = max(1, len(names) // count)
    return names[::step][:count]
