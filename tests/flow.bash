# What the flows over HTTP share: a real server on a demonstration's store, curl in a role.
# Sourced after `binary` is set.
<<<<<<< HEAD
. "$(dirname "${BASH_SOURCE[0]}")/server.bash"

start() { serve --language zh; }
=======
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
source "$(dirname "${BASH_SOURCE[0]}")/answers.bash"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}
start() { # [extra arguments of serve]
    rm -f "$folder/out"; : >"$folder/out"; base=""
    "$binary" serve --store "$folder/store" --port 0 --language zh "$@" >"$folder/out" 2>"$folder/err" &
    server=$!
    for _ in $(seq 100); do
        base=$(sed -n 's|^\(http://[^/]*\)/$|\1|p' "$folder/out")
        [ -n "$base" ] && return
        kill -0 "$server" 2>/dev/null || fail "the server ended: $(cat "$folder/err")"
        sleep 0.1
    done
    fail "no address"
}
>>>>>>> security
sign_in() { # person unit role
    curl -sS -o /dev/null -c "$folder/$3" -H 'Content-Type: application/json' \
        -d "{\"person\":\"$1\",\"unit\":\"$2\",\"role\":\"$3\"}" "$base/api/v1/demonstration/session"
}
key=0
call() { # role expected-status method path [body] [extra curl arguments]
    local role=$1 expected=$2 method=$3 path=$4 body=${5:-}
    shift 5 2>/dev/null || shift $#
    key=$((key + 1))
    local status idempotency="Idempotency-Key: ${use_key:-flow-key-$key}"
    status=$(curl -sS -o "$folder/body" -D "$folder/head" -w '%{http_code}' -b "$folder/$role" \
        -X "$method" -H "Content-Type: ${type:-application/json}" -H 'X-Chengban-Request: flow' -H "$idempotency" \
        ${body:+-d "$body"} "$@" "$base/api/v1$path")
    note_answer "$method" "$path" "$status"
    [ "$status" = "$expected" ] || fail "$method $path: $status, expected $expected: $(cat "$folder/body")"
}
etag() { sed -n 's/^ETag: *"\([0-9]*\)".*/\1/ip' "$folder/head" | tr -d '\r'; }
