#!/bin/sh
# Chromium and a Chinese font for the browser tests, where there is none and apt can bring them.
set -eu
if command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "Chromium is missing and there is no apt: install it so that the browser tests can run" >&2
    exit 0
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
