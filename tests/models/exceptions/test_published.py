"""The list of real authorities: gaps in children from the published counts, and the rules by plain loops."""

import math

import numpy as np
import pytest
from scipy import stats

from data.exception_rules import RuleSetting, load_rules
from data.store import Snapshot
from models.assessment import Assessment, assess
from models.benchmark import published_group
from models.exceptions.left import left_figures
from models.exceptions.published import PublishedLists, in_order, published_lists
from models.exceptions.reasons import PIN, Apart, Choices, Listed
from models.priorities import WORSE, Certainty
from tests.models.naive_standing import are_alike, naive_standing

# Read from the publisher's files: the authority's counts, and what its ten neighbours published ("c" is left out).
BY_HAND: dict[str, tuple[int, int, list[float], int]] = {
    "severe-absentees-cin-secondary": (66, 213, [23.2, 36, 24.7, 21.9, 23.8, 17.4, 24.1, 18.8, 11.9], -1),
    "severe-absentees-cpp-all-schools": (37, 159, [15.1, 8.6, 21.1, 26.9, 18, 17.3, 25, 22.8, 9.5, 12.5], -1),
    "three-or-more-placements-in-the-previous-2-years": (103, 343, [24, 22, 16, 22, 23, 23, 20, 27, 25, 24], -1),
    "school-stability-one-or-more-school-moves-during-the-previous-2-years": (
        92, 324, [14, 28, 18, 22, 25, 21, 20, 20, 19, 21], -1,
    ),
    "persistent-absentees-cin-primary": (
        99, 225, [30, 29.9, 44.8, 40.2, 31.3, 39.9, 32.4, 42.7, 41.1, 28.2], -1,
    ),
    "sdq-score-received": (172, 266, [96, 66, 67, 62, 65, 90, 54, 45, 82, 87], 1),
    "care-leavers-suitable-accommodation-percent": (165, 206, [91, 90, 92, 87, 89, 93, 87, 81, 86, 86], 1),
    "care-leavers-aged-19-to-21-in-education-other-than-higher-education": (
        28, 207, [23, 16, 29, 13, 30, 29, 21, 20, 13, 22], 1,
    ),
    "percentage-of-cla-having-health-checks": (295, 336, [99, 95, 84, 93, 90, 96, 91, 86, 98, 93], 1),
    "care-leavers-aged-17-to-18-in-education-other-than-higher-education": (
        32, 92, [59, 42, 55, 40, 56, 58, 52, 45, 51, 32], 1,
    ),
    "long-term-placement-stability-percent": (122, 195, [65, 75, 80, 63, 63, 72, 64, 73, 68, 63], 1),
    "cla-key-stage-2-expected-std-writing": (6, 18, [61, 44, 48, 41, 45], 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def southampton(snapshot: Snapshot) -> Assessment:
    area = snapshot.authorities.find("Southampton")
    return assess(snapshot, area, published_group(snapshot.edition("2025"), area))


@pytest.fixture(scope="module")
def lists(southampton: Assessment) -> PublishedLists:
    return published_lists(southampton, load_rules())


@pytest.mark.parametrize("key", BY_HAND)
def test_the_gap_in_children_is_that_of_the_published_counts(lists: PublishedLists, key: str) -> None:
    numerator, denominator, neighbours, sign = BY_HAND[key]
    mean = sum(neighbours) / len(neighbours)
    # Whole children, so that the average is reached: 92.5% of 336 is 310.8, so 311, which is 16 more than 295.
    wanted = round(mean * denominator / 100, 6)
    expected = math.ceil(wanted) - numerator if sign > 0 else numerator - math.floor(wanted)
    listed = next(one for one in lists.worse if one.key == key)
    assert listed.children == expected > 0


def test_the_list_is_in_the_stated_order(lists: PublishedLists) -> None:
    for side in (lists.worse, lists.better):
        assert [one.key for one in side] == [one.key for one in sorted(side, key=in_order)]
        assert len(side) > 20
    first, second = lists.worse[0], lists.worse[2]
    assert (first.certainty, second.certainty) == (Certainty.CERTAIN, Certainty.TESTED)


def test_nothing_leads_and_is_told_by_another(lists: PublishedLists) -> None:
    for side in (lists.worse, lists.better):
        leaders = [one.key for one in side]
        told = [key for one in side for key in one.alike]
        assert len(set(leaders + told)) == len(leaders) + len(told)


@pytest.mark.parametrize("name", ["Southampton", "Hampshire", "Isle of Wight"])
def test_the_test_beyond_the_spread_is_that_of_plain_loops(snapshot: Snapshot, name: str) -> None:
    """Spiegelhalter's steps one by one, for every indicator that is tested."""
    area = snapshot.authorities.find(name)
    found = published_lists(assess(snapshot, area, published_group(snapshot.edition("2025"), area)), load_rules())
    evidence, standing = found.evidence, found.evidence.assessment.standing
    chosen, tested = standing.slice, 0
    for at in np.flatnonzero(~np.isnan(evidence.apart.p)).tolist()[::4]:
        indicator = snapshot.indicators.all[int(chosen.which[at])]
        counts = snapshot.counts_of_all(chosen.which[[at]], chosen.columns[[at]])
        pairs = [
            (r, n)
            for r, n, value, there in zip(
                counts[0][0], counts[1][0], chosen.values[at], chosen.existed[at], strict=True
            )
            if there and value == value and n > 0 and r >= 0 and (r <= n or indicator.unit != "%")
        ]
        average = sum(r for r, _ in pairs) / sum(n for _, n in pairs)
        if indicator.unit == "%":
            points = [
                (math.asin(math.sqrt(r / n)), math.asin(math.sqrt(average)), 0.5 / math.sqrt(n)) for r, n in pairs
            ]
        else:
            points = [(math.sqrt(r / (n * average)), 1.0, 0.5 / math.sqrt(n * average)) for r, n in pairs]
        z = np.array([(observed - target) / error for observed, target, error in points])
        z = np.clip(z, *np.quantile(z, [0.1, 0.9]))
        k, phi = len(z), float((z**2).mean())
        weights = np.array([1 / error**2 for _, _, error in points])
        tau = max(0.0, (k * phi - (k - 1)) / (weights.sum() - (weights**2).sum() / weights.sum()))
        assert evidence.apart.tau_squared[at] == pytest.approx(tau)
        target = standing.neighbours.mean[at] / indicator.per
        r, n = standing.numerator[at], standing.denominator[at]
        if indicator.unit == "%":
            away, error = math.asin(math.sqrt(r / n)) - math.asin(math.sqrt(target)), 0.5 / math.sqrt(n)
        else:
            away, error = math.sqrt(r / (n * target)) - 1, 0.5 / math.sqrt(n * target)
        p = 2 * stats.norm.sf(abs(away) / math.sqrt(error**2 + tau))
        assert evidence.apart.p[at] == pytest.approx(p, abs=1e-12)
        tested += 1
    assert tested > 10


def test_re_referrals_of_the_isle_of_wight_are_beyond_what_authorities_commonly_differ(snapshot: Snapshot) -> None:
    """Nearly one in two, against one in five of its neighbours: the case that the rule is for."""
    area = snapshot.authorities.find("Isle of Wight")
    found = published_lists(assess(snapshot, area, published_group(snapshot.edition("2025"), area)), load_rules())
    first = found.worse[0]
    assert first.key == "percentage-of-re-referrals-to-childrens-social-care-within-12-months"
    detail = first.reasons[0].detail
    assert isinstance(detail, Apart)
    assert (first.reasons[0].certainty, detail.by_spread < 0.001) == (Certainty.CERTAIN, True)


def test_the_fifth_is_that_of_plain_loops(snapshot: Snapshot, southampton: Assessment) -> None:
    rules = load_rules().with_settings({rule.id: RuleSetting(rule.id == "fifth") for rule in load_rules().all})
    found = published_lists(southampton, rules)
    keys = {key for one in found.worse for key in (one.key, *one.alike)}
    naive = naive_standing(snapshot, southampton.standing.area, southampton.standing.group.codes)
    judged = {southampton.standing.field.ids[at] for at in np.flatnonzero(found.evidence.judged)}
    chosen = southampton.standing.slice
    expected = set()
    for one in naive:
        if not one.band or one.indicator.id not in judged:
            continue
        at = int(np.flatnonzero(chosen.which == snapshot.position[one.indicator.id])[0])
        others = [v for v, there in zip(chosen.values[at], chosen.existed[at], strict=True) if there and v == v]
        worse = sum((v - one.value) * one.indicator.sign < 0 for v in others)
        if (worse + 1) * 5 <= len(others):
            expected.add(one.indicator.id)
    assert keys == expected
    assert len(keys) > 40


def test_a_pin_leads_and_a_dismissal_lets_those_like_it_come_forward(southampton: Assessment) -> None:
    plain = published_lists(southampton, load_rules())
    leader = next(one for one in plain.worse if one.alike)
    quiet = "percent-of-cla-substance-misuse"
    keys = {key for one in (*plain.worse, *plain.better) for key in (one.key, *one.alike)}
    assert quiet not in keys
    chosen = Choices(pins=frozenset({quiet}), dismissed=frozenset({leader.key}))
    found = published_lists(southampton, load_rules(), chosen)
    assert found.worse[0].key == quiet
    assert found.worse[0].rules == (PIN,)
    assert [one.key for one in found.dismissed] == [leader.key]
    listed = {key for one in found.worse for key in (one.key, *one.alike)}
    assert leader.key not in listed
    assert set(leader.alike) <= listed


def test_like_is_like_for_the_list_too(lists: PublishedLists, snapshot: Snapshot, southampton: Assessment) -> None:
    naive = {
        one.indicator.id: one
        for one in naive_standing(snapshot, southampton.standing.area, southampton.standing.group.codes)
    }
    leader: Listed = next(one for one in lists.worse if one.alike)
    assert all(are_alike(naive[leader.key], naive[key]) for key in leader.alike)


def test_turned_off_means_off(southampton: Assessment) -> None:
    rules = load_rules().with_settings({rule.id: RuleSetting(False) for rule in load_rules().all})
    found = published_lists(southampton, rules)
    assert (found.worse, found.better) == ((), ())
    only = load_rules().with_settings({rule.id: RuleSetting(rule.id == "trend") for rule in load_rules().all})
    trends = published_lists(southampton, only)
    assert {one.rules for one in trends.worse} == {("trend",)}
    assert all(str(trends.evidence.trend[one.at]).endswith(f"getting {WORSE}") for one in trends.worse)


def test_what_is_said_of_those_left_out_is_what_their_records_say(southampton: Assessment) -> None:
    standing = southampton.standing
    places = np.flatnonzero(standing.slice.columns >= 0).tolist()[::-3]
    for found, row in zip(left_figures(standing, places), standing.records(places), strict=True):
        known = {name: getattr(row, name) for name in found._fields}
        assert found._asdict() == known | {"rank": row.rank or 0}
    never = np.flatnonzero(standing.slice.columns < 0).tolist()
    assert never
    assert {one.period for one in left_figures(standing, never)} == {None}
