"""Rows of a log become columns, each of the type it had and with the values it had."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.columns import columns_of
from brink.model.world.acts import ACT, ANSWER, WAR


@given(st.sampled_from([ACT, ANSWER, WAR]), st.sampled_from([0, 1, 2, 255, 256, 257, 600]), st.integers(0, 2**32 - 1))
def test_each_field_is_a_column_of_its_own(dtype, count, seed):
    raw = np.random.default_rng(seed).integers(0, 256, count * dtype.itemsize, np.uint8)
    rows = raw.view(dtype)
    found = columns_of(rows)
    assert list(found) == list(dtype.names)
    for name, column in found.items():
        assert column.dtype == dtype[name]
        assert column.flags.c_contiguous
        assert np.array_equal(column, rows[name])


def test_rows_that_lie_apart_in_memory_are_read_where_they_lie():
    rows = np.zeros(20, ANSWER)
    rows["act"], rows["also"] = np.arange(20), -np.arange(20)
    found = columns_of(rows[::3])
    assert found["act"].tolist() == list(range(0, 20, 3))
    assert found["also"].tolist() == [-k for k in range(0, 20, 3)]


@pytest.mark.parametrize("kind", ["i1", "S3", ("f8", (2,))])
def test_a_field_that_is_no_number_of_a_known_width_is_refused(kind):
    with pytest.raises(TypeError, match="two, four or eight bytes"):
        columns_of(np.zeros(3, [("one", "i4"), ("other", *(kind if isinstance(kind, tuple) else (kind,)))]))
