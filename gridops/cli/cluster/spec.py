"""Which cluster is meant and what is remembered of it: names, folders, port, password file.

Only files under the cluster's own folder are read and written; no server is started from here.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gridops import config

LOOPBACK = "127.0.0.1"


class ClusterError(Exception):
    """The cluster cannot be had; the message says what is missing and what to type."""


@dataclass(frozen=True)
class ClusterSpec:
    """One cluster: `name` is "default" or "test", `root` the folder that keeps its state and password.

    The cluster called "test" gives up durability for speed; everything else is the same.
    """

    name: str
    root: Path

    @property
    def is_durable(self) -> bool:
        """Whether commits survive a power cut."""
        return self.name != "test"

    @property
    def password_file(self) -> Path:
        """The owner role's password, mode 0600, readable by whoever made the cluster."""
        return self.root / "password"

    @property
    def state_file(self) -> Path:
        """Port, place and readiness as JSON; its format is shared with `config.cluster_url`."""
        return self.root / "state.json"


@dataclass(frozen=True)
class Info:
    """A cluster that answers: `url` for the owner role's database, `was_started` if this call started it."""

    url: str
    port: int
    data_dir: Path
    was_started: bool = False


@dataclass(frozen=True)
class Status:
    """What a cluster is doing; port and data_dir are None while it was never made."""

    state: Literal["absent", "stopped", "running"]
    port: int | None = None
    data_dir: Path | None = None


@dataclass(frozen=True)
class State:
    """What is remembered between runs; `place` (data, socket, log) belongs to the server's account."""

    port: int
    place: Path
    is_ready: bool

    @property
    def data_dir(self) -> Path:
        """The server's data folder."""
        return self.place / "data"

    @property
    def log_file(self) -> Path:
        """What the server says."""
        return self.place / "server.log"


def default_cluster(var_dir: Path | None = None) -> ClusterSpec:
    """The cluster of `make run`; under the settings' var_dir unless another is given."""
    return ClusterSpec("default", _var_dir(var_dir) / config.CLUSTER_FOLDER)


def cluster_for_tests(var_dir: Path | None = None) -> ClusterSpec:
    """The cluster of `make test`, apart from the other one."""
    return ClusterSpec("test", _var_dir(var_dir) / "test-cluster")


def read_state(spec: ClusterSpec) -> State | None:
    """The remembered state, None while there is none; raises ClusterError where it cannot be read."""
    try:
        raw = json.loads(spec.state_file.read_text())
        return State(port=int(raw["port"]), place=Path(raw["place"]), is_ready=bool(raw["is_ready"]))
    except FileNotFoundError:
        return None
    except PermissionError as err:
        raise foreign(spec.state_file) from err
    except (ValueError, KeyError, TypeError) as err:
        raise ClusterError(f"{spec.state_file} is damaged. Type: gridops db reset") from err


def write_state(spec: ClusterSpec, state: State) -> None:
    """Replace the remembered state in one step, so that a reader never sees half of it."""
    text = json.dumps({"is_ready": state.is_ready, "port": state.port, "place": str(state.place)})
    draft = spec.state_file.with_suffix(".new")
    draft.write_text(text + "\n")
    draft.chmod(0o644)
    draft.replace(spec.state_file)


def make_password(spec: ClusterSpec) -> str:
    """Write a new random password (48 hexadecimal digits) to the password file and return it."""
    password = secrets.token_hex(24)
    spec.password_file.unlink(missing_ok=True)
    handle = os.open(spec.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(password + "\n")
    owner = spec.root.stat()
    if owner.st_uid != os.geteuid():
        # Root has mended a user's cluster: the file is still that user's.
        os.chown(spec.password_file, owner.st_uid, owner.st_gid)
    return password


@contextmanager
def locked(spec: ClusterSpec) -> Iterator[None]:
    """Let one process at a time make, start or stop the cluster; the others wait."""
    try:
        make_folder(spec.root)
        handle = (spec.root / "lock").open("w")
    except PermissionError as err:
        raise foreign(spec.root) from err
    except OSError as err:
        raise ClusterError(f"{spec.root} cannot be made: {err}. Set GRIDOPS_VAR to another folder.") from err
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents; the server's account may pass through, whatever the umask."""
    for missing in [parent for parent in (*reversed(folder.parents), folder) if not parent.exists()]:
        missing.mkdir(exist_ok=True)
        missing.chmod(0o755)


def foreign(path: Path) -> ClusterError:
    """The refusal for another account's files."""
    return ClusterError(
        f"{path} belongs to another account. Work as that account (sudo, if root made it), "
        "or set GRIDOPS_VAR to a folder of your own."
    )


def _var_dir(given: Path | None) -> Path:
    return given if given is not None else config.load(needs_database=False).var_dir
