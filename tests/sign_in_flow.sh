#!/usr/bin/env bash
# Signing in over HTTP against the real server and a real (not a demonstration) store: setup, first
# passwords, one-time codes, cookies, step-up, posts, other sites, keys, a restart, the operator's
# commands. Usage: tests/sign_in_flow.sh BINARY
set -euo pipefail
binary=$1
source "$(dirname "$0")/sign_in.bash"

"$binary" create --store "$folder/store" >/dev/null
start

# Nobody is there, and no name or password opens anything.
call nobody 200 GET /sign-in
holds '"setup_needed":true'
call nobody 401 GET /session
call nobody 401 POST /session '{"name":"admin","password":"admin"}'
holds wrong_credentials
call nobody 403 POST /demonstration/session '{"person":"dispatcher-1","unit":"center","role":"dispatcher"}'

# The setup: a wrong code, then three administrators, once.
code=$("$binary" setup-code --store "$folder/store")
call nobody 403 POST /setup "$(setup AAAA-BBBB-CCCC-DDDD)"
call nobody 201 POST /setup "$(setup "$code")"
cp "$folder/body" "$folder/setup"
sys_secret=$(secret_of sys)
sec_secret=$(secret_of sec)
[ -n "$sys_secret" ] && [ -n "$sec_secret" ] || fail "no secrets: $(cat "$folder/setup")"
call nobody 403 POST /setup "$(setup "$code")"
"$binary" setup-code --store "$folder/store" 2>/dev/null && fail "the setup code is still there"

settle sys "$sys_secret" 'ochre kettle marsh 7'
settle sec "$sec_secret" 'violet anvil harbour 9'

# Cookies: HttpOnly, SameSite, and no token in an address or in the log.
call sys 200 POST /session/confirm "{\"password\":\"ochre kettle marsh 7\",\"code\":\"$(totp "$(cat "$folder/sys.key")")\"}"
head_holds 'Set-Cookie: chengban_session=[^;]*; Path=/; HttpOnly; SameSite=Strict; Max-Age='
head_holds 'Cache-Control: no-store'

# One administrator makes an account, another approves it; each keeps to their own.
call sys 201 POST /accounts '{"name":"reviewer","person":"reviewer-1"}'
reviewer_secret=$(field initial_secret)
reviewer=$(field account)
call nobody 401 POST /session "{\"name\":\"reviewer\",\"password\":\"$reviewer_secret\"}"
call sys 403 POST "/accounts/$reviewer/approve" '' -H 'X-Chengban-Request: 1'
call sec 204 POST "/accounts/$reviewer/approve" '' -H 'X-Chengban-Request: 1'
call sec 403 POST /accounts '{"name":"other","person":"dispatcher-1"}'
call sys 422 POST /accounts '{"name":"x y","person":"nobody-at-all","typo":1}'
holds unknown_field
call sys 200 GET /accounts
holds '"standing":"active"'

# A person without a second factor; common passwords are refused with all reasons.
call reviewer 200 POST /session "{\"name\":\"Reviewer\",\"password\":\"$(printf '%s' "$reviewer_secret" | tr 'A-Z' 'a-z')\"}"
call reviewer 422 POST /password "{\"present\":\"$reviewer_secret\",\"password\":\"shanghai2026\"}"
holds password_common
call reviewer 204 POST /password "{\"present\":\"$reviewer_secret\",\"password\":\"gravel moonlit harp 6\"}"
call reviewer 200 GET /queues
call reviewer 403 GET /accounts
cp "$folder/reviewer" "$folder/reviewer.old"

# Another of one's own posts, never anybody else's; the token changes, the old one is dead.
call reviewer 403 POST /session/post '{"unit":"center","role":"security_administrator"}'
call reviewer 200 POST /session/post '{"unit":"center","role":"reviewer"}'
call reviewer.old 401 GET /session
call reviewer 200 GET /session

# Pages of other sites change nothing.
for hostile in 'Sec-Fetch-Site: cross-site' 'Sec-Fetch-Site: same-site' 'Origin: https://evil.example' 'Origin: null'; do
    call reviewer 403 POST /session/post '{"unit":"center","role":"reviewer"}' -H "$hostile"
    holds cross_site
done
status=$(curl -sS -o /dev/null -w '%{http_code}' -b "$folder/reviewer" -X DELETE "$base/api/v1/session")
[ "$status" = 403 ] || fail "a form of another site could sign people out: $status"

