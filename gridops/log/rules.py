"""Pure: what an entry's hash covers and how blocks chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import orjson

from gridops.log.models import LogEntry

GENESIS = hashlib.sha256(b"gridops log").digest()


def entry_hash(entry: LogEntry) -> bytes:
    """SHA-256 over every column of the entry, in a canonical JSON."""
    content: dict[str, Any] = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "version": entry.version,
        "data": entry.data,
        "areas": list(entry.areas),
        "units": list(entry.units),
        "persons": list(entry.persons),
    }
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


def block_hash(previous: bytes, entries: Iterable[LogEntry]) -> bytes:
    """SHA-256 over the block before and this block's entries, in their order."""
    digest = hashlib.sha256(previous)
    for entry in entries:
        digest.update(entry_hash(entry))
    return digest.digest()
