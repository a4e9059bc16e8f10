"""Fixtures of the whole suite: a cluster of its own, a template built by the migrations, a copy for each test.

Also the cast: the demonstration's accounts, each with fixed rights; refusals are tested first.
"""

from __future__ import annotations

import faulthandler
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from sqlalchemy import orm

from gridops.cli import cluster
from gridops.config import Settings, load
from gridops.db.session import Database, Session
from tests.databases import Databases

if TYPE_CHECKING:
    # The whole service takes a second to import: only tests that ask for it wait for it.
    from tests.service import LiveService, Service


#: A socket of a test, or of a library that asks for no end itself, waits so long for a byte.
socket.setdefaulttimeout(120)
#: For what is left to do after a test has failed, and after the last test of a run.
ENDS_WITHIN_S = 120


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """Give a test that has failed an end too: for a debugger's sake its limits have just been taken off."""
    if isinstance(node, pytest.Item):
        told = node.config.stash[fault_handler_stderr_fd_key]
        faulthandler.dump_traceback_later(ENDS_WITHIN_S, exit=True, file=told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Have the process end, whatever thread goes on; and spare a run the import of Hypothesis only to say nothing."""
    faulthandler.dump_traceback_later(ENDS_WITHIN_S, exit=True, file=sys.__stderr__)
    plugin = session.config.pluginmanager.get_plugin("hypothesispytest")
    if plugin is not None and "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(plugin)


@pytest.fixture(scope="session")
def databases() -> Databases:
    """Copies of a template database on the suite's own cluster."""
    info = cluster.up(cluster.cluster_for_tests())
    return Databases(info.url)


def settings_for(url: str, var_dir: Path, **environ: str) -> Settings:
    """Settings of a test's own, read like any other from an environment."""
    return load(
        {
            "DATABASE_URL": url,
            "GRIDOPS_VAR": str(var_dir),
            "GRIDOPS_ARGON2": "cheap",
            "GRIDOPS_POLLING_INTERVAL": "0.05",
            **environ,
        }
    )


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a fresh copy of the template, gone after the test."""
    with databases.copy() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh copy with real commits."""
    opened = Database(database_url, pool_size=8)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_database(databases: Databases) -> Iterator[Database]:
    """One copy for all tests that are rolled back."""
    with databases.copy() as url:
        opened = Database(url)
        yield opened
        opened.close()


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """An open session on the loaded demonstration, rolled back after the test."""
    with shared_database.engine.connect() as connection:
        outer = connection.begin()
        opened = orm.sessionmaker(
            connection, class_=Session, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )()
        yield opened
        opened.close()
        outer.rollback()


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The service in this process, without its tail, on a fresh copy."""
    from tests.service import Service

    opened = Service(settings_for(database_url, tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def live_service(database_url: str, tmp_path: Path) -> Iterator[LiveService]:
    """The service as it runs: a web process and a worker of their own, on a fresh copy."""
    from tests.service import LiveService

    opened = LiveService(settings_for(database_url, tmp_path), database_url)
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, one for each worker of the run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--use-gl=angle",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the checkout; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("real data (../shared/real) is not here")
    return folder
