#!/bin/sh
# Cross builds the native core for 64-bit ARM and runs its tests under emulation: the NEON and ARMv8 crypto variants.
# Needs: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
set -eu
cd "$(dirname "$0")/.."
for tool in aarch64-linux-gnu-gcc qemu-aarch64 cmake; do
    command -v $tool >/dev/null || {
        echo "$tool is missing: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user cmake" >&2
        exit 1
    }
done
cmake -S . -B build/aarch64 -DCMAKE_TOOLCHAIN_FILE=native/cmake/aarch64-linux-gnu.cmake -DNJ_JNI=OFF >/dev/null
cmake --build build/aarch64 -j "$(nproc)"
ctest --test-dir build/aarch64 --output-on-failure
