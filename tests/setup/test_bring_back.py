"""A copy kept and brought back into a fresh cluster by the very commands of docs/operations.md, then served."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from gridops.cli import cluster
from gridops.config import PROJECT_ROOT, child_environment
from gridops.demonstration.sign_ins import PASSWORD
from tests.contract.test_hide_restricted_text import a_secret_case
from tests.ending import stop
from tests.service import Service, free_port

PAGE = PROJECT_ROOT / "docs" / "operations.md"
DESK = "dispatcher.qingyang"


def commands_under(heading: str) -> str:
    """The shell commands that the page gives under a heading."""
    part = PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S)
    assert len(found) == 1, heading
    return str(found[0])


def run(commands: str, **environ: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=PROJECT_ROOT,
        env=child_environment(without_prefix="DATABASE_URL", PATH=path, **environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def fresh() -> Iterator[Path]:
    """A folder for a private cluster of its own, which is removed with it."""
    # Not in pytest's own folder: that is closed to the account that root's server runs as.
    folder = Path(tempfile.mkdtemp(prefix="gridops-back-"))
    folder.chmod(0o755)
    yield folder
    cluster.remove(cluster.default_cluster(folder))
    shutil.rmtree(folder)


def seen(ask: Callable[[str], Any], case: dict[str, Any]) -> dict[str, Any]:
    """What a desk is shown: its snapshot, one case whole with its timeline, its photo."""
    photo = case["media"][0]["client_id"]
    answers = [
        ask(path)
        for path in ("/api/v1/snapshot", f"/api/v1/incidents/{case['id']}", f"/api/v1/media/{photo}")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    # Numbers begin anew where a copy was brought back; what they number is the same.
    snapshot = {key: value for key, value in answers[0].json.items() if key != "cursor"}
    return {"snapshot": snapshot, "case": answers[1].json, "photo": answers[2].data}


class Kept:
    """A demonstration with open and closed cases, a photo and a numbered log, kept as the page says."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.folder = folder
        closed = a_secret_case(service)
        service.report("worker.qingyang")
        service.number()
        self.case = service.client(DESK).get(f"/api/v1/incidents/{closed['id']}").json
        self.seen = seen(service.client(DESK).get, self.case)
        done = run(
            commands_under("Keeping a copy"),
            DATABASE_URL=service.settings.database_url,
            KEEP=str(folder),
            MEDIA=str(service.settings.media_dir),
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def kept(service: Service, tmp_path: Path) -> Kept:
    return Kept(service, tmp_path / "keep")


@contextmanager
def served(var: Path) -> Iterator[str]:
    """The service as `make run` starts it, on the cluster under `var`; yields its address."""
    url = f"http://127.0.0.1:{free_port()}"
    with (var / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gridops", "serve", "--web-processes", "1"],
            cwd=PROJECT_ROOT,
            env=child_environment(
                without_prefix="DATABASE_URL", GRIDOPS_VAR=str(var), GRIDOPS_BIND=url.removeprefix("http://")
            ),
            stdout=log,
            stderr=log,
        )
    try:
        until = time.monotonic() + 60
        while not is_ready(url):
            assert process.poll() is None, (var / "serve.log").read_text()
            assert time.monotonic() < until, (var / "serve.log").read_text()
            time.sleep(0.1)
        yield url
    finally:
        stop(process, within_s=30)


def is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


class Answer:
    """An answer over the wire, read like one of the test client."""

    def __init__(self, answer: requests.Response) -> None:
        self.data, self.status_code, self._answer = answer.content, answer.status_code, answer

    @property
    def json(self) -> Any:
        return self._answer.json()


def test_what_was_kept_comes_back_whole_and_is_served(kept: Kept, fresh: Path) -> None:
    done = run(
        commands_under("Bringing it back"),
        GRIDOPS_VAR=str(fresh),
        KEEP=str(kept.folder),
        MEDIA=str(fresh / "media"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Roles, policies and grants are as expected." in done.stdout
    head = (kept.folder / "head").read_text().split()[0]
    assert f"sound. Head {head}\n" in done.stdout
    with served(fresh) as url:
        sign_in = {"username": DESK, "password": PASSWORD}
        token = requests.post(f"{url}/api/v1/sessions", json=sign_in, timeout=30).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert (
            seen(lambda path: Answer(requests.get(url + path, headers=headers, timeout=30)), kept.case)
            == kept.seen
        )
        examined = run("gridops doctor", GRIDOPS_VAR=str(fresh))
    assert len(kept.seen["snapshot"]["incidents"]) == 1
    assert (examined.returncode, "FAULT" in examined.stdout) == (0, False), examined.stdout


def test_a_role_that_has_become_a_member_of_another_is_named_and_set_right(fresh: Path) -> None:
    assert run("gridops db migrate; gridops db rights", GRIDOPS_VAR=str(fresh)).returncode == 0
    run("gridops db run psql --command='GRANT gridops_system TO gridops_app'", GRIDOPS_VAR=str(fresh))
    told = run("gridops db rights", GRIDOPS_VAR=str(fresh))
    assert (told.returncode, "gridops_app's membership of gridops_system" in told.stdout) == (1, True)
    assert run("gridops db rights --mend", GRIDOPS_VAR=str(fresh)).returncode == 0


def test_a_copy_that_is_brought_back_without_its_roles_is_not_served(kept: Kept, fresh: Path) -> None:
    careless = (
        commands_under("Bringing it back").replace("gridops db roles\n", "").replace("--exit-on-error ", "")
    )
    done = run(careless, GRIDOPS_VAR=str(fresh), KEEP=str(kept.folder), MEDIA=str(fresh / "media"))
    assert done.returncode != 0
    done = run("gridops serve", GRIDOPS_VAR=str(fresh), GRIDOPS_BIND=f"127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "missing: row-level security on gridops." in done.stderr or "missing: the policy" in done.stderr
    assert "gridops db roles, then restore anew" in done.stderr
