#!/bin/sh
# Runs every check and test, and reports all failures rather than the first.
#
#   scripts/test.sh             everything; the tests in two lanes at once, one for each core
#   scripts/test.sh PATH ...    the checks, and only these tests
#
# The first lane prints as it goes; the second prints when the first is over. What failed in them is
# tried once more, alone (scripts/second_try.py says why), and what passes then is named as unsteady.
set -u
cd "$(dirname "$0")/.."
# Tests start many processes, and each would compile all that it imports: see the Makefile.
unset PYTHONDONTWRITEBYTECODE
failed=

#: The second lane has these folders, the first has all others, so that none is forgotten.
second_lane="tests/widget tests/channels tests/nlu tests/security tests/operations tests/messenger"

step() {
    name=$1; shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

# lane NAME ARGUMENT ...: pytest with a cache of its own, since two would write the same one.
lane() {
    cache=.pytest_cache/$1; shift
    # Cleared, so that it holds the failures of this run alone.
    .venv/bin/python -m pytest --cache-clear -o cache_dir="$cache" "$@"
}

all_tests() {
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    trap 'kill "$second" 2>/dev/null; exit 130' INT TERM
    # shellcheck disable=SC2086 # a list of folders
    lane second $second_lane >"$log" 2>&1 &
    second=$!
    ignored=
    for folder in $second_lane; do ignored="$ignored --ignore=$folder"; done
    # shellcheck disable=SC2086 # a list of options
    lane first $ignored
    here=$?
    [ "$here" = 0 ] || printf '\nThe second lane goes on ...\n'
    wait "$second"
    there=$?
    printf '\n== tests, second lane\n'
    cat "$log"
    case $here$there in
        00) return 0 ;;
        01 | 10 | 11) .venv/bin/python scripts/second_try.py .pytest_cache/first .pytest_cache/second ;;
        *) return 1 ;; # interrupted, or could not even be collected
    esac
}

step "style" .venv/bin/ruff check .
step "format" .venv/bin/ruff format --check .
step "types" .venv/bin/mypy
step "content" .venv/bin/mesoguide content check
step "model" .venv/bin/mesoguide train
if [ "$#" -gt 0 ]; then step "tests" .venv/bin/python -m pytest "$@"; else step "tests" all_tests; fi

if [ -n "$failed" ]; then
    printf '\nFailed: %s\n' "${failed#, }"
    exit 1
fi
printf '\nAll passed.\n'
