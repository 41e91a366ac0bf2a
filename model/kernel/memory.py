"""Handles: how compiled code reads and writes tables.

Numba passes a tuple of forty arrays by value, field by field, through every call: that alone took minutes to compile.
So a bundle of tables is handed around as one number, the address of a record with the address and length of each table,
and a row is a pointer. Python keeps the arrays alive through the `Bundle`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .deferred import Deferred

#: Rows of plain lists.
NUMBER = np.dtype([("value", "f8")])
INDEX = np.dtype([("value", "i8")])
SINGLE = np.dtype([("value", "f4")])
FLAG = np.dtype([("value", "?")])


def layout(tables: tuple[str, ...], scalars: tuple[str, ...] = ()) -> np.dtype:
    """The record behind a handle: the address of each table, its length under ``n_`` and its name, then scalars."""
    fields = [(name, "i8") for name in tables] + [(f"n_{name}", "i8") for name in tables]
    return np.dtype(fields + [(name, "i8") for name in scalars])


class Bundle:
    """Arrays kept alive under one handle. ``handle`` is the number that compiled functions take."""

    def __init__(self, dtype: np.dtype, values: dict[str, Any]) -> None:
        """``values`` by field: an array for each table, an integer for each scalar. Arrays are used as they are."""
        self._kept = values
        numbers: dict[str, int] = {}
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                # not by __array_interface__, which puts the type of a row into words each time
                numbers[name], numbers[f"n_{name}"] = value.ctypes.data, len(value)
            else:
                numbers[name] = value
        # one write of a whole row: field by field takes longer than a short run
        self._record = np.array([tuple(numbers.get(name, 0) for name in dtype.names or ())], dtype)
        self.handle: int = self._record.ctypes.data


def copy_rows(to: NDArray[Any], of: NDArray[Any]) -> None:
    """Write the rows of a list over the first rows of another of the same type.

    As bytes: NumPy goes through the fields of every row, which for the acts of a run takes a hundred times as long.
    """
    to[: len(of)].view(np.uint8)[:] = np.ascontiguousarray(of).view(np.uint8)


def copied(rows: NDArray[Any]) -> NDArray[Any]:
    """A copy of a list of rows."""
    return joined([rows])


def joined(lists: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Lists of rows of one type, end to end, at least one; a copy in any case."""
    return np.concatenate([np.ascontiguousarray(rows).view(np.uint8) for rows in lists]).view(lists[0].dtype)


#: The fields of a row, or who knows them when they are first needed.
Fields = np.dtype | Callable[[], np.dtype]


def _known(fields: Fields) -> np.dtype:
    return fields if isinstance(fields, np.dtype) else fields()


def member(bundle: np.dtype, table: str, fields: Fields) -> Callable[..., Any]:
    """Reader of one table of a bundle: ``reader(handle, k)`` is row k, to read or to write its fields."""
    return Deferred(lambda: _pointers().member(_offset(bundle, table), _known(fields)))


def only(bundle: np.dtype, table: str, fields: Fields) -> Callable[..., Any]:
    """Reader of a table that has one row: ``reader(handle)``."""
    return Deferred(lambda: _pointers().only(_offset(bundle, table), _known(fields)))


def whole(bundle: np.dtype) -> Callable[..., Any]:
    """Reader of the record behind a handle itself: addresses, lengths and scalars."""
    return rows_at(bundle, indexed=False)


def rows_at(fields: Fields, indexed: bool = True) -> Callable[..., Any]:
    """Reader of rows at a bare address: ``reader(address, k)``, or ``reader(address)`` for the first."""
    return Deferred(lambda: (_pointers().rows_at if indexed else _pointers().row_at)(_known(fields)))


def copier(fields: Fields) -> Callable[..., None]:
    """Copies rows: ``copy(to, first, of, count)`` from the address ``of`` to row ``first`` on at the address ``to``."""
    return Deferred(lambda: _pointers().copier(_known(fields)))


def _offset(bundle: np.dtype, table: str) -> int:
    fields: Any = bundle.fields
    return fields[table][1]


def _pointers() -> Any:
    from . import pointers

    return pointers


#: Rows of plain numbers at an address.
number_at = rows_at(NUMBER)
