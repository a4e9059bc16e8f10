"""What people wrote is in no refusal of the database as the service tells and logs it, however it was said."""

from __future__ import annotations

import logging
from io import StringIO

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gridops.db.session import Database, say_before

PHONE = "13800138000"


def run(database: Database, statement: str, *, before: tuple[str, str] | None = None, **values: str) -> None:
    with database.transaction() as session:
        if before is not None:
            say_before(session, *before)
        session.execute(text(statement), values)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"SELECT 'phone {PHONE}'::int", 'invalid input syntax for type integer: "…" (22P02)'),
        (f"SELECT '{PHONE}'::smallint", 'value "…" is out of range for type smallint (22003)'),
        (
            f"SELECT nothing FROM gridops.account WHERE phone = '{PHONE}'",
            'column "nothing" does not exist (42703)',
        ),
        (f"SELECT '{PHONE}", 'unterminated quoted string at or near "…" (42601)'),
        (
            f"UPDATE gridops.account SET username = (SELECT min(username) FROM gridops.account), phone = '{PHONE}'",
            'duplicate key value violates unique constraint "uq_account_username" (23505)',
        ),
        (
            f"UPDATE gridops.account SET display_name = NULL, phone = '{PHONE}'",
            'null value in column "display_name" of relation "account" violates not-null constraint (23502)',
        ),
    ],
)
def test_a_refusal_is_told_without_what_was_written(
    database: Database, caplog: pytest.LogCaptureFixture, statement: str, told: str
) -> None:
    with pytest.raises(DBAPIError) as refused:
        run(database, statement)
    assert str(refused.value.orig) == told
    with caplog.at_level(logging.ERROR):
        logging.getLogger("gridops").error("refused", exc_info=refused.value)
    assert told in caplog.text
    # SQLAlchemy shows the statement as the code says it; what it stands for is bound, and hidden.
    assert PHONE not in caplog.text.replace(statement, "")


def test_the_same_holds_for_what_is_said_before_a_statement(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        run(
            database,
            "SELECT gridops.actor_id()",
            before=("SELECT set_config('gridops.actor', %s, true)", PHONE),
        )
    assert PHONE not in str(refused.value.orig)


def test_the_same_holds_for_rows_that_are_copied_in(database: Database) -> None:
    with database.transaction() as session:
        raw = session.connection().connection.cursor()
        with pytest.raises(psycopg2.DataError, match=r"out of range for type integer") as refused:
            raw.copy_expert("COPY gridops.reference_stamp FROM STDIN", StringIO(f"{PHONE}\n"))
        assert PHONE not in str(refused.value)
        session.undo_at_end()


def test_bound_values_are_hidden_too(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        run(database, "SELECT CAST(:words AS int)", words=f"call {PHONE}")
    assert PHONE not in str(refused.value)
