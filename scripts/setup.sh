#!/usr/bin/env bash
# Sets up what MNLog needs and is not there yet: the system libraries of Qt, and .venv with pinned, hashed parts.
#
#   scripts/setup.sh           for everything that needs no screen
#   scripts/setup.sh window    for a window on this desktop too
#
# Asks nothing, changes nothing when all is there, and may be run again at any time.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH=$PATH:/usr/sbin:/sbin

# library=Debian package
offscreen_libraries="libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0
    libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0"
window_libraries="libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-cursor.so.0=libxcb-cursor0
    libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0"

say() { printf 'setup: %s\n' "$*" >&2; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "MNLog needs Python 3.11 or newer; none was found. Install it, or name it: PYTHON=/path/to/python make …"
    exit 1
}

venv_works() { .venv/bin/python -c '' 2>/dev/null; }

missing_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    command -v ldconfig >/dev/null || return 0
    local wanted=$offscreen_libraries known pair
    if [ "${1:-}" = window ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        wanted="$wanted $window_libraries"
    fi
    known=$(ldconfig -p)
    for pair in $wanted; do
        case $known in
            *"${pair%=*} "*) ;;
            *) printf '%s\n' "${pair#*=}" ;;
        esac
    done
}

missing_venv_package() {
    [ "$(uname -s)" = Linux ] || return 0
    venv_works && return
    "$1" -c 'import ensurepip, venv' 2>/dev/null ||
        "$1" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'
}

install_packages() {
    local install="apt-get install -y --no-install-recommends $*" by_hand='' sudo=''
    if ! command -v apt-get >/dev/null; then
        say "these are missing (by their Debian names); install them and try again: $*"
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            command -v sudo >/dev/null && by_hand='sudo '
            say "some system packages are missing. Run this as root, then try again:"
            printf '\n    %s\n\n' "${by_hand}apt-get update && ${by_hand}$install" >&2
            exit 1
        fi
        sudo='sudo -n'
    fi
    say "installing $*"
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    $sudo env DEBIAN_FRONTEND=noninteractive $install -qq >&2
}

# What .venv was made from: a change in any of it, or a move of the folder, makes it be brought up to date.
stamp() {
    printf '%s\n' "$PWD"
    cat requirements-dev.txt pyproject.toml scripts/setup.sh
}

make_venv() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "making .venv with $("$1" --version)"
        "$1" -m venv --clear .venv
    fi
    say "installing the pinned parts into .venv; the first time this takes a few minutes"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --only-binary :all: --require-hashes -r requirements-dev.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    stamp >.venv/setup-stamp
}

main() {
    local python missing
    python=$(find_python)
    missing=$(missing_libraries "$@"; missing_venv_package "$python")
    # shellcheck disable=SC2086  # one word per package
    [ -z "$missing" ] || install_packages $missing
    if ! venv_works || ! stamp | cmp -s - .venv/setup-stamp; then
        make_venv "$python"
    fi
}

main "$@"
