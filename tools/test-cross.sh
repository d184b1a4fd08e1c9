#!/bin/sh
# Builds the native core for another platform and runs its tests there, under emulation where that is needed:
#   aarch64   64-bit ARM: the NEON and ARMv8 crypto variants
#   s390x     the other byte order
#   musl      this machine's processor with musl in the place of glibc
# usage: test-cross.sh PLATFORM
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
platform=${1:-}
case $platform in
aarch64) compiler=aarch64-linux-gnu-gcc emulator=qemu-aarch64 packages='gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user' ;;
s390x) compiler=s390x-linux-gnu-gcc emulator=qemu-s390x packages='gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user' ;;
musl) compiler=musl-gcc emulator=true packages=musl-tools ;;
*) echo 'usage: test-cross.sh aarch64|s390x|musl' >&2 && exit 1 ;;
esac
for tool in $compiler $emulator cmake; do
    command -v $tool >/dev/null || {
        echo "$tool is missing: apt-get install cmake $packages" >&2
        exit 1
    }
done
export NJ_SECP256K1=source # there is no system library to link with
toolchain=native/cmake/$(ls native/cmake | grep "^$platform")
cmake -S . -B "build/$platform" -DCMAKE_TOOLCHAIN_FILE="$toolchain" -DNJ_JNI=OFF >"build/$platform.log" 2>&1
cmake --build "build/$platform" -j "$(nproc)" >>"build/$platform.log" 2>&1 || {
    tail -n 20 "build/$platform.log" >&2
    exit 1
}
ctest --test-dir "build/$platform" --output-on-failure -Q -O "build/$platform-ctest.log" || {
    cat "build/$platform-ctest.log"
    exit 1
}
echo "$platform: $(sed -n 's/.*tests passed, .*out of \([0-9]*\)$/\1 tests passed/p' "build/$platform-ctest.log")"
