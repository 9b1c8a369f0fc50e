#!/usr/bin/env bash
# Input that must be met with a clear refusal, at the real program's edges: nothing lost, nothing half
# done. What needs crafted workbooks is in src/usecase/import_orders_test.cc; docs/bad-input.md has the
# whole list. Usage: tests/bad_input.sh BINARY
set -euo pipefail
binary=$1
. "$(dirname "$0")/flow.bash"

"$binary" demo --store "$folder/store" --no-serve --orders 5 >/dev/null
start
sign_in dispatcher-1 center dispatcher

register() { # expected-status expected-code; the body is in $folder/request
    call dispatcher "$1" POST /work-orders '' --data-binary @"$folder/request"
    holds "$2"
}
order() { # expected-status expected-code body
    printf '%s' "$3" >"$folder/request"
    register "$1" "$2"
}

# JSON: bytes that are no text, keys twice, unknown and overlong fields, times.
printf '{"hotline_number":"B-1","title":"a\0b","claim":"x"}' >"$folder/request"
register 400 '"code"'
order 400 control_character '{"hotline_number":"B-1","title":"a\u0000b","claim":"x"}'
printf '{"hotline_number":"B-1","title":"\345\212","claim":"x"}' >"$folder/request"
register 400 '"code"'
printf '{"hotline_number":"B-1","title":"\315\243\314\335","claim":"x"}' >"$folder/request" # GB 18030
register 400 '"code"'
order 400 '"code"' '{"hotline_number":"B-1","title":"\ud800","claim":"x"}'
order 400 duplicate_key '{"hotline_number":"B-1","hotline_number":"B-2","title":"a","claim":"x"}'
order 422 unknown_field '{"hotline_number":"B-1","title":"a","claim":"x","colour":"red"}'
order 422 wrong_length "{\"hotline_number\":\"B-1\",\"claim\":\"x\",\"title\":\"$(head -c 10000 /dev/zero | tr '\0' t)\"}"
order 422 time_without_zone '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2026-01-05T09:30:00"}'
order 422 called_at '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"1899-12-31T09:30:00+08:00"}'
order 422 called_at '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2999-01-01T09:30:00+08:00"}'
order 422 times_out_of_order '{"hotline_number":"B-1","title":"a","claim":"x","called_at":"2026-01-05T09:30:00+08:00","transferred_at":"2026-01-04T09:30:00+08:00"}'
head -c 100000000 /dev/zero | tr '\0' ' ' >"$folder/request"
register 413 '"status"'
rm "$folder/request"
call dispatcher 200 GET '/work-orders?hotline_number=B-1'
holds '"items":\[\]'

# A second program on the same store.
if "$binary" serve --store "$folder/store" --port 0 >"$folder/out2" 2>"$folder/err2"; then
    fail "two writers on one store"
fi
grep -q "$folder/store" "$folder/err2" || fail "the refusal names no file: $(cat "$folder/err2")"
stop

# A store of a newer program: the schema's number stands in the head of the database.
cp -r "$folder/store" "$folder/newer"
printf '\377\377' | dd of="$folder/newer/chengban.db" bs=1 seek=62 conv=notrunc status=none
for command in serve verify "import $folder/orders.csv" replay; do
    printf '工单编号,标题,诉求内容\nN-1,电梯停运,电梯停运三天\n' >"$folder/orders.csv"
    if "$binary" $command --store "$folder/newer" >"$folder/out" 2>&1; then
        fail "$command opened a store of a newer program"
    fi
    grep -q 65535 "$folder/out" || fail "$command does not name the version: $(cat "$folder/out")"
done

