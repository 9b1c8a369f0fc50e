#!/usr/bin/env bash
# Follow-ups, surveys and appraisal over HTTP against the real server and a fresh demonstration store.
# Usage: tests/follow_up_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"

finished() { # role: waits for the job of the last answer
    local job
    job=$(field job)
    for _ in $(seq 100); do
        call "$1" 200 GET "/jobs/$job"
        grep -q '"state":"done"' "$folder/body" && return
        sleep 0.1
    done
    fail "the job does not end: $(cat "$folder/body")"
}

"$binary" demo --store "$folder/store" --no-serve --orders 300 >/dev/null
start
people=$(curl -sS "$base/api/v1/demonstration/people")
person_of() { # role unit
    printf '%s' "$people" | tr '{' '\n' | grep "\"role\":\"$1\"" | grep "\"unit\":\"$2\"" |
        sed -n 's/.*"person":"\([^"]*\)".*/\1/p' | head -1
}
sign_in "$(person_of supervisor center)" center supervisor
sign_in "$(person_of follow_up_caller center)" center follow_up_caller
sign_in "$(person_of office_clerk office)" office office_clerk
sign_in huangpu-head district-310101 section_head

# 11: a plan, a draw that can be proven, a call with its script.
call section_head 403 POST /sampling-plans '{"plan":{"title":"自查"}}'
call supervisor 422 POST /sampling-plans '{"plan":{"title":"每月抽查","per_mille":2000}}'
holds out_of_range
call supervisor 201 POST /sampling-plans '{"plan":{"title":"每月抽查","per_mille":300}}'
plan=$(field id)
first=$(date -d '-40 days' +%F)
last=$(date -d '-1 day' +%F)
call supervisor 202 POST "/sampling-plans/$plan/drawings" "{\"first\":\"$first\",\"last\":\"$last\",\"seed\":42}"
finished supervisor
holds '"sample_digest"'
call supervisor 202 POST "/sampling-plans/$plan/drawings/1/proof" ''
finished supervisor
holds '"sample_agrees":true'
holds '"candidates_agree":true'
call follow_up_caller 200 GET '/follow-up-calls?state=waiting&limit=1'
id=$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$folder/body" | head -1)
[ -n "$id" ] || fail "nobody is to be called"
call follow_up_caller 200 GET "/follow-up-calls/$id"
holds '"clause":"11.2"'
order=$(sed -n 's/.*"drawn":{[^}]*"order":"\([^"]*\)".*/\1/p' "$folder/body")
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
call follow_up_caller 422 POST "/follow-up-calls/$id/give_up_call" '{}'
holds too_few_attempts
call follow_up_caller 404 POST "/follow-up-calls/$id/no_such_command" '{}'
call follow_up_caller 200 POST "/follow-up-calls/$id/finish_call" "{\"at\":\"$now\",\"answers\":{\"first_contact\":true,\"resolution\":\"resolved\",\"attitude\":\"satisfied\",\"speed\":\"so_so\"}}"
call follow_up_caller 200 GET "/work-orders/$order"
holds record_follow_up

# B6: a monthly list, twice.
month=$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)
call supervisor 200 GET '/work-orders?queue=completed&limit=1'
number=$(field hotline_number)
printf '工单编号,备注\n%s,等了太久\nNO-SUCH,没有\n' "$number" >"$folder/list.csv"
type=text/csv call supervisor 422 POST '/survey-lists?list=unhappy&month=x' '' --data-binary "@$folder/list.csv"
type=text/csv call supervisor 202 POST "/survey-lists?list=dissatisfied&month=$month&file_name=list.csv" '' --data-binary "@$folder/list.csv"
finished supervisor
holds '"recorded":1'
holds '"refused":1'
type=text/csv call supervisor 202 POST "/survey-lists?list=dissatisfied&month=$month&file_name=list.csv" '' --data-binary "@$folder/list.csv"
finished supervisor
holds '"already_there":1'

# 17, B5: figures with formula, numerator and exclusions; the orders behind; periods.
call section_head 422 GET '/appraisal?first=2026-13-01'
call section_head 200 GET "/appraisal?first=$first&last=$last"
holds '"formula_zh"'
holds '"numerator"'
holds '"scope":"total"'
call supervisor 200 GET "/appraisal/orders?first=$first&last=$last&measure=on_time&standing=counted&limit=5"
holds '"total"'
call supervisor 422 GET "/appraisal/orders?first=$first&last=$last&measure=happiness"
call office_clerk 200 GET "/appraisal.csv?first=$first&last=$last"
holds 按时办结率
call supervisor 200 GET /appraisal-periods
holds '"state":"closed"'
call office_clerk 201 POST /appraisal-periods "{\"title\":\"试算\",\"days\":{\"first\":\"$first\",\"last\":\"$last\"}}"
period=$(field id)
call section_head 403 POST "/appraisal-periods/$period/close" '{}'
call office_clerk 200 POST "/appraisal-periods/$period/close" '{}'
call office_clerk 409 POST "/appraisal-periods/$period/close" '{}'
call section_head 200 GET "/appraisal-periods/$period"
holds '"facts_digest"'
holds '"corrections":\[\]'
call office_clerk 200 GET "/appraisal.xlsx?first=$first&last=$last"
[ "$(head -c 2 "$folder/body")" = PK ] || fail "the export is no workbook"
call section_head 200 GET "/appraisal-periods/$period/documents/appraisal_table.pdf?by=handler"
[ "$(head -c 5 "$folder/body")" = %PDF- ] || fail "the table is no PDF"
call section_head 422 GET "/appraisal-periods/$period/documents/appraisal_table.pdf?by=planet"
call section_head 403 POST "/appraisal-periods/$period/documents/appraisal_table"
call office_clerk 200 POST "/appraisal-periods/$period/documents/appraisal_table"
holds '热线考核〔[0-9]*〕1号'
call section_head 200 GET "/appraisal/documents/appraisal_table.xlsx?first=$first&last=$last"
call supervisor 202 POST "/appraisal-periods/$period/proof" ''
finished supervisor
holds '"figures_agree":true'
holds '"facts_agree":true'

# B8
call supervisor 200 GET /forecast
holds '"this_week"'
check_answers
echo ok
