#!/usr/bin/env bash
# Builds the Android package: build/android/nightjar.aar, for 64-bit ARM (phones) and x86-64 (emulators), API level 26 (Android 8) and later.
#   classes.jar          api, wire, async, ptlc, natives and the JNI provider
#   jni/ABI              libnightjar.so with libsecp256k1 inside and its small tables, stripped, without AVX-512, which no phone has: less
#                        than 400 KB; segments for pages of 16 KiB
#   proguard.txt         what R8 must keep, taken by an app without its doing
#   AndroidManifest.xml, R.txt
#
# usage: ANDROID_NDK=DIR build-android.sh [ABI...]
# NJ_SECP256K1_DIR is passed on (tools/find-secp256k1.sh). Needs: an NDK, cmake, a JDK, Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
toolchain=${ANDROID_NDK:?name the NDK in ANDROID_NDK}/build/cmake/android.toolchain.cmake
[ -f "$toolchain" ] || { echo "ANDROID_NDK=$ANDROID_NDK has no build/cmake/android.toolchain.cmake" >&2 && exit 1; }
[ $# != 0 ] || set -- arm64-v8a x86_64
out=$PWD/build/android
modules=(api wire async ptlc natives provider-jni)
rm -rf "$out/aar" "$out/classes" && mkdir -p "$out/aar" "$out/classes"

logged() { # log, command
    local log=$out/$1.log
    shift
    "$@" >>"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        echo "build-android: see $log" >&2
        exit 1
    }
}

export NJ_SECP256K1=source
for abi in "$@"; do
    rm -f "$out/$abi.log"
    logged "$abi" cmake -S . -B "$out/$abi" -DCMAKE_TOOLCHAIN_FILE="$toolchain" -DANDROID_ABI="$abi" -DANDROID_PLATFORM=android-26 \
        -DCMAKE_BUILD_TYPE=Release -DNJ_JNI=ON -DNJ_TESTS=OFF -DNJ_SMALL_TABLES=ON -DNJ_NO_AVX512=ON -DNJ_NO_AVX512IFMA=ON
    logged "$abi" cmake --build "$out/$abi" --target nightjar -j "$(nproc)"
    mkdir -p "$out/aar/jni/$abi"
    cp "$out/$abi/libnightjar.so" "$out/aar/jni/$abi/"
    "$(sed -n 's/^CMAKE_STRIP:[A-Z]*=//p' "$out/$abi/CMakeCache.txt")" "$out/aar/jni/$abi/libnightjar.so"
    tools/check-elf.sh "$out/aar/jni/$abi/libnightjar.so"
done

rm -f "$out/maven.log"
logged maven mvn -q -B -Dmaven.test.skip=true -Dnightjar.native=off -pl "$(printf 'java/%s,' "${modules[@]}")" -am compile
for module in "${modules[@]}"; do cp -r "java/$module/target/classes/." "$out/classes/"; done
# An app has no modules, no packed libraries (they are in jni) and no native-image.
rm -rf "$out/classes/module-info.class" "$out/classes/META-INF/native-image" "$out/classes/org/nightjar/natives/"linux-*
stamp=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>|\1|p' pom.xml)
jar --create --no-manifest --date="$stamp" --file "$out/aar/classes.jar" -C "$out/classes" .
cp tools/android/AndroidManifest.xml tools/android/proguard.txt "$out/aar/"
cp LICENSE "$out/aar/"
: >"$out/aar/R.txt"
(cd "$out/aar" && jar --create --no-manifest --date="$stamp" --file "$out/nightjar.aar" AndroidManifest.xml classes.jar R.txt proguard.txt LICENSE jni)
echo "android: $out/nightjar.aar, $(stat -c %s "$out/nightjar.aar") bytes, for $*"
