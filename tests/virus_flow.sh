#!/usr/bin/env bash
# Check 44 with a real clamd, whose only signature is written here: a file it names is refused, one it
# calls clean is taken, and while it is silent nothing is; both refusals are on record.
# Usage: tests/virus_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"
clamd=""
end_clamd() {
    [ -z "$clamd" ] || kill "$clamd" 2>/dev/null || true
    cleanup
}
trap end_clamd EXIT

mark='chengban flow: this is the virus'
mkdir "$folder/signatures"
printf 'Chengban.Flow:0:*:%s\n' "$(printf '%s' "$mark" | od -An -tx1 | tr -d ' \n')" >"$folder/signatures/flow.ndb"
printf '%s\n' "DatabaseDirectory $folder/signatures" "LocalSocket $folder/clamd.ctl" "TemporaryDirectory $folder" \
    'Foreground yes' >"$folder/clamd.conf"
# A copy: Debian's profile of the installed one lets it read /etc/clamav alone.
cp /usr/sbin/clamd "$folder/clamd"

printf '\211PNG\r\n\032\nclean' >"$folder/clean.png"
printf '\211PNG\r\n\032\n%s' "$mark" >"$folder/infected.png"
send_file() { # expected-status file
    key=$((key + 1))
    local status
    status=$(curl -sS -o "$folder/body" -w '%{http_code}' -b "$folder/section_head" -H 'Content-Type: image/png' \
        -H "Idempotency-Key: virus-key-$key" -H 'X-Chengban-Request: 1' --data-binary @"$folder/$2" \
        "$base/api/v1/work-orders/$id/attachments?file_name=$2&kind=photo")
    [ "$status" = "$1" ] || fail "attachment $2: $status, expected $1: $(cat "$folder/body")"
}
stored() { find "$folder/store/blobs" -type f | wc -l; }

"$binary" demo --store "$folder/store" --no-serve --orders 5 >/dev/null
"$binary" serve --store "$folder/store" --virus-scanner clamd >/dev/null 2>"$folder/err" && fail "a wrong address was taken"
grep -q 'unix:' "$folder/err" || fail "the refusal does not say how an address looks"
start --virus-scanner "unix:$folder/clamd.ctl"
grep -q '恢复之前不接收附件' "$folder/out" || fail "a silent scanner was not said at the start"
sign_in dispatcher-1 center dispatcher
sign_in huangpu-head district-310101 section_head
sign_in audit-administrator office audit_administrator
call dispatcher 201 POST /work-orders '{"hotline_number":"VIRUS-1","kind":"complaint","limit_class":"general","title":"楼道漏水","claim":"楼道漏水两周。","district":"310101"}'
id=$(field order)
call dispatcher 200 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}' -H 'If-Match: "1"'
before=$(stored)

send_file 503 clean.png
holds scanner_silent

"$folder/clamd" -c "$folder/clamd.conf" >"$folder/clamd.out" 2>&1 &
clamd=$!
for _ in $(seq 100); do
    [ -S "$folder/clamd.ctl" ] && break
    sleep 0.1
done
send_file 422 infected.png
holds virus_found
holds Chengban.Flow
[ "$(stored)" = "$before" ] || fail "a refused file was stored"
call section_head 200 GET "/work-orders/$id"
holds '"version":2'
send_file 201 clean.png
[ "$(stored)" -gt "$before" ] || fail "the clean file was not stored"

call audit_administrator 200 GET '/audit?what=file_refused'
holds '"outcome":"virus_found"'
holds '"outcome":"scanner_silent"'
holds "\"subject\":\"order/$id\""
check_answers
echo "1 passed, 0 failed"
