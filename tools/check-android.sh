#!/usr/bin/env bash
# What can be checked of the Android package without Android: that its classes use nothing that API level 26 lacks (with the core
# libraries that D8 brings), that its layout is an AAR's, and that classes shrunk and renamed with its rules still run on native code,
# while without the rules they must not. Without an NDK (ANDROID_NDK) the package is built with this machine's compilers in its place.
# usage: check-android.sh [--quick]
#   --quick   only what API level 26 has, on the classes of the last build
# Needs: a JDK, Maven, gcc, gcc-aarch64-linux-gnu, cmake.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/build/check-android
rm -rf "$work" && mkdir -p "$work/lib"

fetch() { mvn -q -B -N dependency:copy -Dartifact="$1" -DoutputDirectory="$work/lib" >"$work/maven.log" 2>&1 || { cat "$work/maven.log" && exit 1; }; }
fetch org.codehaus.mojo:animal-sniffer:1.28
fetch org.ow2.asm:asm:9.10
fetch com.toasttab.android:gummy-bears-api-26:0.15.0:signature:coreLib2

signatures() { # jars or folders
    java -cp "$work/lib/animal-sniffer-1.28.jar:$work/lib/asm-9.10.jar" tools/android/CheckSignatures.java "$work"/lib/gummy-bears-*.signature "$@"
    echo 'android: nothing that API level 26 lacks'
}
if [ "${1:-}" = --quick ]; then
    signatures java/{api,wire,async,ptlc,natives,provider-jni}/target/classes
    exit
fi

if [ -z "${ANDROID_NDK:-}" ]; then
    export ANDROID_NDK=$work/no-ndk
    mkdir -p "$ANDROID_NDK/build/cmake"
    cat >"$ANDROID_NDK/build/cmake/android.toolchain.cmake" <<'END'
set(CMAKE_SYSTEM_NAME Linux)
if(ANDROID_ABI STREQUAL "arm64-v8a")
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
  set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
else()
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
endif()
END
    echo 'android: no NDK, the libraries are built for this system in its place'
fi
tools/build-android.sh
(cd "$work" && jar --extract --file ../android/nightjar.aar)
for part in AndroidManifest.xml classes.jar R.txt proguard.txt jni/arm64-v8a/libnightjar.so jni/x86_64/libnightjar.so; do
    [ -e "$work/$part" ] || { echo "android: the package has no $part" && exit 1; }
done
for library in "$work"/jni/*/libnightjar.so; do
    size=$(stat -c %s "$library")
    echo "android: ${library#"$work/"} has $size bytes"
    [ "$size" -lt 400000 ] || { echo 'android: that is more than 400 KB' && exit 1; }
done
signatures "$work/classes.jar"

# ProGuard reads the same rules as R8, and is to be had without Android's own repository.
mvn -q -B -f tools/tool.xml dependency:copy-dependencies -Dtool.group=com.guardsquare -Dtool.artifact=proguard-base -Dtool.version=7.6.0 \
    -DoutputDirectory="$work/proguard" >"$work/maven.log" 2>&1
javac -d "$work/smoke" -cp "$work/classes.jar" tools/android/Smoke.java
sealed=('-keep,allowobfuscation' 'class ** extends org.nightjar.**' '-keep,allowobfuscation' 'class ** implements org.nightjar.**')
shrink() { # output, rules of ours. ProGuard forgets permitted subclasses, an attribute that D8 drops: so it may not remove any.
    java -cp "$work/proguard/*" proguard.ProGuard -injars "$work/classes.jar:$work/smoke" -outjars "$work/$1" \
        -libraryjars "$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")/jmods/java.base.jmod(!**.jar;!module-info.class)" \
        -keep 'class Smoke { public static void main(java.lang.String[]); }' "${sealed[@]}" -dontoptimize -dontwarn '**' -dontnote '**' "${@:2}" \
        >"$work/$1.log" 2>&1 || {
        tail -n 20 "$work/$1.log"
        exit 1
    }
}
smoke() { java -cp "$work/$1" -Djava.library.path="$work/jni/$(uname -m)" Smoke 2>&1; }
shrink with.jar "@$work/proguard.txt"
smoke with.jar || { echo 'android: shrunk with the rules it does not run' && exit 1; }
for rule in 'native <methods>' 'interface org.nightjar.spi.Provider' JniProvider; do
    grep -vF "$rule" "$work/proguard.txt" >"$work/less.txt"
    rm -f "$work/without.jar"
    shrink without.jar "@$work/less.txt"
    ! smoke without.jar >"$work/without.txt" || { echo "android: it also runs without the rule of $rule, which is not tested" && exit 1; }
done
echo "android: $(unzip -l "$work/classes.jar" | grep -c '\.class') classes, shrunk to $(unzip -l "$work/with.jar" | grep -c '\.class'), run on native code; with any rule less they do not"