leave() { # bytes that stay free
    head -c $(($(df --output=avail -B1 "$folder/disk" | tail -1) - $1)) /dev/zero >"$folder/disk/filler"
}
# A full disk, where a small one can be mounted: nothing more is taken in, all that was can be read, and
# with room again work goes on. An import says so row by row.
mkdir "$folder/disk"
if mount -t tmpfs -o size=24m chengban-test "$folder/disk" 2>/dev/null; then
    trap 'umount -l "$folder/disk"; cleanup' EXIT
    "$binary" create --store "$folder/disk/store" >/dev/null
    leave 400000
    { echo '工单编号,标题,诉求内容'; seq -f 'D-%g,电梯停运,电梯停运三天无人修理' 500; } >"$folder/orders.csv"
    if "$binary" import "$folder/orders.csv" --store "$folder/disk/store" >"$folder/out"; then
        fail "500 orders on a full disk: $(cat "$folder/out")"
    fi
    # Which rows are left out depends on what is committed together: a small commit may still find room.
    grep -q '^[0-9]*,D-[0-9]*,未受理,,,磁盘已满' "$folder/orders.csv.result.csv" ||
        fail "$(tail -1 "$folder/orders.csv.result.csv")"
    taken=$(grep -c ',已受理,' "$folder/orders.csv.result.csv" || true)
    "$binary" verify --store "$folder/disk/store" >"$folder/out"
    if "$binary" demo --store "$folder/disk/demo" --no-serve --orders 9 >"$folder/out" 2>&1; then
        fail "a demonstration on a full disk"
    fi
    if grep -q invariant "$folder/out" || [ -e "$folder/disk/demo" ]; then
        fail "a half-made demonstration: $(cat "$folder/out")"
    fi
    rm "$folder/disk/filler"
    "$binary" import "$folder/orders.csv" --store "$folder/disk/store" >"$folder/out"
    grep -q "\"already_there\":$taken,\"created\":$((500 - taken))," "$folder/out" || fail "$(cat "$folder/out")"
    "$binary" verify --store "$folder/disk/store" >"$folder/out"
    grep -q '"faults":0' "$folder/out" || fail "$(cat "$folder/out")"
    rm -r "$folder/disk/store"

    cp -r "$folder/store" "$folder/disk/store"
    kept=$folder/store
    mv "$folder/store" "$folder/kept"
    ln -s disk/store "$folder/store"
    start
    sign_in dispatcher-1 center dispatcher
    leave 200000
    claim=$(head -c 3000 /dev/zero | tr '\0' x)
    for number in $(seq 100); do
        status=$(curl -sS -o "$folder/body" -w '%{http_code}' -b "$folder/dispatcher" -H 'Content-Type: application/json' \
            -H "Idempotency-Key: full-disk-$number" -d "{\"hotline_number\":\"F-$number\",\"title\":\"a\",\"claim\":\"$claim\"}" \
            "$base/api/v1/work-orders")
        [ "$status" = 201 ] || break
    done
    [ "$status" = 507 ] || fail "a full disk answers $status: $(cat "$folder/body")"
    holds 磁盘已满
    call dispatcher 200 GET "/work-orders?hotline_number=F-$number"
    holds '"items":\[\]'
    call dispatcher 200 GET "/work-orders?hotline_number=F-1"
    holds '"hotline_number":"F-1"'
    rm "$folder/disk/filler"
    use_key=full-disk-$number call dispatcher 201 POST /work-orders "{\"hotline_number\":\"F-$number\",\"title\":\"a\",\"claim\":\"$claim\"}"
    stop
    "$binary" verify --store "$folder/store" >"$folder/out"
    grep -q '"faults":0' "$folder/out" || fail "$(cat "$folder/out")"
    rm "$folder/store"
    mv "$folder/kept" "$kept"
else
    echo "no small disk could be mounted: the full disk was left out" >&2
fi

# Settings with faults: file, line, key and reason.
"$binary" rulebook explain >/dev/null
sed 's/^yellow_per_mille/yelow_per_mille/' rulebooks/shanghai-housing-2022.toml >"$folder/typo.toml"
if "$binary" rulebook check "$folder/typo.toml" >"$folder/out" 2>&1; then fail "a typo passed"; fi
grep -q 'typo.toml:[0-9]*' "$folder/out" || fail "no file and line: $(cat "$folder/out")"
grep -q yellow_per_mille "$folder/out" || fail "no hint: $(cat "$folder/out")"
{ cat calendars/china.csv; echo '2026-12-16,makeup_workday,误'; } >"$folder/wednesday.csv"
if "$binary" calendar check "$folder/wednesday.csv" >"$folder/out" 2>&1; then fail "a Wednesday passed"; fi
grep -q '2026-12-16' "$folder/out" || fail "no day: $(cat "$folder/out")"
# 7 October 2026 is a Wednesday of the holiday.
{ cat calendars/china.csv; echo '2026-10-07,makeup_workday,误'; } >"$folder/wednesday.csv"
if "$binary" calendar check "$folder/wednesday.csv" >"$folder/out" 2>&1; then fail "a holiday worked passed"; fi
grep -q 'wednesday.csv:[0-9]*.*2026-10-07' "$folder/out" || fail "no line and day: $(cat "$folder/out")"

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
