"""A refresh from beginning to end, against a publisher on this machine."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from data.errors import PortalError
from data.indicators import load_indicators
from data.publisher.failures import PublisherAway
from data.refresh import refreshing
from data.refresh.lock import LOCK, AnotherRunsError, only_one, remove_half_built
from data.refresh.refreshing import Plan, Result
from data.refresh.report import Outcome, text
from data.refresh.state import load_state
from data.snapshot import current_id, history, snapshot_ids
from data.store import Snapshot, open_snapshot
from tests.data.refresh.conftest import NAMES, NEED, SAME_CARER, STABILITY, with_cells, with_year, without_rows
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.server import PublisherOnLoopback

Run = Callable[..., Result]
CARER = "long-term-placement-stability-percent"
REVISED = with_cells(
    "children_percent", "64", time_period="2025", la_name="Southampton", placement_stability=SAME_CARER
)


def everything_below(folder: Path) -> dict[str, bytes]:
    """Each file below a folder, and what is in it; but for the lock."""
    found = folder.rglob("*") if folder.is_dir() else []
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file() and path.name != LOCK}


def test_the_very_same_files_are_nothing_new(run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot) -> None:
    result = run()
    assert result.report.outcome is Outcome.NOTHING_NEW
    assert result.kept is None
    assert result.report.asked == len(NAMES)
    assert current_id(plan.output) is None  # nothing was written but the lock
    # They are known by now, and not fetched again.
    assert len(served.asked_for("csv")) == len(NAMES)
    run()
    assert len(served.asked_for("csv")) == len(NAMES)
    assert load_state(plan.work).of(STABILITY).version_of(manifest(live, STABILITY)) == "1.0"


def manifest(snapshot: Snapshot, name: str) -> str:
    return next(file.sha256 for file in snapshot.files if file.name == f"{name}.csv")


def test_a_revised_figure_and_another_year_are_published(
    run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot
) -> None:
    run()
    served.release(STABILITY, lambda table: with_year("2026", "2025")(REVISED(table)), notes="2026 figures")
    dry = run(dry_run=True)
    assert dry.report.outcome is Outcome.WOULD_PUBLISH
    result = run()
    report = result.report
    assert report.outcome is Outcome.PUBLISHED
    assert (report.made, report.live) == (dry.report.made, live.id)
    assert [(one.data_set, one.before, one.now) for one in report.steps] == [(STABILITY, "1.0", "1.1")]
    snapshot = open_snapshot(plan.output, plan.cache)
    assert snapshot.id == report.made
    block = snapshot.block(snapshot.indicators.find(CARER))
    southampton = snapshot.area_position["852"]
    assert block.values[southampton, -2:].tolist() == [64, 64]
    assert [period.year for period in block.periods][-2:] == [2025, 2026]
    found = next(one for one in report.differences if one.indicator == CARER)
    assert (found.moved, found.far, found.added) == (1, 0, ("2025-26",))
    assert [(m.area, m.before, m.now) for m in found.largest] == [("Southampton", 63, 64)]
    # What was live first is kept, with the history, so that the pages can say what has changed.
    assert [entry.id for entry in history(plan.output)] == [live.id, report.made]
    assert set(snapshot_ids(plan.output)) == {live.id, report.made}
    assert run().report.outcome is Outcome.NOTHING_NEW


def test_the_report_is_kept_for_a_person_and_as_values(run: Run, served: PublisherOnLoopback) -> None:
    served.release(STABILITY, REVISED)
    result = run(dry_run=True)
    assert result.kept is not None
    assert result.kept.name == f"{result.report.made}.txt"
    said = result.kept.read_text("utf-8")
    assert said == text(result.report)
    assert "Southampton 2024-25 from 63 to 64" in said
    assert "no unit, no polarity and no other indicator does" in said
    record = orjson.loads(result.kept.with_suffix(".json").read_bytes())
    assert record["outcome"] == "would be published"
    assert [one["indicator"] for one in record["differences"]] == [CARER]
    assert all(check["passed"] for check in record["checks"])


def test_a_dry_run_writes_nothing_among_the_snapshots(run: Run, plan: Plan, served: PublisherOnLoopback) -> None:
    served.release(STABILITY, REVISED)
    before = everything_below(plan.first)
    run(dry_run=True)
    assert not plan.output.exists()
    assert everything_below(plan.first) == before


def test_what_does_not_pass_is_held_back_until_it_is_accepted(
    run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot
) -> None:
    served.release(STABILITY, without_rows(time_period="2021"))
    held = run()
    assert held.report.outcome is Outcome.HELD_BACK
    assert {check.name for check in held.report.hindering} == {"rows", "periods-withdrawn"}
    assert current_id(plan.output) is None
    half = run(accepted={"rows": "the publisher keeps four years"})
    assert half.report.outcome is Outcome.HELD_BACK
    reasons = {"rows": "the publisher keeps four years", "periods-withdrawn": "the same"}
    result = run(accepted=reasons)
    assert result.report.outcome is Outcome.PUBLISHED
    assert current_id(plan.output) == result.report.made
    assert load_state(plan.work).published[-1].accepted == reasons
    assert result.kept is not None
    assert "Accepted: the publisher keeps four years" in result.kept.read_text()
    # The csv was fetched once, however often it was looked at.
    assert len([one for one in served.asked_for("csv") if "1.1" in one.whole]) == 1


def test_a_file_that_cannot_be_read_does_not_hold_back_the_others(
    run: Run, plan: Plan, served: PublisherOnLoopback
) -> None:
    served.release(NEED, with_cells("At31_episodes", "1972", time_period="2025", la_name="Southampton"))
    served.release(STABILITY, lambda table: table.renamed({"children_percent": "share"}))
    report = run(dry_run=True).report
    assert [one.data_set for one in report.steps] == [NEED]
    (said,) = report.stopped
    assert said.startswith("la_cla_placement_stability, version 1.1: la_cla_placement_stability.csv has no column")
    only = run(only=(STABILITY,))
    assert only.report.outcome is Outcome.STOPPED
    assert only.kept is not None
    assert current_id(plan.output) is None


def test_a_version_that_was_withdrawn_is_said_and_what_supersedes_it_taken(
    run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot
) -> None:
    served.release(STABILITY, REVISED)
    assert run().report.outcome is Outcome.PUBLISHED
    served.withdraw(STABILITY, "1.1")
    report = run().report
    assert report.outcome is Outcome.NOTHING_NEW
    assert "the live snapshot holds figures of version 1.1, which the publisher withdrew" in report.remarks[0]
    assert "nothing newer than version 1.1 is published, so its figures stay" in report.absent[0]
    assert current_id(plan.output) != live.id
    served.release(
        STABILITY,
        with_cells("children_percent", "63", la_name="Southampton", time_period="2025", placement_stability=SAME_CARER),
    )
    report = run().report
    assert report.outcome is Outcome.PUBLISHED
    assert "which the publisher withdrew" in report.remarks[0]
    assert [(one.before, one.now) for one in report.steps] == [("1.1", "1.2")]


def test_passing_faults_of_the_publisher_are_waited_out(run: Run, served: PublisherOnLoopback) -> None:
    served.release(STABILITY, REVISED)
    served.misbehave(faults.throttled(where="csv"))
    served.misbehave(faults.truncated_at(0.5, where="csv"))
    served.misbehave(faults.broken(503, where="versions"))
    assert run(dry_run=True).report.outcome is Outcome.WOULD_PUBLISH


def test_a_publisher_that_is_away_leaves_what_is_live(run: Run, plan: Plan, served: PublisherOnLoopback) -> None:
    served.release(STABILITY, REVISED)
    run()
    live = current_id(plan.output)
    served.misbehave(faults.broken(503, times=None))
    before = everything_below(plan.output)
    with pytest.raises(PublisherAway):
        run()
    assert (current_id(plan.output), everything_below(plan.output)) == (live, before)


def test_a_full_disk_is_a_sentence(
    run: Run, plan: Plan, served: PublisherOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")

    served.release(STABILITY, REVISED)
    monkeypatch.setattr(refreshing, "write_beside", full)
    with pytest.raises(PortalError, match=r"disk is full, .* given up \(somewhere\)\. What was live is live"):
        run()
    monkeypatch.undo()
    assert run().report.outcome is Outcome.PUBLISHED


def test_data_sets_are_known_by_title_and_never_guessed(run: Run, plan: Plan, served: PublisherOnLoopback) -> None:
    without = {name: replace(dataset, id="", data_set="Placement stability") for name, dataset in plan.datasets.items()}
    report = run(datasets=without, dry_run=True).report
    assert report.asked == 0
    identity = served.data_sets[STABILITY].id
    assert (
        f"no data set called 'Placement stability'; the nearest are 'La cla placement stability' ({identity})"
        in (report.absent[0])
    )
    titled = {STABILITY: replace(without[STABILITY], data_set="LA CLA placement  stability")}
    assert run(datasets=titled, dry_run=True).report.asked == 1
    chosen = run(datasets=without, chosen={NEED: served.data_sets[NEED].id}, dry_run=True).report
    assert NEED not in str(chosen.absent)
    # It is noted for good.
    assert load_state(plan.work).of(NEED).id == served.data_sets[NEED].id


def test_two_data_sets_of_one_title_are_both_named(run: Run, plan: Plan, served: PublisherOnLoopback) -> None:
    for name in NAMES:
        served.data_sets[name].title = "Same"
        served.data_sets[name].publication = plan.datasets[STABILITY].title
    report = run(datasets={STABILITY: replace(plan.datasets[STABILITY], id="", data_set="Same")}).report
    assert f"has two data sets called 'Same': {served.data_sets[STABILITY].id} and" in report.absent[0]


def test_a_data_set_that_another_one_takes_the_place_of_is_said(run: Run, served: PublisherOnLoopback) -> None:
    served.data_sets[STABILITY].superseded_by = "the-new-one"
    remarks = run(dry_run=True).report.remarks
    assert f"`portal refresh --data-set {STABILITY}=the-new-one` goes over to it." in remarks[0]


def test_names_that_nobody_knows_are_refused(run: Run) -> None:
    with pytest.raises(PortalError, match="There is no data set 'nothing'; there are: "):
        run(only=("nothing",))
    with pytest.raises(PortalError, match="There is no check 'nothing' to accept; there are: rows, "):
        run(accepted={"nothing": "why"})


def test_two_at_once(run: Run, plan: Plan) -> None:
    with only_one(plan.work), pytest.raises(AnotherRunsError, match=r"Another refresh has been running since \d{4}-"):
        run()
    plan.output.mkdir()
    with only_one(plan.output):
        with pytest.raises(AnotherRunsError):
            run()
        assert run(dry_run=True).report.outcome is Outcome.NOTHING_NEW
    assert run().report.outcome is Outcome.NOTHING_NEW


def test_what_a_process_that_is_gone_left_half_built_is_removed(tmp_path: Path) -> None:
    gone = tmp_path / ".0123456789abcdef.4194999"
    own = tmp_path / f".fedcba9876543210.{os.getppid()}"
    for folder in (gone, own):
        folder.mkdir()
        (folder / "catalogue.json").write_text("{}")
    assert remove_half_built(tmp_path) == (gone.name,)
    assert not gone.exists()
    assert own.exists()


def test_a_state_that_is_damaged_is_a_sentence(run: Run, plan: Plan) -> None:
    run()
    (plan.work / "state.json").write_text("{")
    with pytest.raises(PortalError, match=r"state\.json is damaged\. Remove it"):
        run()


def test_definitions_that_read_something_else_from_lait_are_refused(
    run: Run, plan: Plan, served: PublisherOnLoopback
) -> None:
    served.release(STABILITY, REVISED)
    other = [replace(one, lait="Other") if one.id == CARER else one for one in load_indicators()]
    with pytest.raises(PortalError, match="has changed since the live snapshot was built"):
        run(definitions=type(plan.definitions)(tuple(other)))


def test_the_first_snapshot_is_copied_whole(run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot) -> None:
    served.release(STABILITY, REVISED)
    run()
    assert everything_below(plan.output / live.id) == everything_below(plan.first / live.id)
    again = open_snapshot(plan.output, plan.cache, live.id)
    np.testing.assert_array_equal(again.arrays["values"], live.arrays["values"])


def test_a_version_that_is_no_number_names_no_folder(run: Run, plan: Plan, served: PublisherOnLoopback) -> None:
    served.release(STABILITY, REVISED)
    served.data_sets[STABILITY].versions[-1].number = "../../../out\x1b[2J"
    report = run().report
    assert report.outcome is Outcome.NOTHING_NEW
    assert "newest version has no number, but '../../../out [2J'" in report.absent[0]
    assert [path.name for path in (plan.work / "files").iterdir()] == [NEED]
