"""The importer on a small tree of sources: what it makes of them, and how it refuses what it cannot read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.cli import main
from data.build import Content, build_content
from data.errors import PortalError
from data.publish import write_snapshot
from data.snapshot import current_id
from data.store import open_snapshot
from tests.data.source_tree import LAIT_AREAS, write_sources

STABILITY = "ees/la_cla_placement_stability.csv"
LAIT = "lait/bds_long_0.parquet"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One tree for all tests that only read it."""
    return write_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def content(tree: Path) -> Content:
    """What the importer makes of the tree."""
    return build_content(tree, lambda _: None)


@pytest.fixture
def sources(tree: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(tree, tmp_path / "sources"))


def build(folder: Path) -> object:
    """Build, telling nobody."""
    return build_content(folder, lambda _: None)


def test_every_definition_gets_its_figures(content: Content) -> None:
    assert len(content.indicators) == 598
    assert sum(bool(indicator.lait) for indicator in content.indicators) == 434
    southampton = [area.code for area in content.areas].index("852")
    for indicator in content.indicators:
        assert content.blocks[indicator.id].values[southampton, -1] == 12, indicator.id


def test_counts_that_do_not_give_the_published_value_are_left_out(content: Content) -> None:
    # In the tree every number is 12, and 12 of 12 is 100%, which is not the published 12%.
    found = {row.indicator: row for row in content.arithmetic}["percentage-of-cla-having-health-checks"]
    assert (found.checked, found.disagree) == (4, 4)
    southampton = [area.code for area in content.areas].index("852")
    numerators = content.blocks["percentage-of-cla-having-health-checks"].numerators
    assert numerators is not None
    assert np.isnan(numerators[southampton, -1])


def test_a_figure_says_which_row_it_came_from(sources: Path) -> None:
    path = sources / STABILITY
    lines = path.read_text("utf-8-sig").splitlines()
    row = next(
        number
        for number, line in enumerate(lines, 1)
        if "Southampton" in line and line.startswith("2025") and "previous 2 years" in line
    )
    content = build_content(sources, lambda _: None)
    southampton = [area.code for area in content.areas].index("852")
    assert content.blocks["three-or-more-placements-in-the-previous-2-years"].rows[southampton, -1] == row


def test_the_reason_of_the_tidy_file_replaces_the_dash_of_lait(sources: Path) -> None:
    change_lait(sources, "LACStable_2016on", "2025", "Southampton", "-")
    path = sources / STABILITY
    text = [
        line.rsplit(",", 2)[0] + ",c,c"
        if "Southampton" in line and line.startswith("2025") and "during the year" in line
        else line
        for line in path.read_text("utf-8-sig").splitlines()
    ]
    path.write_text("\n".join(text) + "\n")
    content = build_content(sources, lambda _: None)
    southampton = [area.code for area in content.areas].index("852")
    block = content.blocks["placement-1-percent-cla-with-three-or-more-placements"]
    assert np.isnan(block.values[southampton, -1])
    assert block.reasons[southampton, -1] == 1  # suppressed


def change_lait(folder: Path, code: str, year: str, area: str, value: str) -> int:
    """Put a value into one cell of the long table, and return its row."""
    table = pq.read_table(folder / LAIT).to_pydict()
    keys = list(zip(table["Short Desc"], table["Years"], table["LA and Regions"], strict=True))
    row = keys.index((code, year, area))
    table["Values"][row] = value
    pq.write_table(pa.table(table), folder / LAIT)
    return row + 1


def spoil_marker(folder: Path) -> str:
    row = change_lait(folder, "LAC", "2025", "Southampton", "n/k")
    return rf"bds_long_0.parquet, row {row}, column 'Values': 'n/k' is neither a number"


def spoil_tidy_marker(folder: Path) -> str:
    path = folder / STABILITY
    lines = path.read_text("utf-8-sig").splitlines()
    lines[3] = lines[3].rsplit(",", 1)[0] + ",~"
    path.write_text("\n".join(lines) + "\n")
    return r"la_cla_placement_stability.csv, row 4, column 'children_\w+': '~' is neither"


def spoil_header(folder: Path) -> str:
    path = folder / STABILITY
    path.write_text(path.read_text("utf-8-sig").replace("placement_stability", "placement_stabilty", 1))
    return r"has no column 'placement_stability'. Its nearest is 'placement_stabilty'"


