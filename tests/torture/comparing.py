"""What was acknowledged against what is there: rows, entries of the log, photos' bytes, what screens were shown."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from sqlalchemy import text

from gridops.config import PROJECT_ROOT
from tests.torture.ledger import Ledger
from tests.torture.screens import Screen
from tests.torture.town import DESK, Town, until

SEEN_WITHIN_S = 40
_CASES = text("SELECT id::text FROM gridops.incident")
_TOLD = text(
    "SELECT entity_id::text AS id, count(*) AS n FROM gridops.log_entry WHERE action = 'incident.reported' GROUP BY 1"
)
_PHOTOS = text("SELECT id::text, encode(sha256, 'hex') AS digest FROM gridops.media_file")
_MOVES = text("SELECT move_id::text FROM gridops.incident_move")
_FILED = text(
    "SELECT entity_id::text AS id, count(*) AS n FROM gridops.log_entry WHERE action = 'incident.filed' GROUP BY 1"
)


@dataclass
class Found:
    """Ids of reports and photos that are not as they were acknowledged; `chain` is what `log verify` said."""

    lost: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    photos_lost: set[str] = field(default_factory=set)
    moves_wrong: list[str] = field(default_factory=list)
    unseen: dict[str, int] = field(default_factory=dict)
    seen_twice: dict[str, int] = field(default_factory=dict)
    is_chain_sound: bool = False
    chain: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, doubled or broken."""
        wrong = (self.lost, self.doubled, self.photos_lost, self.moves_wrong, self.unseen, self.seen_twice)
        return self.is_chain_sound and not any(wrong)


def cases(town: Town) -> set[str]:
    """The ids of all cases there are."""
    with town.database() as database, database.transaction("gridops_system") as session:
        return set(session.scalars(_CASES))


def verify(town: Town) -> tuple[bool, str]:
    """Whether the chain is sound, and the words of `gridops log verify`."""
    done = subprocess.run(
        [sys.executable, "-m", "gridops", "log", "verify"],
        cwd=PROJECT_ROOT,
        env=town.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def compare(town: Town, ledger: Ledger, screens: list[Screen], before: set[str]) -> Found:
    """Compare all; the phones have ended, the screens still follow."""
    found = Found()
    with town.database() as database, database.transaction("gridops_system") as session:
        there = set(session.scalars(_CASES))
        told = {row.id: row.n for row in session.execute(_TOLD)}
        moves = set(session.scalars(_MOVES))
        filed = {row.id: row.n for row in session.execute(_FILED)}
    found.lost = {one for one in ledger.reports if one not in there or one not in told}
    # A case that nobody sent is a report twice under two ids; one that is told of twice was taken in twice.
    found.doubled = (there - before - ledger.sent) | {one for one, n in told.items() if n > 1}
    for move_id, case_id in ledger.moves.items():
        if move_id not in moves or filed.get(case_id) != 1:
            found.moves_wrong.append(move_id)
    found.photos_lost = _photos_lost(town, {one: digest for one, (_, digest) in ledger.photos.items()})
    _look_at(screens, ledger, found)
    found.is_chain_sound, found.chain = verify(town)
    return found


def _photos_lost(town: Town, photos: Mapping[str, str]) -> set[str]:
    """Those without a row of the very digest that was sent, and those that cannot be shown."""
    with town.database() as database, database.transaction("gridops_system") as session:
        there = {row.id: row.digest for row in session.execute(_PHOTOS)}
    return {one for one, digest in photos.items() if there.get(one) != digest or not _can_be_shown(town, one)}


def _can_be_shown(town: Town, media_id: str) -> bool:
    answer = town.ask(DESK, "GET", f"/api/v1/media/{media_id}")
    if answer.status_code != 200:
        return False
    try:
        Image.open(BytesIO(answer.content)).load()
    except OSError:
        return False
    return True


def _look_at(screens: list[Screen], ledger: Ledger, found: Found) -> None:
    due = set(ledger.reports)
    try:
        until(lambda: all(due <= set(screen.seen) for screen in screens), SEEN_WITHIN_S, lambda: "")
    except RuntimeError:
        for screen in screens:
            for one in due - set(screen.seen):
                found.unseen[one] = found.unseen.get(one, 0) + 1
    for screen in screens:
        for one, n in screen.seen.items():
            if n > 1:
                found.seen_twice[one] = found.seen_twice.get(one, 0) + n - 1
