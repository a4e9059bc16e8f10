"""The documents that are written from the code: `gridops docs` writes them, a house test says which are stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from gridops.incidents.moves import describing

ROOT = Path(__file__).resolve().parents[2]

#: Path under the checkout → what writes its text.
DOCUMENTS: Mapping[str, Callable[[], str]] = {"docs/moves.md": describing.document}


@click.command("docs")
def write_documents() -> None:
    """Write the documents that follow from the code."""
    for name, text in DOCUMENTS.items():
        (ROOT / name).write_text(text(), encoding="utf-8")
        click.echo(name)
