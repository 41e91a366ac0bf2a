"""The rows of a log as columns: each field in a list of its own, as tables want them.

Rows are taken a few at a time, so that each is read from memory once, and not once for each of its fields.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .kernel.compiled import link_only
from .kernel.memory import INDEX, Bundle, layout, member, rows_at, whole
from .kernel.native import entry

#: Rows taken at a time: as many as the nearest memory of a processor holds.
_AT_ONCE = 256
#: A field: the address of its column, where it lies in a row, and how many bytes it has.
FIELD = np.dtype([("to", "i8"), ("offset", "i8"), ("width", "i8")])
#: What is to be done: which fields, and of how many rows of which ``size``, from the address ``rows`` on.
JOB = layout(("fields",), ("rows", "count", "size"))
SHORT, WORD = np.dtype([("value", "i2")]), np.dtype([("value", "i4")])

job_of, field_at = whole(JOB), member(JOB, "fields", FIELD)
long_at, word_at, short_at = rows_at(INDEX), rows_at(WORD), rows_at(SHORT)
_LONG, _WORD, _SHORT = (kind.itemsize for kind in (INDEX, WORD, SHORT))


def columns_of(rows: NDArray[np.void]) -> dict[str, NDArray[Any]]:
    """Each field of ``rows`` by its name, of the same type, shape (rows,).

    Raises:
        TypeError: a field is no number of two, four or eight bytes.
    """
    kind: Any = rows.dtype
    rows = np.ascontiguousarray(rows)
    if any(kind[name].itemsize not in (_LONG, _WORD, _SHORT) or kind[name].shape for name in kind.names):
        raise TypeError(f"rows of {kind}: not all fields are numbers of two, four or eight bytes")
    found = {name: np.empty(len(rows), kind[name]) for name in kind.names}
    places = [(found[name].ctypes.data, kind.fields[name][1], kind[name].itemsize) for name in kind.names]
    job = {"rows": rows.ctypes.data, "count": len(rows), "size": kind.itemsize, "fields": np.array(places, FIELD)}
    bundle = Bundle(JOB, job)
    transpose(bundle.handle)
    return found


@entry
def transpose(job):
    """Copy each field of all rows to its column."""
    of = job_of(job)
    for first in range(0, of.count, _AT_ONCE):
        last = min(first + _AT_ONCE, of.count)
        for f in range(of.n_fields):
            field = field_at(job, f)
            copy_field(of.rows + field.offset, of.size, field.to, field.width, first, last)


@link_only
def copy_field(rows, size, to, width, first, last):
    """Copy a field of rows ``first`` to ``last`` - 1, which begins at the address ``rows`` in the first of all."""
    if width == _LONG:
        for k in range(first, last):
            long_at(to, k).value = long_at(rows + k * size, 0).value
    elif width == _WORD:
        for k in range(first, last):
            word_at(to, k).value = word_at(rows + k * size, 0).value
    else:
        for k in range(first, last):
            short_at(to, k).value = short_at(rows + k * size, 0).value
