#!/usr/bin/env bash
# Check 46: the program as built is hardened, loads only what a Debian package brought, and says so.
# Usage: tests/hardening.sh BINARY
set -euo pipefail
binary=$1
passed=0
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
check() { # words command…
    local words=$1
    shift
    "$@" >/dev/null || fail "$words"
    passed=$((passed + 1))
}
dynamic=$(readelf -dW "$binary")
headers=$(readelf -lW "$binary")
symbols=$(readelf -sW --dyn-syms "$binary")
check 'position independent' grep -q 'Type:  *DYN\|DYN (Position' <(readelf -hW "$binary")
check 'relocations read-only' grep -q GNU_RELRO <<<"$headers"
check 'bound at start' grep -q 'BIND_NOW\|FLAGS_1.*NOW' <<<"$dynamic"
check 'no executable stack' grep -q 'GNU_STACK.* RW ' <<<"$headers"
check 'stack protector' grep -q '__stack_chk_fail' <<<"$symbols"
check 'FORTIFY' grep -q '_chk@' <<<"$symbols"
! grep -q 'RPATH\|RUNPATH' <<<"$dynamic" || fail 'a search path for libraries is built in'
passed=$((passed + 1))
components=$("$(dirname "$0")/../script/components" "$binary")
libraries=$(grep -c '^lib\|^ld-' <<<"$components")
[ "$libraries" -ge 5 ] || fail "too few components: $components"
awk -F '\t' '$2 == "" || $3 == "" { exit 1 }' <<<"$components" || fail "of no package: $components"
passed=$((passed + 1))
echo "$passed passed, 0 failed"
