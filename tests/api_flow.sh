#!/usr/bin/env bash
# One order's life over HTTP against the real server and a fresh demonstration store: refusals, repeats,
# versions, search, queues, a restart. Usage: tests/api_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"

"$binary" demo --store "$folder/store" --no-serve --orders 20 >/dev/null
start
sign_in dispatcher-1 center dispatcher
sign_in huangpu-head district-310101 section_head
call dispatcher 200 GET /session

# Registration: unknown fields, duplicate keys, no key, then the order and the same transfer again.
order='{"hotline_number":"FLOW-1","kind":"complaint","limit_class":"general","title":"楼道漏水","claim":"三楼楼道屋面漏水已经两周，多次反映没有结果。","citizen_name":"王小明","citizen_phone":"13812345678","district":"310101"}'
call dispatcher 422 POST /work-orders '{"hotline_number":"X","typo":1}'
holds unknown_field
holds missing_field
call dispatcher 400 POST /work-orders '{"hotline_number":"X","hotline_number":"Y"}'
holds duplicate_key
use_key=short call dispatcher 400 POST /work-orders "$order"
call dispatcher 201 POST /work-orders "$order"
id=$(field order)
call dispatcher 200 POST /work-orders "$order"
holds '"already_there":true'
[ "$(field order)" = "$id" ] || fail "the same transfer gave another order"

# A unit sees nothing that is not its own; versions are asked for; then dispatch.
call section_head 404 GET "/work-orders/$id"
call dispatcher 428 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}'
call dispatcher 412 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}' -H 'If-Match: "9"'
call dispatcher 422 POST "/work-orders/$id/dispatch" '{"unit":"nowhere"}' -H 'If-Match: "1"'
holds unknown_unit
call dispatcher 200 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}' -H 'If-Match: "1"'

# Now it is the unit's; identity is masked; limits explain themselves; next actions are named.
call section_head 200 GET "/work-orders/$id"
holds '138\*\*\*\*5678'
grep -q 13812345678 "$folder/body" && fail "the phone number is not masked"
holds '"trace":\[{'
holds '"command":"acknowledge"'
call section_head 200 POST "/work-orders/$id/acknowledge" '{}'
call section_head 403 POST "/work-orders/$id/decide_return" '{"agree":true,"reason":"同意"}' -H 'If-Match: "3"'
holds wrong_role

# A return before the citizen was contacted is refused with its clause; a repeat of a key is answered.
call section_head 422 POST "/work-orders/$id/apply_return" '{"event_time_place":"10月1日 南京东路","people":"业主","matter":"屋面漏水","reason":"经核实不属于本单位职责范围","next_unit":"市容部门","policy_basis":"职责分工","verification":"已现场核实"}' -H 'If-Match: "3"'
holds return_not_contacted
holds '"clauses":\["7.2"\]'
sleep 1.1 # whole seconds: not before the dispatch
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
contact="{\"at\":\"$now\",\"caller\":\"huangpu-head\",\"reached\":true,\"whom\":\"反映人\",\"learnt\":\"漏水位置在三楼北侧\",\"told_acceptance\":true,\"told_procedure\":true,\"told_limit\":true}"
use_key=same-key-1 call section_head 200 POST "/work-orders/$id/record_contact" "$contact"
version=$(field version)
use_key=same-key-1 call section_head 200 POST "/work-orders/$id/record_contact" "$contact"
holds '"already_there":true'
use_key=same-key-1 call section_head 422 POST "/work-orders/$id/add_note" '{"note":"别的请求"}'
holds idempotency_key_reused

