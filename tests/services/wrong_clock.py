"""Gunicorn in a process whose clock is wrong: `python -m tests.services.wrong_clock SECONDS OPTION...`."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from gunicorn.app.wsgiapp import run

if __name__ == "__main__":
    seconds = int(sys.argv.pop(1))
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
    sys.exit(run())
