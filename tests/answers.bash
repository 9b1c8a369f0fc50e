# Check 25: what the flows saw, held to the contract when they are through. Sourced after `binary`.
checker=$(dirname "$binary")/src/api/chengban_answer_check
note_answer() { # method path status, after curl wrote $folder/head and $folder/body
    local media
    media=$(sed -n 's/^[Cc]ontent-[Tt]ype: *\([^\r]*\).*/\1/p' "$folder/head" | tail -1)
    {
        printf '%s\t%s\t%s\t%s\t' "$1" "$2" "$3" "$media"
        case "$media" in *json*) cat "$folder/body" ;; esac
        echo
    } >>"$folder/answers"
}
check_answers() {
    "$checker" "$folder/answers" >"$folder/answers.log" || fail "not as the contract says: $(cat "$folder/answers.log")"
}
