#!/usr/bin/env bash
# Sees to it that R is there, with which the example for R in the analyst's guide runs; its test is left out without it,
# and says so, so this never fails.
set -u
command -v Rscript >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing R for its example in the analyst's guide."
    {
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core
    } >/dev/null 2>&1
fi
exit 0
