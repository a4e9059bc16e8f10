"""Files that the pages load: found, compressed once, tagged. Nothing outside the static folder leaves."""

from __future__ import annotations

import gzip
import hashlib
import json
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gridops.web.language import LANGUAGES
from gridops.web.vocabularies import words_in

STATIC = Path(__file__).resolve().parent / "static"
VENDOR = "vendor/"
_MANIFEST = STATIC / VENDOR / "manifest.json"

#: What is served at all, and as what; the system's own table of types differs from machine to machine.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_PACKED = frozenset(TYPES) - {".png"}
_OWN_FOLDERS = ("css", "img", "js")
_IMPORT = re.compile(
    r"""^(?:import\s(?:[^'"]*from\s)?|export\s[^'"=(]*from\s)['"](\.[^'"]+)['"]""", re.MULTILINE
)
#: Modules that are no files: the domain's words in one language, as `gridops.web.vocabularies` has them.
_SERVED_WORDS = {f"js/words/served/{language}.js": language for language in LANGUAGES}


@dataclass(frozen=True)
class Asset:
    """One file as it is served; `packed` is its gzip form, where that is smaller."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str


def find_asset(path: str) -> Asset | None:
    """The file at a path below the static folder, such as `css/base.css`; None where none is served."""
    if path in _SERVED_WORDS:
        return _served_words(_SERVED_WORDS[path])
    if "\x00" in path:
        return None
    file = (STATIC / path).resolve()
    if file.suffix not in TYPES or not file.is_relative_to(STATIC.resolve()):
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return _read(file, found.st_mtime_ns, found.st_size) if file.is_file() else None


@lru_cache(maxsize=256)
def _read(file: Path, _changed_ns: int, _size: int) -> Asset:
    return _made(file.read_bytes(), file.suffix)


@lru_cache(maxsize=len(LANGUAGES))
def _served_words(language: str) -> Asset:
    words = json.dumps(words_in(language), ensure_ascii=False, separators=(",", ":"))
    return _made(f"import {{ serve }} from '../../shared/language.js';\n\nserve({words});\n".encode(), ".js")


def _made(body: bytes, suffix: str) -> Asset:
    packed = gzip.compress(body, 9, mtime=0) if suffix in _PACKED else None
    if packed is not None and len(packed) >= len(body):
        packed = None
    return Asset(body, packed, TYPES[suffix], hashlib.sha256(body).hexdigest()[:24])


def vendor_version() -> str:
    """A short name of the set of libraries that the set-up has copied; empty where it has not run."""
    try:
        changed_ns = _MANIFEST.stat().st_mtime_ns
    except OSError:
        return ""
    return _stamp(changed_ns)


@lru_cache(maxsize=4)
def _stamp(_changed_ns: int) -> str:
    return str(json.loads(_MANIFEST.read_bytes())["stamp"])[:12]


def vendor_url(path: str) -> str:
    """The address of a library's file with its version, which lets browsers keep it for good."""
    version = vendor_version()
    return f"/static/{VENDOR}{path}" + (f"?v={version}" if version else "")


def release() -> str:
    """A short name of all that the pages load, by content: addresses below it may be kept for good."""
    digest = hashlib.sha256(vendor_version().encode())
    for language in LANGUAGES:
        digest.update(_served_words(language).etag.encode())
    for folder in _OWN_FOLDERS:
        for file in sorted((STATIC / folder).rglob("*")):
            path = file.relative_to(STATIC).as_posix()
            asset = find_asset(path)
            if asset is not None:
                digest.update(f"{path} {asset.etag}\n".encode())
    return digest.hexdigest()[:12]


def asset_url(path: str) -> str:
    """The address of a file of our own in this release; modules import each other within it."""
    return f"/static/r/{release()}/{path}"


def word_urls(face: str, language: str) -> list[str]:
    """Addresses of the modules that bring a page its words; texts of the pages themselves are Chinese already."""
    english = [f"js/words/en/{name}.js" for name in ("shared", face)] if language == "en" else []
    return [asset_url(path) for path in (f"js/words/served/{language}.js", *english)]


def module_urls(path: str) -> list[str]:
    """Addresses of a module and of all that it imports at once, so that a page asks for them together."""
    base = asset_url("")
    return [base + name for name in _modules_below(path, base)]


@lru_cache(maxsize=16)
def _modules_below(path: str, _release: str) -> tuple[str, ...]:
    found = [path]
    for name in found:
        asset = find_asset(name)
        for near in _IMPORT.findall(asset.body.decode()) if asset is not None else ():
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), near))
            if imported not in found:
                found.append(imported)
    return tuple(found)
