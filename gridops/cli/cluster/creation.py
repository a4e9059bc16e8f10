"""The first minutes of a cluster: initdb, who may connect, the owner role and its database with PostGIS.

Afterwards the superuser is reached only over the private socket by the server's own account.
"""

from __future__ import annotations

from pathlib import Path

from gridops.cli.cluster.server import SUPERUSER, Server
from gridops.cli.cluster.spec import LOOPBACK, ClusterError

OWNER = "gridops"
DATABASE = "gridops"
FIRST_WITHOUT_SELF_GRANT = 16


def has_data(place: Path) -> bool:
    """Whether a database lies there; an unreadable place counts as one."""
    try:
        return (place / "data" / "PG_VERSION").exists()
    except PermissionError:
        return True


def initialise(server: Server) -> None:
    """Make the data folder; raises ClusterError with what initdb says."""
    done = server.account.run(
        *(server.binaries.program("initdb"), "-D", server.state.data_dir, "--username", SUPERUSER),
        *("--encoding", "UTF8", "--locale", "C.UTF-8"),
        *("--auth-local", "peer", "--auth-host", "scram-sha-256"),
    )
    if done.returncode != 0:
        raise ClusterError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
    _write(server, "pg_hba.conf", _who_may_connect())
    _write(server, "pg_ident.conf", f"server {server.account.name} {SUPERUSER}\n")


def prepare(server: Server, password: str) -> None:
    """Make the owner role, PostGIS in the template, and the database.

    The owner may make databases and roles (tests and migrations do) and is no superuser; PostGIS stands in
    template1 because only a superuser could add it to the databases that tests copy. It is the owner's there: a dump
    speaks of the extension and its table of systems, and only their owner may restore that.
    """
    server.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD '{password}';")
    if server.binaries.major >= FIRST_WITHOUT_SELF_GRANT:
        # Since then a role's maker may no longer act as it, unless he is granted that as well.
        server.execute(f"ALTER ROLE {OWNER} SET createrole_self_grant = 'set, inherit';")
    server.execute(
        f"ALTER ROLE {OWNER} SUPERUSER; SET ROLE {OWNER}; CREATE EXTENSION postgis; RESET ROLE;"
        f" ALTER ROLE {OWNER} NOSUPERUSER;",
        database="template1",
    )
    server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER};")
    keep_quiet(server)


def keep_quiet(server: Server) -> None:
    """Keep the refusals of what the owner's sessions ask out of the server's log: their first line may quote a value.

    The caller is told them, and logs them without values; what the server itself has to say is logged as ever.
    """
    server.execute(f"ALTER ROLE {OWNER} SET log_min_messages = 'log';")


def set_password(server: Server, password: str) -> None:
    """Replace the owner role's password."""
    server.execute(f"ALTER ROLE {OWNER} PASSWORD '{password}';")


def _who_may_connect() -> str:
    lines = (
        f"local all {SUPERUSER} peer map=server",
        f"host all {OWNER} {LOOPBACK}/32 scram-sha-256",
    )
    return "# Written by gridops; all else is refused.\n" + "\n".join(lines) + "\n"


def _write(server: Server, name: str, text: str) -> None:
    # Through the account itself, so that the file is its own whoever calls.
    done = server.account.run("tee", server.state.data_dir / name, stdin=text)
    if done.returncode != 0:
        raise ClusterError(f"{server.state.data_dir / name} cannot be written: {done.stderr.strip()}")
