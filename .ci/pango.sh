#!/usr/bin/env bash
# Sees to it that Pango and HarfBuzz are there, with which PDFs are set. Without them all works but PDFs, so this never fails.
set -eu
libraries_are_there() {
    local library
    for library in libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; do
        /sbin/ldconfig -p 2>/dev/null | grep -q "$library" || return 1
    done
}
libraries_are_there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    exec 9<"$0" # two runs may come here at once
    flock 9
    libraries_are_there && exit 0
    echo "Installing Pango, with which PDFs are set."
    # Signs that the portal's own font lacks are taken from DejaVu, so that every machine has the same.
    {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
    } >/dev/null 2>&1 || true
    libraries_are_there && exit 0
fi
echo "PDFs need Pango. As root: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" >&2
exit 0
