# A real OpenID provider beside the server, and the ways of a browser between the two. Sourced by
# tests/single_sign_on_flow.sh after sign_in.bash, with `here` set to this folder's parent.

# A provider of the npm registry, with its lock file; it needs a newer Node.js than Debian 12 ships.
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; then
    runtime=$here/../web/runtime
    [ -x "$runtime/node_modules/.bin/node" ] || npm ci --prefix "$runtime" --silent --no-audit --no-fund
    PATH="$runtime/node_modules/.bin:$PATH"
fi
[ -d "$here/single_sign_on/node_modules" ] || npm ci --prefix "$here/single_sign_on" --silent --no-audit --no-fund

provider=""
trap 'kill_provider; cleanup' EXIT
kill_provider() {
    if [ -n "$provider" ]; then
        kill "$provider" 2>/dev/null || true
        wait "$provider" 2>/dev/null || true
        provider=""
    fi
}
sso_port=$((20000 + RANDOM % 20000))
issuer=https://localhost:$sso_port
idp=$folder/provider
mkdir "$idp"
certificate() { # name: an authority of its own
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$idp/$1.key" -out "$idp/$1.crt" -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null
}
certificate tls
certificate other
printf 'a client secret & +%%~' >"$idp/client.secret"
chmod 600 "$idp/client.secret"
signing_key() { # kid RSA|EC
    if [ "$2" = EC ]; then
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$idp/signing.pem" 2>/dev/null
    else
        openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$idp/signing.pem" 2>/dev/null
    fi
    printf '%s' "$1" >"$idp/signing.kid"
}
start_provider() { # algorithm
    kill_provider
    : >"$idp/out" # now: the old one said «ready» too
    node "$here/single_sign_on/provider.mjs" "$idp" "$sso_port" "$base" "$1" >"$idp/out" 2>&1 &
    provider=$!
    for _ in $(seq 150); do
        grep -q '^ready' "$idp/out" && return
        kill -0 "$provider" 2>/dev/null || fail "the provider ended: $(cat "$idp/out")"
        sleep 0.1
    done
    fail "no provider"
}
control() { printf '%s' "$1" >"$idp/control.json"; }

# As a browser would: from $address to the provider, through its pages, back to the desk with a code.
travel() {
    local url=$address
    rm -f "$idp/jar"
    for _ in 1 2 3 4 5 6; do
        url=$(curl -sS --cacert "$idp/tls.crt" -b "$idp/jar" -c "$idp/jar" -o "$idp/page" -w '%{redirect_url}' "$url")
        case "$url" in "$base"/*) break ;; "") fail "the provider stopped: $(cat "$idp/page")" ;; esac
    done
    case "$url" in "$base/sign-in?"*) ;; *) fail "came back to $url" ;; esac
    code=$(sed -n 's/.*[?&]code=\([^&]*\).*/\1/p' <<<"$url")
    state=$(sed -n 's/.*[?&]state=\([^&]*\).*/\1/p' <<<"$url")
    named=$(sed -n 's/.*[?&]iss=\([^&]*\).*/\1/p' <<<"$url" | sed 's|%3A|:|g; s|%2F|/|g')
}
depart() { # jar [body]
    local body='{}'
    call "$1" 200 POST /single-sign-on "${2:-$body}"
    address=$(field address)
}
arrival() { printf '{"state":"%s","code":"%s","issuer":"%s"%s}' "$state" "$code" "$named" "${1:-}"; }
enter() { # jar status [more]
    depart "$1"
    travel
    call "$1" "$2" POST /single-sign-on/session "$(arrival "${3:-}")"
}
refused_with() { # spoil code: the token altered that way is refused for that reason, and opens nothing
    control "{\"sub\":\"e-1024\",\"spoil\":$1}"
    rm -f "$folder/thief"
    enter thief 401
    holds "\"code\":\"$2\""
    call thief 401 GET /session
}
