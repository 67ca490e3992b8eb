"""What a portal counts of itself: pages that it had kept, and those that it made anew."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

COUNTED = re.compile(r'^alongside_cache_answers_total\{outcome="(kept|made)"\} ([\d.e+]+)$', re.MULTILINE)


def answers(address: str) -> tuple[int, int]:
    """Pages kept and pages made so far, over all processes of one machine."""
    with urlopen(f"{address}/metrics", timeout=30) as answer:
        found = {outcome: int(float(count)) for outcome, count in COUNTED.findall(answer.read().decode())}
    return found.get("kept", 0), found.get("made", 0)


def settled(count: Callable[[], int], still: float, longest: float = 600) -> tuple[int, float]:
    """What a count that grows by itself has come to once it is still, and after how many seconds it last grew."""
    start = changed = time.perf_counter()
    reached = count()
    while time.perf_counter() - changed < still:
        if time.perf_counter() - start > longest:
            raise RuntimeError(f"The portal still makes pages by itself after {longest:.0f} seconds.")
        time.sleep(0.2)
        if (now := count()) != reached:
            reached, changed = now, time.perf_counter()
    return reached, changed - start


def made(address: str) -> int:
    """Pages made so far by those who answer there."""
    return answers(address)[1]


def kept_in(cache: Path) -> int:
    """Pages kept in a folder, whoever made them."""
    return sum(1 for file in (cache / "answers").glob("**/*") if file.is_file())
