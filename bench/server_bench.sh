#!/bin/bash
# The whole program: GET /api/v1/work-orders/{id} against nginx serving a file of the same bytes, both on
# loopback, interleaved in one run; memory of the idle server; cold start until the first answer.
#
#   bench/server_bench.sh [build folder] [seconds a round] [rounds]
set -euo pipefail
build=${1:-build/release}
seconds=${2:-4}
rounds=${3:-3}
connections=32
program=$build/chengban
[ -x "$program" ] || { echo "build $program first" >&2; exit 2; }
for tool in nginx wrk curl; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 2; }
done

folder=$(mktemp -d)
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ ! -s "$folder/nginx.pid" ] || kill "$(cat "$folder/nginx.pid")" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

"$program" demo --store "$folder/store" --no-serve --orders 500 >/dev/null
port=$((20000 + RANDOM % 20000))
base=http://127.0.0.1:$port

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; } # CPU of a process so far

# Starts the server; prints the milliseconds until the first answer of /api/v1/health, and those of CPU:
# on a busy machine only the second says something about the program.
start() {
    local begun
    begun=$(date +%s%N)
    "$program" serve --store "$folder/store" --port "$port" >"$folder/out" 2>&1 &
    server=$!
    until curl -s -o /dev/null "$base/api/v1/health"; do sleep 0.005; done
    echo "$((($(date +%s%N) - begun) / 1000000)) $(($(ticks "$server") * 1000 / $(getconf CLK_TCK)))"
}
stop() {
    kill "$server"
    wait "$server" || true
    server=
}
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

for _ in 1 2 3 4 5; do
    start >>"$folder/cold"
    stop
done
nothing_else=$(for _ in 1 2 3 4 5; do
    begun=$(date +%s%N)
    curl -s -o /dev/null "$base/api/v1/health" || true
    echo $((($(date +%s%N) - begun) / 1000000))
done | median)
echo "cold start: $(cut -d' ' -f1 "$folder/cold" | median) ms until the first answer, $(cut -d' ' -f2 "$folder/cold" | median) ms of them CPU" \
    "(curl alone: $nothing_else ms); goal 200"

start >/dev/null
sleep 3
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
echo "idle server: $(awk -v k="$(rss "$server")" 'BEGIN { printf "%.1f", k / 1024 }') MB resident; goal 40"

curl -s -o /dev/null -c "$folder/jar" -H 'Content-Type: application/json' \
    -d '{"person":"dispatcher-1","unit":"center","role":"dispatcher"}' "$base/api/v1/demonstration/session"
cookie=$(awk '$6 == "chengban_demo" { print $6 "=" $7 }' "$folder/jar")
id=$(curl -s -b "$folder/jar" "$base/api/v1/work-orders?limit=1&queue=all_open" | sed -n 's/.*"id":"\([0-9a-f-]\{36\}\)".*/\1/p')
[ -n "$id" ] || { echo "no order found" >&2; exit 2; }
mkdir "$folder/www"
curl -s -b "$folder/jar" -o "$folder/www/order.json" "$base/api/v1/work-orders/$id"
chmod 755 "$folder" "$folder/www"
nginx_port=$((port + 1))
cat >"$folder/nginx.conf" <<CONFIG
worker_processes 1;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    default_type application/json;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    server { listen 127.0.0.1:$nginx_port; root $folder/www; }
}
CONFIG
nginx -c "$folder/nginx.conf" -p "$folder"
worker=$(pgrep -P "$(cat "$folder/nginx.pid")" | head -n 1)

# name, process, address → appends «requests-a-second µs-CPU-a-request» to the file of that name
measure() {
    local before after
    before=$(ticks "$2")
    wrk -t1 -c"$connections" -d"${seconds}s" -H "Cookie: $cookie" "$3" >"$folder/wrk"
    after=$(ticks "$2")
    if grep -q "Non-2xx\|Socket errors" "$folder/wrk"; then cat "$folder/wrk" >&2; exit 1; fi
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /requests in/ { count = $1 }
        /Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.2f\n", rate, ticks / hz * 1e6 / count }' "$folder/wrk" >>"$folder/$1"
}
for _ in $(seq "$rounds"); do
    measure nginx "$worker" "http://127.0.0.1:$nginx_port/order.json"
    measure order "$server" "$base/api/v1/work-orders/$id"
done
base_rate=$(cut -d' ' -f1 "$folder/nginx" | median)
echo "$(stat -c %s "$folder/www/order.json") bytes, $connections connections, $rounds rounds of ${seconds}s, medians; goal 0.30"
printf '%-8s %12s %16s %8s\n' "" "requests/s" "CPU µs/request" "ratio"
for name in nginx order; do
    rate=$(cut -d' ' -f1 "$folder/$name" | median)
    printf '%-8s %12s %16s %8s\n' "$name" "$rate" "$(cut -d' ' -f2 "$folder/$name" | median)" \
        "$(awk -v a="$rate" -v b="$base_rate" 'BEGIN { printf "%.2f", a / b }')"
done
echo "server after load: $(awk -v k="$(rss "$server")" 'BEGIN { printf "%.1f", k / 1024 }') MB resident"
