"""The phone page packed into few files: made by the set-up, used as long as it is made of what lies here.

Whoever changes a page's source sees the change at once: a pack of other sources is passed over, and the page loads
its modules one by one as they are written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gridops.web.assets import STATIC, VENDOR, asset_url, find_asset, release
from gridops.web.language import LANGUAGES

PACKED = STATIC / "packed"
_MANIFEST = PACKED / "manifest.json"
_FACE = "field"
_PROGRAMS = tuple((STATIC / VENDOR / "@esbuild").glob("*/esbuild"))


@dataclass(frozen=True)
class Pack:
    """Addresses of a packed page: the module that begins it, and those it imports at once."""

    main: str
    imported: tuple[str, ...]


def find_pack(language: str) -> Pack | None:
    """The phone page's pack in a language; None where there is none of the sources as they are."""
    try:
        changed_ns = _MANIFEST.stat().st_mtime_ns
    except OSError:
        return None
    kept = _read(changed_ns)
    if kept["release"] != release() or language not in kept["packs"]:
        return None
    main, *imported = (asset_url(f"packed/{name}") for name in kept["packs"][language])
    return Pack(main, tuple(imported))


@lru_cache(maxsize=2)
def _read(_changed_ns: int) -> dict[str, Any]:
    return dict(json.loads(_MANIFEST.read_bytes()))


def make_packs() -> bool:
    """Pack the phone page in each language; False where this machine has no packer, and the page goes out as it is."""
    if not _PROGRAMS:
        return False
    draft = PACKED.with_name("packed.new")
    shutil.rmtree(draft, ignore_errors=True)
    packs = {language: _pack(language, draft) for language in LANGUAGES}
    (draft / _MANIFEST.name).write_text(json.dumps({"release": release(), "packs": packs}))
    shutil.rmtree(PACKED, ignore_errors=True)
    draft.rename(PACKED)
    return True


def is_made() -> bool:
    """Whether the packs are of the sources as they are."""
    return all(find_pack(language) for language in LANGUAGES)


def _pack(language: str, target: Path) -> list[str]:
    """Pack one language into a folder of its own, as deep as the sources lie, so that relative addresses hold."""
    with tempfile.TemporaryDirectory(prefix="gridops-pack-") as folder:
        source = Path(folder)
        shutil.copytree(
            STATIC / "js", source / "js", ignore=shutil.ignore_patterns("center", "supervise", "admin")
        )
        shutil.copytree(STATIC / VENDOR / "htm", source / VENDOR / "htm")
        words = [f"js/words/served/{language}.js"]
        (source / words[0]).parent.mkdir(parents=True)
        served = find_asset(words[0])
        assert served is not None
        (source / words[0]).write_bytes(served.body)
        if language == "en":
            words += [f"js/words/en/{name}.js" for name in ("shared", _FACE)]
        lines = [f"import '../{path.removeprefix('js/')}';" for path in words] + ["import './main.js';"]
        entry = source / "js" / _FACE / "begin.js"
        entry.write_text("\n".join(lines) + "\n")
        out = target / f"{_FACE}-{language}"
        meta = source / "meta.json"
        subprocess.run(
            [
                str(_PROGRAMS[0]),
                str(entry),
                *(
                    "--bundle",
                    "--splitting",
                    "--format=esm",
                    "--minify",
                    "--charset=utf8",
                    "--target=chrome80",
                ),
                *(
                    "--chunk-names=[name]-[hash]",
                    f"--outdir={out}",
                    f"--metafile={meta}",
                    "--log-level=error",
                ),
            ],
            cwd=source,
            check=True,
        )
        return _loaded_at_once(json.loads(meta.read_bytes())["outputs"], out, source)


def _loaded_at_once(
    outputs: dict[str, dict[str, list[dict[str, str]]]], out: Path, folder: Path
) -> list[str]:
    """Names below the folder of packs: the entry, then what it imports at once."""
    named = {(folder / path).resolve(): about for path, about in outputs.items()}
    found = [(out / "begin.js").resolve()]
    for file in found:
        for one in named[file]["imports"]:
            path = (folder / one["path"]).resolve()
            if one["kind"] == "import-statement" and path not in found:
                found.append(path)
    return [f"{out.name}/{file.name}" for file in found]
