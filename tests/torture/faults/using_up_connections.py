"""Somebody else takes every connection that the database has left, then lets them go."""

from __future__ import annotations

from contextlib import suppress

import psycopg2

from tests.torture.faults.trouble import Trouble

MOST = 400


def use_up_connections(trouble: Trouble) -> None:
    """As many as there are; what the service holds already it keeps."""
    from gridops.config import cluster_url

    address = (cluster_url(trouble.town.spec.root) or "").replace("+psycopg2", "")
    held = []
    try:
        with suppress(psycopg2.OperationalError):
            # By extending, so that those which could be had are kept when one is refused.
            held.extend(psycopg2.connect(address) for _ in range(MOST))
        trouble.let_work(4)
    finally:
        for one in held:
            one.close()
    if not 0 < len(held) < MOST:
        raise RuntimeError(f"{len(held)} connections could be had")
