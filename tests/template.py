"""What a test template is made of, as a key: the same key, the same template; another one is built anew.

Only bytes of files are read: nothing of the service is imported here, because every run of the tests begins here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What fills the template; everything it imports belongs to the key.
LOADER = "gridops.demonstration.load"
FOLDERS = ("migrations", "geodata")
_IMPORT = re.compile(
    r"^\s*(?:from\s+(gridops[\w.]*)\s+import\s+(\([^)]*\)|.*)|import\s+(gridops[\w.]*))", re.MULTILINE
)


def key_of_template(root: Path = ROOT) -> str:
    """Twelve hexadecimal digits over the migrations, the demonstration's data and the code that loads it.

    The day belongs to it: what is loaded carries today's moments, and no test is to meet last month's.
    """
    digest = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d}".encode())
    for path in sorted(files_of_template(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def files_of_template(root: Path) -> set[Path]:
    """The files that decide what a template holds."""
    files = {path for folder in FOLDERS for path in (root / folder).rglob("*")}
    modules = _modules_from(root, LOADER)
    files |= modules
    # Data lies beside the code that reads it.
    files |= {
        path
        for folder in {module.parent for module in modules}
        for path in folder.rglob("*")
        if path.suffix != ".py"
    }
    return {path for path in files if path.is_file() and path.suffix != ".pyc"}


def _modules_from(root: Path, name: str) -> set[Path]:
    """A module's file and those of all modules of the house that it imports, however far down."""
    found: set[Path] = set()
    waiting = [name]
    while waiting:
        path = _file_of(root, waiting.pop())
        if path is not None and path not in found:
            found.add(path)
            waiting += _imported_by(path.read_text(encoding="utf-8"))
    return found


def _imported_by(code: str) -> Iterator[str]:
    for package, names, module in _IMPORT.findall(code):
        yield package or module
        yield from (f"{package}.{name}" for name in re.findall(r"\w+", names) if package)


def _file_of(root: Path, module: str) -> Path | None:
    path = root.joinpath(*module.split("."))
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in found if file.is_file()), None)
