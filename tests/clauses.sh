#!/usr/bin/env bash
# Every clause of the rulebook is named by a test: Clause_7_2_… proves 7.2, Clause_5_2_1_… proves 5.2(1),
# Clause_12_1_14_2_… both of 12.1 and 14(2),
# B5_… B5; I_19 is an interpretation. Prints how many tests name each.
set -euo pipefail
cd "$(dirname "$0")/.."
ids=$(sed -n '/^\[\[clauses\]\]/{n;s/^id = "\(.*\)"$/\1/p}' rulebooks/shanghai-housing-2022.toml)
grep -rhoE '^(TEST|TEST_F|TEST_P|RC_GTEST_PROP)\([A-Za-z0-9_]+, *(Clause_|B[0-9]+_)[A-Za-z0-9_]+' src |
    sed 's/.*, *//; s/^Clause_//' |
    awk -v ids="$ids" '
    function key(id) { gsub(/[.(]/, "_", id); gsub(/\)/, "", id); return id }
    BEGIN {
        count = split(ids, all, "\n")
        for (i = 1; i <= count; i++) { known[key(all[i])] = all[i]; named[all[i]] = 0 }
    }
    {
        n = split($0, token, "_")
        for (i = 1; i <= n;) {
            if (token[i] == "I" && token[i + 1] ~ /^[0-9]+$/) { i += 2; continue }
            if (token[i] !~ /^B?[0-9]+$/) break # here the words begin
            # The longest id that begins here.
            found = 0
            for (last = n; last >= i && !found; last--) {
                id = token[i]
                for (j = i + 1; j <= last; j++) id = id "_" token[j]
                if (id in known) { named[known[id]]++; found = last - i + 1 }
            }
            i += found ? found : 1
        }
    }
    END {
        missing = ""
        for (i = 1; i <= count; i++) {
            printf "%-7s %d\n", all[i], named[all[i]]
            if (!named[all[i]]) missing = missing " " all[i]
        }
        if (count < 70) { print "FAILED: the rulebook has only " count " clauses" > "/dev/stderr"; exit 1 }
        if (missing != "") { print "FAILED: no test names" missing > "/dev/stderr"; exit 1 }
        print count " clauses, each named by a test"
    }'
