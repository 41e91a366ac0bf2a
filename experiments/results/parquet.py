"""Tables and texts on disk with repeatable bytes: Arrow files for chunks, Parquet for the finished table.

Nothing here writes a time, a path or pandas metadata; row groups follow from the chunks, which follow from the
question.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from ..system.whole import whole

#: Bytes that a table may take in memory: this much, or so many times its size on disk where that is more. Tables of
#: real batches are below ten times.
LEAST_MEMORY, MOST_TIMES = 256 * 1024**2, 60
MOST_COLUMNS = 5_000
#: Every column by a dictionary, where Parquet can.
NO_ENCODINGS: Mapping[str, str] = {}


def arrow_file(path: Path, mode: str = "rb") -> pa.NativeFile:
    """A file as Arrow opens it; by its bytes, for Arrow takes no text for a path that is not UTF-8."""
    return pa.OSFile(os.fsencode(path), mode)


def write_arrow(path: Path, table: pa.Table) -> None:
    """Write a table as an Arrow file: quick to write and to read back, meant for chunks."""
    with arrow_file(path, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_arrow(path: Path) -> pa.Table:
    """Read an Arrow file whole."""
    with arrow_file(path) as source:
        return pa.ipc.open_file(source).read_all()


def decoded_arrow(raw: bytes) -> pa.Table:
    """The table of an Arrow file that is in memory."""
    return pa.ipc.open_file(pa.BufferReader(raw)).read_all()


def write_parquet(path: Path, tables: Iterable[pa.Table], chunks_per_group: int) -> int:
    """Write tables one after the other into one Parquet file, in its place only once it is whole.

    Args:
        path: the file; it appears under this name when it is complete.
        tables: at least one, all with one schema; read one by one, so that memory does not grow with their number.
        chunks_per_group: how many of them form a row group.

    Returns:
        Number of rows.
    """
    rows = 0
    writer: pq.ParquetWriter | None = None
    with whole(path) as temporary, arrow_file(temporary, "wb") as sink:
        try:
            for table in _grouped(tables, chunks_per_group):
                writer = writer or parquet_writer(sink, table.schema)
                if table.num_rows:
                    writer.write_table(table, row_group_size=table.num_rows)
                rows += table.num_rows
        finally:
            if writer is not None:
                writer.close()
    return rows


def parquet_writer(
    sink: pa.NativeFile, schema: pa.Schema, encodings: Mapping[str, str] = NO_ENCODINGS
) -> pq.ParquetWriter:
    """What writes a table; of runs alone it notes the least and greatest, for nothing else tells row groups apart.

    ``encodings``: those of columns that are not written by a dictionary, in Parquet's words.
    """
    known: Any = [name for name in ("run",) if name in schema.names]
    by_dictionary: Any = [name for name in schema.names if name not in encodings] if encodings else True
    return pq.ParquetWriter(
        sink, schema, compression="zstd", compression_level=1, version="2.6", write_batch_size=65_536,
        write_statistics=known, use_dictionary=by_dictionary, column_encoding=dict(encodings) or None,
    )  # fmt: skip


def refuse_swollen(about: pq.FileMetaData, size: int) -> None:
    """Refuse a Parquet file that claims to hold more than ``size`` bytes can, before it is unpacked.

    Raises:
        ValueError: it does, in words.
    """
    if about.num_columns > MOST_COLUMNS:
        raise ValueError(f"{about.num_columns:,} columns")
    weights = [about.row_group(group).total_byte_size for group in range(about.num_row_groups)]
    counts = [about.row_group(group).num_rows for group in range(about.num_row_groups)]
    if sum(counts) != about.num_rows or min([*weights, *counts], default=0) < 0:
        raise ValueError("the row groups do not add up to the table")
    needed = max(sum(weights), about.num_rows * about.num_columns * 8)
    if needed > max(LEAST_MEMORY, MOST_TIMES * size):
        raise ValueError(f"{about.num_rows:,} rows in {size:,} bytes: not unpacked")


def _grouped(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Join every ``size`` tables into one."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if len(waiting) == size:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(tables: list[pa.Table]) -> pa.Table:
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables).combine_chunks()


def write_csv(parquet: Path) -> Path:
    """Write a Parquet table as CSV beside it, row group by row group."""
    target = parquet.with_suffix(".csv")
    source = pq.ParquetFile(arrow_file(parquet))
    plain = pa.schema([(f.name, _plain(f.type)) for f in source.schema_arrow])
    with whole(target) as temporary, arrow_file(temporary, "wb") as sink, pa_csv.CSVWriter(sink, plain) as writer:
        for group in range(source.num_row_groups):
            writer.write_table(source.read_row_group(group).cast(plain))
    return target


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type a column has in CSV: names as text, dates without time of day."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.date32() if pa.types.is_timestamp(kind) else kind


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
