"""Lists of rows are copied as bytes: the same rows, whatever lies between their fields, and nothing shared."""

import numpy as np
import pytest

from brink.model.kernel.memory import copied, copy_rows, joined
from brink.model.world.acts import ACT, WAR

PADDED = np.dtype({"names": ["a", "b"], "formats": ["i2", "f8"], "offsets": [0, 8], "itemsize": 24})


def rows_of(dtype, count):
    """Rows with something in every byte."""
    return np.frombuffer(np.random.default_rng(count).bytes(count * dtype.itemsize), dtype)


@pytest.mark.parametrize("dtype", [ACT, WAR, PADDED, np.dtype(np.bool_), np.dtype("f4")], ids=str)
def test_rows_are_copied_to_the_last_bit(dtype):
    first, none, second = rows_of(dtype, 7), rows_of(dtype, 0), rows_of(dtype, 3)
    whole = joined([first, none, second])
    assert whole.dtype == dtype
    assert whole.tobytes() == first.tobytes() + second.tobytes()
    assert copied(none).shape == (0,)
    every_other = np.concatenate([first, first])[::2]
    assert copied(every_other).tobytes() == np.ascontiguousarray(every_other).tobytes()
    copy = copied(first)
    assert not np.shares_memory(copy, first)
    copy_rows(copy, second)
    assert copy.tobytes() == second.tobytes() + first[3:].tobytes()
