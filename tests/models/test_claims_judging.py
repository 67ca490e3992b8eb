"""The verdicts: rounding, where a wrong figure comes from, and statements made from true figures."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.authorities import Area
from data.errors import PortalError
from data.indicator_names import load_indicator_names
from data.indicators import Indicator
from data.store import Snapshot
from models.benchmark import Benchmark, benchmark, published_group
from models.claims.answering import answer
from models.claims.parts import OWN, Kind
from models.claims.rounding import Agreement, agreement, cut, decimals_of, rounded
from models.claims.verdicts import Answer, Judgement, Remark, Verdict
from models.naming import NameIndex, name_index

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def names(snapshot: Snapshot) -> NameIndex:
    return name_index(snapshot.indicators, load_indicator_names())


@pytest.fixture(scope="module")
def southampton(snapshot: Snapshot) -> Area:
    return snapshot.authorities.find("Southampton")


@pytest.fixture(scope="module")
def ask(snapshot: Snapshot, names: NameIndex, southampton: Area) -> Ask:
    return lambda text: answer(text, snapshot, names, southampton, "2025")


def judgements(found: Answer) -> list[Judgement]:
    return [judgement for statement in found.statements for judgement in statement.judgements]


def remarks(judgement: Judgement) -> set[Remark]:
    return {note.remark for note in judgement.notes}


@pytest.mark.parametrize(
    ("stated", "places", "published", "exact", "agreed"),
    [
        (88, 0, 88.0, 87.8, Agreement.AS_PUBLISHED),
        (87.8, 1, 88.0, 87.798, Agreement.BY_COUNTS),
        (88.4, 1, 88.0, 87.798, Agreement.NOT_BY_COUNTS),  # it rounds to 88, which is all that is published
        (81.4, 1, 81.0, None, Agreement.ROUNDS_TO),
        (97, 0, 98.0, 97.98, Agreement.TRUNCATED),  # 340 of 347, cut off
        (45, 0, 55.0, 54.6, Agreement.NONE),
        (90.5, 1, 90.0, 90.476, Agreement.BY_COUNTS),
        (2, 0, 1.5, None, Agreement.AS_PUBLISHED),  # half away from zero
        (3, 0, 2.5, None, Agreement.AS_PUBLISHED),
        (-3, 0, -2.5, None, Agreement.AS_PUBLISHED),
        (1_200_000, -5, 1_234_567.0, None, Agreement.AS_PUBLISHED),
    ],
)
def test_a_stated_figure_agrees_at_its_own_decimals(
    stated: float, places: int, published: float, exact: float | None, agreed: Agreement
) -> None:
    assert agreement(stated, places, published, exact) is agreed


def test_a_mean_that_is_whole_by_chance_still_has_decimals() -> None:
    assert not agreement(92.5, 1, 93.0, None, decimals=9).is_right


@given(st.floats(-1e6, 1e6, allow_nan=False), st.integers(0, 3))
def test_a_figure_agrees_with_its_own_rounding_and_not_with_a_further_one(value: float, places: int) -> None:
    step = 10.0**-places
    stated = rounded(value, places)
    assert agreement(stated, places, round(value, 9)).is_right
    # Two steps away is further than rounding can carry it.
    other = rounded(stated + 2 * step, places)
    assert not agreement(other, places, round(value, 9), decimals=9).is_right


def test_rounding_cutting_and_counting_decimals() -> None:
    assert (rounded(2.675, 2), cut(97.98, 0), decimals_of(19.1), decimals_of(88.0)) == (2.68, 97.0, 1, 0)


def test_the_figure_of_another_year_is_said_to_be_so(ask: Ask) -> None:
    (value, *_) = judgements(ask("45% of care leavers aged 19 to 21 in EET in 2024/25"))
    assert (value.verdict, value.found) == (Verdict.WRONG, 55)
    other = next(note for note in value.notes if note.remark is Remark.OTHER_PERIOD)
    assert (other.numbers, other.period.label if other.period else "") == ((45,), "2023-24")


def test_the_figure_of_a_comparator_is_said_to_be_so(ask: Ask) -> None:
    (value,) = judgements(ask("80.7% of looked after children had a dental check in 2024/25"))
    assert value.verdict is Verdict.WRONG
    assert any(note.remark is Remark.OTHER_WHOM and note.text == "statistical neighbours" for note in value.notes)


def test_the_mean_of_another_edition_is_right_in_its_day_and_wrong_since(ask: Ask) -> None:
    old, new = (
        judgements(
            ask(f"The rate of children looked after was {value} per 10,000 at 31 March {year}, neighbours {mean}")
        )
        for value, year, mean in ((100, 2021, "100.8"), (90, 2025, "94.8"))
    )
    assert (old[1].verdict, Remark.EDITION_OF_ITS_DAY in remarks(old[1])) == (Verdict.RIGHT, True)
    assert (new[1].verdict, Remark.OTHER_EDITION in remarks(new[1])) == (Verdict.WRONG, True)


def test_a_suppressed_figure_is_not_found_and_its_neighbour_is_named(ask: Ask) -> None:
    found = ask("35% of care leavers were in higher education, below England (48%)")
    assert {each.verdict for each in judgements(found)} == {Verdict.NOT_FOUND, Verdict.WRONG}
    assert Remark.MISSING in remarks(judgements(found)[0])
    (note,) = found.statements[0].notes
    assert note.indicator is not None
    assert note.indicator.id == "care-leavers-aged-17-to-18-in-education-other-than-higher-education"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("EET of care leavers aged 19 to 21 was 55%, up 10 points", Verdict.RIGHT),
        ("EET of care leavers aged 19 to 21 was 55%, up 10%", Verdict.RIGHT),  # taken as points
        ("EET of care leavers aged 19 to 21 was 55%, up 22%", Verdict.RIGHT),  # 10 of 45, in per cent
        ("EET of care leavers aged 19 to 21 was 55%, up 22 points", Verdict.WRONG),
        ("EET of care leavers aged 19 to 21 was 55%, down 10 points", Verdict.WRONG),
        ("176 children came into care, 13 more than in the previous year", Verdict.RIGHT),
        ("176 children came into care, 34 fewer than in the previous year", Verdict.WRONG),
        ("460 children looked after at 31 March 2025, a reduction of 5.9%", Verdict.RIGHT),
    ],
)
def test_points_and_per_cent_are_told_apart(ask: Ask, text: str, verdict: Verdict) -> None:
    *_, change = judgements(ask(text))
    assert change.verdict is verdict


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        ("higher than statistical neighbours", Verdict.RIGHT),
        ("better than statistical neighbours", Verdict.RIGHT),
        ("below statistical neighbours", Verdict.WRONG),
        ("in line with statistical neighbours", Verdict.RIGHT),  # 47.8 to 61.2 holds 50.8
        ("the same as statistical neighbours", Verdict.WRONG),
        ("worse than England", Verdict.WRONG),
        ("in line with England", Verdict.RIGHT),
    ],
)
def test_relations_and_directions(ask: Ask, relation: str, verdict: Verdict) -> None:
    *_, found = judgements(ask(f"55% of care leavers aged 19 to 21 in EET, {relation}"))
    assert found.verdict is verdict


def test_similar_without_counts_says_how_it_was_decided(ask: Ask) -> None:
    (_, found) = judgements(ask("12% of looked after children went missing in 2024/25, in line with the South East"))
    assert (found.verdict, Remark.NOT_TESTED in remarks(found)) == (Verdict.RIGHT, True)


def test_better_needs_a_direction_that_is_good(ask: Ask) -> None:
    (_, found) = judgements(ask("90 per 10,000 looked after, better than statistical neighbours"))
    assert (found.verdict, Remark.NO_POLARITY in remarks(found)) == (Verdict.NOT_FOUND, True)


def test_ranks_count_from_where_they_say(ask: Ask) -> None:
    text = "Southampton's rate of children looked after was the 3rd highest in the South East, ranked 36th of 151"
    assert [(each.found, each.verdict) for each in judgements(ask(text))] == [(3, Verdict.RIGHT), (36, Verdict.RIGHT)]


def test_a_period_without_figures_is_not_found(ask: Ask) -> None:
    (then, later) = (
        judgements(ask(f"The rate of children looked after was 90 per 10,000 {when}"))[0]
        for when in ("at 31 March 2014", "on 30 October 2022")
    )
    assert (then.verdict, remarks(then)) == (Verdict.NOT_FOUND, {Remark.NO_PERIOD})
    assert (later.verdict, remarks(later)) == (Verdict.NOT_FOUND, {Remark.NOT_ON_THAT_DAY})


def test_no_authority_nothing_compared(snapshot: Snapshot, names: NameIndex) -> None:
    found = answer("90 per 10,000 looked after", snapshot, names, None, "2025")
    assert (found.area, found.statements) == (None, ())
    assert [unread.text for unread in found.not_understood] == ["90 per 10,000 looked after"]


def test_a_pasted_table_is_read_cell_by_cell(ask: Ask) -> None:
    table = (
        "\t2024\t\t2025\t\n"
        "Indicator\tLA\tNat\tLA\tNat\n"
        "% of CLA with a dental check\t81\t79\t91\t81\n"
        "% of CLA with a health assessment\t86%\tN/A\t88% (295/336)\t90"
    )
    found = ask(table)
    told = [(each.part.whom.whom.value, each.period.label if each.period else "") for each in judgements(found)]
    assert told[:4] == [
        ("the authority", "2023-24"),
        ("England", "2023-24"),
        ("the authority", "2024-25"),
        ("England", "2024-25"),
    ]
    verdicts = [each.verdict.value for each in judgements(found)]
    assert verdicts == ["right", "right", "wrong", "right", "right", "right", "right", "right"]


def test_the_subject_of_a_sentence_before_goes_on(ask: Ask) -> None:
    found = ask("90.5% of children in care had a dental check in 2024/25. This is above England (81%).")
    assert {each.indicator.id for each in found.statements} == {"percentage-of-cla-having-dental-checks"}
    assert [each.verdict for each in judgements(found)] == [Verdict.RIGHT] * 3


def test_the_former_is_not_guessed(ask: Ask) -> None:
    measures = "Two measures are three or more placements and long term placement stability of children in care."
    assert ask(f"{measures} The former is 14%.").statements == ()


# The share of sentences made of a title and a figure that must be understood.
UNDERSTOOD = 0.9
UNRELATED = [
    "The meeting was held on 3 May and 12 people came.",
    "85% of residents are satisfied with bin collections, up 4 points.",
    "The library bought 300 books, more than the South East average.",
    "House prices rose by 7% in 2024.",
    "Our website had 20,000 visitors; 45% used a phone.",
    "Council tax was increased by 4.99%.",
]


@pytest.mark.parametrize("text", UNRELATED)
def test_an_unrelated_sentence_is_not_understood(ask: Ask, text: str) -> None:
    assert ask(text).statements == ()


def _stateable(snapshot: Snapshot) -> list[Indicator]:
    """Indicators of which a sentence can state a figure with its unit: shares and rates that have been published."""
    columns = snapshot.latest_columns
    published = [each for each in snapshot.indicators if columns[snapshot.position[each.id]] >= 0]
    return [each for each in published if each.unit in ("%", "rate per 10,000") and each.decimals <= 1]


def _said(row: Benchmark, value: float) -> str:
    places = row.indicator.decimals
    figure = f"{rounded(value, places):.{places}f}"
    return f"{figure}%" if row.indicator.unit == "%" else f"{figure} per 10,000"


PHRASINGS = (
    "In {period}, {title} was {value}.",
    "{title} was {value} in {period}, {relation} England ({england}).",
    "{title}: {value} in {period}, compared with {previous} the previous year.",
    "{value} in {period}: {title}, statistical neighbours {mean}.",
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    indicator=st.integers(0, 10_000),
    area=st.integers(0, 10_000),
    phrasing=st.sampled_from(PHRASINGS),
    move=st.sampled_from([0.0, 3.0, -3.0]),
)
def test_a_sentence_made_from_true_figures_is_right_and_from_others_is_wrong(
    snapshot: Snapshot, names: NameIndex, indicator: int, area: int, phrasing: str, move: float
) -> None:
    """Published figures put into a sentence are judged right; the authority's, moved further than rounding, wrong."""
    stateable = _stateable(snapshot)
    listed = [each for each in snapshot.authorities.current if each.code in snapshot.editions["2025"].neighbours]
    chosen, place = stateable[indicator % len(stateable)], listed[area % len(listed)]
    row = benchmark(snapshot, chosen, place, published_group(snapshot.edition("2025"), place))
    if row.value is None or row.england is None or row.previous is None or row.mean is None:
        return
    if row.value == row.england or row.value + move < 0:
        return
    text = phrasing.format(
        period=re.sub(r"^31 March |^30 September |^January ", "", row.period.label),
        title=chosen.title,
        value=_said(row, row.value + move),
        relation="higher than" if row.value > row.england else "lower than",
        england=_said(row, row.england),
        previous=_said(row, row.previous),
        mean=_said(row, row.mean),
    )
    found = answer(text, snapshot, names, place, "2025")
    # Not to be understood is allowed; to be taken for something else, or judged falsely, is not.
    assert {statement.indicator.id for statement in found.statements} <= {chosen.id}, text
    for judgement in judgements(found):
        is_own = judgement.part.kind is Kind.VALUE and judgement.part.whom is OWN and not judgement.part.is_earlier
        expected = Verdict.WRONG if is_own and move else Verdict.RIGHT
        assert judgement.verdict is expected, (text, judgement.part.text, judgement.found)


