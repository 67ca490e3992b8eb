#!/usr/bin/env bash
# Installs R's own packages, with which the example for R in the analyst's guide runs; its test is left out without them.
set -eu
command -v Rscript >/dev/null && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core
