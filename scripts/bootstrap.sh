#!/bin/sh
# Makes .venv with everything that MesoGuide needs, and leaves at once when it is up to date.
#
#   scripts/bootstrap.sh [run|dev]     run: what serving needs (default); dev: also what tests need
#
# Finds uv or installs it into .tools/; finds Python 3.10 on PATH, among pyenv's versions, or through
# uv; takes 3.11 with a list of its own where there is no 3.10 (PYTHON_VERSION=3.11 asks for it).
# Installs only hash-pinned packages.
set -eu

kind=${1:-run}
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
stamp=.venv/.mesoguide-installed

say() { printf '%s\n' "$*"; }
fail() { printf 'mesoguide: %s\n' "$*" >&2; exit 1; }

case $kind in run | dev) ;; *) fail "scripts/bootstrap.sh takes run or dev, not '$kind'." ;; esac
case ${PYTHON_VERSION:-3.10} in
    3.10 | 3.11) ;;
    *) fail "PYTHON_VERSION is '$PYTHON_VERSION'; MesoGuide runs on 3.10 and on 3.11." ;;
esac

# What was installed here: from which list, for which Python, in which folder, from which contents.
installed_list='' installed_version='' installed_root=''
if [ -f "$stamp" ]; then
    read -r installed_list installed_version installed_root <"$stamp" || true
fi

contents_of() { cksum "$1" pyproject.toml 2>/dev/null || true; }

is_up_to_date() {
    [ -x .venv/bin/python ] && [ -x .venv/bin/mesoguide ] && [ -f "$stamp" ] || return 1
    # Scripts in .venv/bin name their folder, so a folder that was moved needs new ones.
    [ "$installed_root" = "$root" ] || return 1
    [ "${PYTHON_VERSION:-$installed_version}" = "$installed_version" ] || return 1
    [ "$kind" = run ] || [ "$installed_list" != requirements.txt ] || return 1
    [ "$(sed 1d "$stamp")" = "$(contents_of "$installed_list")" ]
}

if is_up_to_date; then exit 0; fi
[ -w "$root" ] || fail "$root cannot be written. Change its owner or mode, or copy it to a folder of yours."

find_uv() {
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    if [ -x .tools/uv/bin/uv ] && .tools/uv/bin/uv --version >/dev/null 2>&1; then
        say "$root/.tools/uv/bin/uv"
        return
    fi
    return 1
}

# Prints a python3 that starts: the first on PATH may be a shim without a version behind it.
find_any_python() (
    pyenv_versions=${PYENV_ROOT:-${HOME:-/root}/.pyenv}/versions
    IFS=:
    for candidate in $PATH "$pyenv_versions"/3.1*/bin; do
        if "$candidate/python3" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
            say "$candidate/python3"
            return
        fi
    done
    return 1
)

install_uv() {
    any_python=$(find_any_python) || fail "needs uv or Python 3. Install either one (Debian: apt-get install python3 python3-venv), then run this again."
    say "Installing uv into .tools/ ..." >&2
    log=.tools/uv-install.log
    rm -rf .tools/uv
    mkdir -p .tools || fail "cannot write into $root. Change its owner or mode."
    if "$any_python" -m venv .tools/uv >"$log" 2>&1; then
        set -- .tools/uv/bin/python -m pip install
    elif "$any_python" -m pip --version >"$log" 2>&1; then
        set -- "$any_python" -m pip install --target .tools/uv
    else
        fail "python3 can make no virtual environment and has no pip. Debian: apt-get install python3-venv; or install uv."
    fi
    "$@" --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt >>"$log" 2>&1 || {
        rm -rf .tools/uv
        fail "could not install uv with pip (see $log). Check the network, or install uv by hand."
    }
    say "$root/.tools/uv/bin/uv"
}

# Prints the path of an interpreter of the version given, or nothing.
find_python() {
    pyenv_root=${PYENV_ROOT:-${HOME:-/root}/.pyenv}
    for candidate in "$(command -v "python$1" 2>/dev/null || true)" \
        "$pyenv_root"/versions/"$1".*/bin/python"$1" \
        "$(command -v python3 2>/dev/null || true)"; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        if [ "$(version_of "$candidate")" = "$1" ]; then say "$candidate"; return; fi
    done
    "$uv" python find --no-project "$1" 2>/dev/null || true
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }

choose_python() {
    for version in ${PYTHON_VERSION:-3.10 3.11}; do
        python=$(find_python "$version")
        if [ -n "$python" ]; then return; fi
    done
    version=${PYTHON_VERSION:-3.10}
    say "No Python ${PYTHON_VERSION:-3.10 or 3.11} here; asking uv to fetch $version ..."
    if "$uv" python install --quiet "$version"; then
        python=$("$uv" python find --no-project "$version")
        return
    fi
    fail "needs Python ${PYTHON_VERSION:-3.10 (or 3.11)}, which is not here and could not be fetched. Install it, for example with 'pyenv install $version', then run this again."
}

requirements_list() {
    if [ "$version" = 3.11 ]; then say requirements-3.11.txt
    elif [ "$kind" = dev ] || [ "$installed_list" = requirements-dev.txt ]; then say requirements-dev.txt
    else say requirements.txt; fi
}

make_venv() {
    [ -x .venv/bin/python ] && [ "$(version_of .venv/bin/python)" = "$version" ] \
        && [ "$installed_root" = "$root" ] && return
    "$uv" venv --quiet --clear --no-project --python "$python" .venv \
        || fail "could not make .venv in $root. Is the folder writable, and is there room on the disk?"
}

# Prints Rasa's two entries of a list, or with "rest" all others.
rasa_entries() {
    awk -v rest="${2:-}" '/^[A-Za-z0-9]/ { rasa = /^rasa(-sdk)?==/ } rest ? !rasa : rasa' "$1"
}

install_list() {
    if [ "$version" != 3.11 ]; then
        "$uv" pip sync --quiet --require-hashes "$1"
        return
    fi
    # Rasa's metadata forbids 3.11, where it works: its two packages are chosen as for 3.10. What
    # they need is in the list.
    parts=.venv/.parts
    mkdir -p "$parts"
    rasa_entries "$1" rest >"$parts/others.txt"
    rasa_entries "$1" >"$parts/rasa.txt"
    "$uv" pip sync --quiet --require-hashes "$parts/others.txt" &&
        "$uv" pip install --quiet --no-deps --require-hashes --python-version 3.10 -r "$parts/rasa.txt"
}

uv=$(find_uv) || uv=$(install_uv)
export UV_NO_PROGRESS=1
choose_python
requirements=$(requirements_list)
say "Setting up .venv with Python $version (about half a minute, more on a slow network) ..."
make_venv
rm -f "$stamp"
export VIRTUAL_ENV="$root/.venv"
install_list "$requirements" || fail "could not install $requirements. Check the network and try again."
"$uv" pip install --quiet --no-deps --no-build-isolation --editable . || fail "could not install MesoGuide itself."
{
    say "$requirements $version $root"
    contents_of "$requirements"
} >"$stamp"
say "Set up."
