"""`gridops endpoints`: who may call what, printed or written into docs/. Needs no database and changes no rule."""

from __future__ import annotations

from pathlib import Path

import click

TABLE = Path(__file__).resolve().parents[2] / "docs" / "endpoints.md"


@click.command()
@click.option("--write", is_flag=True, help="Write docs/endpoints.md instead of printing.")
def endpoints(*, write: bool) -> None:
    """List every endpoint with the roles that it admits."""
    from gridops.app import bare_app
    from gridops.http.endpoint_table import endpoint_table

    table = endpoint_table(bare_app())
    if not write:
        click.echo(table, nl=False)
        return
    TABLE.write_text(table, encoding="utf-8")
    click.echo(f"Written to {TABLE}")
