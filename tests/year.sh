#!/usr/bin/env bash
# A small simulated year, counted once more from its events; the whole one is script/prove's.
# Usage: tests/year.sh BINARY
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$(dirname "$1")/prove/chengban_year_prove" --orders 1200 --seed 20221220 --store "$folder/store"
echo "1 passed, 0 failed"
