"""`make bench`: measures what the portal promises about speed, and writes docs/performance.md.

Nothing here is asserted. Measure on an idle machine, and trust the ratios, each taken within one run.
"""

import os
import platform
import sys
from datetime import datetime
from pathlib import Path

from tests.bench import commands, models, packs, visits

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def main() -> None:
    """Measure, write the report, and show it."""
    day = datetime.now().astimezone().strftime("%d %B %Y")
    text = "\n".join(
        [
            "# What was measured",
            "",
            f"By `make bench` on {day}, {os.cpu_count()} cores, Python {platform.python_version()}.",
            "",
            "## Commands and the start",
            "",
            f"Medians of {commands.RUNS} runs (5 for the build) in fresh processes, each taken in turn with its floor.",
            "",
            commands.report(commands.measure()),
            "",
            "## One authority",
            "",
            *models.report(),
            "",
            "## Packs",
            "",
            "A process of its own makes each, from the key to the file, while another reader goes on.",
            "",
            *packs.report(),
            "",
            "## Visits",
            "",
            *visits.report(),
            "",
        ]
    )
    REPORT.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
