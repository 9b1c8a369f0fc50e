#!/usr/bin/env bash
# Check 35 (18): a citizen's name, number and words, passwords, one-time codes, tokens and keys go through
# the real server in every way they can be sent, right and wrong; then no line of the log, no refusal
# and no file of the store holds one of them. Usage: tests/canary_flow.sh BINARY
set -euo pipefail
binary=$1
. "$(dirname "${BASH_SOURCE[0]}")/server.bash"

start() { serve --language zh --access-log; }
asked=0
call() { # jar expected-status method path [body] [extra curl arguments]
    local jar=$1 expected=$2 method=$3 path=$4 body=${5:-}
    shift 5 2>/dev/null || shift $#
    local status
    asked=$((asked + 1))
    status=$(curl -sS -o "$folder/body" -D "$folder/head" -w '%{http_code}' \
        -b "$folder/$jar" -c "$folder/$jar" -X "$method" -H 'Content-Type: application/json' \
        -H 'X-Chengban-Request: flow' -H "Idempotency-Key: canary-key-$asked" \
        ${body:+--data-binary "$body"} "$@" "$base/api/v1$path")
    [ "$status" -lt 400 ] || cat "$folder/head" "$folder/body" >>"$folder/refusals"
    [ "$expected" = any ] || [ "$status" = "$expected" ] ||
        fail "$method $path: $status, expected $expected: $(cat "$folder/body")"
}
totp() {
    local key counter mac offset
    key=$(printf '%s' "$1" | base32 -d | od -An -tx1 | tr -d ' \n')
    counter=$(printf '%016x' $(($(date +%s) / 30 + ${2:-0})))
    mac=$(printf "$(printf '%s' "$counter" | sed 's/../\\x&/g')" |
        openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" -r | cut -c1-40)
    offset=$((16#${mac:39:1} * 2))
    printf '%06d' $(((16#${mac:offset:8} & 0x7fffffff) % 1000000))
}
canaries=()
canary() { # what it is, the bytes
    [ "$(printf %s "$2" | wc -c)" -ge 6 ] || fail "the canary «$1» is too short to be looked for: $2"
    canaries+=("$1=$2")
}
settle() { # name secret password
    canary "initial secret of $1" "$2"
    canary "password of $1" "$3"
    call "$1" 200 POST /session "{\"name\":\"$1\",\"password\":\"$2\"}"
    call "$1" 204 POST /password "{\"present\":\"$2\",\"password\":\"$3\"}"
    call "$1" 200 POST /second-factor
    field key >"$folder/$1.key"
    canary "second factor of $1" "$(cat "$folder/$1.key")"
    call "$1" 200 POST /second-factor/enrol "{\"code\":\"$(totp "$(cat "$folder/$1.key")" -1)\"}"
    canary "recovery code of $1" "$(grep -o '"recovery_codes":\["[^"]*"' "$folder/body" | cut -d'"' -f4)"
}
token() { canary "session of $1" "$(awk '$6 ~ /session/ { print $7 }' "$folder/$1" | tail -1)"; }

name='金丝雀甲乙'
phone=13977665544
words='阳台上有一只会唱歌的金丝雀叫了整夜'
canary "citizen's name" "$name"
canary "citizen's number" "$phone"
canary "citizen's words" "$words"
canary "house number" '珍珠巷77弄88号909室'

"$binary" create --store "$folder/store" --sealing aes_256_gcm >/dev/null
start
code=$("$binary" setup-code --store "$folder/store")
canary 'setup code' "$code"
call nobody 201 POST /setup "{\"code\":\"$code\",\"system_administrator\":{\"name\":\"sys\",\"person\":\"system-administrator\"},\"security_administrator\":{\"name\":\"sec\",\"person\":\"security-administrator\"},\"audit_administrator\":{\"name\":\"aud\",\"person\":\"audit-administrator\"}}"
cp "$folder/body" "$folder/setup"
secret_of() { grep -o "\"name\":\"$1\"[^}]*\"initial_secret\":\"[^\"]*\"\|\"initial_secret\":\"[^\"]*\"[^}]*\"name\":\"$1\"" "$folder/setup" | grep -o '"initial_secret":"[^"]*"' | cut -d'"' -f4; }
settle sys "$(secret_of sys)" 'canary quay lantern 4471'
settle sec "$(secret_of sec)" 'canary moss beacon 9182'
token sys
call sys 200 POST /session/confirm "{\"password\":\"canary quay lantern 4471\",\"code\":\"$(totp "$(cat "$folder/sys.key")")\"}"
token sys
call sys 201 POST /accounts '{"name":"disp","person":"dispatcher-1"}'
secret=$(field initial_secret); account=$(field account)
canary "initial secret of disp" "$secret"
canary "password of disp" 'canary gravel harp 6035'
call sec 204 POST "/accounts/$account/approve"
call disp 200 POST /session "{\"name\":\"disp\",\"password\":\"$secret\"}"
call disp 204 POST /password "{\"present\":\"$secret\",\"password\":\"canary gravel harp 6035\"}"
token disp
call sys 201 POST /api-keys '{"name":"gateway","unit":"center","role":"hotline","scopes":["read"]}'
canary 'key of a machine' "$(field key)"
machine=$(field key)

# Right.
order_body="{\"hotline_number\":\"C-1\",\"kind\":\"complaint\",\"limit_class\":\"general\",\"title\":\"$words\",\"claim\":\"$words，请联系$name\",\"citizen_name\":\"$name\",\"citizen_phone\":\"$phone\",\"address\":\"珍珠巷77弄88号909室\",\"district\":\"310101\"}"
call disp 201 POST /work-orders "$order_body"
order=$(field order)
call disp 200 GET "/work-orders/$order"
call disp 200 POST "/work-orders/$order/unmask" '{"fields":["citizen_phone","citizen_name"],"reason":"核对来电"}'
call disp 200 POST /work-orders/search "{\"phone\":\"$phone\"}"

# Wrong, in every way that tempts an answer or a log line to repeat what came. (The name of an unknown field
# is told to whoever sent it; it is never a value.)
call disp any POST /work-orders "${order_body%\}}"
call disp any POST /work-orders "{\"typo\":\"$name\"}"
call disp any POST /work-orders "{\"hotline_number\":\"$phone\",\"kind\":\"$name\",\"limit_class\":\"$phone\",\"title\":1,\"claim\":[\"$words\"]}"
call disp any POST /work-orders "[\"$name\",\"$phone\"]"
call disp any POST /work-orders "$order_body" -H 'Content-Type: text/plain'
call disp any POST "/work-orders/$order/dispatch" "{\"unit\":\"$name\"}"
call disp any POST "/work-orders/$order/dispatch" "{\"unit\":\"district-310101\",\"note\":{\"typo\":\"$name\"}}" -H 'If-Match: "1"'
call disp any POST "/work-orders/$order/unmask" "{\"fields\":[\"citizen_phone\"],\"reason\":\"找$phone\"}"
call disp any POST "/work-orders/$order/case-file" "{\"reason\":\"找$name 的 $phone\"}"
call disp any POST /exports "{\"filters\":[{\"name\":\"phone\",\"value\":\"$phone\"}],\"reason\":\"找 $phone\"}"
call disp any POST /work-orders/search "{\"phone\":\"$phone\",\"typo\":1}"
call nobody any POST /session '{"name":"disp","password":"canary quay lantern 4471"}'
call nobody any POST /session "{\"name\":\"$name\",\"password\":\"canary gravel harp 6035\"}"
call nobody any POST /session '{"name":"disp","password":{"x":"canary gravel harp 6035"}}'
call disp any POST /password '{"present":"canary gravel harp 6035","password":"canary quay lantern 4471","code":"x"}'
call disp any POST /password '{"present":"canary moss beacon 9182","password":"short"}'
call machine any GET /queues '' -H "Authorization: Bearer $machine"
call machine any GET /queues '' -H "Authorization: Bearer ${machine}x"
call machine any GET /queues '' -H "Authorization: $machine"
call nobody any POST /setup "{\"code\":\"$code\",\"typo\":\"$name\"}"
call disp any POST "/work-orders/$order/attachments?file_name=$phone.exe" "$words" -H 'Content-Type: application/octet-stream'
call disp any POST /imports "$name,$phone" -H 'Content-Type: application/octet-stream'
for _ in 1 2 3; do
    curl -sS -o /dev/null -b "$folder/disp" "$base/api/v1/work-orders/$phone" || true
done
sleep 1

stop
"$binary" verify --store "$folder/store" >>"$folder/err" 2>&1

[ -s "$folder/refusals" ] || fail "nothing was refused"
[ "$(wc -l <"$folder/err")" -ge 20 ] || fail "no access lines: $(cat "$folder/err")"
passed=0
for one in "${canaries[@]}"; do
    what=${one%%=*}
    bytes=${one#*=}
    for place in err out refusals; do
        if grep -qF -- "$bytes" "$folder/$place"; then
            fail "$what stands in $place: $(grep -F -m1 -- "$bytes" "$folder/$place" | head -c 300)"
        fi
        passed=$((passed + 1))
    done
    if grep -rqaF -- "$bytes" "$folder/store"; then
        fail "$what stands in plain in $(grep -rlaF -- "$bytes" "$folder/store" | head -1)"
    fi
    passed=$((passed + 1))
done
echo "$passed passed, 0 failed"
