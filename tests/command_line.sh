#!/usr/bin/env bash
# The command line as others script it: words, exit codes and files of each verb that needs no server.
# Usage: tests/command_line.sh BINARY
set -euo pipefail
binary=$(realpath "$1")
. "$(dirname "$0")/flow.bash"
root=$PWD
cd "$folder"
unset LANG LC_ALL

run() { # expected-code arguments…; output in $folder/out, messages in $folder/err
    local expected=$1 code=0
    shift
    "$binary" "$@" >"$folder/out" 2>"$folder/err" </dev/null || code=$?
    [ "$code" = "$expected" ] || fail "$*: exit $code, expected $expected: $(cat "$folder/err")"
}
out() { grep -qF -- "$1" "$folder/out" || fail "the output lacks «$1»: $(head -c 600 "$folder/out")"; }
err() { grep -qF -- "$1" "$folder/err" || fail "the messages lack «$1»: $(head -c 600 "$folder/err")"; }
first() { [ "$(head -1 "$folder/out")" = "$1" ] || fail "$(head -1 "$folder/out") is not $1"; }

# deadline: by class and by amount, as words and as JSON.
start=2026-09-30T10:00:00+08:00
run 0 deadline --class general --start $start
first 2026-10-14T00:00:00+08:00
out '9月30日 周三 派单当日不计入'
out '10月10日 周六 第 3 个工作日（国庆节调休上班）'
out '10月13日 24:00 截止'
out '（五）2'
run 0 deadline --working-days 5 --start $start
first 2026-10-14T00:00:00+08:00
out '9月30日 周三 起算当日不计入'
if grep -q '（五）' out; then fail "a plain amount of days is nobody's limit"; fi
run 0 deadline --natural-days 3 --start $start # 3 October rolls to the 8th
first 2026-10-09T00:00:00+08:00
run 0 deadline --hours 2 --start $start
first 2026-09-30T12:00:00+08:00
run 0 deadline --class general --start $start --json --calendar "$root/calendars/china.csv" \
    --rulebook "$root/rulebooks/shanghai-housing-2022.toml"
out '"due":"2026-10-14T00:00:00+08:00","provisional":false,"clause":"5.2","trace":['
run 0 deadline --working-days 5 --start 2026-12-30T10:00:00+08:00
err 暂定
run 1 deadline # all that is missing at once
err --start
err --class
run 1 deadline --working-days -5 --start $start
err '--working-days: 期限数量 -5 超出范围'
run 1 deadline --batch --hours 2
err --batch

# deadline --batch: one answer a line in the same order, a bad line in its place.
printf '%s\n' '{"id":"1","start":"2026-09-30T10:00:00+08:00","working_days":5}' 'x' \
    '{"id":"3","start":"2026-09-30T10:00:00+08:00","class":"urgent"}' \
    '{"id":"4","start":"2026-09-30T10:00:00+08:00","working_days":0}' |
    "$binary" deadline --batch >out || fail "a bad line ended the batch"
first '{"id":"1","due":"2026-10-14T00:00:00+08:00","provisional":false}'
sed -n 2p out | grep -q '^{"id":null,"error":{' || fail "line 2: $(cat out)"
[ "$(sed -n 3p out)" = '{"id":"3","due":"2026-09-30T12:00:00+08:00","provisional":false}' ] ||
    fail "line 3: $(cat out)"
sed -n 4p out | grep -q '^{"id":"4","error":{.*"field":"working_days"' || fail "line 4: $(cat out)"
[ "$(wc -l <out)" = 4 ] || fail "lines: $(cat out)"

# A command line that cannot be read: 2, in the language of the reader.
run 2 nonsense
err '没有这个命令：nonsense'
run 2
err 须写明命令
run 2 deadline --wat
err '不认识的参数：--wat'
run 2 deadline --hours two
err '值无效：--hours = two'
run 2 demo --orders 0
err '--orders: 0 不在允许的范围内：1–1000000'
run 2 --language fr verify
err --language
run 2 import
err '缺少参数：file'
LANG=en_GB.UTF-8 run 2 nonsense
err 'there is no such command: nonsense'
run 0 --version
run 0 import --help

# rulebook and calendar.
sed 's/^version = 1$/version = 2/; s/^general = { working_days = 5/general = { working_days = 4/' \
    "$root/rulebooks/shanghai-housing-2022.toml" >draft.toml
run 0 rulebook check draft.toml
run 0 rulebook explain draft.toml
out '4 个工作日'
run 0 rulebook diff "$root/rulebooks/shanghai-housing-2022.toml" draft.toml
out '5 '
out '[5.2]'
run 1 rulebook diff none.toml neither.toml
err none.toml
err neither.toml
run 0 calendar check

# import: by alias and by --map, once, with a result for every row.
run 0 create --store store
run 1 create --store store
cat >orders.csv <<'ROWS'
工单编号,标题,诉求内容,来电时间
C-1,电梯停运,电梯停运三天无人修理,2026-10-09 09:00
C-2,时间有误,时间写错了,昨天
ROWS
run 1 import orders.csv --store store
out '"created":1'
out '"refused":1'
grep -q '^2,C-1,已受理,' orders.csv.result.csv || fail "$(cat orders.csv.result.csv)"
grep -q '^3,C-2,未受理,,D3,.*昨天' orders.csv.result.csv || fail "$(cat orders.csv.result.csv)"
run 1 import orders.csv --store store --result again.csv
out '"already_there":1'
out '"created":0'
printf '甲,乙\nC-3,楼上漏水\n' >odd.csv
run 1 import odd.csv --store store
run 0 import odd.csv --store store --map hotline_number=甲 claim=乙
run 1 import odd.csv --store store --map hotline_number=甲 --map claim
err --map
run 1 import odd.csv --store store --map hotline_number=甲 claim=乙 --result nowhere/result.csv
err nowhere/result.csv
run 1 import none.xlsx --store store
err none.xlsx

# What a new calendar would move, what a draft would have decided, and the copy that comes back.
run 0 calendar preview "$root/calendars/china.csv" --store store
run 0 replay --store store --rulebook draft.toml --json
out '"commands":2'
run 0 verify --store store
out '"faults":0'
run 0 backup copy --store store
out copy
run 1 backup copy --store store
run 1 restore copy --store back
err '--keys'
[ ! -e back ] && [ ! -e back.part ] || fail "a refused restore left something behind"
run 0 restore copy --store back --keys store/keys
run 0 verify --store back --keys store/keys
run 1 restore copy --store back --keys store/keys
run 1 verify --store nowhere

# A demonstration is whole or not there.
run 1 demo --store demo --no-serve --messages none.xlsx
[ ! -e demo ] || fail "a refused demonstration left a store behind"
run 0 demo --store demo --no-serve --orders 2 --report report.json
grep -q '"registered":2' report.json || fail "$(cat report.json)"
run 1 demo --store demo --no-serve --orders 2
touch demo/demonstration-unfinished
run 1 demo --store demo
err 中断
echo "command line held"
