"""Where PostgreSQL's programs lie, and whether PostGIS lies beside them. Nothing is started here."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gridops.cli.cluster.spec import ClusterError

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
DEBIAN_SHARED = Path("/usr/share/postgresql")
OLDEST_MAJOR = 14


@dataclass(frozen=True)
class Binaries:
    """The programs of one major version; `has_postgis` says whether the extension can be created."""

    major: int
    folder: Path
    has_postgis: bool

    def program(self, name: str) -> Path:
        """The path of a program such as pg_ctl."""
        return self.folder / name


def find_binaries(major: int | None = None) -> Binaries:
    """The newest version with PostGIS, or exactly `major`; raises ClusterError saying what to install."""
    found = [b for b in _installed() if b.major == major or (major is None and b.major >= OLDEST_MAJOR)]
    complete = [b for b in found if b.has_postgis]
    if complete:
        return max(complete, key=lambda b: b.major)
    if found:
        newest = max(b.major for b in found)
        raise ClusterError(
            f"PostgreSQL {newest} is here, PostGIS is not. Type: "
            f"sudo apt-get install postgresql-{newest}-postgis-3"
        )
    if major is not None:
        raise ClusterError(
            f"The database was made by PostgreSQL {major}, whose programs are missing. Type: "
            f"sudo apt-get install postgresql-{major} postgresql-{major}-postgis-3   "
            "(or give the data up: gridops db reset)"
        )
    raise ClusterError("PostgreSQL's server is missing. Type: make setup")


def _installed() -> list[Binaries]:
    found = []
    for folder in DEBIAN_PROGRAMS.glob("*/bin"):
        version = folder.parent.name
        if version.isdigit() and (folder / "initdb").exists():
            has_postgis = _has_postgis(DEBIAN_SHARED / version, folder.parent / "lib")
            found.append(Binaries(int(version), folder, has_postgis))
    return found or _by_pg_config()


def _by_pg_config() -> list[Binaries]:
    program = shutil.which("pg_config")
    if program is None:
        return []
    folder = Path(_ask(program, "--bindir"))
    # "PostgreSQL 16.4 (Ubuntu …)": the word after the name.
    major = _ask(program, "--version").partition(" ")[2].partition(".")[0]
    if not major.isdigit() or not (folder / "initdb").exists():
        return []
    shared, libraries = Path(_ask(program, "--sharedir")), Path(_ask(program, "--pkglibdir"))
    return [Binaries(int(major), folder, _has_postgis(shared, libraries))]


def _ask(program: str, question: str) -> str:
    return subprocess.run([program, question], capture_output=True, text=True, check=False).stdout.strip()


def _has_postgis(shared: Path, libraries: Path) -> bool:
    # Debian packs the two apart, and one of them alone creates no extension.
    return (shared / "extension" / "postgis.control").exists() and (libraries / "postgis-3.so").exists()
