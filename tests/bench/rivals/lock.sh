#!/bin/bash
# Locks the rivals' packages anew, with hashes and without addresses; called by `make lock`, looks at nothing else.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
python=${PYTHON:-$PWD/../../../.venv/bin/python}

"$python" -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --annotation-style line \
    --output-file requirements.txt requirements.in
npm install --package-lock-only --omit-lockfile-registry-resolved=true --no-audit --no-fund --silent
# Hashes say what a package is; neither where it lies nor who asks for money belongs into the repository.
"$python" - package-lock.json <<'END'
import json
import pathlib
import sys

path = pathlib.Path(sys.argv[1])
lock = json.loads(path.read_text())
for package in lock["packages"].values():
    for address in ("funding", "resolved"):
        package.pop(address, None)
path.write_text(json.dumps(lock, indent=2) + "\n")
END
