#!/usr/bin/env bash
# Compares what users compile against with the release before, the last tag v*: fails on a change that semantic versioning does not allow
# between the two version numbers. Before 1.0.0 a new minor version may break, a new patch version may not.
#   Java   the public classes of the modules that are a library, by japicmp: a break must stay what the numbers allow
#   C      names, parameters and constants of native/include, what a caller of the shared library is built with
# What is experimental (Experimental..., ptlc, nj_x_...) may change in any version and is not compared.
# Without such a tag there is nothing to compare: it says so and passes.
# usage: check-api.sh
set -euo pipefail
cd "$(dirname "$0")/.."
modules=(api wire async store-jdbc)
japicmp=0.27.0
work=$PWD/build/check-api
rm -rf "$work" && mkdir -p "$work"

tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null) || {
    echo 'api: there is no release tag (v*) yet, nothing to compare with'
    exit 0
}
version_of() { sed -n 's|^  <version>\([0-9.]*\).*</version>|\1|p' "$1" | head -n 1; }
now=$(version_of pom.xml)
before=${tag#v}

# May a version break what the other had? 0.2 may break 0.1, and 2 may break 1.
major() { case $1 in 0.*) cut -d. -f1,2 <<<"$1" ;; *) cut -d. -f1 <<<"$1" ;; esac; }
[ "$(major "$now")" = "$(major "$before")" ] && may_break=no || may_break=yes

# Jars of the tag and of what is committed here, built the same way: folder, commit.
jars() {
    git worktree add -q --detach "$work/$1" "$2"
    (cd "$work/$1" && mvn -q -B -Dmaven.test.skip=true -Dnightjar.native=off -pl "$(printf 'java/%s,' "${modules[@]}")" -am package) \
        >"$work/$1.log" 2>&1 || {
        tail -n 20 "$work/$1.log" >&2
        echo "api: $2 cannot be built, see $work/$1.log" >&2
        exit 1
    }
}
trap 'git worktree remove --force "$work/old" 2>/dev/null; git worktree remove --force "$work/new" 2>/dev/null; git worktree prune' EXIT
jars old "$tag"
jars new HEAD

mvn -q -B -f tools/tool.xml dependency:copy-dependencies -Dtool.group=com.github.siom79.japicmp -Dtool.artifact=japicmp -Dtool.version=$japicmp \
    -DoutputDirectory="$work/japicmp" >"$work/japicmp.log" 2>&1 || { cat "$work/japicmp.log" && exit 1; }
jar_of() { ls "$work/$1/java/$2/target/nightjar-$2-"*.jar | grep -v 'sources\|javadoc\|original'; }
breaks=0
for module in "${modules[@]}"; do
    [ -d "$work/old/java/$module" ] || continue
    classpath=$(printf "$work/new/java/%s/target/classes:" "${modules[@]}")
    java -cp "$work/japicmp/*" japicmp.JApiCmp --old "$(jar_of old "$module")" --new "$(jar_of new "$module")" -a protected --only-incompatible \
        --ignore-missing-classes --new-classpath "$classpath" --old-classpath "${classpath//\/new\///old/}" \
        --exclude 'org.nightjar.internal;org.nightjar.*Experimental*' >"$work/$module.txt" || { cat "$work/$module.txt" && exit 1; }
    ! grep -E '^\s*[-+*]{3}!' "$work/$module.txt" || breaks=$((breaks + 1))
done

# Declarations and constants, one a line, without comments; a struct counts as a whole.
declarations() {
    cat "$1"/native/include/nightjar/*.h | cc -fpreprocessed -dD -E -P -x c - 2>/dev/null | grep -Ev '^#(include|if|endif|else|undef)|^extern "C" [{]$|^[}]$' | tr -s ' \t' ' ' |
        awk '{ line = line (line == "" ? "" : " ") $0; opened += gsub(/[{(]/, "&") - gsub(/[})]/, "&")
               if (opened == 0 && ($0 ~ /;$/ || $0 ~ /^#define/)) { print line; line = "" } }' | grep -v 'nj_x_\|NJ_X_' | sort
}
declarations "$work/old" >"$work/old.h"
declarations "$work/new" >"$work/new.h"
gone=$(comm -23 "$work/old.h" "$work/new.h")
if [ -n "$gone" ]; then
    printf 'C declarations gone or changed:\n%s\n' "$gone" | sed '2,$s/^/  /'
    breaks=$((breaks + 1))
fi

if [ "$breaks" != 0 ] && [ "$may_break" = no ]; then
    echo "api: $now breaks $before, which its number does not allow: undo it, or change the version"
    exit 1
fi
echo "api: ${#modules[@]} modules and $(wc -l <"$work/new.h") C declarations compared, $before to $now: $([ $breaks = 0 ] && echo 'nothing breaks' || echo 'breaks, as the number allows')"
