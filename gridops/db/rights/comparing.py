"""The rights that are there, held against the rights that the migrations make: each difference in words.

What is expected is one generated file beside this one; nothing is granted here but by `mend`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from gridops.db.rights.queries import find_rights

#: Every right of a database at its newest migration, as the statement that gives it: written by `gridops db rights`.
EXPECTED = Path(__file__).with_name("expected.sql")
_HEAD = "-- Every right that the migrations make. Written by `gridops db rights --write`, never by hand.\n"
#: Differences that are named one by one; a database without any right has hundreds.
NAMED = 12

# How a statement that gives a right is called, and the statement that takes it back. The first that fits counts.
_KINDS: tuple[tuple[str, str, str], ...] = (
    (r"CREATE ROLE (\S+)", r"the role \1", ""),
    (r"GRANT (\S+) TO CURRENT_USER", r"the right to become \1", ""),
    (r"GRANT (\S+) TO (\S+)", r"\2's membership of \1", r"REVOKE \1 FROM \2"),
    (r"ALTER ROLE (\S+) (\S+)", r"the attribute \2 of \1", r"ALTER ROLE \1 NO\2"),
    (r"GRANT (.+) ON (?:TABLE )?(.+) TO (\S+)", r"\3's right to \1 on \2", r"REVOKE \1 ON \2 FROM \3"),
    (r"CREATE POLICY (\S+) ON (\S+) .*", r"the policy \1 on \2", r"DROP POLICY \1 ON \2"),
    (
        r"ALTER TABLE (\S+) ENABLE ROW LEVEL SECURITY",
        r"row-level security on \1",
        r"ALTER TABLE \1 DISABLE ROW LEVEL SECURITY",
    ),
    (r"ALTER TABLE (\S+) ENABLE TRIGGER (\S+)", r"the trigger \2 on \1", ""),
    (
        r"ALTER FUNCTION (\S+\(.*\)) SECURITY DEFINER.*",
        r"\1 as its owner's function",
        r"ALTER FUNCTION \1 SECURITY INVOKER",
    ),
    (r"ALTER (\S+) (.+) OWNER TO (\S+)", r"\3's ownership of \2", r"ALTER \1 \2 OWNER TO CURRENT_USER"),
)


@dataclass(frozen=True)
class Difference:
    """A right that is missing, or there without being meant: `words` name it, `mending` is what to type."""

    words: str
    mending: str

    def words_to_type(self) -> str:
        """The difference with the command that mends it."""
        return f"{self.words}. Type: gridops db run psql --command {shlex.quote(self.mending)}"


class RightsError(Exception):
    """The database's roles, policies or grants are not what the code expects; the message says what to type."""

    def __init__(self, differences: list[Difference]) -> None:
        self.differences = differences
        super().__init__("\n".join(_lines(differences)))


@cache
def read_expected() -> frozenset[str]:
    """The rights that the migrations make."""
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    return frozenset(line.removesuffix(";") for line in lines if not line.startswith("--"))


def write_expected(rights: Iterable[str]) -> str:
    """The text of the file for `rights`."""
    return _HEAD + "".join(f"{right};\n" for right in sorted(rights))


def find_differences(connection: Connection) -> list[Difference]:
    """What is missing and what is there unasked; empty where all is as the migrations make it.

    Called in a transaction of its own.
    """
    there = {_bare(right): right for right in find_rights(connection)}
    meant = {_bare(right): right for right in read_expected()}
    unasked = [there[key] for key in sorted(there.keys() - meant.keys()) if not _is_trigger(there[key])]
    missing = [meant[key] for key in sorted(meant.keys() - there.keys())]
    # A policy that says something else is there unasked and missing: what is taken back comes first.
    return [*map(_unasked, unasked), *map(_missing, missing)]


def require_rights(engine: Engine) -> None:
    """Raise `RightsError` where the database's rights are not those that the code counts on."""
    with engine.connect() as connection:
        differences = find_differences(connection)
    if differences:
        raise RightsError(differences)


def mend(connection: Connection) -> int:
    """Give what is missing and take back what is not meant; returns how many statements that took."""
    differences = find_differences(connection)
    for difference in differences:
        connection.execute(text(difference.mending.replace(":", r"\:")))
    return len(differences)


def _lines(differences: list[Difference]) -> Iterator[str]:
    yield f"The database's rights are not what gridops expects, in {len(differences)} points:"
    for difference in differences[:NAMED]:
        yield f"  {difference.words}"
    if len(differences) > NAMED:
        yield f"  and {len(differences) - NAMED} more"
    yield (
        "An older or newer schema: gridops db migrate. Restored without its roles: gridops db roles, then restore "
        "anew (docs/operations.md). Changed by hand: gridops db rights names every point, and --mend sets it right."
    )


def _missing(right: str) -> Difference:
    return Difference(f"missing: {_name(right)}", right)


def _unasked(right: str) -> Difference:
    return Difference(f"not meant: {_name(right)}", _undo(right))


def _name(right: str) -> str:
    return next(re.sub(pattern, words, right) for pattern, words, _ in _KINDS if re.fullmatch(pattern, right))


def _undo(right: str) -> str:
    return next(re.sub(pattern, undo, right) for pattern, _, undo in _KINDS if re.fullmatch(pattern, right))


def _is_trigger(right: str) -> bool:
    # Another's trigger takes nobody's right and gives none; ours are missed where they are gone.
    return " ENABLE TRIGGER " in right


def _bare(right: str) -> str:
    """A right without what versions of PostgreSQL write in different ways: brackets, blanks, qualified columns."""
    if not right.startswith("CREATE POLICY"):
        return right
    head, using, condition = right.partition(" USING ")
    if not using:
        head, using, condition = right.partition(" WITH CHECK ")
    return head + using + re.sub(r"[()\s]|\b\w+\.", "", condition)
