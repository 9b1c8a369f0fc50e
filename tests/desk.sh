#!/usr/bin/env bash
# The web desk: types, unit tests, and the stories of web/e2e in Chromium against the real program and a
# demonstration of its own. Ends with the counts of both.
set -uo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1")
script/install test || exit 1
units=$(script/web test 2>&1) || { echo "$units"; exit 1; }
echo "$units"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DESK_SHOTS=${DESK_SHOTS:-$PWD/build/release/desk-shots}
stories=$(cd web && node e2e/run.mjs "$program" "$folder/store" "${2:-}" 2>&1)
code=$?
echo "$stories"
p=$(sed -n 's/.*Tests .*\b\([0-9]\+\) passed.*/\1/p' <<<"$(sed 's/\x1b\[[0-9;]*m//g' <<<"$units")" | tail -1)
s=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' <<<"$stories" | tail -1)
f=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' <<<"$stories" | tail -1)
echo "$((${p:-0} + ${s:-0})) passed, ${f:-1} failed, 0 skipped"
exit $code
