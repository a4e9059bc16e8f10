"""The private PostgreSQL cluster: made, started, stopped and removed here, under var/ and on 127.0.0.1 only.

Nothing here is called when DATABASE_URL is set, and no other cluster of the machine is ever touched.
"""

from gridops.cli.cluster.lifecycle import down, remove, reset, server_pid, status, up
from gridops.cli.cluster.spec import (
    ClusterError,
    ClusterSpec,
    Info,
    Status,
    cluster_for_tests,
    default_cluster,
)

__all__ = [
    "ClusterError",
    "ClusterSpec",
    "Info",
    "Status",
    "cluster_for_tests",
    "default_cluster",
    "down",
    "remove",
    "reset",
    "server_pid",
    "status",
    "up",
]
