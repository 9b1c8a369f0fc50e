#!/usr/bin/env bash
# The organisation over HTTP: who may change it, versions, findings, absences and substitutes, the duty
# roster, handover and a leaver's sessions. Usage: tests/people_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"

"$binary" demo --store "$folder/store" --no-serve --orders 40 >/dev/null
start
sign_in office-clerk-1 office office_clerk
sign_in security-administrator center security_administrator
sign_in dispatcher-1 center dispatcher
sign_in huangpu-principal district-310101 principal
sign_in huangpu-head district-310101 section_head
sign_in huangpu-handler-1 district-310101 handler
today=$(TZ=Asia/Shanghai date +%F)
later=$(TZ=Asia/Shanghai date -d '+40 days' +%F)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# Reading: units, findings with their clause, who holds which post today and held before there was a file.
call office_clerk 200 GET /organisation
holds '"rule":"district_lacks_responsible_section"'
holds '"clause":"3.4"'
version=$(sed -n 's/.*"version":\([0-9]*\),"date".*/\1/p' "$folder/body")
call dispatcher 200 GET "/organisation/posts?unit=district-310101"
holds huangpu-principal
call dispatcher 200 GET "/organisation/posts?unit=district-310101&date=2000-01-01"
holds '"items":\[\]'
call dispatcher 422 GET "/organisation?date=yesterday"

# Changing: by the office only, with the version that was read; posts by the security administrator.
rename="{\"unit\":\"district-310101\",\"name_zh\":\"黄浦区房屋管理局\",\"name_en\":\"Huangpu\",\"from\":\"$today\"}"
call office_clerk 428 POST /organisation/rename_unit "$rename"
call office_clerk 412 POST /organisation/rename_unit "$rename" -H 'If-Match: "99"'
call section_head 403 POST /organisation/rename_unit "$rename" -H "If-Match: \"$version\""
call office_clerk 404 POST /organisation/publish_organisation '{"file":"x","text":"y"}' -H "If-Match: \"$version\""
call office_clerk 422 POST /organisation/rename_unit '{"unit":"district-310101"}' -H "If-Match: \"$version\""
holds missing_field
call office_clerk 200 POST "/organisation/rename_unit?dry_run=true" "$rename" -H "If-Match: \"$version\""
use_key=rename-key-1 call office_clerk 200 POST /organisation/rename_unit "$rename" -H "If-Match: \"$version\""
use_key=rename-key-1 call office_clerk 200 POST /organisation/rename_unit "$rename" -H "If-Match: \"$version\""
holds '"already_there":true'
version=$(field version)
call office_clerk 200 POST /organisation/name_responsible_section "{\"unit\":\"district-310151\",\"section\":\"property\",\"from\":\"$today\"}" -H "If-Match: \"$version\""
version=$(field version)
call office_clerk 200 GET /organisation
holds 黄浦区房屋管理局
grep -q district_lacks_responsible_section "$folder/body" && fail "the finding is still there"
appoint="{\"person\":\"huangpu-handler-2\",\"unit\":\"district-310101\",\"role\":\"knowledge_keeper\",\"from\":\"$today\"}"
call office_clerk 403 POST /organisation/appoint "$appoint" -H "If-Match: \"$version\""
call security_administrator 200 POST /organisation/appoint "$appoint" -H "If-Match: \"$version\""
version=$(field version)

# B9: the substitute acts while the absence lasts, shown as one; its end ends the session's post.
absence="{\"person\":\"huangpu-principal\",\"kind\":\"leave\",\"from\":\"$now\",\"substitutes\":[{\"role\":\"principal\",\"substitute\":\"huangpu-head\"}]}"
call section_head 422 POST /units/district-310101/duty/record_absence "$absence"
holds own_substitution
call principal 200 POST /units/district-310101/duty/record_absence "$absence"
duty=$(field version)
curl -sS -o "$folder/body" -c "$folder/acting" -H 'Content-Type: application/json' \
    -d '{"person":"huangpu-head","unit":"district-310101","role":"principal","substitute_for":"huangpu-principal"}' \
    "$base/api/v1/demonstration/session"
