"""Columns between Arrow and NumPy, without pandas: the same values, types and missing names."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from brink.experiments.results.arrays import Columns, numbers, plain, texts

COLUMNS = [
    np.arange(7, dtype=np.int32),
    np.arange(14.0)[::2],
    np.array([True, False, True, True, False, False, True, True, False]),
    np.array(["2024-01-01", "2024-02-29"], "datetime64[ms]"),
    np.zeros(0, np.float32),
    np.zeros(0, np.bool_),
]


@pytest.mark.parametrize("values", COLUMNS, ids=lambda values: f"{values.dtype}-{len(values)}")
def test_numbers_are_what_pyarrow_makes_of_them_and_come_back(values):
    made = numbers(values)
    made.validate(full=True)
    assert made.equals(pa.array(values))
    for found, expected in (
        (plain(made), values),
        (plain(made[2:]), values[2:]),
        (plain(pa.chunked_array([made, made])), [*values, *values]),
    ):
        np.testing.assert_array_equal(found, expected)
        assert found.dtype == values.dtype


def test_texts_are_what_pyarrow_makes_of_them():
    for words in ([], ["", "a", "Ölfeld", "\U0001f30d"]):
        made = texts(words)
        made.validate(full=True)
        assert made.equals(pa.array(words, pa.string()))


def test_a_missing_name_is_minus_one_wherever_the_column_is_cut():
    named = pa.array(["north", None, "south", "north", None]).dictionary_encode()
    assert plain(named).tolist() == [0, -1, 1, 0, -1]
    assert plain(named[1:4]).tolist() == [-1, 1, 0]


def test_a_missing_number_is_no_number():
    assert np.isnan(plain(pa.array([1, None]))[1])


def test_columns_know_their_rows_and_names():
    table = pa.table({"run": numbers(np.arange(3)), "who": pa.array(["b", None, "a"]).dictionary_encode()})
    columns = Columns(table)
    assert (len(columns), columns.columns, "who" in columns, "where" in columns) == (3, ["run", "who"], True, False)
    assert columns["run"].tolist() == [0, 1, 2]
    assert (columns["who"].numbers.tolist(), columns["who"].names) == ([0, -1, 1], ["b", "a"])


def test_none_of_it_imports_pandas():
    program = (
        "import sys, numpy as np, pyarrow as pa\n"
        "from brink.experiments.results.arrays import Columns, numbers, texts\n"
        "named = pa.DictionaryArray.from_arrays(numbers(np.zeros(2, np.int16)), texts(['a']))\n"
        "columns = Columns(pa.table({'yes': numbers(np.ones(2, np.bool_)), 'who': named}))\n"
        "print(columns['yes'], columns['who'], 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "False"
