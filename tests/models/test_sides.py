"""Words for sides of a level, against `numpy.select` with the conditions one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sides import sides, table_of

TABLE = table_of("similar", "not tested")
figure = st.sampled_from([1.0, 2.0, 3.0, float("nan")])


@given(st.lists(st.tuples(figure, figure, st.sampled_from([1, -1, 0])), min_size=1))
def test_a_word_is_that_of_the_first_condition_that_holds(rows: list[tuple[float, float, int]]) -> None:
    value, level, sign = (np.array(column) for column in zip(*rows, strict=True))
    above, below, same = value > level, value < level, value == level
    better, worse = (above & (sign > 0)) | (below & (sign < 0)), (above & (sign < 0)) | (below & (sign > 0))
    naive = np.select(
        [better, worse, above, below, same], ["better", "worse", "higher", "lower", "similar"], "not tested"
    )
    assert sides(above, below, same, sign, TABLE).tolist() == naive.tolist()


@pytest.mark.parametrize("polarity", [np.int8(-1), np.ones((2, 1), np.int8), np.ones(3)])
def test_a_polarity_may_be_one_for_all_or_one_a_row(polarity: np.ndarray) -> None:
    above = np.array([[True, False, False], [False, True, False]])
    word = "worse" if np.all(polarity < 0) else "better"
    found = sides(above, ~above & False, ~above, polarity, TABLE)
    assert found.tolist() == [[word, "similar", "similar"], ["similar", word, "similar"]]
