"""The account that the server runs as: the user who calls, or `postgres` when root calls.

Commands of PostgreSQL pass through here, in a clean environment; the server refuses to run as root.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gridops import config
from gridops.cli.cluster.spec import ClusterError, foreign


@dataclass(frozen=True)
class Account:
    """A system account by name and numbers."""

    name: str
    uid: int
    gid: int

    def run(
        self, *command: str | Path, stdin: str | None = None, timeout_s: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account and return it with its output; a failure is the caller's to judge.

        Raises ClusterError when the command cannot be started or does not end in time.
        """
        words = [str(word) for word in command]
        if os.geteuid() != self.uid:
            words = ["runuser", "-u", self.name, "--", *words]
        try:
            return subprocess.run(
                words,
                input=stdin,
                stdin=subprocess.DEVNULL if stdin is None else None,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=timeout_s,
                # A Ctrl-C at the terminal is answered by the caller; half a step would be left to mend.
                start_new_session=True,
                # The caller's folder may be closed to this account, and a PGHOST of his would lead elsewhere.
                cwd="/",
                env=config.child_environment(without_prefix="PG", LC_ALL="C.UTF-8"),
            )
        except FileNotFoundError as err:
            raise ClusterError(f"{words[0]} is missing. Type: make setup") from err
        except subprocess.TimeoutExpired as err:
            raise ClusterError(f"{' '.join(words)} did not end within {timeout_s:.0f} s.") from err

    def own(self, folder: Path) -> None:
        """Make a folder that only this account can enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def can_write(self, folder: Path) -> bool:
        """Whether this account reaches the folder through all its parents."""
        return self.run("test", "-w", folder).returncode == 0


def server_account(place: Path | None) -> Account:
    """Who runs the server: the owner of an existing place, else the caller, else (for root) `postgres`.

    Raises ClusterError for another account's place, and for root without a `postgres` account.
    """
    caller = os.geteuid()
    owner = _owner_of(place) if place is not None else None
    if caller != 0:
        if place is not None and owner not in (None, caller):
            raise foreign(place)
        return _account(caller)
    return _account(owner) if owner else _postgres()


def _owner_of(place: Path) -> int | None:
    try:
        return place.stat().st_uid
    except FileNotFoundError:
        return None
    except PermissionError as err:
        raise foreign(place) from err


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ClusterError(
            f"The account number {uid} has no name on this machine, and PostgreSQL needs one. "
            f"Type: sudo useradd --uid {uid} gridops"
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _postgres() -> Account:
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise ClusterError("The account `postgres` is missing. Type: make setup") from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
