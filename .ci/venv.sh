#!/usr/bin/env bash
# Makes an empty virtual environment in the folder named, whichever way this machine allows.
set -eu
target=$1
python=${PYTHON:-}
# Of several of the wanted version the quickest: how a Python was built makes a tenth of what drawing a page takes.
if [ -z "$python" ]; then
    task='import ensurepip, timeit; print(int(1e6 * min(timeit.repeat("[f\"{i}:{i}\" for i in range(9999)]", number=1, repeat=300))))'
    least=
    for candidate in $(type -a -p python3.11 | xargs -r -n1 readlink -f | sort -u); do
        if took=$("$candidate" -c "$task" 2>/dev/null) && { [ -z "$least" ] || [ "$took" -lt "$least" ]; }; then
            least=$took python=$candidate
        fi
    done
fi
if [ -z "$python" ]; then
    for candidate in python3.11 python3 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "Alongside needs Python 3.11 or newer: install it, or name it with make setup PYTHON=..." >&2
    exit 1
fi

rm -rf "$target"
"$python" -m venv "$target" >/dev/null 2>&1 && exit 0

rm -rf "$target"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "This Python cannot make virtual environments: installing python3-venv."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } \
        >/dev/null || true
    "$python" -m venv "$target" >/dev/null 2>&1 && exit 0
    rm -rf "$target"
fi
if "$python" -m pip --version >/dev/null 2>&1; then
    echo "This Python cannot make virtual environments: using virtualenv."
    maker=$(mktemp -d)
    trap 'rm -rf "$maker"' EXIT
    "$python" -m pip install --quiet --target "$maker" virtualenv
    PYTHONPATH=$maker "$python" -m virtualenv --quiet "$target" && exit 0
fi
echo "This Python cannot make virtual environments. As root: apt-get install python3-venv" >&2
exit 1
