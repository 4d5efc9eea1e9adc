#!/usr/bin/env bash
# Installs Chromium from Debian's packages where it is missing: the pages are looked at in it.
set -eu
browser=${CHROMIUM:-/usr/bin/chromium}
[ -x "$browser" ] && exit 0
command -v apt-get >/dev/null || { echo "install chromium first, or say by CHROMIUM where it is" >&2; exit 1; }
apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-wqy-microhei >/dev/null
[ -x "$browser" ] || { echo "$browser is still not there after its installation" >&2; exit 1; }
