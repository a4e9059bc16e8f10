"""Connections are used again without being asked each time, and never after they broke."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gridops.db import session as sessions
from gridops.db.session import Database, Session, acting_as, ask_one


def role(session: Session) -> str:
    return str(session.scalar(text("SELECT current_user")))


def end_all_others(database: Database, url: str) -> None:
    """Cut every connection of `database`, as a restart of the server does."""
    other = Database(url, pool_size=1)
    with other.transaction() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.close()


def test_a_connection_that_broke_while_it_rested_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        assert session.scalar(text("SELECT 1")) == 1
    end_all_others(database, database.url)
    monkeypatch.setattr(sessions, "RESTED_S", 0.0)
    with database.transaction() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_fresh_connection_that_broke_fails_once_and_is_replaced(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("SELECT 1"))
    end_all_others(database, database.url)
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text("SELECT 1"))
    with database.transaction() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_connection_that_broke_is_replaced_when_only_the_driver_was_asked(database: Database) -> None:
    with database.transaction() as session:
        assert ask_one(session, "SELECT 1 AS n", {}).n == 1
    end_all_others(database, database.url)
    with pytest.raises(DBAPIError) as refused, database.transaction() as session:
        ask_one(session, "SELECT 1 AS n", {})
    assert refused.value.connection_invalidated
    with database.transaction() as session:
        assert ask_one(session, "SELECT 1 AS n", {}).n == 1


def test_a_hint_leaves_the_connection_fit_for_the_next_transaction(database: Database) -> None:
    single = Database(database.url, pool_size=1)
    for _ in range(2):
        with single.transaction("gridops_app") as session:
            assert role(session) == "gridops_app"
            session.hint("gridops_test")
        with suppress(RuntimeError), single.transaction() as session:
            session.execute(
                text("INSERT INTO gridops.work_day (day, is_working) VALUES ('2098-05-01', true)")
            )
            raise RuntimeError("refused")
    with single.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.work_day WHERE day = '2098-05-01'")) == 0
    single.close()


def test_the_role_before_is_known_after_an_error_inside_a_savepoint(database: Database) -> None:
    with database.transaction("gridops_app") as session:
        with suppress(DBAPIError), session.begin_nested(), acting_as(session, "gridops_map"):
            session.execute(text("SELECT 1 / 0"))
        assert role(session) == session.role == "gridops_app"
