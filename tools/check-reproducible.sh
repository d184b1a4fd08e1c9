#!/usr/bin/env bash
# Builds the committed state twice, in two folders of different names, and fails unless every jar and library is the same to the byte.
#
# usage: check-reproducible.sh
# Takes the time of two builds. NJ_SECP256K1 and NJ_SECP256K1_DIR are passed on (tools/find-secp256k1.sh); both builds have one libsecp256k1.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Clones and builds, and lists what a release ships: folder name.
build() {
    local folder=$work/$1
    git clone -q "$root" "$folder"
    printf 'building in %s\n' "$folder" >&2
    (cd "$folder" && mvn -q -B -Prelease -Dmaven.test.skip=true -Dnightjar.native=required package) >"$work/$1.log" 2>&1 || {
        tail -n 40 "$work/$1.log" >&2
        exit 1
    }
    (cd "$folder" && find . \( -path '*/target/*.jar' -o -name 'libnightjar*.so' -o -path '*/target/bom.json' \) \
        -not -path './build/*' -not -name 'original-*' | LC_ALL=C sort | xargs sha256sum) >"$work/$1.sums"
}

build one
build another-one
sed 's/^/  /' "$work/one.sums"
if ! diff "$work/one.sums" "$work/another-one.sums" >&2; then
    echo 'not reproducible: the two builds differ in the files above'
    exit 1
fi
echo "reproducible: $(wc -l <"$work/one.sums") files are the same in two builds"
