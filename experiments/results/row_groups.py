"""Acts encoded chunk by chunk, as pieces of the table that they become: each act is encoded once.

A piece is a Parquet file of one row group whose footer counts from where the group is to lie in the table. So the table
is the groups end to end, under the footers put together: byte for byte what PyArrow makes of all tables in one go. A
piece that turns out to lie elsewhere, since one before it was lost or an earlier PyArrow made it, is encoded again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..system.whole import whole
from .arrays import numbers
from .parquet import parquet_writer, refuse_swollen

MAGIC = b"PAR1"
#: Where the first row group of a table begins.
START = len(MAGIC)
#: What stands after the footer: its length, and the magic bytes again.
_AFTER = 4 + len(MAGIC)
#: Beyond this no footer is believed.
FARTHEST = 1 << 40
#: Bytes that are written at a time where nothing is kept of them.
_NOTHING = pa.py_buffer(bytes(1024 * 1024))


class EncodedActs(NamedTuple):
    """A piece as it is on disk, and its footer."""

    raw: bytes
    footer: pq.FileMetaData

    @property
    def group(self) -> bytes:
        """The row group; nothing where there is no row."""
        return self.raw[START : len(self.raw) - _AFTER - self.footer.serialized_size]

    @property
    def start(self) -> int | None:
        """Where in the table the footer has the row group; None if there is no row."""
        if not self.footer.num_row_groups:
            return None
        column = self.footer.row_group(0).column(0)
        return column.dictionary_page_offset or column.data_page_offset

    @property
    def end(self) -> int | None:
        """Where the row group ends, by its footer."""
        return None if self.start is None else self.start + len(self.group)


def encoded(table: pa.Table, start: int, encodings: Mapping[str, str]) -> EncodedActs:
    """A table as a piece whose row group begins at byte ``start`` of the whole one.

    ``encodings``: those of columns that are not written by a dictionary, in Parquet's words.
    """
    kept = _Kept()
    with pa.PythonFile(kept, "w") as sink:
        writer = parquet_writer(sink, table.schema, encodings)
        # where the sink stands is where pages are said to be
        kept.off = True
        for done in range(START, start, _NOTHING.size):
            sink.write(_NOTHING.slice(0, min(_NOTHING.size, start - done)))
        kept.off = False
        if table.num_rows:
            writer.write_table(table, row_group_size=table.num_rows)
        writer.close()
    return _piece(b"".join(kept.parts))


class _Kept:
    """A file that keeps what is written while it is not ``off``."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.off = False

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        if not self.off:
            self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


def _piece(raw: bytes) -> EncodedActs:
    return EncodedActs(raw, pq.read_metadata(pa.BufferReader(raw)))


def read_piece(path: Path) -> EncodedActs:
    """A piece from disk, its rows not looked at.

    Raises:
        OSError, pa.ArrowException: it cannot be read.
    """
    return _piece(path.read_bytes())


def rows_of(piece: EncodedActs) -> pa.Table:
    """The rows of a piece.

    Raises:
        ValueError, OSError, pa.ArrowException: it cannot be read, or claims more than it holds.
    """
    refuse_swollen(piece.footer, len(piece.raw))
    source = pa.PythonFile(_Elsewhere(piece.raw, (piece.start or START) - START), "r")
    return pq.ParquetFile(source, metadata=piece.footer).read(use_threads=False)


class _Elsewhere(io.BytesIO):
    """Bytes that are read as if so many came before them."""

    def __init__(self, raw: bytes, before: int) -> None:
        super().__init__(raw)
        self._before = before

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted with what would come before."""
        return super().seek(offset - self._before if whence == io.SEEK_SET else offset, whence) + self._before

    def tell(self) -> int:
        """The place, counted in the same way."""
        return super().tell() + self._before


def write_joined(path: Path, pieces: Iterable[Path], encodings: Mapping[str, str]) -> int:
    """Write the table that pieces make in their order; returns the number of its rows.

    Args:
        path: the Parquet file; it appears under this name when it is complete.
        pieces: at least one, all of one schema.
        encodings: as in `encoded`.
    """
    footer: pq.FileMetaData | None = None
    with whole(path) as temporary, temporary.open("wb") as sink:
        sink.write(MAGIC)
        for place in pieces:
            piece = _fitting(read_piece(place), sink.tell(), encodings)
            sink.write(piece.group)
            if footer is None:
                footer = piece.footer
            else:
                footer.append_row_groups(piece.footer)
        assert footer is not None
        told = io.BytesIO()
        footer.write_metadata_file(told)
        sink.write(told.getvalue()[START:])
        return footer.num_rows


def _fitting(piece: EncodedActs, start: int, encodings: Mapping[str, str]) -> EncodedActs:
    """The piece, encoded again if its group is to lie elsewhere or was made by another PyArrow."""
    if piece.footer.created_by == _created_by() and piece.start in (start, None):
        return piece
    return encoded(rows_of(piece), start, encodings)


@cache
def _created_by() -> str:
    """What the PyArrow that is here calls itself."""
    return encoded(pa.table({"run": numbers(np.zeros(0, np.int32))}), START, {}).footer.created_by
