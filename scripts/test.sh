#!/bin/sh
# Runs every check and test, and reports all failures rather than the first.
set -u
cd "$(dirname "$0")/.."
failed=

step() {
    name=$1; shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

step "style" .venv/bin/ruff check .
step "format" .venv/bin/ruff format --check .
step "types" .venv/bin/mypy
step "content" .venv/bin/mesoguide content check
step "model" .venv/bin/mesoguide train
step "tests" .venv/bin/python -m pytest "$@"

if [ -n "$failed" ]; then
    printf '\nFailed: %s\n' "${failed#, }"
    exit 1
fi
printf '\nAll passed.\n'
