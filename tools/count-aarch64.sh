#!/bin/sh
# Counts the instructions of our operations on 64-bit ARM, and those of the same on libsecp256k1, under emulation. Prints an array of
# figures, as nightjar_bench --json does. An operation is the difference between two runs, one of which does it so often again.
# Needs: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
set -eu
cd "$(dirname "$0")/.."
for tool in aarch64-linux-gnu-gcc qemu-aarch64 cmake cc; do
    command -v $tool >/dev/null || {
        echo "$tool is missing: apt-get install gcc gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user cmake" >&2
        exit 1
    }
done
build=build/aarch64
{
    cmake -S . -B $build -DCMAKE_TOOLCHAIN_FILE=native/cmake/aarch64-linux-gnu.cmake -DNJ_BENCH=ON
    cmake --build $build --target nightjar_count
    cc -shared -fPIC -O2 -o $build/count_instructions.so tools/aarch64/count_instructions.c
} >$build.log 2>&1 || {
    tail -n 20 $build.log >&2
    exit 1
}

# run ARGUMENT...: instructions of a whole run of nightjar_count.
run() {
    qemu-aarch64 -L /usr/aarch64-linux-gnu -plugin $build/count_instructions.so -d plugin -D $build/count \
        $build/bench/native/nightjar_count "$@" && cat $build/count
}

# operation WORK: instructions of one operation.
operation() { echo $((($(run "$1" 30) - $(run "$1" 10)) / 20)); }

# figure NAME: ours against the obvious one, of the work of that name.
figure() {
    awk -v name="$1" -v ours="$(operation "$1")" -v theirs="$(operation "$1-obvious")" 'BEGIN {
        printf "{\"name\": \"aarch64-%s\", \"value\": %d, \"unit\": \"instructions\", \"against\": \"obvious C on libsecp256k1\", ", name, ours
        printf "\"other\": %d, \"ratio\": %.3f, \"noise\": 0, \"samples\": 1}", theirs, theirs / ours
    }'
}

run check >/dev/null
printf '[\n  %s,\n  %s,\n  %s\n]\n' "$(figure peel)" "$(figure create-20)" "$(figure message-peel)"
