#!/usr/bin/env bash
# The knowledge base (15) and bulletins (16) over HTTP against the real server. Usage: tests/knowledge_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"

"$binary" demo --store "$folder/store" --no-serve --orders 60 >/dev/null
start
sign_in dept-property-handler-1 dept-property knowledge_keeper
sign_in reviewer-1 center reviewer
sign_in supervisor-1 center supervisor
sign_in huangpu-head district-310101 section_head

fund=%E7%BB%B4%E4%BF%AE%E8%B5%84%E9%87%91 # 维修资金
asked=%E6%88%91%E5%AE%B6%E5%B0%8F%E5%8C%BA%E7%BB%B4%E4%BF%AE%E8%B5%84%E9%87%91%E4%B8%8D%E5%A4%9F%E4%BA%86 # 我家小区维修资金不够了

# An entry: refusals with all reasons, draft, submit, publish, find, retire.
entry='{"kind":"entry","title":"维修资金怎样续筹","question":"维修资金用完了怎么办","answer":"业主大会决定后由业主委员会组织续筹。","source":"《上海市住宅物业管理规定》","category":"","keywords":["维修资金"],"valid_from":"2026-01-01","review_on":"2099-01-01"}'
call knowledge_keeper 422 POST /knowledge/entries '{"unit":"dept-property","content":{"kind":"poem"}}'
holds not_in_list
holds missing_field
call section_head 403 POST /knowledge/entries "{\"unit\":\"dept-property\",\"content\":$entry}"
holds wrong_role
call knowledge_keeper 200 POST /knowledge/entries "{\"unit\":\"dept-property\",\"content\":$entry}"
id=$(field id)
call section_head 404 GET "/knowledge/entries/$id"
call section_head 200 GET "/knowledge/entries?q=$fund"
holds '"items":\[\]'
call reviewer 409 POST "/knowledge/entries/$id/accept_entry" '{}'
call knowledge_keeper 412 POST "/knowledge/entries/$id/submit_entry" '{}' -H 'If-Match: "9"'
call knowledge_keeper 200 POST "/knowledge/entries/$id/submit_entry" '{}' -H 'If-Match: "1"'
call reviewer 200 GET '/knowledge/desk?mark=submitted'
holds "$id"
call reviewer 200 POST "/knowledge/entries/$id/accept_entry" '{}'
call section_head 200 GET "/knowledge/entries?q=$fund"
holds "$id"
holds '"validity":"valid"'
call section_head 200 GET "/knowledge/entries?like=$asked"
holds "$id"
call knowledge_keeper 404 POST "/knowledge/entries/$id/burn" '{}'
call knowledge_keeper 200 POST "/knowledge/entries/$id/retire_entry" '{"reason":"政策废止"}'
call section_head 200 GET "/knowledge/entries?q=$fund"
holds '"items":\[\]'
call section_head 200 GET '/knowledge/keepers'
holds dept-property-handler-1

# What the hotline sends down: once, however often it is sent.
task='{"kind":"missing_entry","unit":"dept-property","words":"查无：加装电梯补贴","event_id":"KB-2026-1"}'
call knowledge_keeper 403 POST /knowledge/tasks "$task"
call reviewer 200 POST /knowledge/tasks "$task"
task_id=$(field id)
call reviewer 200 POST /knowledge/tasks "$task"
holds '"already_there":true'
call knowledge_keeper 200 GET '/knowledge/tasks?state=issued'
holds "$task_id"
holds remaining_zh
call knowledge_keeper 422 POST "/knowledge/tasks/$task_id/finish_task" '{"words":"已补充","entry":"none"}'
holds no_such_entry
call knowledge_keeper 200 POST "/knowledge/tasks/$task_id/finish_task" "{\"words\":\"已补充\",\"entry\":\"$id\"}"
call reviewer 200 POST "/knowledge/tasks/$task_id/confirm_task" '{}'
call section_head 404 GET "/knowledge/tasks/$task_id"

# A bulletin: drafted from the data, edited, issued with its number, then open to all and unchangeable.
call section_head 403 POST /bulletins '{"kind":"monthly"}'
call supervisor 200 POST /bulletins '{"kind":"monthly"}'
bulletin=$(field id)
call section_head 404 GET "/bulletins/$bulletin"
call supervisor 200 GET "/bulletins/$bulletin"
holds 总体情况
call supervisor 200 POST "/bulletins/$bulletin/edit_bulletin" '{"title":"月报","sections":[{"heading":"总体情况","text":"改后的文字"}]}'
call supervisor 200 POST "/bulletins/$bulletin/issue_bulletin" '{}'
call section_head 200 GET "/bulletins/$bulletin"
holds 改后的文字
holds '"number":1'
call supervisor 409 POST "/bulletins/$bulletin/edit_bulletin" '{"title":"再改","sections":[{"heading":"a","text":"b"}]}'
call supervisor 200 POST /bulletins '{"kind":"monthly"}'
second=$(field id)
call supervisor 200 POST "/bulletins/$second/issue_bulletin" '{}'
call supervisor 200 GET "/bulletins/$second"
holds '"number":2'
call section_head 200 GET "/bulletins/$second/documents"
holds '热线简报〔[0-9]*〕2号'
call section_head 200 GET "/bulletins/$second/documents/monthly_bulletin.docx"
[ "$(head -c 2 "$folder/body")" = PK ] || fail "the bulletin is no Word file"
call section_head 404 GET "/bulletins/$second/documents/weekly_bulletin.pdf"
call reviewer 200 GET "/knowledge/tasks/$task_id/documents/knowledge_sheet.pdf"
[ "$(head -c 5 "$folder/body")" = %PDF- ] || fail "the knowledge sheet is no PDF"
call section_head 404 GET "/knowledge/tasks/$task_id/documents/knowledge_sheet.pdf"
call supervisor 422 GET '/bulletin-figures?kind=hourly&day=2026-13-01'
holds not_in_list
call supervisor 200 GET '/bulletin-figures?kind=weekly'
holds early_signs

stop
"$binary" verify --store "$folder/store" >/dev/null || fail "the store does not verify"
check_answers
echo "knowledge flow: passed"
