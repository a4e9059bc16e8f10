"""What is well and what is not, by what the server and the machine say: decided here, asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gridops.cli.cluster.binaries import OLDEST_MAJOR
from gridops.db.queries import Server

OLDEST_POSTGIS = (3, 3)
#: Seconds that the clocks of server and machine may be apart.
CLOCKS_APART_S = 2.0

#: Setting → the values with which the server's log holds nothing that people wrote; the first is what to set.
QUIET: Mapping[str, tuple[str, ...]] = {
    "log_min_error_statement": ("panic", "fatal", "log"),
    "log_error_verbosity": ("terse",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_messages": ("log", "fatal", "panic"),
    "auto_explain.log_min_duration": ("-1",),
}


@dataclass(frozen=True)
class Finding:
    """One part, in words; `to_type` is empty where it is well. A warning is no fault yet."""

    words: str
    to_type: str = ""
    is_warning: bool = False

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to be done."""
        return not self.to_type


def judge_versions(server: Server) -> Iterator[Finding]:
    """The server, its encoding and its extensions."""
    version = f"PostgreSQL {server.version // 10_000}.{server.version % 10_000}"
    if server.version // 10_000 < OLDEST_MAJOR:
        wanted = "sudo apt-get install postgresql-15 postgresql-15-postgis-3"
        yield Finding(f"{version} is older than {OLDEST_MAJOR}", wanted)
    else:
        yield Finding(version)
    if server.encoding != "UTF8":
        yield Finding(
            f"the database is in {server.encoding}", "createdb --template=template0 --encoding=UTF8 gridops"
        )
    postgis = server.extensions.get("postgis")
    if postgis is None:
        yield Finding("PostGIS is missing in this database", "as an administrator: CREATE EXTENSION postgis;")
    elif tuple(int(part) for part in postgis.split(".")[:2]) < OLDEST_POSTGIS:
        yield Finding(
            f"PostGIS {postgis} is older than 3.3", "as an administrator: ALTER EXTENSION postgis UPDATE;"
        )
    else:
        yield Finding(f"PostGIS {postgis}")


def judge_log(server: Server, *, account: str, is_private: bool) -> Iterator[Finding]:
    """Whether the server's log can hold what people wrote."""
    loud = [
        (name, value, QUIET[name][0])
        for name, value in server.settings.items()
        if value is not None and value not in QUIET[name]
    ]
    if not loud:
        yield Finding("the database's log holds nothing that people wrote")
    for name, value, quiet in loud:
        words = f"{name} is {value}: what people wrote can come into the database's log"
        if is_private:
            yield Finding(words, "gridops db down; gridops db up")
        elif name == "log_min_messages":
            yield Finding(words, f"as an administrator: ALTER ROLE \"{account}\" SET {name} = '{quiet}';")
        else:
            yield Finding(
                words, f"as an administrator: ALTER SYSTEM SET {name} = '{quiet}'; SELECT pg_reload_conf();"
            )


def judge_clock(before: datetime, server: datetime, after: datetime) -> Finding:
    """Whether the server's clock lies within the question's span, as this machine's clock has it."""
    apart = max((before - server).total_seconds(), (server - after).total_seconds(), 0.0)
    if apart > CLOCKS_APART_S:
        return Finding(
            f"the clocks of this machine and of the database are {apart:.0f} s apart",
            "timedatectl set-ntp true   (on both machines)",
        )
    return Finding("the clocks of this machine and of the database agree")
