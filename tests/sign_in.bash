# What the flows of signing in share: a real (not a demonstration) store, a real server, curl with a jar
# for each person. Sourced after `binary` is set.
. "$(dirname "${BASH_SOURCE[0]}")/server.bash"

start() { serve --language en --access-log "$@"; }
call() { # jar expected-status method path [body] [extra curl arguments]
    local jar=$1 expected=$2 method=$3 path=$4 body=${5:-}
    shift 5 2>/dev/null || shift $#
    local status
    status=$(curl -sS -o "$folder/body" -D "$folder/head" -w '%{http_code}' \
        -b "$folder/$jar" -c "$folder/$jar" -X "$method" -H 'Content-Type: application/json' \
        ${body:+-d "$body"} "$@" "$base/api/v1$path")
    note_answer "$method" "$path" "$status"
    [ "$status" = "$expected" ] ||
        fail "$method $path: $status, expected $expected: $(cat "$folder/body")"
}
head_holds() { grep -qi -- "$1" "$folder/head" || fail "head lacks $1: $(cat "$folder/head")"; }

# RFC 6238 again, by other programs: the code of a base 32 key, so many steps from now.
totp() {
    local key counter mac offset
    key=$(printf '%s' "$1" | base32 -d | od -An -tx1 | tr -d ' \n')
    counter=$(printf '%016x' $(($(date +%s) / 30 + ${2:-0})))
    mac=$(printf "$(printf '%s' "$counter" | sed 's/../\\x&/g')" |
        openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" -r | cut -c1-40)
    offset=$((16#${mac:39:1} * 2))
    printf '%06d' $(((16#${mac:offset:8} & 0x7fffffff) % 1000000))
}
# Signs in with the initial secret, sets a password, enrols a second factor and confirms with it.
settle() { # name secret password
    call "$1" 200 POST /session "{\"name\":\"$1\",\"password\":\"$2\"}"
    holds '"duty":"change_password"'
    call "$1" 403 GET /queues
    holds change_password
    call "$1" 204 POST /password "{\"present\":\"$2\",\"password\":\"$3\"}"
    call "$1" 403 GET /queues
    holds enrol_second_factor
    call "$1" 200 POST /second-factor '' -H 'X-Chengban-Request: 1'
    holds '<svg'
    field key >"$folder/$1.key"
    call "$1" 422 POST /second-factor/enrol '{"code":"000000"}'
    call "$1" 200 POST /second-factor/enrol "{\"code\":\"$(totp "$(cat "$folder/$1.key")" -1)\"}"
    holds recovery_codes
    call "$1" 200 GET /session
    holds '"duty":"none"'
}

# The setup's body, and the secrets in its answer (kept in $folder/setup).
setup() { printf '{"code":"%s","system_administrator":{"name":"sys","person":"system-administrator"},"security_administrator":{"name":"sec","person":"security-administrator"},"audit_administrator":{"name":"aud","person":"audit-administrator"}}' "$1"; }
secret_of() { grep -o "\"name\":\"$1\"[^}]*\"initial_secret\":\"[^\"]*\"\|\"initial_secret\":\"[^\"]*\"[^}]*\"name\":\"$1\"" "$folder/setup" | grep -o '"initial_secret":"[^"]*"' | cut -d'"' -f4; }
