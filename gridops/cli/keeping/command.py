"""The commands `gridops backup` and `gridops restore`: what is asked for and what is said; the work is done beside."""

from __future__ import annotations

from pathlib import Path

import click

from gridops import config
from gridops.cli.keeping import flowing, manifest, restoring, taking
from gridops.cli.keeping.manifest import Manifest
from gridops.cli.rights import database_address

_folder = click.argument("folder", metavar="PATH", type=click.Path(path_type=Path))
_key = click.option(
    "--key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A key file of age (age-keygen): public keys are enough to take a copy.",
)


@click.command()
@_folder
@_key
@click.option("--verify", "verifies", is_flag=True, help="Look at the copy in PATH instead of taking one.")
def backup(folder: Path, *, key: Path | None, verifies: bool) -> None:
    """Keep database, photos and the log's head as one set in PATH, a new folder; encrypted if a key is given."""
    if verifies:
        found = restoring.verify_backup(folder, flowing.read_identities(key) if key else None)
        click.echo(_told(found))
        if found.is_encrypted and key is None:
            click.echo("Whole and unchanged, but not opened: that takes --key with the secret key.")
        else:
            click.echo("Whole and unchanged.")
        return
    recipients = flowing.read_recipients(key) if key else []
    done = taking.take_backup(database_address(), config.load().media_dir, folder, recipients)
    click.echo(_told(done))
    for place in done.missing:
        click.echo(f"The file of a photo was missing: {place}", err=True)


@click.command()
@_folder
@_key
def restore(folder: Path, *, key: Path | None) -> None:
    """Bring the copy in PATH back into an empty database and an empty folder of photos, verified; or nothing at all."""
    identities = flowing.read_identities(key) if key else None
    # Read before a private cluster is made for nothing.
    restoring.require_known(manifest.read(folder))
    url = database_address()
    done = restoring.restore_backup(url, config.load().media_dir, folder, identities)
    click.echo(_told(done))
    click.echo("Brought back: rights as expected, log sound, numbers resumed. Now serve it.")


def _told(found: Manifest) -> str:
    sealed = "encrypted" if found.is_encrypted else "not encrypted"
    return (
        f"{found.taken_at}  gridops {found.gridops}, schema {found.migration}, {found.photos} photos, "
        f"{found.bytes} bytes, {sealed}\nHead {found.log_hash or 'none'}  block {found.log_block}, "
        f"entry number {found.log_seq}"
    )
