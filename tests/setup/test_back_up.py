"""A copy taken while the service works, read, brought back into an empty place; whatever is not whole is refused."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pyrage
import pytest
from sqlalchemy import create_engine, text

from gridops import clock
from gridops.cli.keeping.restoring import _unpack
from gridops.config import PROJECT_ROOT, child_environment
from gridops.keeping.queries import last_backup_at
from gridops.keeping.readiness import judge_backup
from tests.conftest import settings_for
from tests.contract.test_hide_restricted_text import a_secret_case
from tests.databases import Databases, take_mark_off
from tests.service import Service
from tests.setup.test_bring_back import DESK, seen


def gridops(url: str, media: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gridops", *map(str, arguments)],
        cwd=PROJECT_ROOT,
        env=child_environment(DATABASE_URL=url, GRIDOPS_MEDIA=str(media)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass
class Place:
    """A database without anything and a folder of photos that is not there yet."""

    url: str
    media: Path

    def holds_nothing(self) -> bool:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            schema = connection.scalar(text("SELECT to_regnamespace('gridops') IS NOT NULL"))
        engine.dispose()
        left = [path.name for path in self.media.parent.iterdir()] if self.media.parent.is_dir() else []
        return not schema and left == []


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Place]:
    name = f"gridops_t_empty_{os.getpid()}_{time.monotonic_ns()}"
    databases.create(name, "template1")
    yield Place(databases.address(name), tmp_path / "elsewhere" / "media")
    databases.drop(name)


@pytest.fixture
def worked(service: Service) -> Service:
    """A service with open and closed cases, a restricted one, a photo and a numbered log."""
    service.closed = a_secret_case(service)  # type: ignore[attr-defined]
    service.report("worker.qingyang")
    service.number()
    return service


def case_of(service: Service) -> dict[str, Any]:
    closed: dict[str, Any] = service.closed  # type: ignore[attr-defined]
    return dict(service.client(DESK).get(f"/api/v1/incidents/{closed['id']}").json)


def back_up(service: Service, folder: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    return gridops(service.settings.database_url, service.settings.media_dir, "backup", folder, *more)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"# of the district\n{pyrage.x25519.Identity.generate()}\n")
    return path


@contextmanager
def served(place: Place, tmp_path: Path) -> Iterator[Service]:
    opened = Service(settings_for(place.url, tmp_path / "other", GRIDOPS_MEDIA=str(place.media)))
    yield opened
    opened.close()


def files_under(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_copy_comes_back_encrypted_with_the_same_snapshot_photos_and_log(
    worked: Service, empty: Place, key: Path, tmp_path: Path
) -> None:
    kept, case = tmp_path / "kept", case_of(worked)
    before, photos = seen(worked.client(DESK).get, case), files_under(worked.settings.media_dir)
    public = tmp_path / "public"
    public.write_text(str(pyrage.x25519.Identity.from_str(key.read_text().split()[-1]).to_public()))
    done = back_up(worked, kept, "--key", public)
    assert (done.returncode, done.stderr) == (0, "")
    assert b"PGDMP" not in (kept / "database.dump.age").read_bytes()[:4096]
    head = gridops(worked.settings.database_url, empty.media, "log", "head").stdout.split()[0]
    assert f"Head {head} " in done.stdout
    verified = gridops(empty.url, empty.media, "backup", kept, "--verify", "--key", key)
    assert (verified.returncode, "Whole and unchanged." in verified.stdout) == (0, True), verified.stderr

    back = gridops(empty.url, empty.media, "restore", kept, "--key", key)
    assert (back.returncode, back.stderr) == (0, "")
    assert f"Head {head} " in back.stdout
    assert files_under(empty.media) == photos
    assert photos
    verified = gridops(empty.url, empty.media, "log", "verify")
    assert (verified.returncode, "sound" in verified.stdout) == (0, True)
    with served(empty, tmp_path) as there:
        assert seen(there.client(DESK).get, case) == before
        cursor = there.client(DESK).get("/api/v1/snapshot").json["cursor"]
    assert cursor > worked.client(DESK).get("/api/v1/snapshot").json["cursor"]


def test_a_place_that_is_not_empty_is_refused_and_stays_as_it_is(worked: Service, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert back_up(worked, kept).returncode == 0
    case = case_of(worked)
    before = seen(worked.client(DESK).get, case)
    url = worked.settings.database_url
    told = gridops(url, tmp_path / "free", "restore", kept)
    assert (told.returncode, "the database is not empty" in told.stderr) == (1, True)
    assert seen(worked.client(DESK).get, case) == before
    again = back_up(worked, kept)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    assert gridops(url, tmp_path / "free", "backup", kept, "--verify").returncode == 0


def test_photos_that_lie_in_the_way_are_refused(worked: Service, empty: Place, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert back_up(worked, kept).returncode == 0
    empty.media.mkdir(parents=True)
    (empty.media / "of-somebody").touch()
    told = gridops(empty.url, empty.media, "restore", kept)
    assert (told.returncode, "is not empty: move it away" in told.stderr) == (1, True)
    shutil.rmtree(empty.media)
    assert empty.holds_nothing()


def test_a_wrong_key_a_changed_byte_and_a_cut_file_are_refused_and_nothing_is_written(
    worked: Service, empty: Place, key: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    assert back_up(worked, kept, "--key", key).returncode == 0
    wrong = tmp_path / "wrong"
    wrong.write_text(str(pyrage.x25519.Identity.generate()))

    def refusal(*more: str | Path) -> str:
        told = gridops(empty.url, empty.media, "restore", kept, *more)
        assert (told.returncode, empty.holds_nothing()) == (1, True), told.stderr
        assert "Traceback" not in told.stderr
        return told.stderr

    assert "the backup is encrypted: give --key" in refusal()
    assert "is not opened by this key" in refusal("--key", wrong)
    for name in ("media.tar.age", "database.dump.age"):
        path = kept / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-200] + bytes([whole[-200] ^ 1]) + whole[-199:])
        assert f"{name} was changed" in refusal("--key", key)
        path.write_bytes(whole[:-1])
        assert "it was cut off or changed" in refusal("--key", key)
        path.write_bytes(whole)
    manifest = kept / "manifest.json"
    told = manifest.read_bytes()
    manifest.write_bytes(told.replace(b'"log_block": ', b'"log_block": 1'))
    assert "manifest.json was changed" in refusal("--key", key)
    manifest.unlink()
    assert "the backup was cut off before its end" in refusal("--key", key)


def test_a_copy_that_is_killed_in_the_middle_has_no_manifest_and_is_known_by_it(
    worked: Service, empty: Place, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    # A photo that is a pipe without a writer holds the copy up where photos are read.
    aside = worked.settings.media_dir / "aside"
    aside.mkdir(exist_ok=True)
    os.mkfifo(aside / "held-up")
    process = subprocess.Popen(
        [sys.executable, "-m", "gridops", "backup", str(kept)],
        cwd=PROJECT_ROOT,
        env=child_environment(
            DATABASE_URL=worked.settings.database_url, GRIDOPS_MEDIA=str(worked.settings.media_dir)
        ),
    )
    try:
        until = time.monotonic() + 60
        while not (kept / "media.tar").exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    told = gridops(empty.url, empty.media, "restore", kept)
    assert (told.returncode, "was cut off before its end" in told.stderr) == (1, True)
    assert empty.holds_nothing()
    with worked.database.transaction("gridops_system") as session:
        assert last_backup_at(session) is None


def test_a_copy_that_fails_leaves_nothing_and_is_not_counted(worked: Service, tmp_path: Path) -> None:
    nothing = tmp_path / "no-key"
    nothing.write_text("# a file without a key\n")
    told = back_up(worked, tmp_path / "kept", "--key", nothing)
    assert (told.returncode, "holds no key of age" in told.stderr) == (1, True)
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("name", ["/etc/passwd", "../beside", "ab/../../beside"])
def test_a_file_that_would_lie_beside_the_photos_is_not_unpacked(name: str, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    packed.seek(0)
    (tmp_path / "photos").mkdir()
    with tarfile.open(fileobj=packed) as tar, pytest.raises(click.ClickException, match="is no photo"):
        _unpack(tar, tmp_path / "photos")
    assert [path.name for path in tmp_path.iterdir()] == ["photos"]


def test_the_copy_of_a_newer_version_is_refused(worked: Service, empty: Place, tmp_path: Path) -> None:
    with worked.database.transaction() as session:
        session.execute(text("UPDATE gridops.alembic_version SET version_num = '20991231_9999'"))
    assert back_up(worked, tmp_path / "kept").returncode == 0
    told = gridops(empty.url, empty.media, "restore", tmp_path / "kept")
    assert (told.returncode, "which this version does not know" in told.stderr) == (1, True)
    assert empty.holds_nothing()


def test_readiness_tells_of_a_copy_that_is_missing_or_too_old(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def lines() -> list[str]:
        answer = service.anonymous().get("/readyz")
        assert answer.status_code in (200, 503)
        return [line for line in answer.json["warnings"] if "backup" in line]

    assert lines() == []  # of the demonstration nobody keeps a copy
    take_mark_off(service.settings.database_url)
    assert lines() == ["no backup was ever taken: gridops backup FOLDER"]
    assert back_up(service, tmp_path / "kept").returncode == 0
    assert lines() == []
    assert service.anonymous().get("/readyz").json["backup_at"] is not None
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3, minutes=1))
    assert lines() == ["the last backup is 3 days old, 2 are allowed: gridops backup FOLDER"]


def test_nobody_is_told_where_nobody_is_to_look() -> None:
    assert judge_backup(None, clock.now(), 0) is None
