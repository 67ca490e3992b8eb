"""`make bench`: measures what the portal promises about speed, into docs/performance.md and docs/scale.md.

    python -m tests.bench                    everything, in about twenty minutes on an idle machine
    python -m tests.bench views browser      some parts; the report keeps of the others what was measured before

Nothing here is asserted: an error ends it, and a target that is not met is said. Trust ratios, each taken within one
run of its part.
"""

import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from tests.bench import lait, plan
from tests.bench.findings import Measured, verdict_table
from tests.bench.machine import described, now
from tests.live import ROOT

REPORT = ROOT / "docs" / "performance.md"
KEPT = ROOT / "var" / "bench"
"""What each part found last, so that parts can be measured one at a time."""
COMMAND = "python -m tests.bench"
PARTS = {
    "views": "Changing authority, indicator or comparator: over HTTP",
    "browser": "The same in a browser, and first loads",
    "load": "Many people at once",
    "cached": "What is kept, and made once",
    "start": "The start, commands, and the memory of each process",
    "build": "The build",
    "models": "One authority's board",
    "grown": "A hundred times the data",
    "scaled": "Scaled running",
    "packs": "Packs",
    "profiles": "Profiles",
}


def measure(part: str) -> dict[str, object]:
    """Run one part, and keep what it found with the moment at which it began and the seconds that it took."""
    began, start = now(), time.perf_counter()
    sys.stderr.write(f"{began}: {part}\n")
    measured: Measured = import_module(f"tests.bench.{part}").report()
    record = {"began": began, "seconds": round(time.perf_counter() - start), **measured.record()}
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{part}.json").write_text(json.dumps(record, indent=1), "utf-8")
    return record


def found(part: str) -> dict[str, object] | None:
    """What a part found last; None where it was never measured here."""
    file: Path = KEPT / f"{part}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def section(part: str, record: dict[str, object] | None) -> list[str]:
    """One part of the report."""
    if record is None:
        return [f"## {PARTS[part]}", "", "Not measured.", ""]
    when = f"`{COMMAND} {part}`, {record['began']}, {record['seconds']} s."
    return [f"## {PARTS[part]}", "", when, "", *Measured.from_record(record).lines, ""]


def report(records: dict[str, dict[str, object] | None], day: str) -> str:
    """The whole report: targets and verdicts first, then how each was measured."""
    verdicts = [each for record in records.values() if record for each in Measured.from_record(record).verdicts]
    lines = [
        "# What was measured",
        "",
        f"By `make bench` (`{COMMAND}`), written on {day}. Each part says when it was measured. Every ratio is that "
        "of two medians that were taken in turn within one run; the floor is the smallest Dash app on the same "
        "server.",
        "",
        *described(),
        "",
        "## Targets",
        "",
        *verdict_table(verdicts),
        "",
        "What does not fit on this machine is in [the plan for more of them](scale.md).",
        "",
        *(line for part, record in records.items() for line in section(part, record)),
        "## LAIT",
        "",
        *lait.lines(),
        "",
    ]
    return "\n".join(lines)


def main(asked: list[str]) -> None:
    """Measure what is asked for, write the report, and show what was found."""
    unknown = [part for part in asked if part not in PARTS]
    if unknown:
        raise SystemExit(f"There is no part '{unknown[0]}'; there are {', '.join(PARTS)}.")
    if len(asked) != 1:
        # A process of its own for each: what one part leaves in memory would be counted in what the next one starts.
        for part in asked or PARTS:
            subprocess.run([sys.executable, "-m", "tests.bench", part], cwd=ROOT, check=True)
        return
    record = measure(asked[0])
    sys.stdout.write(
        "\n".join([*section(asked[0], record), *verdict_table(Measured.from_record(record).verdicts), "", ""])
    )
    records = {part: found(part) for part in PARTS}
    REPORT.write_text(report(records, now()), "utf-8")
    plan.write(plan.figures_of(list(records.values())), now())
    sys.stdout.write(f"{REPORT.relative_to(ROOT)} and {plan.FILE.relative_to(ROOT)} are written.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
