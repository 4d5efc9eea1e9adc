#!/usr/bin/env bash
# Runs a command with a MariaDB of its own: mariadb.sh COMMAND…  It gets MARIADB_URL, and STORE=mariadb for the tests.
# The server listens on a free port of 127.0.0.1, keeps its data in a temporary folder, and ends with the command. What it has committed outlives its process, not
# the machine: the many tables of tests would wait for the disk. Temporary tables are in its folder too: a server that starts removes those that it finds in /tmp, and
# they may be another's.
set -eu
if ! command -v mariadbd >/dev/null; then
  command -v apt-get >/dev/null || { echo 'mariadb.sh: install MariaDB 10.11 (mariadbd) first; on Debian: apt-get install mariadb-server' >&2; exit 1; }
  apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q mariadb-server >/dev/null
fi
folder=$(mktemp -d)
mkdir "$folder/tmp"
port=$(node -e "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })")
mariadb-install-db --no-defaults --auth-root-authentication-method=normal --user="$(id -un)" --datadir="$folder/data" --tmpdir="$folder/tmp" >"$folder/install.log" 2>&1 || { cat "$folder/install.log" >&2; exit 1; }
mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/socket" --pid-file="$folder/pid" --bind-address=127.0.0.1 --port="$port" \
  --skip-name-resolve --innodb-buffer-pool-size=256M --innodb-flush-method=nosync --innodb-doublewrite=0 >"$folder/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
  mariadb --no-defaults --host=127.0.0.1 --port="$port" --user=root --execute='select 1' >/dev/null 2>&1 && break
  kill -0 "$server" 2>/dev/null || { tail -20 "$folder/server.log" >&2; echo 'mariadb.sh: the server does not start' >&2; exit 1; }
  sleep 0.2
done
STORE=mariadb MARIADB_URL="mysql://root@127.0.0.1:$port" MARIADB_FOLDER="$folder" "$@"
