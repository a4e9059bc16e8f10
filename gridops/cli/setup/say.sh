# What the set-up says, and how it gives up: always with what is missing and what to type.
# Sourced by the other scripts; changes nothing.

say() {
    printf '%s\n' "· $*"
}

# fail "what is missing" "what to type"
fail() {
    printf '\n%s\n' "✗ $1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "  Type: $2" >&2
    exit 1
}

# The digest of some files and words, by which a finished step is recognised.
stamp_of() {
    cat -- "$@" | sha256sum | cut -d ' ' -f 1
}

# as_root command…: runs it as root, through sudo where one is not.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -- "$@"
    fi
}
