#!/usr/bin/env bash
# Sees to it that PostgreSQL and Redis are there, and nginx if it can be. The tests start their own, on loopback, and leave
# the system's alone.
set -eu
nginx_is_there() { PATH="$PATH:/usr/sbin" command -v nginx >/dev/null; }
programs_are_there() {
    command -v redis-server >/dev/null && { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
}
programs_are_there && nginx_is_there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    exec 9<"$0" # two test processes may come here at once
    flock 9
    programs_are_there && nginx_is_there && exit 0
    echo "Installing PostgreSQL, Redis and nginx for the services tests."
    # RUNLEVEL=1 keeps the packages from starting servers of their own.
    {
        apt-get update -qq &&
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends postgresql redis-server &&
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light
    } >/dev/null 2>&1 || true
fi
# Without nginx its own tests are skipped, and say why.
programs_are_there && exit 0
echo "The services tests need PostgreSQL and Redis. As root: apt-get install postgresql redis-server" >&2
exit 1
