#!/bin/sh
# Fails when the compiled SHA-NI code has an AVX instruction besides vzeroupper: next to its legacy-SSE instructions each would cost a
# state transition. usage: check-shani.sh ARCHIVE
set -eu
objdump -d "$1" | awk '
    /file format/ { inside = /sha256_shani/; found += inside; next }
    inside && $0 ~ /\tv[a-z0-9]+/ && $0 !~ /\tvzeroupper/ { print; bad = 1 }
    END { if (!found) { print "no sha256_shani in the archive"; exit 1 } exit bad }'
