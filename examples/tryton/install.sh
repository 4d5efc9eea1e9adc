#!/bin/sh
# Installs Tryton 6.0 from Debian's own packages (Debian 12); says what to do where there is no apt.
set -eu
packages="tryton-server tryton-modules-all tryton-proteus"
if [ -x /usr/bin/trytond ] && /usr/bin/python3 -c 'import proteus, trytond.modules.sale_amendment' 2>/dev/null; then
  echo "Tryton is installed: $(/usr/bin/trytond --version)"
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "There is no apt-get here. Install Tryton 6.0 with its modules and proteus so that /usr/bin/trytond runs with /usr/bin/python3 (on Debian 12: $packages), then start again." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Run as root: apt-get update && apt-get install --no-install-recommends $packages" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
echo "Tryton is installed: $(/usr/bin/trytond --version)"
