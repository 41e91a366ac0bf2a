"""Tables written in codes are plain Parquet: what Arrow reads is what was written, to the types and the categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brink.experiments.results.coded import CodedWriter, is_codable
from brink.experiments.results.parquet import join_parquet, read_parquet, to_parquet, write_parquet


def written(tables: list[pa.Table]) -> pq.ParquetFile:
    """A file of some tables, opened by Arrow."""
    out = pa.BufferOutputStream()
    writer = CodedWriter(out, tables[0].schema)
    for table in tables:
        writer.write_table(table, table.num_rows)
    writer.close()
    return pq.ParquetFile(pa.BufferReader(out.getvalue()))


def names(codes: Sequence[int | None] | np.ndarray, known: list[str]) -> pa.DictionaryArray:
    """Names for numbers."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int16()), pa.array(known, pa.string()))


def dates(days: Sequence[int | None]) -> pa.Array:
    """Dates by days since 1970."""
    return pa.array([None if day is None else day * 86_400_000 for day in days], pa.timestamp("ms"))


MANY = [f"name {number}" for number in range(300)]
COLUMNS: dict[str, Any] = {
    "names": names([0, 2, 1, 0, 2], ["a", "b", "ä €"]),
    "names, some missing": names([None, 2, None, 0, 1], ["a", "b", "c", "never"]),
    "more names than a byte has numbers": names([299, 0, None, 256, 255], MANY),
    "nothing but missing names": names([None] * 5, ["a"]),
    "missing names, and none to choose from": names([None] * 5, []),
    "whole numbers": pa.array([3, 1, 2, 255, 0], pa.int32()),
    "below zero": pa.array([-1, -200, 55, 0, 3], pa.int32()),
    "one number": pa.array([7] * 5, pa.int32()),
    "far apart": pa.array([-(2**31), 2**31 - 1, 0, 1, 2], pa.int32()),
    "numbers, some missing": pa.array([None, 4, None, 70_000, -1], pa.int32()),
    "nothing but missing numbers": pa.array([None] * 5, pa.int32()),
    "dates": dates([19_500, 19_501, 19_500, 20_000, 19_499]),
    "dates before 1970, some missing": dates([None, -1, -400, None, 3]),
    "times of day": pa.array([1, 86_400_000, 5, 2**50, -7], pa.timestamp("ms")),
    "truths": pa.array([True, False, True, True, False]),
    "truths, some missing": pa.array([True, None, False, None, True]),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_what_arrow_reads_is_what_was_written(name):
    table = pa.table({name: COLUMNS[name]})
    found = written([table]).read()
    assert found.schema == table.schema
    assert found.equals(table)
    pd.testing.assert_frame_equal(found.to_pandas(), table.to_pandas())


@pytest.mark.parametrize("name", COLUMNS)
def test_a_part_of_a_column_is_written_as_that_part(name):
    table = pa.table({name: COLUMNS[name]}).slice(1, 3)
    assert written([table]).read().equals(table)


def test_many_columns_and_row_groups_of_random_content():
    random = np.random.default_rng(1)
    tables = []
    for rows in (1, 7, 8, 9, 1_000, 70_000):
        there = random.random((3, rows)) < 0.7
        spans = [10**digits for digits in range(9)]
        columns: dict[str, Any] = {f"number {span}": random.integers(-3, span, rows, np.int32) for span in spans}
        columns |= {"run": np.sort(random.integers(0, 500, rows, np.int32)) + 500 * len(tables)}
        columns["name"] = pa.DictionaryArray.from_arrays(
            pa.array(random.integers(0, 300, rows), pa.int16(), mask=~there[0]), pa.array(MANY)
        )
        columns["truth"] = pa.array(random.random(rows) < 0.5, mask=~there[1])
        columns["date"] = pa.array(random.integers(0, 900, rows) * 86_400_000, mask=~there[2]).cast(pa.timestamp("ms"))
        columns |= {f"truth {number}": random.random(rows) < 0.1 for number in range(5)}
        tables.append(pa.table(columns))
    file = written(tables)
    assert file.num_row_groups == len(tables)
    assert file.read().combine_chunks().equals(pa.concat_tables(tables).combine_chunks())
    for group, table in enumerate(tables):
        assert file.read_row_group(group).equals(table)
        known = file.metadata.row_group(group).column(file.schema_arrow.get_field_index("run")).statistics
        assert (known.min, known.max) == (table["run"].to_numpy().min(), table["run"].to_numpy().max())


@pytest.mark.parametrize("counts", [(1,), (3, 2), (0, 4, 0, 1), (0, 0)])
def test_files_joined_are_the_file_of_all_their_tables(tmp_path, counts):
    whole, tables = pa.table(COLUMNS | {"run": pa.array(range(5), pa.int32())}), []
    for rows in counts:
        tables.append(whole.slice(sum(table.num_rows for table in tables), rows))
        with (tmp_path / f"part {len(tables)}").open("wb") as sink:
            to_parquet(sink, tables[-1])
    assert read_parquet(tmp_path / "part 1").equals(tables[0])
    parts = [tmp_path / f"part {number}" for number in range(1, len(tables) + 1)]
    assert join_parquet(tmp_path / "joined", parts) == sum(counts)
    assert write_parquet(tmp_path / "at once", tables, 1) == sum(counts)
    assert (tmp_path / "joined").read_bytes() == (tmp_path / "at once").read_bytes()


def test_a_table_without_rows_has_its_columns_all_the_same(tmp_path):
    table = pa.table(COLUMNS).slice(0, 0)
    assert write_parquet(tmp_path / "empty.parquet", [table, table], 1) == 0
    found = pq.read_table(tmp_path / "empty.parquet")
    assert found.schema == table.schema
    assert found.num_rows == 0


def test_only_whole_numbers_names_dates_and_truths_are_codable():
    assert is_codable(pa.table(COLUMNS).schema)
    for kind in (pa.float64(), pa.string(), pa.int64(), pa.timestamp("us"), pa.dictionary(pa.int16(), pa.int32())):
        assert not is_codable(pa.schema([("run", pa.int32()), ("other", kind)]))


def test_codes_of_a_byte_take_less_room_than_packed_ones(tmp_path):
    random = np.random.default_rng(2)
    habit = random.integers(0, 19, (40, 3))
    rows = habit[random.integers(0, 40, 50_000)]
    table = pa.table({f"actor {at}": names(rows[:, at].astype(np.int16), MANY[:19]) for at in range(3)})
    write_parquet(tmp_path / "own.parquet", [table], 1)
    pq.write_table(table, tmp_path / "theirs.parquet", compression="zstd", compression_level=1)
    assert (tmp_path / "own.parquet").stat().st_size < (tmp_path / "theirs.parquet").stat().st_size
