#!/usr/bin/env bash
# Keys, case files and retention with the program itself: a key added beside the running server and
# taken over by it, a case file proven on its own, identities listed before they are erased.
# Usage: tests/keeping_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"
refused() { # words command…
    local words=$1
    shift
    "$@" >"$folder/out2" 2>&1 && fail "not refused: $*"
    grep -q -- "$words" "$folder/out2" || fail "$*: $(cat "$folder/out2")"
}
done_job() { # role
    local job
    job=$(field job)
    for _ in $(seq 200); do
        call "$1" 200 GET "/jobs/$job"
        grep -q '"state":"done"' "$folder/body" && return
        sleep 0.1
    done
    fail "the job did not end: $(cat "$folder/body")"
}

# A key from a command: its output is a key file's text, and stands nowhere else.
mkdir -m 700 "$folder/vault"
printf '#!/bin/sh\ncat %s/key-text\n' "$folder" >"$folder/tool"
chmod 700 "$folder/tool"
printf 'chengban master key, algorithms AES-256-GCM and SM3\n%064d\n' 7 >"$folder/key-text"
refused 'absolute path' "$binary" keys add --language en --keys "$folder/vault" --algorithm aes_256_gcm --command tool
"$binary" keys add --keys "$folder/vault" --algorithm aes_256_gcm --command "$folder/tool" >/dev/null
grep -rq '0000007' "$folder/vault" && fail 'the key stands beside its command'

"$binary" demo --store "$folder/store" --no-serve --orders 60 >/dev/null
start
sign_in office-clerk-1 office office_clerk
sign_in system-administrator center system_administrator
sign_in dispatcher-1 center dispatcher

# Rotation beside the running server.
call system_administrator 200 GET /sealing-keys
holds '"id":1'
"$binary" keys add --store "$folder/store" --algorithm aes_256_gcm >/dev/null
call dispatcher 403 POST /sealing-keys/reseal
call system_administrator 202 POST /sealing-keys/reseal
done_job system_administrator
holds '"current":2'
holds '"removable":\[1\]'
mv "$folder/store/keys/master-1.key" "$folder/old-key"

# A case file: who, when, why; proven without the store, with and without the outside anchor.
call office_clerk 200 GET '/work-orders?limit=1'
order=$(grep -o '"id":"[0-9a-f-]*"' "$folder/body" | head -1 | cut -d'"' -f4)
call dispatcher 403 POST "/work-orders/$order/case-file" '{"reason":"行政复议举证用"}'
call office_clerk 422 POST "/work-orders/$order/case-file" '{"reason":"找13812345678核对"}'
call office_clerk 200 POST "/work-orders/$order/case-file" '{"reason":"行政复议举证用"}'
cp "$folder/body" "$folder/order.case"
"$binary" verify --case "$folder/order.case" >"$folder/report" || fail "$(cat "$folder/report")"
grep -q '"person":"office-clerk-1"' "$folder/report" || fail "$(cat "$folder/report")"
"$binary" verify --case "$folder/order.case" --anchor "$folder/store/seals.log" >"$folder/report" ||
    fail "$(cat "$folder/report")"
public_key=$("$binary" keys list --store "$folder/store" | sed -n 's/.*Ed25519.*: //p')
"$binary" verify --case "$folder/order.case" --public-key "$public_key" >"$folder/report" || fail "$(cat "$folder/report")"
refused 'another key' "$binary" verify --language en --case "$folder/order.case" --public-key "$(printf '0%.0s' {1..64})"
sed '2s/recorded_at/recorded_af/' "$folder/order.case" >"$folder/altered.case"
refused 'line 2' "$binary" verify --language en --case "$folder/altered.case"
head -n -1 "$folder/order.case" >"$folder/cut.case"
refused 'cut off' "$binary" verify --language en --case "$folder/cut.case"
: >"$folder/no-seals.log"
refused 'no such seal' "$binary" verify --language en --case "$folder/order.case" --anchor "$folder/no-seals.log"

# Retention: a dry run first; a run that names another number erases nothing.
call office_clerk 202 POST /retention '{"dry_run":true}'
done_job office_clerk
holds '"expired":0'
call office_clerk 202 POST /retention '{"dry_run":false,"orders":99999}'
done_job office_clerk
holds '"refused"'

stop
"$binary" verify --store "$folder/store" >/dev/null 2>&1 || fail 'the store does not verify'
"$binary" keys list --store "$folder/store" | grep -q '^2 aes_256_gcm file' || fail 'no key 2'
"$binary" retention --store "$folder/store" --report "$folder/report.csv" | grep -q '"dry_run":true' ||
    fail 'no dry run'
[ -s "$folder/report.csv" ] || fail 'no report'
refused 'the key is missing' "$binary" verify --language en --store "$folder/store" --keys "$folder/vault-that-is-not"
check_answers
echo '1 passed, 0 failed'
