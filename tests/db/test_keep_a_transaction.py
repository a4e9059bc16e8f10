"""One request, one transaction; what must outlive a refusal is written in a second one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from psycopg2 import extensions
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from gridops.db.session import Database, Session, acting_as, ask_one, become, say_before


def role(session: Session) -> str:
    return str(session.scalar(text("SELECT current_user")))


def test_any_exception_rolls_back_and_the_kept_survives(database: Database) -> None:
    def keep(second: Session) -> None:
        second.execute(text("INSERT INTO gridops.work_day (day, is_working) VALUES ('2099-01-02', true)"))

    def fail() -> None:
        with database.transaction() as session:
            session.execute(
                text("INSERT INTO gridops.work_day (day, is_working) VALUES ('2099-01-01', true)")
            )
            session.keep(keep)
            raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        fail()
    with database.transaction() as session:
        days = session.scalars(text("SELECT day::text FROM gridops.work_day WHERE day > '2098-01-01'")).all()
    assert days == ["2099-01-02"]


def test_a_role_ends_with_its_transaction(database: Database) -> None:
    with database.transaction("gridops_map") as session:
        assert role(session) == "gridops_map"
        with acting_as(session, "gridops_system"):
            assert role(session) == "gridops_system"
        assert role(session) == "gridops_map"
    with database.transaction() as session:
        assert role(session) not in {"gridops_map", "gridops_system"}


def test_no_other_role_can_be_taken(database: Database) -> None:
    with database.transaction() as session, pytest.raises(ValueError, match="none of the database roles"):
        become(session, "postgres; DROP TABLE x")


def test_a_hint_is_sent_only_after_a_commit(database: Database) -> None:
    import select

    import psycopg2

    dsn = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    listening = psycopg2.connect(dsn)
    listening.set_isolation_level(0)
    with listening.cursor() as cursor:
        cursor.execute("LISTEN gridops_test")

    def fail() -> None:
        with database.transaction() as session:
            session.hint("gridops_test")
            raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        fail()
    with database.transaction() as session:
        session.hint("gridops_test")
    assert select.select([listening], [], [], 5)[0]
    listening.poll()
    assert len(listening.notifies) == 1
    listening.close()


def test_a_run_on_trial_sees_what_it_wrote_and_leaves_nothing(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE gridops.tried AS SELECT 1 AS n"))
        session.hint("gridops_test")
        session.undo_at_end()
        assert session.scalar(text("SELECT n FROM gridops.tried")) == 1
    assert session.hints == set()
    with database.transaction() as session:
        assert session.scalar(text("SELECT to_regclass('gridops.tried')")) is None


def test_a_transaction_that_failed_is_not_committed_in_silence(database: Database) -> None:
    def fail_and_go_on() -> None:
        with database.transaction() as session:
            session.execute(
                text("INSERT INTO gridops.work_day (day, is_working) VALUES ('2099-03-01', true)")
            )
            with suppress(DBAPIError):
                session.connection().execute(text("SELECT 1/0"))

    with pytest.raises(DBAPIError):
        fail_and_go_on()
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.work_day WHERE day > '2099-02-01'")) == 0


def test_a_statement_that_stands_for_itself_is_in_no_transaction(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM gridops.work_day"))
    with database.transaction() as session:
        session.execute(text("SELECT 1"))
        raw: Any = session.connection().connection.dbapi_connection
        assert raw.get_transaction_status() == extensions.TRANSACTION_STATUS_INTRANS


def test_what_is_said_before_a_statement_is_said_at_the_latest_with_the_commit(database: Database) -> None:
    with database.transaction() as session:
        say_before(session, "INSERT INTO gridops.work_day (day, is_working) VALUES (%s, true)", "2099-04-01")
        assert session.scalar(text("SELECT count(*) FROM gridops.work_day WHERE day = '2099-04-01'")) == 1
        say_before(session, "INSERT INTO gridops.work_day (day, is_working) VALUES (%s, true)", "2099-04-02")
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.work_day WHERE day > '2099-03-31'")) == 2


_ADD = "INSERT INTO gridops.work_day (day, is_working) VALUES (%(day)s, true) RETURNING day::text"


def days_after(database: Database, day: str) -> list[str]:
    with database.transaction() as session:
        found = text("SELECT day::text FROM gridops.work_day WHERE day > :day ORDER BY 1")
        return list(session.scalars(found, {"day": day}))


def test_what_the_driver_alone_was_asked_is_committed(database: Database) -> None:
    with database.transaction() as session:
        assert ask_one(session, _ADD, {"day": "2099-05-01"}).day == "2099-05-01"
        assert ask_one(session, "SELECT 1 AS n WHERE false", {}) is None
    assert days_after(database, "2099-04-30") == ["2099-05-01"]


def test_what_the_driver_alone_was_asked_falls_with_an_exception_and_with_a_trial(database: Database) -> None:
    with suppress(RuntimeError), database.transaction() as session:
        ask_one(session, _ADD, {"day": "2099-05-01"})
        raise RuntimeError("refused")
    with database.transaction() as session:
        ask_one(session, _ADD, {"day": "2099-05-02"})
        session.undo_at_end()
    assert days_after(database, "2099-04-30") == []


def test_what_the_database_refuses_the_driver_is_raised_as_for_any_statement(database: Database) -> None:
    with database.transaction() as session:
        ask_one(session, _ADD, {"day": "2099-06-01"})
    with pytest.raises(IntegrityError, match="work_day") as refused, database.transaction() as session:
        ask_one(session, _ADD, {"day": "2099-06-01"})
    assert refused.value.hide_parameters
    assert days_after(database, "2099-05-31") == ["2099-06-01"]


def test_a_savepoint_holds_what_the_driver_alone_is_asked(database: Database) -> None:
    with database.transaction() as session:
        ask_one(session, _ADD, {"day": "2099-07-01"})
        with suppress(IntegrityError), session.begin_nested():
            ask_one(session, _ADD, {"day": "2099-07-02"})
            ask_one(session, _ADD, {"day": "2099-07-01"})
        ask_one(session, _ADD, {"day": "2099-07-03"})
    assert days_after(database, "2099-06-30") == ["2099-07-01", "2099-07-03"]
