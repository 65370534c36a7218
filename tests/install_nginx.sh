#!/bin/sh
# nginx for the test behind a proxy, where there is none and apt can bring it.
set -eu
if command -v nginx >/dev/null; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "nginx is missing and there is no apt: install it so that the test behind a proxy can run" >&2
    exit 0
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $as_root apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
