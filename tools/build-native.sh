#!/bin/sh
# Builds libnightjar and packs it for the module java/natives. Nothing is done twice: an up-to-date build takes no time.
#
# usage: build-native.sh TARGET_DIR [auto|required|off] [aarch64]
#   TARGET_DIR   where the package org.nightjar.natives has its resources; the library goes to a folder per platform below it
#   auto         without the tools for a native build, say so, pack nothing and succeed: Java then has Bouncy Castle (the default)
#   required     then fail
#   off          pack nothing
#   aarch64      cross build for Linux on 64-bit ARM, in place of a build for this machine (Debian's gcc-aarch64-linux-gnu)
# CC, NJ_SECP256K1 and NJ_SECP256K1_DIR are passed on (tools/find-secp256k1.sh); JAVA_HOME tells where jni.h is.
set -eu

target=${1:?usage: build-native.sh TARGET_DIR [auto|required|off] [aarch64]}
mode=${2:-auto}
root=$(cd "$(dirname "$0")/.." && pwd)
if [ "${3:-}" = aarch64 ]; then
    build=$root/build/native-aarch64
    platform=linux-aarch64
    compiler=aarch64-linux-gnu-gcc
    packages='gcc-aarch64-linux-gnu libc6-dev-arm64-cross'
    cross="-DCMAKE_TOOLCHAIN_FILE=$root/native/cmake/aarch64-linux-gnu.cmake -DNJ_JNI=ON"
    export NJ_SECP256K1=source # there is no system library to link with
else
    build=$root/build/native
    platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
    compiler=${CC:-cc}
    packages='gcc libc6-dev'
    cross=
fi
packed=$target/$platform

say() { printf 'native build: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# Packs nothing, and ends.
without() {
    rm -rf "$packed"
    say "WARNING: $1"
    if [ "$mode" = required ]; then
        say "failing, since a native build is required"
        exit 1
    fi
    say "going on without the native library: Java falls back to Bouncy Castle, which is much slower"
    exit 0
}

case $mode in
auto | required) ;;
off) rm -rf "$packed" && exit 0 ;;
*) say "nightjar.native is '$mode', must be auto, required or off" && exit 1 ;;
esac

missing=
has "$compiler" || { [ -z "$cross" ] && { has gcc || has clang; }; } || missing="$missing $packages"
has cmake || missing="$missing cmake"
has ninja || has make || missing="$missing ninja-build"
[ -z "$missing" ] || without "missing:$missing. Do apt-get install$missing, then build again."

if [ ! -f "$build/build.ninja" ] && [ ! -f "$build/Makefile" ]; then
    mkdir -p "$build"
    say "configuring, log in $build/configure.log"
    if has ninja; then generator=Ninja; else generator='Unix Makefiles'; fi
    # shellcheck disable=SC2086 # words, one per option
    cmake -S "$root" -B "$build" -G "$generator" -DCMAKE_BUILD_TYPE=Release $cross >"$build/configure.log" 2>&1 || {
        tail -n 20 "$build/configure.log" >&2
        without "cmake could not configure the build: see above what to do, or $build/configure.log."
    }
fi
if ! cmake --build "$build" --target nightjar >"$build/build.log" 2>&1; then
    tail -n 40 "$build/build.log" >&2
    say "the build failed, whole log in $build/build.log. To go on without the native library: -Dnightjar.native=off"
    exit 1
fi

# The name and what gzip ends with, CRC-32 and length: the loader compares them (PackedLibrary.java).
pack() {
    cmp -s "$1" "$packed/$2" || cp "$1" "$packed/$2"
    printf '%s %s\n' "$(gzip -1 -c "$1" | tail -c 8 | od -An -tx1 | tr -d ' \n')" "$2"
}

mkdir -p "$packed"
{
    pack "$build/libnightjar.so" libnightjar.so
    # Linked dynamically, libsecp256k1 goes beside it.
    [ -n "$cross" ] || ldd "$build/libnightjar.so" | awk '/libsecp256k1/ {print $1, $3}' | while read -r name file; do pack "$file" "$name"; done
} >"$packed/contents"
