"""`gridops log` as it is typed: a sound chain, its head, and the block that was tampered with."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.log import log
from gridops.db.session import Database
from gridops.log.sequencing import number_pending
from tests.service import Service


@pytest.fixture
def numbered(service: Service, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database with a few numbered blocks, which the command is pointed at."""
    monkeypatch.setenv("DATABASE_URL", service.settings.database_url)
    for _ in range(3):
        service.report("worker.qingyang")
        service.number()
    return service.database


def test_a_sound_chain_is_counted_and_its_head_is_the_newest_block(numbered: Database) -> None:
    with numbered.transaction("gridops_system") as session:
        newest = "SELECT encode(hash, 'hex') FROM gridops.log_block ORDER BY id DESC LIMIT 1"
        expected = session.scalar(text(newest))
        entries = session.scalar(text("SELECT count(*) FROM gridops.log_entry"))
    verified = CliRunner().invoke(log, ["verify"])
    assert verified.exit_code == 0
    assert f"{entries} entries, sound. Head {expected}" in verified.stdout
    assert CliRunner().invoke(log, ["head"]).stdout.split()[0] == expected


def test_a_block_that_was_tampered_with_is_named_by_exit_code_1(numbered: Database) -> None:
    with numbered.transaction() as session:
        # The database refuses this to everybody but its owner, who can take the guard away first.
        session.execute(text("ALTER TABLE gridops.log_block DISABLE TRIGGER USER"))
        block = session.scalar(text("SELECT max(id) - 1 FROM gridops.log_block"))
        session.execute(
            text("UPDATE gridops.log_block SET hash = sha256(hash) WHERE id = :block"), {"block": block}
        )
    verified = CliRunner().invoke(log, ["verify"])
    assert verified.exit_code == 1
    assert f"Block {block} is broken" in verified.stderr


def test_an_entry_added_after_the_chain_is_not_yet_part_of_it(numbered: Database, service: Service) -> None:
    before = CliRunner().invoke(log, ["verify"]).stdout
    service.report("worker.qingyang")
    assert CliRunner().invoke(log, ["verify"]).stdout == before
    with numbered.transaction("gridops_system") as session:
        assert number_pending(session) > 0
    assert CliRunner().invoke(log, ["verify"]).stdout != before