holds '"substitute_for":"huangpu-principal"'
call acting 200 GET /session
call section_head 200 GET /units/district-310101/duty
holds '"away_now":true'
call handler 404 GET /units/district-310104/duty
number=$(sed -n 's/.*"absence":\([0-9]*\),"person":"huangpu-principal".*/\1/p' "$folder/body" | head -1)
call section_head 200 GET /units/district-310101/duty
number=$(sed -n 's/.*"absence":\([0-9]*\),"person":"huangpu-principal".*/\1/p' "$folder/body" | head -1)
call principal 428 POST /units/district-310101/duty/end_absence "{\"absence\":$number}"
call principal 200 POST /units/district-310101/duty/end_absence "{\"absence\":$number}" -H "If-Match: \"$duty\""
call acting 401 GET /session
holds post_ended

# B3: the roster from a sheet, whole or not at all; an urgent order shows who is on duty.
printf '日期,班次,姓名\n%s,全天,nobody\n' "$later" >"$folder/bad.csv"
printf '日期,班次,姓名,值班电话\n%s,全天,huangpu-head,021-63210000\n' "$later" >"$folder/roster.csv"
upload() { # expected-status role unit file
    local status
    key=$((key + 1))
    status=$(curl -sS -o "$folder/body" -w '%{http_code}' -b "$folder/$2" -H 'Content-Type: text/csv' \
        -H 'X-Chengban-Request: 1' -H "Idempotency-Key: upload-key-$key" --data-binary @"$folder/$4" \
        "$base/api/v1/units/$3/roster-imports")
    [ "$status" = "$1" ] || fail "roster import: $status, expected $1: $(cat "$folder/body")"
}
upload 422 section_head district-310101 bad.csv
holds '"field":"C2"'
upload 404 section_head district-310104 roster.csv
upload 200 section_head district-310101 roster.csv
call dispatcher 200 GET "/duty?at=${later}T12:00:00%2B08:00"
holds '"person":"huangpu-head"'
holds '021-63210000'
call handler 200 GET /duty
grep -q district-310104 "$folder/body" && fail "a unit sees the roster of another"

# B9: a leaver hands over first; then nothing of theirs is open, and their session has ended.
order='{"hotline_number":"PEOPLE-1","kind":"complaint","limit_class":"general","title":"楼道漏水","claim":"三楼楼道屋面漏水已经两周。","district":"310101"}'
call dispatcher 201 POST /work-orders "$order"
id=$(field order)
call dispatcher 200 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}' -H 'If-Match: "1"'
call handler 200 POST "/work-orders/$id/acknowledge" '{}'
leaver="{\"person\":\"huangpu-handler-1\",\"on\":\"$today\"}"
call office_clerk 422 POST /organisation/record_leaver "$leaver" -H "If-Match: \"$version\""
holds open_orders
call handler 403 POST /handovers '{"from":"huangpu-handler-1","to":"huangpu-handler-2","reason":"人员调动"}'
call section_head 422 POST /handovers '{"from":"huangpu-handler-1","to":"xuhui-handler-1","reason":"人员调动"}'
holds not_a_handler
call section_head 202 POST /handovers '{"from":"huangpu-handler-1","to":"huangpu-handler-2","reason":"人员调动"}'
job=$(field job)
for _ in $(seq 600); do
    call section_head 200 GET "/jobs/$job"
    [ "$(field state)" = done ] && break
    sleep 0.1
done
holds '"refused":0'
holds "$id"
call section_head 200 GET "/work-orders/$id"
holds '"handler":{"id":"huangpu-handler-2"'
holds 人员调动
call office_clerk 200 POST /organisation/record_leaver "$leaver" -H "If-Match: \"$version\""
call handler 401 GET /session
call section_head 200 GET "/work-orders/$id"

# The file stays the way to publish in bulk; everything is there after a restart, and nothing was altered.
stop
"$binary" publish organisation "$(dirname "$0")/../organisations/shanghai-demo.toml" --store "$folder/store"
start
sign_in office-clerk-1 office office_clerk
call office_clerk 200 GET /organisation
grep -q 黄浦区房屋管理局 "$folder/body" && fail "the file was not published"
sign_in huangpu-handler-1 district-310101 handler
call handler 200 GET /session
stop
"$binary" verify --store "$folder/store" >"$folder/body"
holds '"faults":0'
check_answers
echo "people flow passed"
