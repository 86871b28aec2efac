#!/bin/sh
# Resolves the pinned requirements again: `make requirements`.
#
#   scripts/compile_requirements.sh [OPTION ...]
#
# Pins that still fit are kept; pass --upgrade, or --upgrade-package NAME, to take newer ones.
# Further options go to `uv pip compile` as well.
set -eu
cd "$(dirname "$0")/.."

fail() { printf 'mesoguide: %s\n' "$*" >&2; exit 1; }

if command -v uv >/dev/null 2>&1; then uv=uv
elif [ -x .tools/uv/bin/uv ]; then uv=.tools/uv/bin/uv
else fail "needs uv. Run scripts/bootstrap.sh first: it installs uv into .tools/."
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export UV_CUSTOM_COMPILE_COMMAND="make requirements"

# compile PYTHON INPUT OUTPUT [OPTION ...]
compile() {
    version=$1 input=$2 output=$3
    shift 3
    printf '%s\n' "$output"
    "$uv" pip compile --quiet --python-version "$version" --generate-hashes --no-emit-index-url \
        "$@" "$input" --output-file "$output" || fail "$input cannot be resolved."
}

# Prints the names and versions that a list pins.
pins() { sed -n 's/^\([A-Za-z0-9._-]*==[^ ;]*\).*/\1/p' "$1" | sort; }

# Prints the entry of one package with its hashes.
entry() { awk -v name="$1" '/^[A-Za-z0-9]/ { on = index($0, name "==") == 1 } on && !/^ *#/' "$2"; }

compile 3.10 requirements.in requirements.txt "$@"
compile 3.10 requirements-dev.in requirements-dev.txt "$@"
compile 3.10 requirements-uv.in requirements-uv.txt "$@"
# The image of the action server: fewer packages, in the same versions.
compile 3.10 deploy/docker/actions.in deploy/docker/actions.txt --constraint requirements.txt

pins requirements.txt >"$work/run"
pins requirements-dev.txt >"$work/dev"
differing=$(comm -23 "$work/run" "$work/dev" | tr '\n' ' ')
[ -z "$differing" ] || fail "requirements-dev.txt has other versions than requirements.txt: $differing"

# Python 3.11: everything but Rasa is resolved, near the versions of 3.10; Rasa is added as pinned
# there, since its metadata forbids 3.11. See requirements-3.11.in.
printf 'rasa\nrasa-sdk\n' >"$work/excludes"
printf 'multidict==6.9.1\n' >"$work/overrides"
cp requirements-dev.txt "$work/3.11.txt"
compile 3.11 requirements-3.11.in "$work/3.11.txt" \
    --excludes "$work/excludes" --overrides "$work/overrides" "$@" >/dev/null
{
    cat "$work/3.11.txt"
    entry rasa requirements.txt
    entry rasa-sdk requirements.txt
} | sed "s|$work/overrides|scripts/compile_requirements.sh|" >requirements-3.11.txt
printf 'requirements-3.11.txt\n'

if grep -nE 'https?://|--(extra-)?index-url|--find-links' \
    requirements.txt requirements-dev.txt requirements-uv.txt requirements-3.11.txt \
    deploy/docker/actions.txt; then
    fail "a list names an address; it must work with any package index."
fi
