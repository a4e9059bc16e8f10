# System packages: finds what is missing, says so, and installs it with apt-get (through sudo where one is not root).
# Sourced by prepare.sh. An existing PostgreSQL server and its clusters are left as they are.

POSTGRES_HOME=/usr/lib/postgresql
OLDEST_POSTGRES=14

# The newest server of this machine that is new enough; nothing where there is none.
installed_server() {
    local found
    for found in "$POSTGRES_HOME"/*/bin/initdb; do
        [ -x "$found" ] || continue
        found=${found%/bin/initdb}
        found=${found##*/}
        case $found in *[!0-9]*) continue ;; esac
        [ "$found" -lt "$OLDEST_POSTGRES" ] || printf '%s\n' "$found"
    done | sort -n | tail -n 1
}

# A PostgreSQL server with PostGIS of the same version, from Debian's places or by pg_config.
has_database() {
    local major
    for major in "$POSTGRES_HOME"/*/bin/initdb; do
        major=${major%/bin/initdb}
        major=${major##*/}
        case $major in *[!0-9]*) continue ;; esac
        [ "$major" -lt "$OLDEST_POSTGRES" ] && continue
        has_postgis "/usr/share/postgresql/$major" "$POSTGRES_HOME/$major/lib" && return 0
    done
    command -v pg_config >/dev/null 2>&1 || return 1
    [ -x "$(pg_config --bindir)/initdb" ] && has_postgis "$(pg_config --sharedir)" "$(pg_config --pkglibdir)"
}

# Debian packs the two apart, and one of them alone creates no extension.
has_postgis() {
    [ -f "$1/extension/postgis.control" ] && [ -f "$2/postgis-3.so" ]
}

# The version that the distribution's own package `postgresql` stands for.
offered_server() {
    apt-cache show postgresql 2>/dev/null | sed -n 's/^Depends:.*postgresql-\([0-9][0-9]*\).*/\1/p' | head -n 1
}

is_offered() {
    apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'
}

# Python 3.11 or newer with venv; prints its path.
find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

refresh_lists() {
    say "Fetching the lists of packages (apt-get update)."
    as_root apt-get -qq -o Acquire::Retries=3 update ||
        fail "The lists of packages could not be fetched: no network, or a proxy that apt does not know." \
            "sudo apt-get update   (until it works), then the same command again"
}

database_packages() {
    has_database && return 0
    local major
    major=$(installed_server)
    if [ -z "$major" ]; then
        major=$(offered_server)
        if [ -z "$major" ]; then
            refresh_lists >&2
            major=$(offered_server)
        fi
        [ -n "$major" ] && [ "$major" -ge "$OLDEST_POSTGRES" ] ||
            fail "PostgreSQL $OLDEST_POSTGRES or newer is missing, and this system offers none (${major:-nothing})." \
                "(install PostgreSQL and PostGIS by hand, or set DATABASE_URL to a database elsewhere), then again"
        printf '%s\n' "postgresql-$major"
    fi
    printf '%s\n' "postgresql-$major-postgis-3"
}

python_packages() {
    find_python >/dev/null && return 0
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        # Only venv is missing: it comes as a package of the same version.
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            "$name" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
            return 0
        fi
    done
    is_offered python3 || refresh_lists >&2
    for name in python3.13 python3.12 python3.11; do
        if is_offered "$name"; then
            printf '%s\n' "$name" "$name-venv"
            return 0
        fi
    done
    fail "Python 3.11 or newer is missing, and this system offers none." \
        "(install Python 3.11 or newer), then PYTHON=/path/to/python3 make setup"
}

test_packages() {
    if ! command -v chromium >/dev/null 2>&1; then
        if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
            fail "The tests drive chromium, which Ubuntu offers only as a snap. 'make run' works here, 'make test' on Debian 12." \
                "docker run -it debian:12   (and 'make test' there)"
        fi
        printf '%s\n' chromium
    fi
    # Whichever package it came from: what counts is that Chinese can be drawn.
    if ! compgen -G '/usr/share/fonts/*/*/NotoSansCJK*' >/dev/null; then
        printf '%s\n' fonts-noto-cjk
    fi
}

# A server's package would start a cluster on port 5432 of its own; ours is private, nobody asked for that one.
forbid_main_cluster() {
    [ -z "$(installed_server)" ] || return 0
    local folder=/etc/postgresql-common/createcluster.d
    say "PostgreSQL will not start a cluster of its own ($folder/gridops.conf)."
    as_root mkdir -p "$folder"
    printf '%s\n' '# Written by the set-up of gridops, whose clusters are private; delete it to have the usual one.' \
        'create_main_cluster = false' | as_root tee "$folder/gridops.conf" >/dev/null
}

install_system_packages() {
    local goal=$1 missing
    missing=$(python_packages)
    if [ -z "${DATABASE_URL:-}" ] || [ "$goal" != run ]; then
        missing="$missing $(database_packages)"
    fi
    [ "$goal" != test ] || missing="$missing $(test_packages)"
    # shellcheck disable=SC2086
    missing=$(echo $missing)
    [ -n "$missing" ] || return 0

    command -v apt-get >/dev/null 2>&1 ||
        fail "Missing: $missing; and this system has no apt-get." "(install their like by hand), then the same again"
    say "These system packages will be installed with apt-get: $missing"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        fail "Installing needs root, and there is no sudo." "su -c 'apt-get install $missing', then the same command again"
    fi
    case $missing in *postgresql*) forbid_main_cluster ;; esac
    apt_install "$missing"
}

apt_install() {
    local packages=$1 try
    for try in first second; do
        # shellcheck disable=SC2086
        if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
            -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 install $packages; then
            return 0
        fi
        # Lists older than the archive name files that are gone.
        [ "$try" = second ] || refresh_lists
    done
    fail "apt-get could not install: $packages" "sudo apt-get install $packages   (and look at what it says)"
}
