#!/usr/bin/env bash
# Single sign-on against a real OpenID provider (tests/single_sign_on/provider.mjs) that this flow starts:
# accounts bound by administrators and by a claim, second factors here and there, keys that rotate,
# every forgery, a provider that is slow or gone. Usage: tests/single_sign_on_flow.sh BINARY
set -euo pipefail
binary=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
source "$here/sign_in.bash"
source "$here/single_sign_on/provider.bash"

# A one-time code that was not used yet: the next step that counts, waited for where it is far ahead.
next_code() { # name
    local last wanted present
    present=$(($(date +%s) / 30))
    last=$(cat "$folder/$1.step" 2>/dev/null || echo $((present - 1))) # the one it was enrolled with
    wanted=$((last + 1 > present ? last + 1 : present))
    while [ $wanted -gt $(($(date +%s) / 30 + 1)) ]; do sleep 1; done
    echo $wanted >"$folder/$1.step"
    totp "$(cat "$folder/$1.key")" $((wanted - $(date +%s) / 30))
}
confirm_administrators() {
    call sys 200 POST /session/confirm "{\"password\":\"$sys_password\",\"code\":\"$(next_code sys)\"}"
    call sec 200 POST /session/confirm "{\"password\":\"$sec_password\",\"code\":\"$(next_code sec)\"}"
}

"$binary" create --store "$folder/store" >/dev/null
serve=(--single-sign-on-secret "$idp/client.secret" --single-sign-on-ca "$idp/tls.crt")
chmod 644 "$idp/client.secret"
"$binary" serve --store "$folder/store" --port 0 "${serve[@]}" 2>/dev/null && fail "others may read the client secret"
chmod 600 "$idp/client.secret"
start "${serve[@]}"
sys_password='ochre kettle marsh 7'
sec_password='violet anvil harbour 9'
call nobody 201 POST /setup "$(setup "$("$binary" setup-code --store "$folder/store")")"
cp "$folder/body" "$folder/setup"
settle sys "$(secret_of sys)" "$sys_password"
settle sec "$(secret_of sec)" "$sec_password"
settle aud "$(secret_of aud)" 'amber ladle quarry 5'
confirm_administrators
person() { # name person: an approved account whose initial secret is never used
    call sys 201 POST /accounts "{\"name\":\"$1\",\"person\":\"$2\"}"
    field account >"$folder/$1.id"
    call sec 204 POST "/accounts/$(cat "$folder/$1.id")/approve" '' -H 'X-Chengban-Request: 1'
}
person reviewer reviewer-1
person dispatcher dispatcher-1
person principal huangpu-principal

# Not set up: no button, no way in.
call nobody 200 GET /sign-in
grep -q single_sign_on "$folder/body" && fail "a button without a provider"
call nobody 404 POST /single-sign-on '{}'
holds single_sign_on_off
call nobody 404 POST /single-sign-on/session '{"state":"x","code":"y"}'

# The security administrator's setting; addresses must be https and whole.
settings() { # more
    printf '{"single_sign_on":{"issuer":"%s","client_id":"%s","desk_address":"%s","button":"统一认证"%s}}' \
        "$issuer" "${client:-chengban}" "$base" "${1:-}"
}
call sys 403 PUT /sign-in-settings "$(settings)"
call sec 422 PUT /sign-in-settings "$(issuer=http://localhost settings)"
holds single_sign_on.issuer
call sec 422 PUT /sign-in-settings "$(settings ',"scope":"profile"')"
call sec 204 PUT /sign-in-settings "$(settings)"
sleep 1.1
call nobody 200 GET /sign-in
holds '"single_sign_on":{"button":"统一认证"}'

# The provider is not there: said at once and clearly, and passwords still work.
call nobody 503 POST /single-sign-on '{}' -H 'Accept-Language: en'
holds provider_unreachable
holds '请用口令登录'
call other_sys 200 POST /session "{\"name\":\"sys\",\"password\":\"$sys_password\",\"code\":\"$(next_code sys)\"}"

signing_key first RSA
control '{"sub":"e-1024"}'
start_provider RS256
sleep 2.1

# Where people are sent, and with what: our client, one return address, PKCE, state, nonce. Nobody can
# say another address: not in the body, not by another Host.
depart reviewer
head_holds 'Set-Cookie: chengban_single_sign_on=[^;]*; Path=/; HttpOnly; SameSite=Strict; Max-Age=600'
for part in "^$issuer/auth?response_type=code&client_id=chengban&" 'code_challenge_method=S256' 'code_challenge=[A-Za-z0-9_-]\{43\}&' \
    'state=[A-Za-z0-9_-]\{43\}&' 'nonce=[A-Za-z0-9_-]\{43\}&' "redirect_uri=http%3A%2F%2F127.0.0.1%3A${base##*:}%2Fsign-in&"; do
    grep -q -- "$part" <<<"$address" || fail "the address lacks $part: $address"
