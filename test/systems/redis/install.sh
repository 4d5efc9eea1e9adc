#!/usr/bin/env bash
# Installs Redis from Debian's packages where it is missing; its own service is not needed, and not started.
set -eu
command -v redis-server >/dev/null && exit 0
command -v apt-get >/dev/null || { echo 'install redis-server first' >&2; exit 1; }
apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q redis-server >/dev/null
command -v redis-server >/dev/null || { echo 'redis-server is still not there after its installation' >&2; exit 1; }
