#!/bin/sh
# Finds libsecp256k1 for the build, in the order of docs/ARCHITECTURE.md, and says on standard error which it took.
#
# usage: find-secp256k1.sh CACHE_DIR
#   NJ_SECP256K1=source|system   take only one kind
#   NJ_SECP256K1_DIR=DIR         a source directory of libsecp256k1 0.2.0 or later
# Standard output, on success: "source" or "system", then the directory ("-" for system), then the version: three lines.
set -eu

cache=${1:?usage: find-secp256k1.sh CACHE_DIR}
wanted=${NJ_SECP256K1:-any}

# What we verify against: a commit is its own hash; the tarball is the distribution's upstream tarball.
upstream=https://github.com/bitcoin-core/secp256k1.git
upstream_version=0.8.0
upstream_commit=6e2c8bc4ecdc6e71dbe7a368f360d8d453ce435d
suite=trixie
suite_version=0.5.0
suite_sha256=13b70138be52d7a23bdf0ea39ed79799a30eb855f2ed82c028357f6432cd536b

say() { printf 'libsecp256k1: %s\n' "$*" >&2; }
take() { # kind dir version
    say "taking $3 ($1$([ "$2" = - ] || printf ', %s' "$2"))"
    printf '%s\n%s\n%s\n' "$1" "$2" "$3"
    exit 0
}
is_source() { [ -f "$1/CMakeLists.txt" ] && [ -f "$1/include/secp256k1_schnorrsig.h" ]; }

case $wanted in
any | source | system) ;;
*) say "NJ_SECP256K1 is '$wanted', must be source or system"; exit 1 ;;
esac

from_directory() {
    [ -n "${NJ_SECP256K1_DIR:-}" ] || return 0
    is_source "$NJ_SECP256K1_DIR" || {
        say "NJ_SECP256K1_DIR=$NJ_SECP256K1_DIR holds no source of libsecp256k1 0.2.0 or later"
        exit 1
    }
    version=$(sed -n 's/^ *VERSION \([0-9.]*\).*/\1/p' "$NJ_SECP256K1_DIR/CMakeLists.txt" | head -n 1)
    take source "$NJ_SECP256K1_DIR" "${version:-of NJ_SECP256K1_DIR}"
}

from_cache() {
    for version in $upstream_version $suite_version; do
        [ ! -f "$cache/$version/.verified" ] || take source "$cache/$version" "$version"
    done
}

from_upstream() {
    dir=$cache/$upstream_version
    command -v git >/dev/null || return 0
    rm -rf "$dir" && mkdir -p "$dir"
    say "asking upstream for release $upstream_version"
    git -C "$dir" init -q
    if GIT_TERMINAL_PROMPT=0 timeout 40 git -C "$dir" fetch -q --depth 1 "$upstream" "$upstream_commit" 2>/dev/null &&
        git -C "$dir" checkout -q "$upstream_commit" && is_source "$dir"; then
        touch "$dir/.verified"
        take source "$dir" "$upstream_version"
    fi
    rm -rf "$dir"
    say "upstream is out of reach"
}

# The source package of a newer release, through whatever mirror this machine is set up with. The lists are our own, so the
# machine's package state does not change.
from_newer_release() {
    dir=$cache/$suite_version
    command -v apt-get >/dev/null && command -v xz >/dev/null || return 0
    # shellcheck disable=SC2016 # apt expands these, not the shell
    mirror=$(apt-get indextargets --format '$(SITE) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' 2>/dev/null |
        awk '$2 == "main" && $3 == "Debian" {print $1; exit}')
    [ -n "$mirror" ] || return 0
    say "asking the package mirror for the source of $suite's $suite_version"
    work=$cache/apt
    rm -rf "$dir" "$work" && mkdir -p "$dir" "$work/lists/partial" "$work/cache/archives/partial"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -f "$keyring" ] && options="[signed-by=$keyring]" || options=
    printf 'deb-src %s %s %s main\n' "$options" "$mirror" "$suite" >"$work/sources.list"
    work=$(cd "$work" && pwd)
    if (
        cd "$work"
        apt() {
            timeout 120 apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
                -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@"
        }
        apt update && apt source --download-only libsecp256k1
    ) >"$cache/apt.log" 2>&1; then
        tarball=$work/libsecp256k1_$suite_version.orig.tar.xz
        if printf '%s  %s\n' "$suite_sha256" "$tarball" | sha256sum -c --status 2>/dev/null; then
            tar -xJf "$tarball" -C "$dir" --strip-components=1
            rm -rf "$work"
            touch "$dir/.verified"
            take source "$dir" "$suite_version"
        fi
        say "the source package is not the expected $suite_version (sha256 differs): not used"
    else
        say "the package mirror did not give it (see $cache/apt.log)"
    fi
    rm -rf "$dir" "$work"
}

from_system() {
    command -v pkg-config >/dev/null && pkg-config --atleast-version=0.2.0 libsecp256k1 2>/dev/null || return 0
    take system - "$(pkg-config --modversion libsecp256k1)"
}

mkdir -p "$cache"
if [ "$wanted" != system ]; then
    from_directory
    from_cache
    from_upstream
    from_newer_release
fi
if [ "$wanted" != source ]; then
    from_system
fi
say "not found. Do one of these, then build again:
  - connect to the network (the source of a recent release is fetched and verified);
  - set NJ_SECP256K1_DIR to a source directory of libsecp256k1 (release 0.5.0 or later is fastest);
  - install the system's: apt-get install libsecp256k1-dev pkg-config (0.2.0 or later)."
exit 1
