"""Each rule on a small table: what puts a figure on a list, and the cases in which it must stay silent."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from data.errors import PortalError
from data.exception_rules import OwnRule, RuleSetting, load_rules, rules_from
from data.missing import Missing
from models.bands import LETTERS
from models.exceptions.reasons import Apart, CrossedBand, NoFigure, OuterPlace
from models.exceptions.rules import RULES, beyond_level
from models.priorities import BETTER, WORSE, Certainty
from models.trend_test import WORDS
from models.year_changes import quarters_moved

NAN = np.nan


def evidence(**arrays: Any) -> Any:
    """What a rule looks at, of one figure or more; what is not given is as of a figure that no rule minds."""
    standing: dict[str, Any] = {
        "value": [50.0],
        "signs": [1],
        "reason": [Missing.PRESENT],
        "comparison": ["similar"],
        "band": ["B"],
        "rank": [40],
    }
    looked = {
        "judged": [True],
        "old": [False],
        "towards": [0.0],
        "trend": ["no significant change"],
        "band_before": ["B"],
        "have": [150],
        "open": [151],
        "p_chance": [1.0],
        "p_spread": [1.0],
        "others": [[50.0] * 100],
        "columns": [3],
        "ranked": [100],
    }
    given = {name: arrays[name] for name in arrays if name != "rules"}
    standing.update({name: value for name, value in given.items() if name in standing})
    looked.update({name: value for name, value in given.items() if name in looked})
    as_array = {name: np.array(value) for name, value in {**standing, **looked}.items()}
    letters, words = LETTERS.tolist(), WORDS.tolist()
    band, before = (np.array([letters.index(one) for one in as_array[name]]) for name in ("band", "band_before"))
    chosen = SimpleNamespace(
        values=as_array["others"], existed=~np.isnan(as_array["others"]), columns=as_array["columns"]
    )
    return SimpleNamespace(
        moved=quarters_moved(before, band),
        band_before=before,
        trend_codes=np.array([words.index(one) for one in as_array["trend"]]),
        beyond={WORSE: as_array["towards"] < 0, BETTER: as_array["towards"] > 0},
        assessment=SimpleNamespace(
            standing=SimpleNamespace(
                **{name: as_array[name] for name in standing},
                slice=chosen,
                ranked=as_array["ranked"],
                position_from_lowest=(as_array["others"] < as_array["value"]).sum(axis=1) + 1,
                position_from_highest=(as_array["others"] > as_array["value"]).sum(axis=1) + 1,
            ),
            adjusted=as_array["p_chance"],
        ),
        apart=SimpleNamespace(p=as_array["p_spread"], adjusted=as_array["p_spread"], tau_squared=np.array([0.001])),
        rules=arrays.get("rules", load_rules()),
        places={"indicator-0": 0},
        **{name: as_array[name] for name in ("judged", "old", "trend", "have", "open")},
    )


def found(rule: str, side: str, **arrays: Any) -> list[Any]:
    return [reason for _, reason in RULES[rule](evidence(**arrays), side).reasons]


@pytest.mark.parametrize(
    ("towards", "p_chance", "p_spread", "side", "certainty"),
    [
        (-3.0, 0.001, 0.01, WORSE, Certainty.CERTAIN),  # beyond chance and beyond the spread
        (-3.0, 0.001, 0.40, WORSE, Certainty.TESTED),  # authorities commonly differ as much
        (-3.0, 0.05, 0.40, WORSE, Certainty.TESTED),  # at the level
        (3.0, 0.001, 0.01, BETTER, Certainty.CERTAIN),
        (-3.0, 0.06, 0.40, WORSE, None),  # one of many that differ by chance
        (-3.0, NAN, NAN, WORSE, None),  # no counts
        (-3.0, 0.001, 0.01, BETTER, None),  # the other side
        (0.0, 0.001, 0.01, WORSE, None),  # at the average
    ],
)
def test_worse_than_its_neighbours(
    towards: float, p_chance: float, p_spread: float, side: str, certainty: Certainty | None
) -> None:
    reasons = found("neighbours", side, towards=[towards], p_chance=[p_chance], p_spread=[p_spread])
    assert [reason.certainty for reason in reasons] == ([] if certainty is None else [certainty])
    assert all(isinstance(reason.detail, Apart) for reason in reasons)


def test_a_board_may_hold_false_discoveries_more_loosely() -> None:
    rules = load_rules().with_settings({"neighbours": RuleSetting(True, 10)})
    assert found("neighbours", WORSE, towards=[-3.0], p_chance=[0.06]) == []
    assert len(found("neighbours", WORSE, towards=[-3.0], p_chance=[0.06], rules=rules)) == 1


@pytest.mark.parametrize(
    ("comparison", "side", "is_there"),
    [("worse", WORSE, True), ("better", BETTER, True), ("similar", WORSE, False), ("not tested", WORSE, False)],
)
def test_by_its_own_interval(comparison: str, side: str, is_there: bool) -> None:
    assert bool(found("interval", side, comparison=[comparison])) is is_there


def test_worse_by_the_interval_is_a_rule_that_a_board_turns_on() -> None:
    assert not load_rules()["interval"].on


HUNDRED = [[float(value) for value in range(100)]]
TIED = [[0.0] * 30 + [float(value) for value in range(1, 71)]]


@pytest.mark.parametrize(
    ("others", "value", "sign", "band", "side", "place"),
    [
        (HUNDRED, 19.0, 1, "D", WORSE, 20),  # nineteen are lower: the twentieth from the end, a fifth of a hundred
        (HUNDRED, 20.0, 1, "D", WORSE, None),
        (HUNDRED, 80.0, -1, "D", WORSE, 20),  # lower is better: nineteen are higher
        (HUNDRED, 79.0, -1, "D", WORSE, None),
        (TIED, 0.0, 1, "D", WORSE, 1),  # thirty share the last figure: none is worse
        (TIED, 1.0, 1, "D", WORSE, None),  # thirty are worse: the thirty-first
        (HUNDRED, 19.0, 1, "", WORSE, None),  # no band: too few authorities, or a flagged range
    ],
)
def test_the_worst_fifth(
    others: list[list[float]], value: float, sign: int, band: str, side: str, place: int | None
) -> None:
    reasons = found("fifth", side, others=others, value=[value], signs=[sign], band=[band])
    assert [reason.detail for reason in reasons] == ([] if place is None else [OuterPlace(place, 100, 20.0)])


@pytest.mark.parametrize(("rank", "is_there"), [(1, True), (20, True), (21, False), (0, False)])
def test_the_best_fifth_goes_by_the_rank(rank: int, is_there: bool) -> None:
    assert bool(found("fifth", BETTER, rank=[rank])) is is_there


@pytest.mark.parametrize(
    ("word", "side", "is_there"),
    [
        ("increasing and getting worse", WORSE, True),
        ("decreasing and getting worse", WORSE, True),
        ("decreasing and getting better", BETTER, True),
        ("decreasing and getting better", WORSE, False),
        ("increasing", WORSE, False),
        ("no significant change", WORSE, False),
        ("cannot be calculated", WORSE, False),
    ],
)
def test_a_worsening_trend(word: str, side: str, is_there: bool) -> None:
    assert bool(found("trend", side, trend=[word])) is is_there
    assert not found("trend", side, trend=[word], value=[NAN])


@pytest.mark.parametrize(
    ("before", "now", "side", "crossed"),
    [
        ("B", "C", WORSE, CrossedBand("B", "C")),
        ("C", "A", BETTER, CrossedBand("C", "A")),
        ("C", "C", WORSE, None),
        ("C", "B", WORSE, None),
        ("", "D", WORSE, None),  # no band before
        ("B", "", WORSE, None),
    ],
)
def test_a_band_crossed(before: str, now: str, side: str, crossed: CrossedBand | None) -> None:
    reasons = found("band", side, band_before=[before], band=[now])
    assert [reason.detail for reason in reasons] == ([] if crossed is None else [crossed])


@pytest.mark.parametrize(
    ("value", "reason", "have", "old", "columns", "is_there"),
    [
        (NAN, Missing.NOT_AVAILABLE, 150, False, 3, True),
        (NAN, Missing.UNRELIABLE, 76, False, 3, True),
        (NAN, Missing.SUPPRESSED, 150, False, 3, False),  # there is one, and it is protected
        (NAN, Missing.NOT_APPLICABLE, 150, False, 3, False),
        (NAN, Missing.NOT_AVAILABLE, 75, False, 3, False),  # fewer than half have one: not published, rather than late
        (NAN, Missing.NOT_AVAILABLE, 150, True, 3, False),
        (NAN, Missing.NOT_AVAILABLE, 150, False, -1, False),  # never published
        (12.0, Missing.PRESENT, 150, False, 3, False),
    ],
)
def test_data_that_are_missing(
    value: float, reason: Missing, have: int, old: bool, columns: int, is_there: bool
) -> None:
    reasons = found("data", WORSE, value=[value], reason=[reason], have=[have], old=[old], columns=[columns])
    assert [each.detail for each in reasons] == ([NoFigure(reason, have, 151)] if is_there else [])


@pytest.mark.parametrize("rule", ["neighbours", "interval", "fifth", "trend", "band"])
def test_figures_that_are_not_judged_are_on_no_list(rule: str) -> None:
    """Neutral indicators, and figures that are too old."""
    given = {
        "towards": [-3.0],
        "p_chance": [0.001],
        "comparison": ["worse"],
        "others": HUNDRED,
        "value": [1.0],
        "trend": ["increasing and getting worse"],
        "band": ["D"],
    }
    assert found(rule, WORSE, **given)
    assert not found(rule, WORSE, judged=[False], **given)


@pytest.mark.parametrize(
    ("side", "level", "value", "is_there"),
    [
        ("above", 40.0, 50.0, True),
        ("above", 50.0, 50.0, False),
        ("below", 60.0, 50.0, True),
        ("below", 9.0, 50.0, False),
    ],
)
def test_a_level_of_the_boards_own(side: str, level: float, value: float, is_there: bool) -> None:
    own = OwnRule("indicator-0", side, level, "agreed in May")
    assert bool(list(beyond_level(evidence(value=[value]), own))) is is_there
    assert not list(beyond_level(evidence(value=[value]), OwnRule("another", side, level, "")))


def test_levels_have_limits_and_rules_one_definition() -> None:
    with pytest.raises(PortalError, match="from 5 to 50"):
        load_rules().with_settings({"fifth": RuleSetting(True, 60)})
    twice = {"id": "a", "concern": "A", "strength": "", "meaning": "A.", "on": True}
    with pytest.raises(PortalError, match="defined twice"):
        rules_from([twice, twice])
