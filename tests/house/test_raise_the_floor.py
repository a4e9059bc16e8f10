"""The floor under the branch coverage: it may rise from one commit to the next and never fall."""

from __future__ import annotations

import itertools
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def floor_in(text: str) -> float:
    """The floor that a pyproject.toml names, in percent; 0 where it names none."""
    report = tomllib.loads(text).get("tool", {}).get("coverage", {}).get("report", {})
    return float(report.get("fail_under", 0))


def floors_so_far() -> list[float]:
    """The floors of all commits that are here, oldest first, and of the file as it stands."""
    commits = _git("log", "--reverse", "--format=%h", "-G", "fail_under", "--", "pyproject.toml").split()
    texts = [_git("show", f"{commit}:pyproject.toml") for commit in commits]
    return [floor_in(text) for text in (*texts, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))]


def _git(*arguments: str) -> str:
    """What git says; nothing where this is no checkout."""
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout


def falls(floors: list[float]) -> list[tuple[float, float]]:
    """Each step at which a floor became lower."""
    return [(before, after) for before, after in itertools.pairwise(floors) if after < before]


def test_the_floor_has_never_fallen() -> None:
    floors = floors_so_far()
    assert floors[-1] > 0
    assert falls(floors) == []


def test_a_floor_that_falls_is_noticed() -> None:
    assert falls([0.0, 80.0, 81.5, 80.9, 81.0]) == [(81.5, 80.9)]
