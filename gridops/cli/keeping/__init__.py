"""`gridops backup` and `gridops restore`: a deployment as one set of files, taken, looked at, brought back.

A set is a folder: the database's dump, the photos, and a manifest that is written last.
"""

from gridops.cli.keeping.command import backup, restore

__all__ = ["backup", "restore"]
