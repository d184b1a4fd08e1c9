#!/bin/sh
# Prints which constant-time test covers each function of the C API that meets a secret, and fails if none does. A function meets one unless
# the CT line of its header says that it has no secrets, that all its inputs are public, or that what varies is public.
set -eu
cd "$(dirname "$0")/.."
awk '
    FNR == 1 { header = FILENAME; sub(/.*\//, "", header) }
    / CT:/ { inside = 1; ct = "" }
    inside { ct = ct " " $0; if (/Alloc:|Spec:/) inside = 0 }
    /^NJ_API/ && match($0, /nj_[a-z0-9_]*\(/) {
        name = substr($0, RSTART, RLENGTH - 1)
        public = ct ~ /no secrets|inputs are public|, which is public|fixed test keys/
        if (!public) print header, name
    }
' native/include/nightjar/*.h | {
    bad=0 covered=0
    while read -r header name; do
        tests=$(grep -lE "\b$name\(" native/tests/ct_*.c | sed 's/.*ct_\(.*\)\.c/\1/' | tr '\n' ' ')
        printf '%-18s %-34s %s\n' "$header" "$name" "${tests:-NONE}"
        [ -n "$tests" ] && covered=$((covered + 1)) || bad=1
    done
    [ "$bad" = 0 ] || { echo 'constant time: a function that meets a secret has no test' && exit 1; }
    echo "constant time: all $covered functions that meet a secret have a test"
}