def test_most_sentences_made_from_true_figures_are_understood(
    snapshot: Snapshot, names: NameIndex, southampton: Area
) -> None:
    """All of Southampton's shares and rates in one phrasing; the few that are not understood are refused."""
    group = published_group(snapshot.edition("2025"), southampton)
    rows = [benchmark(snapshot, each, southampton, group) for each in _stateable(snapshot)]
    known = [row for row in rows if row.value is not None]
    right = wrong = 0
    for row in known:
        text = f"{row.indicator.title} was {_said(row, row.value or 0)} in {row.period.label}."
        found = answer(text, snapshot, names, southampton, "2025")
        verdicts = [each.verdict for each in judgements(found)]
        right += verdicts == [Verdict.RIGHT]
        wrong += Verdict.WRONG in verdicts
    assert wrong == 0
    assert right / len(known) > UNDERSTOOD


FRAGMENTS = (
    "45% | 7 points | 90 per 10,000 | £1.2m | 304 of 336 | -0.5 | 31 | 31 February 2025 | 2024/25 | 99/00 | 2199 | "
    "up | from | to | compared with | than | above | below | in line with | the same as | not as high as | down | "
    "England | statistical neighbours | the South East | Southampton | Portsmouth | Reading | care leavers | EET | "
    "target | % | children in care | aged 19 to 21 | 3rd highest | ranked | of the | ( | . | ; | , | «F0» | <b> | &amp;"
).split(" | ")


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.lists(st.sampled_from([*FRAGMENTS, "|", "\n", "\t"]), max_size=25))
def test_no_text_breaks_it(ask: Ask, words: list[str]) -> None:
    found = ask(" ".join(words))
    assert all(each.verdict in Verdict for each in judgements(found))


@pytest.mark.parametrize(
    "text", ["45% " * 4_000, "England, " * 2_000, "higher than " * 1_600, "(" * 20_000, "2024\t" * 4_000]
)
def test_a_text_that_is_no_statement_is_left_alone(ask: Ask, text: str) -> None:
    assert ask(text).statements == ()


def test_a_table_s_own_period_is_the_statement_s(ask: Ask) -> None:
    (statement,) = ask("Indicator\tSouthampton 20/21\tEngland\nRate of CLA per 10,000\t100\t69").statements
    assert statement.period is not None
    assert (statement.period.label, statement.assumed_period) == ("31 March 2021", False)


@pytest.mark.parametrize("text", ["EET\t45%\n" * 201, "45% of care leavers in EET.\n" * 801])
def test_more_than_may_be_asked_at_once_is_refused(ask: Ask, text: str) -> None:
    with pytest.raises(PortalError, match="can be compared at once"):
        ask(text)