# Own sessions: listed, ended; signing out kills the token.
call second 200 POST /session '{"name":"reviewer","password":"gravel moonlit harp 6"}'
call reviewer 200 GET /sessions
[ "$(grep -o '"session":' "$folder/body" | wc -l)" = 2 ] || fail "two sessions expected: $(cat "$folder/body")"
call reviewer 204 DELETE /sessions '' -H 'X-Chengban-Request: 1'
call second 401 GET /session
cp "$folder/reviewer" "$folder/reviewer.old"

# A key for a machine: scopes, approval, revocation.
call sys 201 POST /api-keys '{"name":"gateway","unit":"center","role":"hotline","scopes":["read"]}'
key=$(field key)
key_id=$(field id)
call machine 401 GET /queues '' -H "Authorization: Bearer $key"
call sec 204 POST "/api-keys/$key_id/approve" '' -H 'X-Chengban-Request: 1'
call machine 200 GET /queues '' -H "Authorization: Bearer $key"
call machine 403 POST /work-orders '{}' -H "Authorization: Bearer $key"
holds key_scope
call machine 403 GET /accounts '' -H "Authorization: Bearer $key"
call machine 401 GET /queues '' -H "Authorization: Bearer ${key}x"
call sec 204 POST "/api-keys/$key_id/revoke" '{"reason":"test"}'
call machine 401 GET /queues '' -H "Authorization: Bearer $key"

# Settings: the security administrator's; the store keeps them.
call sys 403 PUT /sign-in-settings '{"idle_minutes":20}'
call sec 422 PUT /sign-in-settings '{"password_min":4}'
call sec 204 PUT /sign-in-settings '{"idle_minutes":20,"password_algorithm":"pbkdf2_hmac_sm3"}'

# Sessions survive a restart, ended ones do not come back.
stop
start
call reviewer 200 GET /session
holds '"idle_minutes":20'
call second 401 GET /session
call reviewer 204 DELETE /session '' -H 'X-Chengban-Request: 1'
call reviewer.old 401 GET /session
call reviewer 200 POST /session '{"name":"reviewer","password":"gravel moonlit harp 6"}'

# Guesses are answered 429 after a while, with the time to wait.
for _ in $(seq 7); do
    curl -sS -o "$folder/body" -D "$folder/head" -H 'Content-Type: application/json' \
        -d '{"name":"aud","password":"guess"}' "$base/api/v1/session"
done
head_holds '^HTTP/1.1 429'
head_holds '^Retry-After: '

# Behind a proxy with https: the cookie is bound to host and https, and plain http is refused.
stop
start --trusted-proxy 127.0.0.1 --host-name desk.example
call proxied 403 POST /session '{"name":"reviewer","password":"gravel moonlit harp 6"}' \
    -H 'X-Forwarded-For: 10.1.2.3' -H 'X-Forwarded-Proto: http' -H 'Host: desk.example'
holds https_needed
call proxied 200 POST /session '{"name":"reviewer","password":"gravel moonlit harp 6"}' \
    -H 'X-Forwarded-For: 10.1.2.3' -H 'X-Forwarded-Proto: https' -H 'Host: desk.example'
head_holds 'Set-Cookie: __Host-chengban_session=[^;]*; Path=/; HttpOnly; SameSite=Strict; Secure;'
stop

# The operator at the machine: a new secret, a lost second factor.
"$binary" account list --store "$folder/store" --language en | grep -q '^reviewer ' || fail "account list"
secret=$("$binary" account reset aud --store "$folder/store" --language en | sed -n 's/^initial secret //p')
"$binary" account remove-second-factor sec --store "$folder/store"
"$binary" account disable reviewer --reason left --store "$folder/store"
"$binary" account reset nobody --store "$folder/store" 2>/dev/null && fail "reset of nobody"
start
call aud 200 POST /session "{\"name\":\"aud\",\"password\":\"$secret\"}"
call sec 200 POST /session '{"name":"sec","password":"violet anvil harbour 9"}'
holds '"duty":"enrol_second_factor"'
call reviewer 401 POST /session '{"name":"reviewer","password":"gravel moonlit harp 6"}'
stop

# Nothing was altered, and no secret stands in a log or in the database.
"$binary" verify --store "$folder/store" >"$folder/body"
holds '"faults":0'
token=$(sed -n 's/.*chengban_session\t//p' "$folder/aud")
for word in 'gravel moonlit' 'violet anvil' "$secret" "$token" "$key" "$(cat "$folder/sys.key")"; do
    [ -n "$word" ] || fail "an empty canary"
    if grep -rqF -- "$word" "$folder/err" "$folder/out" "$folder/store"; then
        fail "a secret stands in plain in $(grep -rlF -- "$word" "$folder/err" "$folder/out" "$folder/store")"
    fi
done
check_answers
echo "sign-in flow passed"