done
call nobody 422 POST /single-sign-on '{"redirect_uri":"https://evil.example/"}'
holds unknown_field
call nobody 200 POST /single-sign-on '{}' -H "Host: localhost:${base##*:}"
grep -q "redirect_uri=http%3A%2F%2F127.0.0.1" "$folder/body" || fail "the host of a request became the return address"
call nobody 403 POST /single-sign-on '{}' -H 'Sec-Fetch-Site: cross-site'

# Signing out there too is the provider's own page, and it sends people back to ours.
call nobody 200 POST /single-sign-on/leave '' -H 'X-Chengban-Request: 1'
[ "$(field address)" = "$issuer/session/end?client_id=chengban&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A${base##*:}%2Fsign-in" ] ||
    fail "another way out: $(cat "$folder/body")"

# Known to the provider, unknown here: no right comes of that, and nothing is made.
travel
call reviewer 401 POST /single-sign-on/session "$(arrival)"
holds unknown_subject
call sys 200 GET /accounts
[ "$(grep -o '"account":' "$folder/body" | wc -l)" = 6 ] || fail "an account came from nowhere: $(cat "$folder/body")"

# Two administrators bind a subject; until then it opens nothing.
reviewer=$(cat "$folder/reviewer.id")
call sec 403 POST "/accounts/$reviewer/subjects" '{"subject":"e-1024"}'
call sys 201 POST "/accounts/$reviewer/subjects" '{"subject":"e-1024"}'
subject=$(field id)
enter reviewer 401
holds unknown_subject
call sys 403 POST "/accounts/$reviewer/subjects/$subject/approve" '' -H 'X-Chengban-Request: 1'
call sec 404 POST "/accounts/$(cat "$folder/dispatcher.id")/subjects/$subject/approve" '' -H 'X-Chengban-Request: 1'
call sec 204 POST "/accounts/$reviewer/subjects/$subject/approve" '' -H 'X-Chengban-Request: 1'
call sys 422 POST "/accounts/$(cat "$folder/dispatcher.id")/subjects" '{"subject":"e-1024"}'
holds subject_taken
call aud 200 GET "/accounts/$reviewer/subjects"
call aud 200 GET /single-sign-on/subjects
holds '"subject":"e-1024"'
holds '"state":"bound"'
call reviewer 401 GET /single-sign-on/subjects
call sec 200 GET "/accounts/$reviewer/subjects"
holds '"subject":"e-1024"'

# In: the same session as with a password, without the password's duties.
enter reviewer 200
holds '"account":"reviewer"'
holds "\"issuer\":\"$issuer\""
holds '"duty":"none"'
head_holds 'Set-Cookie: chengban_session=[^;]*; Path=/; HttpOnly; SameSite=Strict; Max-Age='
head_holds 'Set-Cookie: chengban_single_sign_on=; '
call reviewer 200 GET /queues
call reviewer 403 GET /accounts
call reviewer 200 GET /sessions

# The desk's button does the same in a browser, and takes the person where they wanted to go.
"$here/../script/install" test
"$here/../script/web"
node "$here/../web/e2e/single_sign_on.mjs" "$base" 统一认证 || fail "the desk does not sign in"

# A code and a state serve once; a code that was caught is worth nothing in another browser.
call reviewer 401 POST /single-sign-on/session "$(arrival)"
holds wrong_state
depart first
travel
cp "$folder/first" "$folder/second"
call first 200 POST /single-sign-on/session "$(arrival)"
call second 401 POST /single-sign-on/session "$(arrival)"
holds code_refused
depart victim
travel
caught=$code
depart thief
call thief 401 POST /single-sign-on/session "$(arrival)"
holds wrong_state
travel
call thief 401 POST /single-sign-on/session "$(code=$caught arrival)"
holds code_refused
call thief 401 GET /session

# Mixed up with another provider: its answer is refused before our provider sees the code.
depart reviewer
travel
call reviewer 401 POST /single-sign-on/session "$(named=https://evil.example arrival)"
holds wrong_issuer
call reviewer 401 POST /single-sign-on/session "$(named='' arrival)"
holds wrong_issuer
call reviewer 200 POST /single-sign-on/session "$(arrival)"

