#!/usr/bin/env bash
# Input that must be met with a clear refusal, at the real program's edges: nothing lost, nothing half
# done. What needs crafted workbooks is in src/usecase/import_orders_test.cc; docs/bad-input.md has the
# whole list. Usage: tests/bad_input.sh BINARY
set -euo pipefail
binary=$1
folder=$(mktemp -d)
server=""
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder" || true
}
trap cleanup EXIT
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

"$binary" demo --store "$folder/store" --no-serve --orders 5 >/dev/null
"$binary" serve --store "$folder/store" --port 0 >"$folder/out" 2>"$folder/err" &
server=$!
base=""
for _ in $(seq 100); do
    base=$(sed -n 's|^\(http://[^/]*\)/$|\1|p' "$folder/out")
    [ -n "$base" ] && break
    sleep 0.1
done
[ -n "$base" ] || fail "no address: $(cat "$folder/err")"
curl -sS -o /dev/null -c "$folder/jar" -H 'Content-Type: application/json' \
    -d '{"person":"dispatcher-1","unit":"center","role":"dispatcher"}' "$base/api/v1/demonstration/session"

key=0
register() { # expected-status expected-code body-file
    key=$((key + 1))
    local status
    status=$(curl -sS -o "$folder/body" -w '%{http_code}' -b "$folder/jar" -H 'Content-Type: application/json' \
        -H "Idempotency-Key: bad-input-$key" --data-binary @"$3" "$base/api/v1/work-orders")
    [ "$status" = "$1" ] || fail "$(head -c 100 "$3"): $status, expected $1: $(head -c 400 "$folder/body")"
    grep -q -- "$2" "$folder/body" || fail "lacks $2: $(head -c 600 "$folder/body")"
}
order() { # expected-status expected-code body
    printf '%s' "$3" >"$folder/request"
    register "$1" "$2" "$folder/request"
}

# JSON: bytes that are no text, keys twice, unknown and overlong fields, times.
printf '{"hotline_number":"B-1","title":"a\0b","claim":"x"}' >"$folder/request"
register 400 '"code"' "$folder/request"
order 400 control_character '{"hotline_number":"B-1","title":"a\u0000b","claim":"x"}'
printf '{"hotline_number":"B-1","title":"\345\212","claim":"x"}' >"$folder/request"
register 400 '"code"' "$folder/request"
printf '{"hotline_number":"B-1","title":"\315\243\314\335","claim":"x"}' >"$folder/request" # GB 18030
register 400 '"code"' "$folder/request"
order 400 '"code"' '{"hotline_number":"B-1","title":"\ud800","claim":"x"}'
order 400 duplicate_key '{"hotline_number":"B-1","hotline_number":"B-2","title":"a","claim":"x"}'
order 422 unknown_field '{"hotline_number":"B-1","title":"a","claim":"x","colour":"red"}'
order 422 wrong_length "{\"hotline_number\":\"B-1\",\"claim\":\"x\",\"title\":\"$(head -c 10000 /dev/zero | tr '\0' t)\"}"
order 422 time_without_zone '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2026-01-05T09:30:00"}'
order 422 called_at '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"1899-12-31T09:30:00+08:00"}'
order 422 called_at '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2999-01-01T09:30:00+08:00"}'
order 422 times_out_of_order '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2026-01-05T09:30:00+08:00","transferred_at":"2026-01-04T09:30:00+08:00"}'
head -c 100000000 /dev/zero | tr '\0' ' ' >"$folder/request"
register 413 '"status"' "$folder/request"
rm "$folder/request"
count=$(curl -sS -b "$folder/jar" "$base/api/v1/work-orders?hotline_number=B-1")
case "$count" in *'"items":[]'*) ;; *) fail "something was registered: $count" ;; esac

# A second program on the same store.
if "$binary" serve --store "$folder/store" --port 0 >"$folder/out2" 2>"$folder/err2"; then
    fail "two writers on one store"
fi
grep -q "$folder/store" "$folder/err2" || fail "the refusal names no file: $(cat "$folder/err2")"
kill "$server"
wait "$server" || fail "the server did not stop cleanly"
server=""

# Settings with faults: file, line, key and reason.
"$binary" rulebook explain >/dev/null
sed 's/^yellow_per_mille/yelow_per_mille/' rulebooks/shanghai-housing-2022.toml >"$folder/typo.toml"
if "$binary" rulebook check "$folder/typo.toml" >"$folder/out" 2>&1; then fail "a typo passed"; fi
grep -q 'typo.toml:[0-9]*' "$folder/out" || fail "no file and line: $(cat "$folder/out")"
grep -q yellow_per_mille "$folder/out" || fail "no hint: $(cat "$folder/out")"
{ cat calendars/china.csv; echo '2026-12-16,makeup_workday,误'; } >"$folder/wednesday.csv"
if "$binary" calendar check "$folder/wednesday.csv" >"$folder/out" 2>&1; then fail "a Wednesday passed"; fi
grep -q '2026-12-16' "$folder/out" || fail "no day: $(cat "$folder/out")"

# Deadlines without a zone, out of range, and a bad line among good ones.
if "$binary" deadline --working-days 5 --start 2026-09-30T10:00:00 >"$folder/out" 2>&1; then fail "no zone"; fi
printf '%s\n' '{"id":"1","start":"2026-09-30T10:00:00+08:00","working_days":5}' '{"id":"2","start":"1899-01-01T00:00:00+08:00","hours":1}' \
    'not json' '{"id":"4","start":"2026-09-30T10:00:00+08:00","working_days":5,"hours":2}' '{"id":"5","start":"2026-09-30T10:00:00+08:00","hours":2}' |
    "$binary" deadline --batch >"$folder/out" || true
[ "$(wc -l <"$folder/out")" = 5 ] || fail "lines: $(cat "$folder/out")"
[ "$(grep -c '"error"' "$folder/out")" = 3 ] || fail "errors: $(cat "$folder/out")"
[ "$(grep -c '"due"' "$folder/out")" = 2 ] || fail "answers: $(cat "$folder/out")"

# Nothing above has harmed the store.
"$binary" verify --store "$folder/store" >"$folder/out"
grep -q '"faults":0' "$folder/out" || fail "$(cat "$folder/out")"
echo "bad input met"
