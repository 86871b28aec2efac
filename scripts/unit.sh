#!/bin/sh
# The quick tests, in two processes at once. Each imports only what its own half needs, which two
# workers that could both get every test would not. Prints both results; fails if either fails.
set -u
cd "$(dirname "$0")/.."
# Without compiled modules each process takes several seconds longer: see the Makefile.
unset PYTHONDONTWRITEBYTECODE
log=$(mktemp)
trap 'rm -f "$log"' EXIT

#: Half of the time; the other half has all other folders, so that none is forgotten.
there="content deploy messenger operations ops"

folders= ignored=
for folder in $there; do
    folders="$folders tests/unit/$folder"
    ignored="$ignored --ignore=tests/unit/$folder"
done
# shellcheck disable=SC2086 # a list of folders
.venv/bin/python -m pytest -q -p no:cacheprovider $folders >"$log" 2>&1 &
other=$!
# shellcheck disable=SC2086 # a list of options
.venv/bin/python -m pytest -q tests/unit $ignored
here=$?
wait "$other"
there=$?
cat "$log"
[ "$here" = 0 ] && [ "$there" = 0 ]
