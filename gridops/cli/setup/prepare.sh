#!/bin/bash
# From a bare checkout to one that runs: prepare.sh run|check|test|bench. Each step does only what is missing.
# Nothing of the project's data passes through here; a second call takes well under a second.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../../.." && pwd)
goal=${1:-run}
# shellcheck source=say.sh
. "$here/say.sh"
# shellcheck source=packages.sh
. "$here/packages.sh"
# shellcheck source=environment.sh
. "$here/environment.sh"

case $goal in
    run | check | test | bench) ;;
    *) fail "There is no set-up called '$goal'." "make help" ;;
esac

cd -- "$root"
[ "$(uname -s)" = Linux ] || fail "This set-up knows Debian 12 and Ubuntu; this is $(uname -s)." \
    "docker run -it -p 127.0.0.1:8000:8000 debian:12   (and the same there)"

install_system_packages "$goal"
prepare_environment "$goal"
if [ "$goal" != check ]; then
    "$root/.venv/bin/python" "$here/assets.py"
    "$root/.venv/bin/python" -m gridops pages pack
fi
case $goal in
    check | test) "$root/.venv/bin/python" "$here/assets.py" tools ;;
esac
