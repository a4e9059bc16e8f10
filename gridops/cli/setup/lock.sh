#!/bin/bash
# Renews every lock: Python's for running, for development, for the benchmark's rivals and for Node's wheel, and npm's. No addresses go in.
# Called by `make lock` after versions were changed in pyproject.toml or package.json; looks at nothing else.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cd -- "$here/../../.."
# shellcheck source=say.sh
. "$here/say.sh"

python=${PYTHON:-$PWD/.venv/bin/python}
"$python" -c 'import piptools' 2>/dev/null || fail "pip-tools is missing." "make setup-check"

compile() {
    say "Locking $*"
    "$python" -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --annotation-style line "$@"
}

# The build's own requirements are locked too: the project is installed without build isolation.
compile --build-deps-for editable --output-file requirements.txt pyproject.toml
compile --build-deps-for editable --extra dev --constraint requirements.txt \
    --output-file requirements-dev.txt pyproject.toml
compile --build-deps-for editable --extra bench --constraint requirements-dev.txt \
    --output-file tests/bench/requirements.txt pyproject.toml
PYTHON=$python bash tests/bench/rivals/lock.sh
(cd gridops/cli/setup && compile --output-file requirements-node.txt requirements-node.in)

say "Locking the pages' libraries"
"$python" "$here/assets.py" lock
