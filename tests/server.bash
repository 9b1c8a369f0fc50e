# What all flows share: a store in a folder of its own, a real server on it, the last answer in
# $folder/body and $folder/head. Sourced by flow.bash and sign_in.bash, after `binary` is set.
folder=$(mktemp -d)
server=""
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder" || true
}
trap cleanup EXIT
. "$(dirname "${BASH_SOURCE[0]}")/answers.bash"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}
serve() { # options of the server; its address is in $base afterwards
    rm -f "$folder/out"; : >"$folder/out"; base=""
    "$binary" serve --store "$folder/store" --port 0 "$@" >"$folder/out" 2>>"$folder/err" &
    server=$!
    for _ in $(seq 200); do
        base=$(sed -n 's|^\(http://[^/]*\)/$|\1|p' "$folder/out")
        [ -n "$base" ] && return
        kill -0 "$server" 2>/dev/null || fail "the server ended: $(cat "$folder/err")"
        sleep 0.1
    done
    fail "no address"
}
stop() {
    kill "$server"
    wait "$server" || fail "the server did not stop cleanly"
    server=""
}
field() { # jq-like: the first "name":"value" of the answer
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$folder/body" | head -1
}
holds() { grep -q -- "$1" "$folder/body" || fail "answer lacks $1: $(head -c 600 "$folder/body")"; }
