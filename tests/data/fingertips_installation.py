"""An installation that added a made-up Fingertips file: a share that follows from its counts and a rate that does not.

Every authority that is open has figures of five years. Southampton has 12 of 48 in the last, and limits that are
neither Wilson's nor Byar's, so that a test sees whose are shown.
"""

from pathlib import Path

from data.authorities import load_authorities
from tests.data.fingertips_files import ENGLAND, row, write

SHARE, RATE = "a-made-up-share", "a-made-up-standardised-rate"
YEARS = ("2018/19", "2019/20", "2020/21", "2021/22", "2022/23")
NOTE = "There is a data quality issue with this value"
DEFINITIONS = """
[[indicator]]
id = "{share}"
title = "A made-up share"
topic = "Health and wellbeing"
unit = "%"
polarity = "lower is better"
decimals = 1
period = "financial year"
made = "Percentage as published"
fingertips = {{id = 99901, sex = "Persons", downloaded = "2026-11-03"}}

[[indicator]]
id = "{rate}"
title = "A made-up standardised rate"
topic = "Health and wellbeing"
unit = "rate per 100,000"
polarity = "lower is better"
decimals = 1
period = "financial year"
made = "Directly standardised rate per 100,000, as published"
fingertips = {{id = 99902}}

[[indicator]]
id = "a-made-up-indicator-without-a-file"
title = "A made-up indicator without a file"
topic = "Health and wellbeing"
unit = "%"
polarity = "neutral"
decimals = 1
period = "financial year"
made = "Percentage as published"
fingertips = {{id = 99903}}
"""


def write_installation(folder: Path) -> Path:
    """Write the file and the definitions below `folder`, and return it."""
    areas = [(area.ons_code, area.name, "UA") for area in load_authorities().current]
    rows = []
    for step, year in enumerate(YEARS):
        for place, area in enumerate([ENGLAND, *areas]):
            count = 12 if area[1] == "Southampton" else 10 + place % 7
            share = 100 * count / 48
            rows.append(row(area, period=year, value=share, low=share - 9, high=share + 11, count=count))
            note = NOTE if area[1] == "Southampton" and year == YEARS[-1] else ""
            rate = 300 + 40 * step + place % 5
            rows.append(
                row(area, id=99902, period=year, value=rate, low=rate - 5, high=rate + 6, count=count, note=note)
            )
    write(folder / "fingertips" / "made_up.csv", rows)
    path = folder / "definitions" / "indicators" / "health.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DEFINITIONS.format(share=SHARE, rate=RATE), "utf-8")
    return folder
