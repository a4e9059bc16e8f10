"""Whether the disk has room for photos: they stop before it is full, so that reports go on. No file is written here."""

from __future__ import annotations

import shutil
from pathlib import Path

from gridops.errors import Problem
from gridops.media.readiness import MB
from gridops.words import Words

_RESERVED = Words("磁盘空间不足，暂不接收照片；上报不受影响", "Too little room for photos; reports go on")


#: Photos leave so many times the reserve free, at which the service says that it cannot work.
PHOTOS_LEAVE = 2


def require_room(media_dir: Path, reserve_mb: int, size: int) -> None:
    """Refuse `size` bytes (storage-full) where photos would leave less than they must of their folder's disk.

    What they leave is the database's, where it shares the disk: a report takes a few kilobytes of it.
    """
    if free_bytes(media_dir) - size < PHOTOS_LEAVE * reserve_mb * MB:
        raise Problem("storage-full", _RESERVED)


def free_bytes(folder: Path) -> int:
    """What the disk of `folder`, or of its nearest parent that is there, has free for us."""
    return shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free
