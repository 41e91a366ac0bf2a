"""Pointers to rows, in the compiler's own instructions: what `memory.py` hands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.extending import intrinsic

_WORD = ir.IntType(64)


def _address(builder: Any, handle: Any, offset: int) -> Any:
    """The address of a table, out of the record behind a handle: it never changes, so one load serves many reads."""
    slot = builder.inttoptr(builder.add(handle, ir.Constant(_WORD, offset)), _WORD.as_pointer())
    address = builder.load(slot)
    address.set_metadata("invariant.load", builder.module.add_metadata([]))
    return address


def _row_pointer(builder: Any, base: Any, index: Any, dtype: np.dtype, row: ir.Type) -> Any:
    first = builder.inttoptr(base, ir.IntType(8).as_pointer())
    return builder.bitcast(builder.gep(first, [builder.mul(index, ir.Constant(_WORD, dtype.itemsize))]), row)


def member(offset: int, dtype: np.dtype) -> Callable[..., Any]:
    """``read(handle, k)``: row k of the table whose address stands ``offset`` bytes into the record."""
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, handle, index):
        def generate(context, builder, _signature, args):
            base = _address(builder, args[0], offset)
            return _row_pointer(builder, base, args[1], dtype, context.get_value_type(row))

        return row(types.int64, types.int64), generate

    return read


def only(offset: int, dtype: np.dtype) -> Callable[..., Any]:
    """``read(handle)``: the one row of such a table."""
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, handle):
        def generate(context, builder, _signature, args):
            return builder.inttoptr(_address(builder, args[0], offset), context.get_value_type(row))

        return row(types.int64), generate

    return read


def rows_at(dtype: np.dtype) -> Callable[..., Any]:
    """``read(address, k)``: row k of those at an address."""
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, address, index):
        def generate(context, builder, _signature, args):
            return _row_pointer(builder, args[0], args[1], dtype, context.get_value_type(row))

        return row(types.int64, types.int64), generate

    return read


def row_at(dtype: np.dtype) -> Callable[..., Any]:
    """``read(address)``: the row at an address."""
    row = from_dtype(dtype)

    @intrinsic
    def read(_context, address):
        def generate(context, builder, _signature, args):
            return builder.inttoptr(args[0], context.get_value_type(row))

        return row(types.int64), generate

    return read


def copier(dtype: np.dtype) -> Callable[..., Any]:
    """``copy(to, first, of, count)``: rows from one address to another."""
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
