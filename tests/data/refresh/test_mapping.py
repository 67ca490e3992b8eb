"""A newer file that calls things otherwise: what is near is named, and a person says what is meant."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.authorities import load_authorities
from data.build import resolver
from data.datasets import Dataset, load_datasets
from data.errors import PortalError
from data.indicators import load_indicators
from data.publisher.answers import Altered, Changes, Difference, Named
from data.refresh.fetching import NOTHING
from data.refresh.mapping import Survey, survey
from data.sources.tidy import TidyFile, read_tidy
from data.store import Snapshot
from tests.data.refresh.conftest import SAME_CARER, STABILITY, Change, with_cells, with_year
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.figures import shipped_csv

DATASET = load_datasets()[STABILITY]


def renamed(**names: str) -> Change:
    return lambda table: table.renamed(names)


def look(live: Snapshot, folder: Path, *changes: Change, dataset: Dataset = DATASET, told: Changes = NOTHING) -> Survey:
    table = Table.of(shipped_csv(STABILITY))
    for change in changes:
        table = change(table)
    (folder / "ees").mkdir(exist_ok=True)
    (folder / "ees" / f"{STABILITY}.csv").write_bytes(table.body)
    return survey(folder, dataset, load_indicators(), live, resolver(load_authorities()), told)


def test_a_file_as_the_definitions_say_is_taken(live: Snapshot, tmp_path: Path) -> None:
    found = look(live, tmp_path)
    assert found.stops == ()
    assert found.tidy is not None
    assert SAME_CARER in found.values["placement_stability"]


def test_a_renamed_column_stops_with_the_one_that_has_its_figures(live: Snapshot, tmp_path: Path) -> None:
    # A column of the same kind with other figures is no candidate, however near its name.
    found = look(
        live,
        tmp_path,
        lambda table: table.with_column("children_percentage", "50"),
        renamed(children_percent="share_of_cohort"),
    )
    (said,) = found.stops
    assert "has no column 'children_percent', which 3 indicators need" in said
    assert "Nearest: 'share_of_cohort' (its figures are the live ones in " in said
    assert "'children_percentage' (by its name)" in said
    assert '[la_cla_placement_stability.renamed] "children_percent" = ["..."]' in said


def test_the_definitions_say_which_column_is_meant(live: Snapshot, tmp_path: Path) -> None:
    dataset = replace(DATASET, renamed={"children_percent": ("share_of_cohort",)})
    found = look(live, tmp_path, renamed(children_percent="share_of_cohort"), dataset=dataset)
    assert found.stops == ()
    assert found.tidy is not None
    indicator = load_indicators().find("long-term-placement-stability-percent")
    assert indicator.value is not None
    plain = read_tidy_as_shipped(tmp_path / "plain").block(indicator.value, indicator.period, len(live.areas))
    block = found.tidy.block(indicator.value, indicator.period, len(live.areas))
    np.testing.assert_array_equal(block.values, plain.values)
    np.testing.assert_array_equal(block.rows, plain.rows)


def read_tidy_as_shipped(folder: Path) -> TidyFile:
    (folder / "ees").mkdir(parents=True)
    (folder / "ees" / f"{STABILITY}.csv").write_bytes(shipped_csv(STABILITY))
    return read_tidy(folder, DATASET, resolver(load_authorities()))


def test_the_publishers_own_word_is_a_candidate_and_no_more(live: Snapshot, tmp_path: Path) -> None:
    pair = Altered(Named("a", "children_percent", "Percentage"), Named("a", "zz", "Percentage"))
    told = replace(NOTHING, indicators=Difference(altered=(pair,)))
    change = [with_cells("children_percent", "x"), renamed(children_percent="zz")]
    (said,) = look(live, tmp_path, *change, told=told).stops
    assert "'zz' (the publisher's list of changes says so)" in said


def test_a_renamed_value_stops_with_the_one_that_has_its_figures(live: Snapshot, tmp_path: Path) -> None:
    change = with_cells("placement_stability", "Same home for two years", placement_stability=SAME_CARER)
    (said,) = look(live, tmp_path, change).stops
    assert f"column 'placement_stability', never holds '{SAME_CARER}', which 2 indicators need" in said
    assert "'Same home for two years' (its figures are the live ones in" in said
    meant = replace(DATASET, renamed_values={"placement_stability": {SAME_CARER: ("Same home for two years",)}})
    assert look(live, tmp_path, change, dataset=meant).stops == ()


def test_half_a_file_may_spell_a_value_otherwise(live: Snapshot, tmp_path: Path) -> None:
    change = with_cells("placement_stability", "Same home", placement_stability=SAME_CARER, time_period="2025")
    meant = replace(DATASET, renamed_values={"placement_stability": {SAME_CARER: ("Same home",)}})
    found = look(live, tmp_path, change, dataset=meant)
    assert found.stops == ()
    assert found.tidy is not None
    rows = found.tidy.rows_where({"placement_stability": SAME_CARER})
    assert len(rows) == len(read_tidy_as_shipped(tmp_path / "plain").rows_where({"placement_stability": SAME_CARER}))


def test_a_renamed_filter_stops_with_the_one_that_holds_its_values(live: Snapshot, tmp_path: Path) -> None:
    (said,) = look(live, tmp_path, renamed(cla_group="cohort")).stops
    assert "has no column 'cla_group'" in said
    assert "'cohort' (holds 3 of the 3 values asked for" in said


def test_a_new_breakdown_stops_until_the_definitions_say_what_is_all_children(live: Snapshot, tmp_path: Path) -> None:
    def by_sex(table: Table) -> Table:
        rows = [[*row, sex] for row in table.rows for sex in ("Total", "Female")]
        return Table([*table.header, "sex"], rows)

    found = look(live, tmp_path, by_sex)
    assert any("the same figure is given twice" in said for said in found.stops)
    assert any("among the columns 'sex'" in said and f"[{STABILITY}.only]" in said for said in found.stops)
    assert look(live, tmp_path, by_sex, dataset=replace(DATASET, only={"sex": "Total"})).stops == ()


def test_a_marker_and_a_period_that_nobody_knows_stop(live: Snapshot, tmp_path: Path) -> None:
    spoilt = with_cells("children_percent", "~", la_name="Southampton", placement_stability=SAME_CARER)
    assert any(
        "'~' is neither a number nor a known missing marker" in said for said in look(live, tmp_path, spoilt).stops
    )
    odd = look(live, tmp_path, with_year("20-26", "2025"))
    assert any("'20-26' is not a period label of a known form" in said for said in odd.stops)


def test_a_column_under_two_names_is_refused(live: Snapshot, tmp_path: Path) -> None:
    dataset = replace(DATASET, renamed={"children_percent": ("share",)})
    (said,) = look(live, tmp_path, lambda table: table.with_column("share", "1"), dataset=dataset).stops
    assert "has the columns 'children_percent' and 'share'" in said


@pytest.mark.parametrize("name", sorted(load_datasets()))
def test_what_is_renamed_is_what_the_indicators_read(name: str) -> None:
    dataset = load_datasets()[name]
    read = {
        column
        for indicator in load_indicators()
        for part in (indicator.value, indicator.numerator, indicator.denominator)
        if part and part.dataset == name
        for column in (*part.columns, *part.where)
    }
    others = [other for others in dataset.renamed.values() for other in others]
    assert len(set(others)) == len(others)
    assert not set(others) & read


def test_a_file_that_is_none_is_a_sentence(live: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "ees").mkdir()
    (tmp_path / "ees" / f"{STABILITY}.csv").write_bytes(b"")
    found = survey(tmp_path, DATASET, load_indicators(), live, resolver(load_authorities()), NOTHING)
    assert found.tidy is None
    assert len(found.stops) == 1
    with pytest.raises(PortalError):
        read_tidy(tmp_path, DATASET, resolver(load_authorities()))
