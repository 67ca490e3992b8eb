"""Unpacking: the extract's rows become matrices, however the extract is cut into groups."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from data import publish
from data.build import build_content
from data.snapshot import OBSERVATIONS
from data.store import open_snapshot
from tests.data.source_tree import write_sources


def test_groups_of_rows_may_end_inside_an_indicator(tmp_path: Path) -> None:
    content = build_content(write_sources(tmp_path / "sources"), lambda _: None)
    extract = tmp_path / "out" / publish.write_snapshot(content, tmp_path / "out") / OBSERVATIONS
    whole = open_snapshot(tmp_path / "out", tmp_path / "whole")
    pq.write_table(pq.read_table(extract), extract, row_group_size=100)
    in_parts = open_snapshot(tmp_path / "out", tmp_path / "in-parts")
    assert pq.ParquetFile(extract).num_row_groups > len(content.blocks)
    for name, array in whole.arrays.items():
        np.testing.assert_array_equal(in_parts.arrays[name], array, err_msg=name)