# Files: sent up sealed, given back as downloads to those who see the order, refused for many reasons.
printf '\211PNG\r\n\032\n%s' "$(head -c 100000 /dev/zero | tr '\0' p)" >"$folder/photo.png"
send_file() { # role expected-status query content-type file [extra curl arguments]
    local role=$1 expected=$2 query=$3 type=$4 file=$5
    shift 5
    key=$((key + 1))
    local status
    status=$(curl -sS -o "$folder/body" -D "$folder/head" -w '%{http_code}' -b "$folder/$role" \
        -H "Content-Type: $type" -H "Idempotency-Key: ${use_key:-file-key-$key}" \
        -H 'X-Chengban-Request: 1' --data-binary @"$file" "$@" \
        "$base/api/v1/work-orders/$id/attachments?$query")
    [ "$status" = "$expected" ] || fail "attachment $query: $status, expected $expected: $(cat "$folder/body")"
}
send_file section_head 422 'file_name=photo.exe&kind=photo' application/octet-stream "$folder/photo.png"
holds type_not_allowed
send_file section_head 422 'file_name=photo.jpg&kind=photo' image/jpeg "$folder/photo.png"
holds content_mismatch
send_file section_head 422 'file_name=photo.png&kind=selfie' image/png "$folder/photo.png"
send_file section_head 415 'file_name=photo.png' text/html "$folder/photo.png"
send_file section_head 422 "file_name=photo.png&digest=sha256:00" image/png "$folder/photo.png"
holds digest_mismatch
head -c 53000000 /dev/zero >"$folder/huge.png"
send_file section_head 413 'file_name=huge.png' image/png "$folder/huge.png"
rm "$folder/huge.png"
digest=$(sha256sum "$folder/photo.png" | cut -d' ' -f1)
use_key=file-key-same send_file section_head 201 "file_name=%E7%8E%B0%E5%9C%BA.png&kind=photo&digest=sha256:$digest" image/png "$folder/photo.png"
file=$(field attachment)
use_key=file-key-same send_file section_head 200 "file_name=%E7%8E%B0%E5%9C%BA.png&kind=photo&digest=sha256:$digest" image/png "$folder/photo.png"
[ "$(field attachment)" = "$file" ] || fail "a repeated upload gave another file"
call section_head 404 POST "/work-orders/$id/attach" '{"attachment":"x","file_name":"x","size":1}'
call section_head 200 GET "/work-orders/$id"
holds '"file_name":"现场.png"'
version=$(sed -n 's/^[Ee][Tt][Aa][Gg]: "\([0-9]*\)".*/\1/p' "$folder/head")
curl -sS -b "$folder/section_head" -D "$folder/head" -o "$folder/photo.back" "$base/api/v1/work-orders/$id/attachments/$file"
cmp "$folder/photo.png" "$folder/photo.back" || fail "the file came back altered"
grep -qi '^content-disposition: attachment' "$folder/head" || fail "no download: $(cat "$folder/head")"
grep -qi '^x-content-type-options: nosniff' "$folder/head" || fail "no nosniff"
call section_head 404 GET "/work-orders/$id/attachments/none"
sign_in xuhui-head district-310104 section_head
mv "$folder/section_head" "$folder/stranger"
sign_in huangpu-head district-310101 section_head
call stranger 404 GET "/work-orders/$id/attachments/$file"
grep -rq 'pppppppp' "$folder/store/blobs" && fail "the file lies there unsealed"

# Completion: refused with all reasons, then accepted; the reply is linted.
report() { # reply outcome
    printf '{"problem":"楼道漏水","facts_evidence":"现场核实屋面防水层破损","process_result":"已完成防水层修补","answer_to_citizen":"已电话答复反映人","reply_summary":"%s","fact_finding":"substantiated","claim_assessment":"reasonable","outcome":"%s","site_visit":"no_site","standard":{"facts_objective":true,"law_right":true,"handled_timely":true,"decision_fair":true,"reply_clear":true,"no_bad_effects":true}}' "$1" "$2"
}
call section_head 422 POST "/work-orders/$id/submit_completion" "$(report '因诉求过高，请联系13912345678。' resolved)" -H "If-Match: \"$version\""
holds answer_first
holds reply_ground
holds reply_personal_data
call section_head 200 POST "/work-orders/$id/record_answer" "{\"at\":\"$now\",\"by\":\"huangpu-head\",\"content\":\"屋面防水层已修补，楼道不再漏水。\"}" -H "If-Match: \"$version\""
version=$(field version)
call section_head 200 POST "/work-orders/$id/submit_completion" "$(report '屋面防水层已修补完成，楼道不再漏水。' resolved)" -H "If-Match: \"$version\""
call section_head 200 GET "/work-orders/$id"
holds '"value":"completed"'

