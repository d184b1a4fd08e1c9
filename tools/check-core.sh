#!/bin/sh
# Fails when the core needs anything of the C library but what works on memory that it has: so it cannot allocate, draw randomness,
# read or write files, end the process or touch errno. usage: check-core.sh ARCHIVE (libnightjar_core.a)
set -eu
foreign=$(nm -u "$1" | awk '$1 == "U" {print $2}' | sort -u |
    grep -Ev '^(nj_|nji_|secp256k1_|_GLOBAL_OFFSET_TABLE_$|mem(cpy|set|move|cmp)$|bcmp$|str(len|cspn)$|snprintf$|getenv$|getauxval$)' || true)
[ -z "$foreign" ] || {
    echo "the core needs:" $foreign
    exit 1
}
echo 'core: no heap, no randomness, no files, no abort'
