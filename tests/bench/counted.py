"""What a portal counts of itself: pages that it had kept, and those that it made anew."""

import re
import time
from urllib.request import urlopen

COUNTED = re.compile(r'^alongside_cache_answers_total\{outcome="(kept|made)"\} ([\d.e+]+)$', re.MULTILINE)
STILL_SECONDS = 1.5


def answers(address: str) -> tuple[int, int]:
    """Pages kept and pages made so far, over all processes of one machine."""
    with urlopen(f"{address}/metrics", timeout=30) as answer:
        found = {outcome: int(float(count)) for outcome, count in COUNTED.findall(answer.read().decode())}
    return found.get("kept", 0), found.get("made", 0)


def settled(address: str, longest: float = 600) -> tuple[int, float]:
    """How many pages a portal made by itself after its start, and after how many seconds it made no more."""
    start = changed = time.perf_counter()
    _, made = answers(address)
    while time.perf_counter() - changed < STILL_SECONDS:
        if time.perf_counter() - start > longest:
            raise RuntimeError(f"The portal still makes pages by itself after {longest:.0f} seconds.")
        time.sleep(0.1)
        _, now = answers(address)
        if now != made:
            made, changed = now, time.perf_counter()
    return made, changed - start
