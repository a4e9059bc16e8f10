"""A private cluster through its life: made, stopped, killed, pushed off its port, deleted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from gridops.cli import cluster
from gridops.cli.cluster.scratch import database_url, scratch_database
from gridops.cli.cluster.server import server_of
from gridops.cli.cluster.spec import read_state
from gridops.db.server_log import rotate


@pytest.fixture(scope="module")
def spec() -> Iterator[cluster.ClusterSpec]:
    # Not in pytest's own folder: that is closed to the account that root's server runs as.
    folder = Path(tempfile.mkdtemp(prefix="gridops-test-"))
    folder.chmod(0o755)
    spec = cluster.ClusterSpec("default", folder / "cluster")
    yield spec
    cluster.remove(spec)
    shutil.rmtree(folder)


def ask(url: str, question: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.scalar(text(question))


def test_a_cluster_that_was_never_made_is_absent_and_needs_no_stopping(tmp_path: Path) -> None:
    spec = cluster.ClusterSpec("test", tmp_path / "none")
    assert cluster.status(spec).state == "absent"
    assert cluster.down(spec) is False
    assert cluster.remove(spec) is False
    assert not spec.root.exists()


def test_up_makes_a_database_with_postgis_for_an_owner_who_is_no_superuser(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    assert info.was_started
    assert ask(info.url, "SELECT current_user || ' ' || current_database()") == "gridops gridops"
    assert str(ask(info.url, "SELECT postgis_lib_version()")).startswith("3.")
    rights = "SELECT rolcreatedb AND rolcreaterole AND NOT rolsuper FROM pg_roles WHERE rolname = 'gridops'"
    assert ask(info.url, rights) is True
    assert ask(info.url, "SHOW listen_addresses") == "127.0.0.1"


def test_the_owner_may_act_as_a_role_that_it_made(spec: cluster.ClusterSpec) -> None:
    engine = create_engine(cluster.up(spec).url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE gridops_made"))
        # As the migrations do, which grant only what is not there.
        if not connection.scalar(text("SELECT pg_has_role('gridops_made', 'MEMBER')")):
            connection.execute(text("GRANT gridops_made TO CURRENT_USER"))
        connection.execute(text("SET LOCAL ROLE gridops_made"))
        assert connection.scalar(text("SELECT current_user")) == "gridops_made"


def test_up_again_changes_nothing(spec: cluster.ClusterSpec) -> None:
    first = cluster.up(spec)
    second = cluster.up(spec)
    assert (second.url, second.was_started) == (first.url, False)


def test_the_password_is_for_the_caller_alone(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    assert stat.S_IMODE(spec.password_file.stat().st_mode) == 0o600
    assert spec.password_file.stat().st_uid == os.geteuid()
    with pytest.raises(OperationalError, match="password authentication failed"):
        ask(info.url.replace(spec.password_file.read_text().strip(), "guessed"), "SELECT 1")


def test_nobody_else_may_connect(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    with pytest.raises(OperationalError, match="pg_hba"):
        ask(info.url.replace("//gridops:", "//postgres:"), "SELECT 1")


def test_a_scratch_database_has_postgis_and_is_gone_afterwards(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    with scratch_database(info) as url:
        assert url != info.url
        assert ask(url, "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == 1
    with pytest.raises(OperationalError, match="does not exist"):
        ask(url, "SELECT 1")


def test_durability_is_given_up_only_for_tests(spec: cluster.ClusterSpec) -> None:
    assert ask(cluster.up(spec).url, "SHOW fsync") == "on"
    assert spec.is_durable
    assert not cluster.cluster_for_tests(spec.root).is_durable


def test_it_is_not_stopped_under_somebody_connected_when_asked_to_look(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    engine = create_engine(info.url, poolclass=NullPool)
    with engine.connect():
        assert cluster.down(spec, only_if_idle=True) is False
    assert cluster.status(spec).state == "running"


def test_a_stopped_cluster_says_so_and_keeps_its_port(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    assert cluster.down(spec) is True
    found = cluster.status(spec)
    assert (found.state, found.port, found.data_dir) == ("stopped", info.port, info.data_dir)
    assert cluster.down(spec) is False
    assert cluster.up(spec).url == info.url


def test_a_killed_server_comes_back_with_what_was_committed(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    with scratch_database(info) as url:
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept AS SELECT 42 AS n"))
        os.kill(int((info.data_dir / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        assert cluster.up(spec).was_started
        assert ask(url, "SELECT n FROM kept") == 42


PHONE = "13800138000"


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT 'phone {PHONE}'::int",
        f"SELECT nothing FROM told WHERE words = '{PHONE}'",
        f"INSERT INTO told VALUES ('{PHONE}'), ('{PHONE}')",
        f"INSERT INTO told VALUES (repeat('{PHONE}', 9))",
        f"DO $$ BEGIN RAISE EXCEPTION 'refused: {PHONE}'; END $$",
    ],
    ids=[
        "a value that is none",
        "a column that is none",
        "a doubled key",
        "a broken rule",
        "words of its own",
    ],
)
def test_what_a_refused_statement_held_is_not_in_the_servers_log(
    spec: cluster.ClusterSpec, statement: str
) -> None:
    info = cluster.up(spec)
    log = info.data_dir.parent / "server.log"
    with scratch_database(info) as url:
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE told (words text PRIMARY KEY CHECK (length(words) < 50))"))
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()
    assert "ready to accept connections" in log.read_text()
    assert PHONE not in log.read_text()


def test_a_cluster_that_was_made_before_keeps_quiet_from_its_next_start_on(spec: cluster.ClusterSpec) -> None:
    url = cluster.up(spec).url
    state = read_state(spec)
    assert state is not None
    server_of(state, is_durable=True).execute("ALTER ROLE gridops RESET ALL")
    assert ask(url, "SHOW log_min_messages") == "warning"
    cluster.down(spec)
    url = cluster.up(spec).url
    assert ask(url, "SHOW log_min_messages") == "log"
    assert ask(url, "SHOW log_error_verbosity") == "terse"


def test_a_stale_lock_file_with_the_number_of_another_process_is_dropped(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    cluster.down(spec)
    (info.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{info.data_dir}\n0\n{info.port}\n\n\n\n")
    assert cluster.status(spec).state == "stopped"
    assert cluster.up(spec).was_started


def test_a_port_taken_meanwhile_is_exchanged_and_remembered(
    spec: cluster.ClusterSpec, capsys: pytest.CaptureFixture[str]
) -> None:
    before = cluster.up(spec)
    cluster.down(spec)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before.port))
        other.listen()
        after = cluster.up(spec)
    assert after.port != before.port
    assert ask(database_url(after, "postgres"), "SELECT 1") == 1
    assert f"Port {before.port} was taken" in capsys.readouterr().out
    assert json.loads(spec.state_file.read_text())["port"] == after.port


def test_a_lost_password_is_replaced(spec: cluster.ClusterSpec) -> None:
    before = cluster.up(spec)
    spec.password_file.unlink()
    after = cluster.up(spec)
    assert after.url != before.url
    assert ask(after.url, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_anew(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    spec.state_file.write_text(spec.state_file.read_text().replace("true", "false"))
    assert cluster.status(spec).state == "absent"
    again = cluster.up(spec)
    assert again.was_started
    assert again.url != info.url
    assert ask(again.url, "SELECT 1") == 1


def test_data_that_nobody_remembers_is_not_deleted_unasked(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    spec.state_file.unlink()
    with pytest.raises(cluster.ClusterError, match="gridops db reset"):
        cluster.up(spec)
    assert (info.data_dir / "PG_VERSION").exists()
    assert cluster.reset(spec).was_started


def test_remove_leaves_no_data_and_no_server(spec: cluster.ClusterSpec) -> None:
    info = cluster.up(spec)
    assert cluster.remove(spec) is True
    assert not info.data_dir.exists()
    assert not spec.password_file.exists()
    assert read_state(spec) is None
    assert cluster.status(spec).state == "absent"


def test_the_log_of_a_running_server_is_set_aside_and_goes_on_from_nothing(spec: cluster.ClusterSpec) -> None:
    info, state = cluster.up(spec), read_state(spec)
    assert state is not None
    stranger = info.url.replace("//gridops:", "//postgres:")

    def knock() -> None:
        with pytest.raises(OperationalError, match="pg_hba"):
            ask(stranger, "SELECT 1")

    knock()
    assert b"pg_hba" in state.log_file.read_bytes()
    assert rotate(state.log_file, most_bytes=1, kept=1)
    assert state.log_file.stat().st_size == 0
    knock()
    said = state.log_file.read_bytes()
    # A server that did not append would leave a hole of NULs as long as what was set aside.
    assert said.count(b"pg_hba") == 1
    assert b"\0" not in said
    assert b"pg_hba" in state.log_file.with_name(f"{state.log_file.name}.1").read_bytes()
