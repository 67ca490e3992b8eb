#!/usr/bin/env bash
# Sees to it that PostgreSQL and Redis are there. The tests start their own, on loopback, and leave the system's alone.
set -eu
programs_are_there() {
    command -v redis-server >/dev/null && { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
}
programs_are_there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    exec 9<"$0" # two test processes may come here at once
    flock 9
    programs_are_there && exit 0
    echo "Installing PostgreSQL and Redis for the services tests."
    # RUNLEVEL=1 keeps the packages from starting servers of their own.
    {
        apt-get update -qq &&
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends postgresql redis-server
    } >/dev/null 2>&1 || true
    programs_are_there && exit 0
fi
echo "The services tests need PostgreSQL and Redis. As root: apt-get install postgresql redis-server" >&2
exit 1
