#!/usr/bin/env bash
# Deploys a release of the committed state to a folder, and fails unless it is what a public repository demands and what users can load:
# every module with name, description, licence, developers and scm in its POM, sources and Javadoc beside each jar, a bill of materials;
# one jar of natives with both processors' libraries, each passing check-elf.sh; the deployed jars alone run on every JDK at hand.
#
# usage: check-release.sh
# Needs: a JDK, Maven, gcc, gcc-aarch64-linux-gnu, cmake. NJ_SECP256K1 and NJ_SECP256K1_DIR are passed on.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
fail() { echo "release: $*" && bad=1; }

git clone -q "$root" "$work/source"
(cd "$work/source" && mvn -q -B -Prelease -Dmaven.test.skip=true -DaltDeploymentRepository="folder::file:$work/repository" deploy) >"$work/log" 2>&1 || {
    tail -n 30 "$work/log" >&2
    exit 1
}

poms=0
for pom in $(find "$work/repository" -name '*.pom'); do
    poms=$((poms + 1))
    name=$(basename "$(dirname "$(dirname "$pom")")")
    for element in name description; do grep -q "^  <$element>" "$pom" || fail "$name has no <$element>"; done
    [ "$name" = nightjar-parent ] || grep -q '<artifactId>nightjar-parent<' "$pom" || fail "$name does not inherit licence, developers, scm"
    [ "$name" != nightjar-parent ] || for element in url licenses developers scm; do grep -q "^  <$element[ >]" "$pom" || fail "no <$element>"; done
    [ "$name" != nightjar-parent ] || continue
    for what in .jar -sources.jar -javadoc.jar -cyclonedx.json; do [ -e "${pom%.pom}$what" ] || fail "$name has no $what"; done
    for sum in md5 sha1; do [ -e "${pom%.pom}.jar.$sum" ] || fail "$name has no $sum"; done
done

jar_of() { ls "$work/repository/org/nightjar/nightjar-$1/"*/*.jar | grep -v 'sources\|javadoc'; }
mkdir "$work/natives"
(cd "$work/natives" && jar --extract --file "$(jar_of natives)")
for platform in linux-x86_64 linux-aarch64; do
    library=$work/natives/org/nightjar/natives/$platform/libnightjar.so
    if [ ! -e "$library" ]; then
        fail "the jar of natives has none for $platform"
    else
        "$root/tools/check-elf.sh" "$library" | sed "s|$work/natives/||" || bad=1
    fi
done

# The first thing an app does, on the deployed jars.
jars=$(for module in api wire natives provider-jni; do printf '%s:' "$(jar_of $module)"; done)
javac -d "$work/smoke" -cp "$jars" "$root/tools/android/Smoke.java"
for java in /usr/lib/jvm/*/bin/java "$root"/build/aarch64-jre/root/usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] && [ ! -L "$(dirname "$(dirname "$java")")" ] || continue
    "$java" --enable-native-access=ALL-UNNAMED -cp "$jars$work/smoke" Smoke || fail "$java does not run it"
done
[ "$bad" = 0 ] && echo "release: $poms modules complete, natives for x86-64 and 64-bit ARM in one jar of $(stat -c %s "$(jar_of natives)") bytes"
exit "$bad"
