#!/bin/sh
# Fails when a dependency arrow points up: a C file that includes a folder above its own, a libsecp256k1 header outside src/ec, a Java
# module that uses a package above its own. The order is that of docs/ARCHITECTURE.md.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT

# C: each folder of native/src, and the folders whose headers it may include.
c_folder() {
    folder=$1 allowed=$2
    grep -rnE '#include "[a-z0-9_]+/' "native/src/$folder" --include='*.[ch]' |
        grep -vE "#include \"(nightjar|$folder$allowed)/" | grep -v '_test\.c:' >>"$bad"
}
c_folder base ''
c_folder cpu '|base'
c_folder sha256 '|base|cpu'
c_folder chacha20 '|base|cpu'
c_folder poly1305 '|base|cpu|chacha20'
c_folder curve '|base|cpu'
c_folder lanes '|base|cpu|curve'
c_folder ec '|base|sha256|curve|lanes'
c_folder onion '|base|sha256|chacha20|poly1305|lanes|ec'
c_folder blinded '|base|lanes|ec|onion'
c_folder failure '|base|sha256|chacha20'
c_folder adaptor '|base|sha256|ec'
c_folder musig '|base|sha256|ec'
c_folder ptlc '|base|sha256|ec'
c_folder selftest '|base|cpu|sha256|chacha20|poly1305|lanes|ec|onion|blinded|failure'
for folder in native/src/*/; do
    folder=$(basename "$folder")
    grep -q "^c_folder $folder " "$0" || echo "native/src/$folder: has no line in tools/check-arrows.sh" >>"$bad"
done
# Tests may ask libsecp256k1, which then is the oracle.
grep -rn '#include <secp256k1' native --include='*.[ch]' | grep -v '^native/src/ec/\|_test\.c:' >>"$bad"
# The JNI layer knows the public C API only.
grep -rn '#include "' native/jni --include='*.[ch]' 2>/dev/null | grep -vE '#include "(nightjar/|jni_)' >>"$bad"

# Java: each module, and the packages of Nightjar that it must not use.
java_module() {
    module=$1 above=$2
    grep -rnE "org\.nightjar\.($above)\b" "$module/src/main/java" --include='*.java' | grep -E 'import |requires ' >>"$bad"
}
java_module java/api 'wire|async|ptlc|store|sim|natives|provider|fuzz|testkit|cli|bench'
java_module java/wire 'async|ptlc|store|sim|natives|provider|fuzz|testkit|cli|bench'
java_module java/async 'ptlc|sim|natives|provider|fuzz|testkit|cli|bench'
java_module java/ptlc 'async\.(lsp|mailbox|payer|recipient|server)|store|sim|natives|provider|fuzz|testkit|cli|bench'
java_module java/store-jdbc 'ptlc|sim|natives|provider|fuzz|testkit|cli|bench'
java_module java/sim 'natives|provider|fuzz|testkit|cli|bench'
java_module java/fuzz 'natives|provider|testkit|cli|bench'
java_module java/natives 'wire|ptlc|provider|fuzz|testkit|cli|bench'
java_module java/provider-jni 'wire|provider\.jna|provider\.bc|fuzz|testkit|cli|bench'
java_module java/provider-jna 'wire|provider\.jni|provider\.bc|fuzz|testkit|cli|bench'
java_module java/provider-bc 'wire|natives|provider\.jni|provider\.jna|fuzz|testkit|cli|bench'
java_module java/cli 'fuzz|testkit|bench'

if [ -s "$bad" ]; then
    echo 'Dependency arrows that point up (docs/ARCHITECTURE.md has the order):'
    cat "$bad"
    exit 1
fi
echo 'arrows: none points up'
