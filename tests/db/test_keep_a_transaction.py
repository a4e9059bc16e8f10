"""One request, one transaction; what must outlive a refusal is written in a second one."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from gridops.db.session import Database, Session, acting_as, become


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