def spoil_column(folder: Path) -> str:
    path = folder / STABILITY
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in path.read_text("utf-8-sig").splitlines()) + "\n")
    return r"la_cla_placement_stability.csv has no column 'children_"


def spoil_with_a_directory(folder: Path) -> str:
    (folder / STABILITY).unlink()
    (folder / STABILITY).mkdir()
    return r"la_cla_placement_stability.csv is a directory; a file was expected there"


def spoil_by_emptying(folder: Path) -> str:
    (folder / LAIT).write_bytes(b"")
    return r"bds_long_0.parquet is empty"


def spoil_by_removing(folder: Path) -> str:
    (folder / STABILITY).unlink()
    return r"la_cla_placement_stability.csv is missing"


def spoil_with_noise(folder: Path) -> str:
    noise = np.random.default_rng(1).integers(0, 256, 200_000_000, dtype=np.uint8)
    (folder / STABILITY).write_bytes(noise.tobytes())
    return r"la_cla_placement_stability.csv (is not a text file|has no header|has no column)"


def spoil_parquet_with_noise(folder: Path) -> str:
    (folder / LAIT).write_bytes(np.random.default_rng(1).integers(0, 256, 100_000, dtype=np.uint8).tobytes())
    return r"bds_long_0.parquet is not a Parquet file"


def spoil_body_with_noise(folder: Path) -> str:
    path = folder / STABILITY
    header = path.read_bytes().splitlines()[0]
    path.write_bytes(header + b"\n" + np.random.default_rng(1).integers(0, 256, 100_000, dtype=np.uint8).tobytes())
    return r"la_cla_placement_stability.csv cannot be read as a table"


def spoil_workbook(folder: Path) -> str:
    (folder / "lait/sn_may_2025.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    return r"sn_may_2025.xlsx is not an Excel workbook"


def spoil_place(folder: Path) -> str:
    path = folder / STABILITY
    path.write_text(path.read_text("utf-8-sig").replace("E06000045", "E06999999"))
    return r"la_cla_placement_stability.csv, row \d+: .*E06999999"


def spoil_period(folder: Path) -> str:
    path = folder / STABILITY
    path.write_text(path.read_text("utf-8-sig").replace("\n2025,", "\nthis year,"))
    return r"la_cla_placement_stability.csv, row \d+, column 'time_period': 'this year'"


def spoil_by_repeating(folder: Path) -> str:
    path = folder / STABILITY
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([*lines, lines[2]]) + "\n")
    return rf"row {len(lines) + 1}: the same figure is given twice"


def spoil_filter(folder: Path) -> str:
    path = folder / STABILITY
    path.write_text(path.read_text("utf-8-sig").replace("With 3 or more placements during the year", "3+ placements"))
    return r"column 'placement_stability' never holds 'With 3 or more placements during the year'"


def spoil_by_dropping_a_measure(folder: Path) -> str:
    table = pq.read_table(folder / LAIT)
    pq.write_table(table.filter(pa.compute.not_equal(table["Short Desc"], "LAC")), folder / LAIT)
    return r"holds no measure 'LAC'"


SPOILS = [value for name, value in sorted(globals().items()) if name.startswith("spoil_")]


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_a_file_that_cannot_be_read_is_one_sentence_and_changes_nothing(
    spoil: Callable[[Path], str],
    sources: Path,
    content: Content,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "snapshots"
    before = write_snapshot(content, output)
    message = spoil(sources)
    with pytest.raises(PortalError, match=message) as refusal:
        build(sources)
    assert len(str(refusal.value).splitlines()) == 1
    assert main(["build", "--sources", str(sources), "--output", str(output)]) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error == str(refusal.value)
    assert current_id(output) == before
    kept = {path.name for path in output.iterdir() if not path.name.startswith(".")}
    assert kept == {before, "current", "history"}


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="not a directory of source files"):
        build(tmp_path / "nowhere")


def test_the_command_builds_a_snapshot_that_can_be_read(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--sources", str(tree), "--output", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    identity = printed.out.strip()
    assert current_id(tmp_path / "out") == identity
    assert "100% done" in printed.err
    snapshot = open_snapshot(tmp_path / "out", tmp_path / "cache")
    block = snapshot.block(snapshot.indicators.find("LAC"))
    shown = {number: block.values[snapshot.area_position[number], -1] for number, _ in LAIT_AREAS}
    assert shown == {"970": 10, "989": 11, "852": 12, "851": 13}
    assert [period.label for period in block.periods] == ["31 March 2024", "31 March 2025"]
