# The virtual environment .venv, made from the hash-locked requirements and from nothing else.
# Sourced by prepare.sh. A stamp of the locks tells whether anything is to be done.

prepare_environment() {
    local goal=$1 python version
    python=$(find_python) || fail "Python 3.11 or newer with venv is missing." "sudo apt-get install python3 python3-venv"
    version=$("$python" -c 'import sys; print(sys.version_info[:3])')

    if [ -e .venv ] && ! .venv/bin/python -c '' >/dev/null 2>&1; then
        say "The environment .venv is broken (moved, or its Python is gone): made anew."
        rm -rf .venv
    fi
    if [ ! -e .venv ]; then
        say "Making the environment .venv with $python."
        "$python" -m venv .venv || fail "The environment .venv could not be made with $python." "rm -r .venv; make setup"
    fi
    install_locked run requirements.txt "$version"
    [ "$goal" = run ] || install_locked dev requirements-dev.txt "$version"
    [ "$goal" != bench ] || install_locked bench tests/bench/requirements.txt "$version"
}

# install_locked NAME LOCK VERSION: installs a lock unless the stamp says that it is there.
install_locked() {
    local name=$1 lock=$2 stamp
    stamp="$(stamp_of "$lock" pyproject.toml) $3 $PWD"
    [ "$(cat ".venv/stamp-$name" 2>/dev/null)" = "$stamp" ] && return 0

    say "Installing Python packages from $lock (every file is checked against its hash)."
    rm -f ".venv/stamp-$name"
    pip install --prefer-binary --require-hashes -r "$lock" ||
        fail "The Python packages could not be installed: see pip's words above (network, proxy, or disk)." "make setup"
    pip install --no-deps --no-build-isolation --editable . ||
        fail "The project itself could not be installed into .venv: see pip's words above." "rm -r .venv; make setup"
    printf '%s' "$stamp" >".venv/stamp-$name"
}

pip() {
    .venv/bin/python -m pip -qq --disable-pip-version-check --no-input "$@"
}