# Documents: what there is, the files, a number that stays, many at once; never for another unit.
call section_head 200 GET "/work-orders/$id/documents"
holds '"form":"completion_report"'
call section_head 200 GET "/work-orders/$id/documents/completion_report.pdf"
head -c 5 "$folder/body" | grep -q '%PDF-' || fail "not a PDF"
grep -qi "content-disposition: attachment" "$folder/head" || fail "not for saving"
call section_head 200 GET "/work-orders/$id/documents/reply_summary.docx"
head -c 2 "$folder/body" | grep -q PK || fail "not a DOCX"
call section_head 404 GET "/work-orders/$id/documents/completion_report.exe"
call section_head 404 GET "/work-orders/$id/documents/filing_form.pdf"
call dispatcher 403 POST "/work-orders/$id/documents/completion_report"
call section_head 200 POST "/work-orders/$id/documents/completion_report"
number=$(field number)
call section_head 200 POST "/work-orders/$id/documents/completion_report"
[ "$(field number)" = "$number" ] || fail "a second number for the same paper"
sign_in xuhui-handler-1 district-310104 handler
call handler 404 GET "/work-orders/$id/documents/completion_report.pdf"
call section_head 422 POST /document-batches '{"form":"completion_report","orders":[]}'
call section_head 202 POST /document-batches "{\"form\":\"completion_report\",\"orders\":[\"$id\"]}"
job=$(field job)
for _ in $(seq 600); do
    call section_head 200 GET "/jobs/$job"
    [ "$(field state)" = done ] && break
    sleep 0.1
done
holds '"documents":1'
call section_head 200 GET "/jobs/$job/result"
head -c 5 "$folder/body" | grep -q '%PDF-' || fail "not a PDF"

# Lists, search, queues, counts.
call dispatcher 200 GET '/work-orders?q=%E5%B1%8B%E9%9D%A2%E6%BC%8F%E6%B0%B4'
holds FLOW-1
call dispatcher 200 GET '/work-orders?hotline_number=FLOW-1'
holds "$id"
call dispatcher 422 GET '/work-orders?q=x'
call dispatcher 400 GET '/work-orders?phone=138%201234%205678'
holds unknown_query
call dispatcher 200 POST /work-orders/search '{"phone":"138 1234 5678"}'
holds FLOW-1
call dispatcher 200 GET '/work-orders?queue=all_open&sort=next_due&limit=5'
call dispatcher 200 GET /queues
holds due_today
call dispatcher 200 GET /counts
call dispatcher 404 GET /work-orders/none

# Import: good rows stand beside bad ones, a second time changes nothing.
printf '工单编号,标题,诉求内容,来电时间\nIMP-1,物业费,物业费上涨没有公示,2026/1/5 9:30:00\nIMP-2,坏日期,内容,1899/1/1\n' >"$folder/list.csv"
curl -sS -b "$folder/dispatcher" -H 'Content-Type: text/csv' -H 'X-Chengban-Request: 1' \
    --data-binary @"$folder/list.csv" "$base/api/v1/imports?file_name=list.csv" >"$folder/body"
job=$(field job)
[ -n "$job" ] || fail "no job: $(cat "$folder/body")"
for _ in $(seq 600); do
    call dispatcher 200 GET "/jobs/$job"
    [ "$(field state)" = done ] && break
    sleep 0.1
done
holds '"created":1'
holds '"refused":1'
call dispatcher 200 GET "/jobs/$job/result"
holds IMP-2

# Everything is there after kill -9, and nothing was altered.
kill -9 "$server"
wait "$server" 2>/dev/null || true
start
sign_in dispatcher-1 center dispatcher
call dispatcher 200 GET "/work-orders/$id"
holds '"value":"completed"'
stop
"$binary" verify --store "$folder/store" >"$folder/body"
holds '"faults":0'
"$binary" backup "$folder/backup" --store "$folder/store" --with-keys
"$binary" restore "$folder/backup" --store "$folder/restored" >"$folder/body"
holds '"faults":0'

# A real store refuses the demonstration sign-in.
"$binary" create --store "$folder/real" >/dev/null
rm -f "$folder/out"; : >"$folder/out"
"$binary" serve --store "$folder/real" --port 0 >"$folder/out" 2>"$folder/err" &
server=$!
for _ in $(seq 600); do
    base=$(sed -n 's|^\(http://[^/]*\)/$|\1|p' "$folder/out")
    [ -n "$base" ] && break
    sleep 0.1
done
status=$(curl -sS -o "$folder/body" -w '%{http_code}' -H 'Content-Type: application/json' \
    -d '{"person":"dispatcher-1","unit":"center","role":"dispatcher"}' "$base/api/v1/demonstration/session")
[ "$status" = 403 ] || fail "a real store allowed the demonstration sign-in: $status"
check_answers
echo "api flow passed"
