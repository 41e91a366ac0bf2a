"""Handles: how compiled code reads and writes tables.

Numba passes a tuple of forty arrays by value, field by field, through every call: that alone took minutes to compile.
So a bundle of tables is handed around as one number, the address of a record with the address and length of each table,
and a row is a pointer. Python keeps the arrays alive through the `Bundle`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.extending import intrinsic

#: Rows of plain lists.
NUMBER = np.dtype([("value", "f8")])
INDEX = np.dtype([("value", "i8")])
SINGLE = np.dtype([("value", "f4")])

_WORD = ir.IntType(64)


def layout(tables: tuple[str, ...], scalars: tuple[str, ...] = ()) -> np.dtype:
    """The record behind a handle: the address of each table, its length under ``n_`` and its name, then scalars."""
    fields = [(name, "i8") for name in tables] + [(f"n_{name}", "i8") for name in tables]
    return np.dtype(fields + [(name, "i8") for name in scalars])


class Bundle:
    """Arrays kept alive under one handle. ``handle`` is the number that compiled functions take."""

    def __init__(self, dtype: np.dtype, values: dict[str, Any]) -> None:
        """``values`` by field: an array for each table, an integer for each scalar. Arrays are used as they are."""
        self._kept = values
        self._record = np.zeros(1, dtype)
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                self._record[name] = value.ctypes.data
                self._record[f"n_{name}"] = len(value)
            else:
                self._record[name] = value
        self.handle: int = self._record.ctypes.data


def _offset(bundle: np.dtype, table: str) -> int:
    fields: Any = bundle.fields
    return fields[table][1]


def _address(builder: Any, handle: Any, offset: int) -> Any:
    """The address of a table, out of the record behind a handle: it never changes, so one load serves many reads."""
    slot = builder.inttoptr(builder.add(handle, ir.Constant(_WORD, offset)), _WORD.as_pointer())
    address = builder.load(slot)
    address.set_metadata("invariant.load", builder.module.add_metadata([]))
    return address


def _row_pointer(builder: Any, base: Any, index: Any, dtype: np.dtype, row: ir.Type) -> Any:
    first = builder.inttoptr(base, ir.IntType(8).as_pointer())
    return builder.bitcast(builder.gep(first, [builder.mul(index, ir.Constant(_WORD, dtype.itemsize))]), row)


def member(bundle: np.dtype, table: str, dtype: np.dtype) -> Callable[..., Any]:
    """Reader of one table of a bundle: ``reader(handle, k)`` is row k, to read or to write its fields."""
    offset = _offset(bundle, table)
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, handle, index):
        def generate(context, builder, _signature, args):
            base = _address(builder, args[0], offset)
            return _row_pointer(builder, base, args[1], dtype, context.get_value_type(row))

        return row(types.int64, types.int64), generate

    return read


def only(bundle: np.dtype, table: str, dtype: np.dtype) -> Callable[..., Any]:
    """Reader of a table that has one row: ``reader(handle)``."""
    offset = _offset(bundle, table)
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, handle):
        def generate(context, builder, _signature, args):
            return builder.inttoptr(_address(builder, args[0], offset), context.get_value_type(row))

        return row(types.int64), generate

    return read


def whole(bundle: np.dtype) -> Callable[..., Any]:
    """Reader of the record behind a handle itself: addresses, lengths and scalars."""
    return rows_at(bundle, indexed=False)


def rows_at(dtype: np.dtype, indexed: bool = True) -> Callable[..., Any]:
    """Reader of rows at a bare address: ``reader(address, k)``, or ``reader(address)`` for the first."""
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, address, index):
        def generate(context, builder, _signature, args):
            return _row_pointer(builder, args[0], args[1], dtype, context.get_value_type(row))

        return row(types.int64, types.int64), generate

    @intrinsic
    def read_first(_context, address):
        def generate(context, builder, _signature, args):
            return builder.inttoptr(args[0], context.get_value_type(row))

        return row(types.int64), generate

    return read if indexed else read_first


def copier(dtype: np.dtype) -> Callable[..., None]:
    """Copies rows: ``copy(to, first, of, count)`` from the address ``of`` to row ``first`` on at the address ``to``."""
    size = ir.Constant(_WORD, dtype.itemsize)

    @intrinsic
    def copy(_context, to, first, of, count):
        def generate(context, builder, _signature, args):
            to, first, of, count = args
            start = builder.add(to, builder.mul(first, size))
            target, source = (builder.inttoptr(address, ir.IntType(8).as_pointer()) for address in (start, of))
            cgutils.raw_memcpy(builder, target, source, count, dtype.itemsize)
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, types.int64, types.int64), generate

    return copy


#: Rows of plain numbers at an address.
number_at = rows_at(NUMBER)
