#!/bin/sh
# Makes .venv with everything that MesoGuide needs, and leaves at once when it is up to date.
#
#   scripts/bootstrap.sh [run|dev]     run: what serving needs (default); dev: also what tests need
#
# Finds uv or installs it into .tools/; finds Python 3.10 on PATH, among pyenv's versions, or through
# uv; takes 3.11 with a list of its own where there is no 3.10. Installs only hash-pinned packages.
set -eu

kind=${1:-run}
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf '%s\n' "$*"; }
fail() { printf 'mesoguide: %s\n' "$*" >&2; exit 1; }

find_uv() {
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    if [ -x .tools/uv/bin/uv ]; then say "$root/.tools/uv/bin/uv"; return; fi
    return 1
}

install_uv() {
    command -v python3 >/dev/null 2>&1 || fail "needs uv or Python 3. Install either one (Debian: apt-get install python3 python3-venv), then run this again."
    say "Installing uv into .tools/ ..." >&2
    mkdir -p .tools || fail "cannot write into $root. Change its owner or mode."
    python3 -m venv .tools/uv >/dev/null 2>&1 || {
        rm -rf .tools/uv
        fail "python3 cannot make a virtual environment. Debian: apt-get install python3-venv; or install uv."
    }
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r requirements-uv.txt >.tools/uv-install.log 2>&1 || {
        rm -rf .tools/uv
        fail "could not install uv with pip (see .tools/uv-install.log). Check the network, or install uv by hand."
    }
    say "$root/.tools/uv/bin/uv"
}

# Prints the path of an interpreter of the version given, or nothing.
find_python() {
    version=$1
    pyenv_root=${PYENV_ROOT:-$HOME/.pyenv}
    for candidate in "$(command -v "python$version" 2>/dev/null || true)" \
        "$pyenv_root"/versions/"$version".*/bin/python"$version" \
        "$(command -v python3 2>/dev/null || true)"; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
        if [ "$found" = "$version" ]; then say "$candidate"; return; fi
    done
    "$uv" python find --no-project "$version" 2>/dev/null || true
}

# PYTHON_VERSION=3.11 asks for that version only; the tests use it.
choose_python() {
    for version in ${PYTHON_VERSION:-3.10 3.11}; do
        python=$(find_python "$version")
        if [ -n "$python" ]; then return; fi
    done
    version=${PYTHON_VERSION:-3.10}
    say "No Python 3.10 or 3.11 here; asking uv to fetch $version ..."
    if "$uv" python install "$version" >.tools-python.log 2>&1; then
        rm -f .tools-python.log
        python=$("$uv" python find --no-project "$version")
        return
    fi
    rm -f .tools-python.log
    fail "needs Python 3.10 (or 3.11), which is not here and could not be fetched. Install it, for example with 'pyenv install 3.10', then run this again."
}

requirements_file() {
    if [ "$version" = 3.11 ]; then say requirements-3.11.txt
    elif [ "$kind" = dev ]; then say requirements-dev.txt
    else say requirements.txt; fi
}

stamp_of() { cksum "$1" pyproject.toml | tr '\n' ' '; }

# Up to date? "dev" holds everything that "run" needs.
stamp=.venv/.mesoguide-installed
if [ -f "$stamp" ] && [ -x .venv/bin/mesoguide ]; then
    for file in requirements-dev.txt requirements-3.11.txt requirements.txt; do
        [ "$kind" = dev ] && [ "$file" = requirements.txt ] && continue
        if [ "$(cat "$stamp")" = "$file $(stamp_of "$file")" ]; then exit 0; fi
    done
fi

uv=$(find_uv) || uv=$(install_uv)
export UV_NO_PROGRESS=1
choose_python
requirements=$(requirements_file)
say "Setting up .venv with Python $version (about half a minute, more on a slow network) ..."
if ! [ -x .venv/bin/python ] || [ "$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$version" ]; then
    "$uv" venv --quiet --clear --no-project --python "$python" .venv || fail "could not make .venv in $root. Is the folder writable?"
fi
export VIRTUAL_ENV="$root/.venv"
if [ "$version" = 3.11 ]; then
    # Rasa's metadata forbids 3.11, where it works; pip can be told so, uv cannot.
    "$uv" pip install --quiet pip==23.2.1 || fail "could not install pip into .venv."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --ignore-requires-python --require-hashes -r "$requirements" || fail "could not install $requirements."
else
    "$uv" pip sync --quiet --require-hashes "$requirements" || fail "could not install $requirements. Check the network and try again."
fi
"$uv" pip install --quiet --no-deps --no-build-isolation --editable . || fail "could not install MesoGuide itself."
printf '%s' "$requirements $(stamp_of "$requirements")" >"$stamp"
say "Set up."
