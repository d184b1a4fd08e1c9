#!/bin/sh
# Fails unless a built libnightjar can be loaded anywhere, and safely: it exports what native/include declares and the JNI entry, and
# nothing else (no secp256k1_*); segments for pages of 16 KiB; relocations read-only before any code runs; no executable stack; no text
# relocations; of the C library no symbol newer than glibc 2.17, the first for 64-bit ARM, and of other libraries none.
# usage: check-elf.sh LIBRARY
set -eu
library=${1:?usage: check-elf.sh LIBRARY}
root=$(cd "$(dirname "$0")/.." && pwd)
glibc_max=2.17
bad=0
fail() { echo "$library: $*" && bad=1; }
has() { printf '%s\n' "$segments" "$dynamic" | grep -Eq "$1"; }

segments=$(readelf -lW "$library")
dynamic=$(readelf -dW "$library")
# Columns: Num Value Size Type Bind Vis Ndx Name
symbols=$(readelf --dyn-syms -W "$library" | awk '$1 ~ /^[0-9]+:$/ && $4 != "SECTION" { print ($7 == "UND" ? "needs" : "exports"), $8 }')

declared=$(sed -n 's/^NJ_API .*[ *]\(nj_[a-z0-9_]*\)(.*/\1/p' "$root"/native/include/nightjar/*.h | sort)
exported=$(printf '%s\n' "$symbols" | sed -n 's/^exports \([^@]*\).*/\1/p' | grep -v '^JNI_On\(Load\|Unload\)$' | sort)
[ "$declared" = "$exported" ] || {
    fail 'exports other names than native/include/nightjar declares:'
    printf '%s\n' "$declared" "$declared" "$exported" | sort | uniq -c | awk '$1 == 1 {print "  exported only: " $2} $1 == 2 {print "  declared only: " $2}'
}
[ -z "$(printf '%s\n' "$segments" | awk '$1 == "LOAD" && $NF != "0x4000"')" ] || fail 'a segment is not aligned to 16 KiB'
has 'GNU_STACK .* RW ' || fail 'the stack is executable, or the header does not say'
has GNU_RELRO && has 'FLAGS_1.*NOW' || fail 'relocations stay writable'
! has TEXTREL || fail 'there are text relocations'
glibc=$(printf '%s\n' "$symbols" | sed -n 's/^needs .*@GLIBC_//p' | sort -V | tail -n 1)
[ "$(printf '%s\n' "$glibc" "$glibc_max" | sort -V | tail -n 1)" = "$glibc_max" ] || fail "needs glibc $glibc, newer than $glibc_max"
others=$(printf '%s\n' "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -Ev '^(libc\.so(\.6)?|ld-.*|libsecp256k1\.so\..*)$' || true)
[ -z "$others" ] || fail "needs $others"
[ "$bad" = 0 ] && echo "elf: $(printf '%s\n' "$exported" | wc -l) exports, 16 KiB segments, relro, $([ -z "$glibc" ] && echo no glibc || echo "glibc $glibc or later")"
