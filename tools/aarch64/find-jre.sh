#!/bin/sh
# Gives a Java for 64-bit ARM that runs here under qemu-user: on standard output the path of its java, which starts itself and what it
# starts in the emulator. Unpacked from Debian's packages into a folder of the build, through this machine's own package mirror (which
# checks them); nothing is installed, the machine's package state does not change.
# Needs: qemu-user, apt-get, dpkg-deb, and a mirror that has arm64.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p build/aarch64-jre
home=$(cd build/aarch64-jre && pwd)
jdk=$home/root/usr/lib/jvm/java-17-openjdk-arm64
packages='openjdk-17-jre-headless libc6 libgcc-s1 libstdc++6 zlib1g'

apt() {
    timeout 300 "$@" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root \
        -o Dir::State::lists="$home/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$home/cache"
}

unpack() {
    mkdir -p "$home/lists/partial" "$home/cache/archives/partial" "$home/packages"
    cd "$home/packages"
    apt apt-get update
    # shellcheck disable=SC2086 # words, one per package
    apt apt-get download $packages
    for package in *.deb; do dpkg-deb -x "$package" "$home/root"; done
    # In place of the program a script, so that a JVM that starts another finds an emulated one. The program finds its JDK by its own path.
    mv "$jdk/bin/java" "$jdk/bin/java.aarch64"
    cat >"$home/java" <<END
#!/bin/sh
exec qemu-aarch64 -L $home/root $jdk/bin/java.aarch64 -Djdk.lang.Process.launchMechanism=FORK "\$@"
END
    chmod +x "$home/java"
    "$home/java" -version
    mv "$home/java" "$jdk/bin/java" # only a whole one is found the next time
}

if [ ! -f "$jdk/bin/java" ]; then
    rm -rf "$home/root" "$home/packages"
    echo 'fetching a Java for 64-bit ARM (46 MB)' >&2
    (unpack) >"$home/log" 2>&1 || {
        tail -n 5 "$home/log" >&2
        echo "there is no Java for 64-bit ARM: see $home/log" >&2
        exit 1
    }
    rm -rf "$home/packages" "$home/lists" "$home/cache"
fi
echo "$jdk/bin/java"
