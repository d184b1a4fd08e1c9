#!/usr/bin/env bash
# Runs the suites of the providers (JNI and JNA on libnightjar cross-compiled, Bouncy Castle) in a JVM for 64-bit ARM under qemu-user.
# Prints a line per test class, then the sum.
#
# usage: test-cross-java.sh [--quick] [MAVEN ARGUMENT...]
#   --quick   loading, every native call with bad arguments, the vectors on JNI, batches: about a minute; all takes half an hour
# Needs: a JDK, Maven, cmake, gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user; the Java for ARM it fetches (tools/aarch64/find-jre.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
log=$PWD/build/test-cross-java.log
started=$SECONDS

# Tests of the providers and of what they are built on; not those against lightning-kmp, which brings natives of its own.
tests='org/nightjar/natives/*Test,org/nightjar/provider/**/*Test,org/nightjar/testkit/**/*Test'
tests+=',!LightningKmp*Test,!Secp256k1KmpTest,!ReadmeTest,!org/nightjar/testkit/async/*Test'
# The emulator maps libraries itself, wherever they are.
tests+=',!EnvironmentTest#noexec*'
wanted='JniConformanceTest JnaConformanceTest BcConformanceTest JniVectorTest JnaVectorTest BcVectorTest NativeBackendTest'
if [ "${1:-}" = --quick ]; then
    shift
    tests='NativeLibraryTest,JniProviderTest,NativeBackendTest,JniVectorTest,BatchesEqualTest'
    wanted='NativeLibraryTest JniProviderTest NativeBackendTest JniVectorTest BatchesEqualTest'
fi

for tool in aarch64-linux-gnu-gcc qemu-aarch64 cmake mvn; do
    command -v $tool >/dev/null || {
        echo "$tool is missing: apt-get install cmake gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user maven" >&2
        exit 1
    }
done
java=$(tools/aarch64/find-jre.sh)

# C1 alone: under emulation C2 costs more than it brings.
mvn -B -Dstyle.color=never -pl java/provider-jni,java/provider-jna,java/testkit -am -Dnightjar.aarch64=required \
    -Djvm="$java" -DargLine='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false \
    -Dnightjar.onions=50 -Dnightjar.documents=20 -Dnightjar.experimental=20 -Dnightjar.experimental.bc=2 \
    -Dmaven.test.failure.ignore=true "$@" test-compile surefire:test@default-test 2>&1 </dev/null | tee "$log" |
    sed -nu -e 's/.*Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\), Time elapsed: \([0-9.]*\) s.* -- in org\.nightjar\.\(.*\)/  \6: \1 run, \2 failed, \3 errors, \4 skipped, \5 s/p' \
        -e 's/^\[ERROR\] *\(org\.nightjar\.[^ ]*.*<<<.*\)/  \1/p' || {
    grep ERROR "$log" | head -n 20 >&2
    echo "test-cross-java: the build failed, see $log" >&2
    exit 1
}

for class in $wanted; do
    grep -q "Running .*\.$class$" "$log" || { echo "test-cross-java: $class did not run, see $log" && exit 1; }
done
grep -q 'provider jni .*Linux aarch64' "$log" || { echo 'test-cross-java: that was not 64-bit ARM' && exit 1; }
awk -v seconds=$((SECONDS - started)) '
    /Tests run:.* Time elapsed/ { gsub(",", ""); for (i = 1; i < NF; i++) if ($i ~ /^(run|Failures|Errors|Skipped):$/) n[$i] += $(i + 1) }
    END { bad = n["Failures:"] + n["Errors:"]
          printf "64-bit ARM, Java: %d passed, %d failed, %d skipped, %d s\n", n["run:"] - bad - n["Skipped:"], bad, n["Skipped:"], seconds
          exit bad > 0 }' "$log"
