"""Arrow arrays over NumPy's memory and from texts, made without pandas.

``pyarrow.array`` imports pandas whenever it is installed, to ask whether what it is given is of pandas, and so does
``to_numpy``. That import takes a fifth of a small batch, and nothing that comes here is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..measures.log import CodedNames

#: Types of Arrow whose memory is laid out as NumPy's.
KINDS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_timestamp, pa.types.is_boolean)


def numbers(values: NDArray[Any]) -> pa.Array:
    """Numbers, flags or dates of shape (rows,), none of them missing; the memory is shared where it is in one piece."""
    kind = pa.from_numpy_dtype(values.dtype)
    content = np.packbits(values, bitorder="little") if values.dtype == np.bool_ else np.ascontiguousarray(values)
    parts: list[Any] = [None, pa.py_buffer(content.view(np.uint8))]
    return pa.Array.from_buffers(kind, len(values), parts, 0)


def texts(values: Sequence[str]) -> pa.Array:
    """Texts, none of them missing."""
    raw = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, raw)], dtype=np.int32)
    parts: list[Any] = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(raw))]
    return pa.Array.from_buffers(pa.string(), len(raw), parts, 0)


class Columns:
    """The columns of a table as NumPy arrays, each made when first asked for; of names, their numbers and the names."""

    def __init__(self, table: pa.Table) -> None:
        """Look at a table."""
        self._table = table
        self._made: dict[str, NDArray[Any] | CodedNames] = {}

    def __len__(self) -> int:
        """Number of rows."""
        return self._table.num_rows

    def __contains__(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._table.column_names

    def __getitem__(self, name: str) -> Any:
        """A column."""
        if name not in self._made:
            column = self._table[name].combine_chunks()
            found = plain(column)
            is_names = isinstance(column, pa.DictionaryArray)
            self._made[name] = CodedNames(found.astype(np.int64), column.dictionary.to_pylist()) if is_names else found
        return self._made[name]

    @property
    def columns(self) -> list[str]:
        """What the columns are called, in order."""
        return self._table.column_names


def plain(column: pa.Array | pa.ChunkedArray) -> NDArray[Any]:
    """A column as NumPy has it; of names their places in the dictionary, -1 for none.

    Texts, and numbers of which some are missing, go the way of pyarrow, which imports pandas here too.
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.DictionaryArray):
        places = _values(whole.indices)
        return np.where(_known(whole), places, places.dtype.type(-1)) if whole.null_count else places
    if whole.null_count or not any(is_kind(whole.type) for is_kind in KINDS):
        return whole.to_numpy(zero_copy_only=False)
    return _values(whole)


def _values(array: pa.Array) -> NDArray[Any]:
    """What stands in memory for the rows of an array, missing ones too."""
    kind, end = array.type, array.offset + len(array)
    content = array.buffers()[1] or b""
    if pa.types.is_boolean(kind):
        return _bits(content, array.offset, end)
    return np.frombuffer(content, kind.to_pandas_dtype())[array.offset : end]


def _known(array: pa.Array) -> NDArray[np.bool_]:
    """Which rows are not missing, of an array in which some are."""
    return _bits(array.buffers()[0], array.offset, array.offset + len(array))


def _bits(content: pa.Buffer | bytes, first: int, end: int) -> NDArray[np.bool_]:
    """Flags that stand eight to a byte."""
    return np.unpackbits(np.frombuffer(content, np.uint8), count=end, bitorder="little")[first:].view(np.bool_)
