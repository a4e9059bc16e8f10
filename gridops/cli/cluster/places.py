"""Where the server may live: a folder its account can reach, a socket path short enough, a port nobody has.

Only folders and ports are looked for; what they are used for is decided by the callers.
"""

from __future__ import annotations

import hashlib
import os
import random
import socket
import stat
import time
from pathlib import Path

import click

from gridops.cli.cluster.account import Account
from gridops.cli.cluster.spec import LOOPBACK, ClusterError, ClusterSpec

SYSTEM_PLACE = Path("/var/lib/postgresql")
LONGEST_SOCKET_PATH = 107
# Below the ports that systems hand out for outgoing connections, so that it stays free between runs.
PORTS = range(15_432, 20_000)


def choose_place(spec: ClusterSpec, account: Account) -> Path:
    """The folder for data, socket and log: inside the cluster's, or where root's server can reach.

    Raises ClusterError when neither can be used.
    """
    near, far = possible_places(spec)
    account.own(near)
    if account.can_write(near):
        return near
    near.rmdir()
    if SYSTEM_PLACE.is_dir() and os.geteuid() == 0:
        account.own(far)
        if account.can_write(far):
            click.echo(f"The account {account.name} cannot reach {spec.root}: the database lives in {far}.")
            return far
    raise ClusterError(
        f"The account {account.name} cannot reach {spec.root}. Open its parents (chmod o+x), "
        "or set GRIDOPS_VAR to a folder that it can reach."
    )


def possible_places(spec: ClusterSpec) -> tuple[Path, Path]:
    """The usual place, and the one for when its account cannot reach that."""
    return spec.root / "server", SYSTEM_PLACE / f"gridops-{_digest(spec.root)}"


def socket_folder(place: Path, account: Account) -> Path:
    """A folder for the server's socket that leaves its path within 107 bytes; made if missing."""
    folder = place / "run"
    # Server and client both read the folder's name as a list that a comma divides.
    if len(os.fsencode(folder / ".s.PGSQL.65535")) > LONGEST_SOCKET_PATH or "," in str(folder):
        folder = Path("/tmp") / f"gridops-{account.uid}-{_digest(place)}"  # noqa: S108 - made 0700, checked
        _check_shared(folder, account)
    account.own(folder)
    return folder


def pick_port() -> int:
    """A port of the loopback address that is free now; raises ClusterError when all are taken."""
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        if is_free(port):
            return port
    raise ClusterError(f"All ports from {PORTS.start} to {PORTS.stop - 1} are taken on {LOOPBACK}.")


def is_free(port: int) -> bool:
    """Whether the port can be listened on at the loopback address."""
    with socket.socket() as probe:
        # As the server does: a connection that lingers after its end is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def becomes_free(port: int) -> bool:
    """Whether the port is free, or becomes so within two seconds, as after the end of its server."""
    give_up = time.monotonic() + 2
    while not is_free(port):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


def _check_shared(folder: Path, account: Account) -> None:
    """Refuse a folder in a shared place that somebody else has put there first."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise ClusterError(f"{folder} is in the way and belongs to somebody else. Type: sudo rm -r {folder}")


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]