# What no honest provider sends, signed with the provider's own key.
now=$(date +%s)
refused_with '{"payload":{"nonce":"another"}}' wrong_nonce
refused_with '{"without":["nonce"]}' wrong_nonce
refused_with '{"payload":{"aud":"mail"}}' wrong_audience
refused_with '{"payload":{"aud":["chengban","mail"]}}' wrong_party
refused_with '{"payload":{"azp":"mail"}}' wrong_party
refused_with "{\"payload\":{\"exp\":$((now - 60))}}" expired
refused_with "{\"payload\":{\"iat\":$((now + 600))}}" issued_in_future
refused_with "{\"payload\":{\"iat\":$((now - 3600))}}" issued_long_ago
refused_with '{"payload":{"iss":"https://evil.example"}}' wrong_issuer
refused_with '{"without":["sub"]}' no_subject
refused_with '{"signature":true}' bad_token
refused_with '{"header":{"alg":"none"}}' bad_token
refused_with '{"header":{"alg":"HS256"}}' bad_token
refused_with '{"header":{"kid":"another"}}' bad_token
control '{"sub":"e-1024"}'
enter reviewer 200
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$idp/forger.pem" 2>/dev/null
refused_with '{"signer":"forger.pem"}' bad_token
control '{"sub":"e-1024"}'

# Keys rotate, algorithms change: a key that is not known is asked for.
signing_key second EC
start_provider ES256
enter reviewer 200
signing_key third RSA
start_provider PS256
enter reviewer 200
cp "$folder/reviewer" "$folder/reviewer.old"

# An account may be named by a claim: of an active account without a subject of its own, else nobody's.
call sec 204 PUT /sign-in-settings "$(settings ',"account_claim":"employee_number","amr_values":["otp"],"acr_values":["urn:mfa"]')"
sleep 1.1
control '{"sub":"d-1","claims":{"employee_number":"dispatcher-1"}}'
enter dispatcher 200
holds '"account":"dispatcher"'
control '{"sub":"d-2","claims":{"employee_number":"nobody-at-all"}}'
enter thief 401
holds unknown_subject
control '{"sub":"e-2048","claims":{"employee_number":"reviewer-1"}}'
enter thief 401
holds unknown_subject

# Who needs a second factor: the provider's counts when the settings name it, else ours is due.
control '{"sub":"p-1","claims":{"employee_number":"huangpu-principal"}}'
enter principal 200
holds '"duty":"enrol_second_factor"'
call principal 403 GET /queues
control '{"sub":"p-1","claims":{"employee_number":"huangpu-principal"},"amr":["pwd","otp"]}'
enter principal 200
holds '"duty":"none"'
call principal 200 GET /queues
control '{"sub":"s-1","claims":{"employee_number":"system-administrator"}}'
enter boss 401
holds code_needed
call boss 401 POST /single-sign-on/session "$(arrival ',"one_time_code":"000000"')"
holds wrong_code
call boss 200 POST /single-sign-on/session "$(arrival ",\"one_time_code\":\"$(next_code sys)\"")"
holds '"account":"sys"'
control '{"sub":"s-1","claims":{"employee_number":"system-administrator"},"acr":"urn:mfa"}'
enter boss 200

# A sensitive act may be confirmed at the provider, who must ask anew, and about the same person.
call boss 401 POST /single-sign-on/confirm '{"state":"x","code":"y"}'
holds wrong_state
depart boss
travel
call boss 401 POST /single-sign-on/confirm "$(arrival)"
holds authenticated_long_ago
depart boss '{"confirm":true}'
grep -q 'prompt=login&max_age=0' <<<"$address" || fail "the provider need not ask: $address"
travel
cp "$folder/boss" "$folder/boss.old"
call boss 200 POST /single-sign-on/confirm "$(arrival)"
call boss.old 401 GET /session
call boss 201 POST /accounts '{"name":"other","person":"dispatcher-2"}'
control '{"sub":"e-1024"}'
depart boss '{"confirm":true}'
travel
call boss 401 POST /single-sign-on/confirm "$(arrival)"
holds another_account

# Signing out ends it here; what is unbound opens nothing any more, and its sessions are over; nor does
# an account that is disabled open.
call boss 204 DELETE /session '' -H 'X-Chengban-Request: 1'
call boss 401 GET /session
confirm_administrators
call reviewer.old 200 GET /session
call sec 204 POST "/accounts/$reviewer/subjects/$subject/unbind" '' -H 'X-Chengban-Request: 1'
call reviewer.old 401 GET /session
enter reviewer 401
holds unknown_subject
call sec 204 POST "/accounts/$(cat "$folder/dispatcher.id")/disable" '{"reason":"left"}'
call dispatcher 401 GET /session
control '{"sub":"d-1","claims":{"employee_number":"dispatcher-1"}}'
enter dispatcher 401
holds wrong_credentials

