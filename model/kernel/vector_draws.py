"""Eight draws side by side: Philox4x32-10 in vector registers, the same words as `philox` in `draws.py` gives.

A compiler does not lay eight draws side by side by itself, so their instructions are written out here; every processor
runs them, with as many lanes at a time as it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from .philox import (
    COPIES,
    DROPPED_HIGH,
    DROPPED_LOW,
    HIGH,
    HIGH_BASE,
    LANES,
    LEFT,
    LOW,
    LOW_BASE,
    RIGHT,
    ROUNDS,
)

_WORD, _NUMBER = ir.IntType(64), ir.DoubleType()
_WORDS, _NUMBERS = ir.VectorType(_WORD, LANES), ir.VectorType(_NUMBER, LANES)
_AGAIN = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [*range(COPIES)] * (LANES // COPIES))


def _every(value: int) -> ir.Constant:
    return ir.Constant(_WORDS, [ir.Constant(_WORD, value)] * LANES)


_LOW, _SHIFT = _every(0xFFFFFFFF), _every(32)
_LEFT, _RIGHT = _every(LEFT), _every(RIGHT)


def _spread(builder: Any, words: Sequence[Any]) -> Any:
    """Words in lanes, each in as many that lie side by side."""
    vector = ir.Constant(_WORDS, ir.Undefined)
    for lane in range(LANES):
        vector = builder.insert_element(vector, words[lane * len(words) // LANES], ir.Constant(ir.IntType(32), lane))
    return vector


def _pointer(builder: Any, address: Any, to: ir.Type, offset: int) -> Any:
    return builder.inttoptr(builder.add(address, ir.Constant(_WORD, offset)), to.as_pointer())


def _round_key(builder: Any, keys: Any, number: int) -> Any:
    copies = builder.load(_pointer(builder, keys, ir.VectorType(_WORD, COPIES), 8 * COPIES * number))
    copies.align = 8
    return builder.shuffle_vector(copies, copies, _AGAIN)


def _philox(builder: Any, counter: list[Any], keys: Any) -> list[Any]:
    c0, c1, c2, c3 = counter
    for k in range(ROUNDS):
        left = builder.mul(_LEFT, builder.and_(c0, _LOW))
        right = builder.mul(_RIGHT, builder.and_(c2, _LOW))
        c0 = builder.xor(builder.xor(builder.lshr(right, _SHIFT), c1), _round_key(builder, keys, 2 * k))
        c2 = builder.xor(builder.xor(builder.lshr(left, _SHIFT), c3), _round_key(builder, keys, 2 * k + 1))
        c1, c3 = right, left
    return [builder.and_(word, _LOW) for word in (c0, c1, c2, c3)]


def _between(builder: Any, a: Any, b: Any) -> Any:
    """Numbers in the open interval (0, 1), as `_between` in `draws.py`."""
    high, low = builder.lshr(a, _every(DROPPED_HIGH)), builder.lshr(b, _every(DROPPED_LOW))
    return builder.fadd(_laid(builder, high, HIGH, HIGH_BASE), _laid(builder, low, LOW, LOW_BASE))


def _laid(builder: Any, bits: Any, under: int, base: float) -> Any:
    number = builder.bitcast(builder.or_(bits, _every(under)), _NUMBERS)
    return builder.fsub(number, ir.Constant(_NUMBERS, [ir.Constant(_NUMBER, base)] * LANES))


def dealer(purposes: Sequence[int], twice: bool = False) -> Callable[..., None]:
    """A function that draws for up to eight purposes: ``deal(hand, keys, run, first, second, third, fourth)``.

    Two purposes each are of one occasion, which may all be the same. ``hand``, an address, receives eight numbers and,
    if ``twice``, then eight second ones from the other half of the words.
    """
    padded = [*purposes, *[purposes[-1]] * (LANES - len(purposes))]
    constants = ir.Constant(_WORDS, [ir.Constant(_WORD, purpose) for purpose in padded])
    signature = types.void(*[types.int64] * 3, *[types.uint64] * 4)

    @intrinsic
    def deal(_context, hand, keys, run, first, second, third, fourth):
        def generate(context, builder, _signature, args):
            hand, keys, run, *occasions = args
            whole = _spread(builder, occasions)
            counter = [_spread(builder, [run]), constants, whole, builder.lshr(whole, _SHIFT)]
            counter[0] = builder.and_(counter[0], _LOW)
            a, b, c, d = _philox(builder, counter, keys)
            for place, pair in enumerate(((a, b), (c, d))[: 1 + twice]):
                store = builder.store(_between(builder, *pair), _pointer(builder, hand, _NUMBERS, 64 * place))
                store.align = 8
            return context.get_dummy_value()

        return signature, generate

    return deal
