# What the flows over HTTP share: a real server on a demonstration's store, curl in a role.
# Sourced after `binary` is set.
. "$(dirname "${BASH_SOURCE[0]}")/server.bash"

start() { serve --language zh "$@"; } # extra options of the server
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
