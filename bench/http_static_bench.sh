#!/bin/bash
# Our server against nginx serving a static file of the same size, both on loopback, interleaved in
# one run, so that the load of the machine falls on both. Prints requests a second, CPU per request
# and the ratio of medians.
#
#   bench/http_static_bench.sh [build folder] [seconds a round] [rounds]
set -euo pipefail
build=${1:-build/release}
seconds=${2:-4}
rounds=${3:-3}
bytes=3000
connections=32

program=$(find "$build" -name chengban_http_bench -type f | head -n 1)
[ -n "$program" ] || { echo "build the target chengban_http_bench in $build first" >&2; exit 2; }
for tool in nginx wrk; do
    command -v "$tool" > /dev/null || { echo "$tool is not installed" >&2; exit 2; }
done

folder=$(mktemp -d)
ours=
cleanup() {
    [ -z "$ours" ] || kill "$ours" 2> /dev/null || true
    [ ! -s "$folder/nginx.pid" ] || kill "$(cat "$folder/nginx.pid")" 2> /dev/null || true
    wait 2> /dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

"$program" 1 1 "$bytes" > "$folder/port" &
ours=$!
while [ ! -s "$folder/port" ]; do sleep 0.05; done
port=$(cat "$folder/port")

mkdir "$folder/www"
wget -q -O "$folder/www/document.json" "http://127.0.0.1:$port/api/inline" 2> /dev/null ||
    curl -s -o "$folder/www/document.json" "http://127.0.0.1:$port/api/inline"
size=$(stat -c %s "$folder/www/document.json")
[ "$size" -ge $((bytes - 100)) ] || { echo "the document has $size bytes only" >&2; exit 2; }
chmod 755 "$folder" "$folder/www"
nginx_port=$((20000 + RANDOM % 20000))
cat > "$folder/nginx.conf" << CONFIG
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

# user + system CPU of a process so far, in clock ticks
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# name, process, address → appends «requests-a-second µs-CPU-a-request» to the file of that name
measure() {
    local before after
    before=$(ticks "$2")
    wrk -t1 -c"$connections" -d"${seconds}s" "$3" > "$folder/wrk"
    after=$(ticks "$2")
    if grep -q "Non-2xx\|Socket errors" "$folder/wrk"; then cat "$folder/wrk" >&2; exit 1; fi
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /requests in/ { count = $1 }
        /Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.2f\n", rate, ticks / hz * 1e6 / count }' "$folder/wrk" >> "$folder/$1"
}

for _ in $(seq "$rounds"); do
    measure nginx "$worker" "http://127.0.0.1:$nginx_port/document.json"
    measure inline "$ours" "http://127.0.0.1:$port/api/inline"
    measure pooled "$ours" "http://127.0.0.1:$port/api/pooled"
    measure later "$ours" "http://127.0.0.1:$port/api/later"
done

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
base=$(cut -d' ' -f1 "$folder/nginx" | median)
echo "$size bytes, $connections connections, $rounds rounds of ${seconds}s, medians"
printf '%-8s %12s %16s %8s\n' "" "requests/s" "CPU µs/request" "ratio"
for name in nginx inline pooled later; do
    rate=$(cut -d' ' -f1 "$folder/$name" | median)
    cpu=$(cut -d' ' -f2 "$folder/$name" | median)
    printf '%-8s %12s %16s %8s\n' "$name" "$rate" "$cpu" \
        "$(awk -v a="$rate" -v b="$base" 'BEGIN { printf "%.2f", a / b }')"
done
