#!/bin/sh
# Asks the public databases of known faults about every pinned package, and compares what they say
# with docs/security-advisories.md. Needs the network, so `make test` leaves it out.
#
#   scripts/audit.sh     0: all answered; 1: something is not; 2: a database did not answer
#
# pip-audit runs in an environment of its own: it cannot share Rasa's pins.
set -eu
cd "$(dirname "$0")/.."

pip_audit="pip-audit==2.10.1"
# A release with a well-known fault: a database that says nothing of it says nothing at all.
canary="jinja2==2.11.2"

fail() { printf 'audit: %s\n' "$*" >&2; exit 2; }

if command -v uv >/dev/null 2>&1; then uv=uv
elif [ -x .tools/uv/bin/uv ]; then uv=.tools/uv/bin/uv
elif [ -x .tools/uv/bin/python ]; then uv=".tools/uv/bin/python -m uv"
else fail "needs uv: run \`sh scripts/bootstrap.sh dev\`, or install it."; fi
command -v npm >/dev/null 2>&1 || fail "needs npm for the widget's build tools: install Node.js."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# ask NAME LIST: pip-audit ends with 1 where it finds something; what it found is in the file.
ask() {
    # shellcheck disable=SC2086 # two words where uv is a module
    $uv tool run "$pip_audit" --requirement "$2" --no-deps --disable-pip --aliases on \
        --progress-spinner off --format json --output "$folder/$1.json" >"$folder/$1.log" 2>&1 || true
    [ -s "$folder/$1.json" ] || { tail -n 3 "$folder/$1.log" >&2; fail "pip-audit gave no answer."; }
}

printf '%s\n' "$canary" >"$folder/canary.txt"
ask canary "$folder/canary.txt"
for list in requirements requirements-dev requirements-3.11; do ask "$list" "$list.txt"; done
(cd widget && npm audit --json) >"$folder/widget.json" 2>"$folder/widget.log" || true

exec .venv/bin/python scripts/audit_findings.py docs/security-advisories.md "$folder"
