#!/usr/bin/env bash
# Sees to it that Chromium, which the browser tests drive, is there: its headless shell, which draws the same pages with
# half the work because it draws no window around them, or else all of Chromium.
set -u
command -v chromium-headless-shell >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium's headless shell for the browser tests."
    apt-get update -qq
    for package in chromium-headless-shell chromium; do
        command -v "$package" >/dev/null && exit 0
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null && exit 0
    done
fi
command -v chromium >/dev/null && exit 0
echo "The browser tests need Chromium. As root: apt-get install chromium-headless-shell" >&2
exit 1
