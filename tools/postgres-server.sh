#!/usr/bin/env bash
# Runs a PostgreSQL server on loopback, for tests and benchmarks, in a new directory below the one given (or the system's for temporary
# files). Writes its JDBC URL when it is ready. Reads commands: "crash" ends the server as a power cut of its process would, "start" starts
# it again and writes the URL again. At the end of standard input it stops the server and removes the directory. Exits with 69 if
# PostgreSQL is not installed.
set -euo pipefail

bin=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(readlink -f "$(command -v postgres)")" 2>/dev/null || true)
[ -x "$bin/initdb" ] || exit 69

directory=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/nightjar-postgres-XXXXXX")
data=$directory/data
password=$(tr -d - </proc/sys/kernel/random/uuid)
port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))

# The server refuses to run as root; Debian's package brings a user for it.
as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown postgres "$directory"
    as_server() { (cd "$directory" && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
fi
stop() { as_server "$bin/pg_ctl" stop -D "$data" -m immediate >/dev/null 2>&1 || true; }
trap 'stop; rm -rf "$directory"' EXIT
trap 'exit 1' HUP INT TERM

start() {
    as_server "$bin/pg_ctl" start -w -D "$data" -l "$directory/log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_wal_size=4GB" >/dev/null 2>&1 </dev/null
}

printf '%s\n' "$password" >"$directory/password"
chmod 644 "$directory/password"
as_server "$bin/initdb" -D "$data" --username=nightjar --auth=scram-sha-256 --pwfile="$directory/password" --no-locale --encoding=UTF8 \
    --no-sync >/dev/null
for _ in 1 2 3 4 5; do
    start && break
    port=$((port + 1))
done
url="jdbc:postgresql://127.0.0.1:$port/postgres?user=nightjar&password=$password"
echo "$url"
while read -r command; do
    case $command in
    crash) stop ;;
    start) start ;;
    esac
    echo "$url"
done
