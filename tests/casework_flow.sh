#!/usr/bin/env bash
# Repeats, supervision, matters, reassignment, boards, admonitions over HTTP against the real server
# and a fresh demonstration store. Usage: tests/casework_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/flow.bash"

"$binary" demo --store "$folder/store" --no-serve --orders 20 >/dev/null
start
sign_in dispatcher-1 center dispatcher
sign_in supervisor-1 center supervisor
sign_in office-clerk-1 office office_clerk
sign_in huangpu-head district-310101 section_head
sign_in huangpu-principal district-310101 principal

# 12.1, 14(2): the fifth call of one citizen on one matter opens a supervision by itself.
for i in 1 2 3 4 5; do
    call dispatcher 201 POST /work-orders "{\"hotline_number\":\"CW-$i\",\"kind\":\"complaint\",\"limit_class\":\"general\",\"title\":\"电梯停运\",\"claim\":\"第${i}次反映，玉兰苑3号楼电梯停运三天，物业未予修复，老人上下楼困难。\",\"citizen_phone\":\"13512345678\",\"district\":\"310101\",\"category\":\"elevator\",\"field\":\"maintenance\"}"
    id=$(field order)
    call dispatcher 200 POST "/work-orders/$id/dispatch" '{"unit":"district-310101"}' -H 'If-Match: "1"'
done
for _ in $(seq 600); do
    call dispatcher 200 GET "/work-orders/$id"
    grep -q '"value":"opened"' "$folder/body" && break
    sleep 0.1
done
holds '"value":"opened"'
holds '14(2)'
holds '"repeats":5'
call dispatcher 200 GET '/work-orders?queue=supervision'
holds CW-5
call dispatcher 200 GET '/work-orders?queue=attention'
holds CW-1

# B1: the matter with its orders; a link is undone by the center alone, and the count follows.
call dispatcher 200 GET "/work-orders/$id/matter"
holds CW-3
matter=$(field matter)
version=$(field version)
call section_head 403 POST "/matters/$matter/unlink_order" "{\"order\":\"$id\",\"reason\":\"另一部电梯\"}" -H 'If-Match: "1"'
call dispatcher 428 POST "/matters/$matter/unlink_order" "{\"order\":\"$id\",\"reason\":\"另一部电梯\"}"
call dispatcher 412 POST "/matters/$matter/unlink_order" "{\"order\":\"$id\",\"reason\":\"另一部电梯\"}" -H 'If-Match: "1"'
call dispatcher 404 POST "/matters/$matter/forget_all" '{}' -H 'If-Match: "1"'

# 14.8, 14.9: signed, reported, issued; refused with its reasons before.
call section_head 200 GET "/work-orders/$id"
call section_head 403 POST "/work-orders/$id/sign_supervision" '{}' -H "If-Match: \"$(etag)\""
call principal 200 GET "/work-orders/$id"
call principal 200 POST "/work-orders/$id/sign_supervision" '{"instruction":"请速办"}' -H "If-Match: \"$(etag)\""
call section_head 200 POST "/work-orders/$id/acknowledge" '{}'
call section_head 200 POST "/work-orders/$id/submit_supervision_report" '{"problem":"电梯停运","facts_evidence":"主板故障","opinion_grounds":"依据电梯维护规定更换主板","reply":"已电话答复"}' -H "If-Match: \"$(etag)\""
call principal 422 POST "/work-orders/$id/issue_supervision_report" '{"date":"2026-01-05"}' -H "If-Match: \"$(etag)\""
holds supervision_seal
holds '"clauses":\["14.9"\]'
call supervisor 200 GET '/work-orders?queue=supervision'

# B3: reminders need no version; an assisting unit sees the order.
call dispatcher 200 POST "/work-orders/$id/remind" '{"reason":"请抓紧办理"}'
call dispatcher 200 GET "/work-orders/$id"
holds '"reminders":1'
holds '"ownership":\['

# 13, 12.4, 14.10: boards, half-year reviews, admonitions.
call supervisor 200 GET /key-orders
holds state_council
holds report_every
call supervisor 200 GET /half-year-reviews
call supervisor 200 GET '/review-sample?completed=2026-01-01..2026-12-31&per_mille=500&seed=7'
holds sample_digest
call supervisor 422 GET '/review-sample?completed=never'
call section_head 403 GET '/review-sample?completed=2026-01-01'
call section_head 403 POST /admonitions '{"unit":"district-310101","ground":"other","evidence":"瞒报"}'
call supervisor 422 POST /admonitions '{"unit":"nowhere","ground":"other","evidence":"瞒报"}'
holds unknown_unit
call supervisor 201 POST /admonitions '{"unit":"district-310101","ground":"false_or_concealed","evidence":"经查存在瞒报"}'
admonition=$(field id)
call supervisor 403 POST "/admonitions/$admonition/decline_admonition" '{"reason":"不必"}' -H 'If-Match: "1"'
call office_clerk 200 POST "/admonitions/$admonition/record_admonition" '{"measure":"admonition","at":"2026-01-05T09:00:00+08:00","subject":"瞒报","attendees":"分管领导"}' -H 'If-Match: "1"'
call office_clerk 200 POST "/admonitions/$admonition/conclude_admonition" '{"result":"限期整改"}' -H 'If-Match: "2"'
call office_clerk 200 GET "/admonitions/$admonition"
holds 限期整改
# The papers of what is no order obey the same table, and are numbered by the office alone (14.10, 18).
call office_clerk 200 GET "/admonitions/$admonition/documents"
holds reminder
call office_clerk 200 GET "/admonitions/$admonition/documents/admonition.pdf"
[ "$(head -c 5 "$folder/body")" = %PDF- ] || fail "the notice is no PDF"
call office_clerk 404 GET "/admonitions/$admonition/documents/reprimand.pdf"
call section_head 403 GET "/admonitions/$admonition/documents/admonition.pdf"
call supervisor 403 POST "/admonitions/$admonition/documents/admonition"
call office_clerk 200 POST "/admonitions/$admonition/documents/admonition"
holds '热线约谈〔[0-9]*〕1号'
call supervisor 202 POST /paper-batches "{\"source\":\"admonition\",\"ids\":[\"$admonition\"]}"
call supervisor 422 POST /paper-batches '{"source":"admonition","ids":[]}'
call section_head 403 GET '/admonitions?state=concluded'
call principal 200 GET '/admonitions?state=concluded'
holds "$admonition"
call dispatcher 200 GET "/work-orders/$id/suggestion"
holds precedents
check_answers
echo "casework flow passed"
