#!/bin/bash
# What signing in and authorization cost: GET /work-orders/{id} with a real session and the guard that
# serves, against the same handlers behind a guard that hands out a ready caller; both servers in one
# process, interleaved, so that the load of the machine falls on both. Durable commands in process.
#
#   bench/http_authorization_bench.sh [build folder] [seconds a round] [rounds]
set -euo pipefail
build=${1:-build/release}
seconds=${2:-4}
rounds=${3:-5}
connections=32
program=$build/bench/http_authorization_bench
[ -x "$program" ] || { echo "build $program first" >&2; exit 2; }
command -v wrk >/dev/null || { echo "wrk is not installed" >&2; exit 2; }

folder=$(mktemp -d)
mkfifo "$folder/stay"
"$program" <"$folder/stay" >"$folder/out" &
ours=$!
exec 3>"$folder/stay" # the program ends when this is closed
cleanup() {
    exec 3>&-
    kill "$ours" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT
until grep -q '^ready' "$folder/out"; do
    kill -0 "$ours" 2>/dev/null || { cat "$folder/out" >&2; exit 1; }
    sleep 0.1
done
grep -v '^ready' "$folder/out"
read -r _ with without path cookie <<<"$(grep '^ready' "$folder/out")"

ticks() { awk '{ print $14 + $15 }' "/proc/$ours/stat"; }
measure() { # name port → appends «requests-a-second µs-CPU-a-request» to the file of that name
    local before after
    before=$(ticks)
    wrk -t1 -c"$connections" -d"${seconds}s" -H "Cookie: $cookie" "http://127.0.0.1:$2$path" >"$folder/wrk"
    after=$(ticks)
    if grep -q "Non-2xx\|Socket errors" "$folder/wrk"; then cat "$folder/wrk" >&2; exit 1; fi
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /requests in/ { count = $1 }
        /Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.2f\n", rate, ticks / hz * 1e6 / count }' "$folder/wrk" >>"$folder/$1"
}
measure warm "$with"
for round in $(seq "$rounds"); do # who goes first changes
    if [ $((round % 2)) = 0 ]; then
        measure with "$with"
        measure without "$without"
    else
        measure without "$without"
        measure with "$with"
    fi
done
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
echo "GET /work-orders/{id}, $connections connections, $rounds rounds of ${seconds}s, medians; goal ≥ 0.95"
printf '%-22s %12s %16s\n' "" "requests/s" "CPU µs/request"
for name in without with; do
    printf '%-22s %12s %16s\n' "$name authorization" "$(cut -d' ' -f1 "$folder/$name" | median)" \
        "$(cut -d' ' -f2 "$folder/$name" | median)"
done
ratio() { # of each round, so that a busy moment falls on both
    paste -d' ' "$folder/with" "$folder/without" | awk "{ printf \"%.3f\n\", $1 }" | median
}
printf '%-22s %12s %16s\n' "ratio" "$(ratio '$1 / $3')" "$(ratio '$4 / $2')"
# The rates of two servers differ by more than that on a busy machine; the parts do not.
awk -v guard="$(sed -n 's/^caller and permission \([0-9.]*\) .*/\1/p' "$folder/out")" \
    -v all="$(cut -d' ' -f2 "$folder/with" | median)" \
    'BEGIN { printf "caller and permission are %.1f %% of a request; goal 5 %%\n", guard / all * 100 }'
