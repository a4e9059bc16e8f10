"""Locks: every package pinned by hash, no address of a registry or of a machine anywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gridops.cli.setup import assets

ROOT = Path(__file__).resolve().parents[2]
NODE_LOCK = ROOT / "gridops/cli/setup/requirements-node.txt"
LOCKS = [
    ROOT / "requirements.txt",
    ROOT / "requirements-dev.txt",
    ROOT / "tests/bench/requirements.txt",
    ROOT / "tests/bench/rivals/requirements.txt",
    NODE_LOCK,
]
NPM_LOCK = ROOT / "gridops/web/package-lock.json"


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_python_package_has_a_version_and_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())
    named = [entry for entry in entries if re.match(r"[a-z0-9]", entry)]
    assert len(named) == len(pins(lock)) > 0
    assert all("--hash=sha256:" in entry for entry in named)


@pytest.mark.parametrize(
    "lock",
    [*LOCKS, NPM_LOCK, ROOT / "tests/bench/rivals/package-lock.json"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_address_stands_in_a_lock(lock: Path) -> None:
    assert not re.search(r"://|index-url|find-links|\"resolved\"| /\w", lock.read_text())


def test_development_adds_to_what_runs_and_changes_no_version() -> None:
    running, development = pins(LOCKS[0]), pins(LOCKS[1])
    assert running.items() <= development.items()
    assert "setuptools" in running


def test_every_page_library_is_pinned_and_checked() -> None:
    wanted = json.loads((ROOT / "gridops/web/package.json").read_text())["dependencies"]
    locked = json.loads(NPM_LOCK.read_text())["packages"]
    # What packs the phone page is a package for each kind of machine, named by the one in the list.
    packers = set(assets.PACKERS.values())
    assert set(wanted) == set(assets.FILES) - packers | {"esbuild"}
    assert all(f"node_modules/{name}" in locked for name in packers)
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in locked.items() if path)


def test_a_missing_or_cut_asset_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    for name, paths in assets.FILES.items():
        for path in ("package.json", *paths):
            (modules / name / path).parent.mkdir(parents=True, exist_ok=True)
            (modules / name / path).write_text('{"version": "1.2.3"}')
    monkeypatch.setattr(assets, "VENDOR", vendor)
    monkeypatch.setattr(assets, "MANIFEST", vendor / "manifest.json")
    assert not assets.is_done("stamp")
    assets.copy_assets(modules, "stamp")
    assert assets.is_done("stamp")
    assert not assets.is_done("another lock")
    manifest = json.loads((vendor / "manifest.json").read_text())
    assert {package["name"] for package in manifest["packages"]} == set(assets.FILES)
    (vendor / "idb" / "index.js").write_text("")
    assert not assets.is_done("stamp")


def test_a_package_that_lost_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in assets.FILES:
        (tmp_path / "node_modules" / name).mkdir(parents=True)
        (tmp_path / "node_modules" / name / "package.json").write_text('{"version": "9.9.9"}')
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    with pytest.raises(assets.SetupError, match=r"maplibre-gl 9\.9\.9 has no dist/maplibre-gl\.mjs"):
        assets.copy_assets(tmp_path / "node_modules", "stamp")
    assert not (tmp_path / "vendor").exists()
