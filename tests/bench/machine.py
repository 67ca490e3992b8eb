"""What was measured on, and what processes take of it."""

import os
import platform
import subprocess
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from tests.browser.chromium import chromium

LIBRARIES = ("dash", "plotly", "flask", "gunicorn", "numpy", "pandas", "orjson", "brotli")
TICKS = os.sysconf("SC_CLK_TCK")


def now() -> str:
    """The day and the minute, as the report has them."""
    return datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z")


def processor() -> str:
    """What kind it is."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory() -> float:
    """Bytes that there are, times 10 to the ninth."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def described() -> list[str]:
    """Machine and versions as lines of Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    found = chromium()
    browser = subprocess.run([found, "--version"], capture_output=True, text=True).stdout.strip() if found else "none"
    return [
        f"- machine: {os.cpu_count()} cores ({processor()}), {memory():.0f} GB",
        f"- system: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"- versions: {versions}; browser: {browser}",
    ]


def family(process: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(each for child in children for each in family(int(child)))]


def processor_seconds(process: int) -> float:
    """Seconds of processor that a process and its children, those that ended too, have taken so far."""
    taken = 0
    for each in family(process):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        taken += sum(map(int, fields[11:15]))
    return taken / TICKS