# A slow provider holds up nobody but those who wait for it, and them for no longer than was set.
call sec 204 PUT /sign-in-settings "$(settings ',"timeout_seconds":2')"
sleep 1.1
control '{"sub":"e-1024","delay":20000}'
waiting=()
for i in $(seq 12); do
    depart "slow$i"
    state=$(sed -n 's/.*[?&]state=\([^&]*\).*/\1/p' <<<"$address")
    curl -sS -m 30 -o "$folder/slow.$i" -b "$folder/slow$i" -H 'Content-Type: application/json' \
        -d "{\"state\":\"$state\",\"code\":\"any\",\"issuer\":\"$issuer\"}" "$base/api/v1/single-sign-on/session" &
    waiting+=($!)
done
for _ in $(seq 20); do
    curl -sS -m 1 -o /dev/null "$base/api/v1/sign-in" || fail "the provider held everybody up"
done
wait "${waiting[@]}"
for i in $(seq 12); do
    grep -q 'provider_unreachable' "$folder/slow.$i" || fail "no refusal: $(cat "$folder/slow.$i")"
done

# Out of order, not trusted, not knowing us: each is said, and the password's door stays open.
control '{"break":true}'
stop
start "${serve[@]}"
start_provider RS256
call nobody 503 POST /single-sign-on '{}'
holds provider_unreachable
control '{"sub":"s-1","claims":{"employee_number":"system-administrator"},"acr":"urn:mfa"}'
stop
start --single-sign-on-ca "$idp/other.crt"
start_provider RS256
call nobody 503 POST /single-sign-on '{}'
holds provider_unreachable
call by_password 200 POST /session "{\"name\":\"sec\",\"password\":\"$sec_password\",\"code\":\"$(next_code sec)\"}"
cp "$folder/by_password" "$folder/sec"
stop
printf 'wrong' >"$idp/wrong.secret"
chmod 600 "$idp/wrong.secret"
start --single-sign-on-secret "$idp/wrong.secret" --single-sign-on-ca "$idp/tls.crt"
more=',"account_claim":"employee_number","acr_values":["urn:mfa"]'
call sec 204 PUT /sign-in-settings "$(settings "$more")"
sleep 1.1
start_provider RS256
enter boss 503
holds provider_refused_client

# Somebody who describes itself as another issuer is not our provider.
call sec 204 PUT /sign-in-settings "$(issuer=https://127.0.0.1:$sso_port settings)"
sleep 1.1
call nobody 503 POST /single-sign-on '{}'
holds provider_unreachable

# Every way a client may prove itself: a secret in the form, none at all.
stop
start "${serve[@]}"
client=by-form call sec 204 PUT /sign-in-settings "$(client=by-form settings "$more")"
sleep 1.1
start_provider RS256
enter boss 200
stop
start --single-sign-on-ca "$idp/tls.crt"
call sec 204 PUT /sign-in-settings "$(client=public settings "$more")"
sleep 1.1
start_provider RS256
enter boss 200

# Whoever guesses codes has to wait.
for _ in 1 2 3 4 5; do
    depart guesser
    state=$(sed -n 's/.*[?&]state=\([^&]*\).*/\1/p' <<<"$address")
    call guesser 401 POST /single-sign-on/session "$(code=guess arrival)"
    holds code_refused
done
call guesser 429 POST /single-sign-on/session "$(code=guess arrival)"
head_holds '^Retry-After: '

# On record: who signed in by whom, and why others did not; nothing altered, no secret in plain.
call aud 200 GET '/audit?what=sign_in&limit=500'
for word in "\"issuer\":\"$issuer\"" wrong_nonce bad_token unknown_subject provider_unreachable; do holds "$word"; done
call aud 200 GET '/audit?what=subject_approved'
holds '"outcome":"done"'
stop
"$binary" verify --store "$folder/store" >"$folder/body"
holds '"faults":0'
token=$(sed -n 's/.*chengban_session\t//p' "$folder/boss")
for word in 'a client secret &' "$token" "$code" "$state"; do
    [ -n "$word" ] || fail "an empty canary"
    if grep -rqF -- "$word" "$folder/err" "$folder/out" "$folder/store"; then
        fail "a secret stands in plain: $word"
    fi
done
check_answers
echo "single sign-on flow passed"
