#!/usr/bin/env bash
# Installs the mail server that the tests of mailboxes are run with: Dovecot, from Debian's packages. They start one of their own, on a free port of 127.0.0.1.
set -eu
command -v dovecot >/dev/null && exit 0
command -v apt-get >/dev/null || { echo 'mail/install.sh: install Dovecot 2.3 or newer (dovecot-imapd) first' >&2; exit 1; }
apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q dovecot-imapd >/dev/null
