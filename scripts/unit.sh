#!/bin/sh
# The quick tests, in two processes at once: one imports Rasa with TensorFlow, which alone takes ten
# seconds, the other does not need it. Prints both results; fails if either fails.
set -u
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

.venv/bin/python -m pytest -q -p no:cacheprovider \
    tests/unit/nlp tests/unit/content tests/unit/clinic >"$log" 2>&1 &
other=$!
.venv/bin/python -m pytest -q tests/unit --ignore tests/unit/nlp --ignore tests/unit/content \
    --ignore tests/unit/clinic
here=$?
wait "$other"
there=$?
cat "$log"
[ "$here" = 0 ] && [ "$there" = 0 ]
