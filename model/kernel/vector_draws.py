"""Four or eight draws side by side: Philox4x32-10 in vector registers, the same words as `philox` in `draws.py` gives.

A compiler does not lay draws side by side by itself, so their instructions are written out here; every processor
runs them, with as many lanes at a time as it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from .philox import COPIES, DROPPED_HIGH, DROPPED_LOW, HIGH, HIGH_BASE, LANES, LEFT, LOW, LOW_BASE, RIGHT, ROUNDS

_WORD, _NUMBER = ir.IntType(64), ir.DoubleType()
#: Copies of a round key that are read: as many as the smallest vector registers hold, so that one serves all lanes.
_READ = 2


class _Lanes:
    """Instructions on as many words side by side as there are lanes."""

    def __init__(self, builder: Any, count: int) -> None:
        self._builder, self.count = builder, count
        self._words, self.numbers = ir.VectorType(_WORD, count), ir.VectorType(_NUMBER, count)
        self._again = ir.Constant(ir.VectorType(ir.IntType(32), count), [*range(_READ)] * (count // _READ))

    def constant(self, values: Sequence[int]) -> ir.Constant:
        """Given words, one in each lane."""
        return ir.Constant(self._words, [ir.Constant(_WORD, value) for value in values])

    def every(self, value: int) -> ir.Constant:
        """The same word in every lane."""
        return self.constant([value] * self.count)

    def spread(self, words: Sequence[Any]) -> Any:
        """Words in lanes, each in as many that lie side by side."""
        vector = ir.Constant(self._words, ir.Undefined)
        for lane in range(self.count):
            place = ir.Constant(ir.IntType(32), lane)
            vector = self._builder.insert_element(vector, words[lane * len(words) // self.count], place)
        return vector

    def low(self, words: Any) -> Any:
        """The low halves of words."""
        return self._builder.and_(words, self.every(0xFFFFFFFF))

    def high(self, words: Any) -> Any:
        """The high halves of words."""
        return self._builder.lshr(words, self.every(32))

    def philox(self, counter: list[Any], keys: Any) -> list[Any]:
        """The four words that each lane's counter gives."""
        builder, (c0, c1, c2, c3) = self._builder, counter
        for k in range(ROUNDS):
            left = builder.mul(self.every(LEFT), self.low(c0))
            right = builder.mul(self.every(RIGHT), self.low(c2))
            c0 = builder.xor(builder.xor(self.high(right), c1), self._round_key(keys, 2 * k))
            c2 = builder.xor(builder.xor(self.high(left), c3), self._round_key(keys, 2 * k + 1))
            c1, c3 = right, left
        return [self.low(word) for word in (c0, c1, c2, c3)]

    def _round_key(self, keys: Any, number: int) -> Any:
        place = _pointer(self._builder, keys, ir.VectorType(_WORD, _READ), 8 * COPIES * number)
        copies = self._builder.load(place)
        copies.align = 8
        return self._builder.shuffle_vector(copies, copies, self._again)

    def between(self, a: Any, b: Any) -> Any:
        """Numbers in the open interval (0, 1), as `_between` in `draws.py`."""
        high, low = (
            self._builder.lshr(word, self.every(dropped)) for word, dropped in ((a, DROPPED_HIGH), (b, DROPPED_LOW))
        )
        return self._builder.fadd(self._laid(high, HIGH, HIGH_BASE), self._laid(low, LOW, LOW_BASE))

    def draw(self, keys: Any, run: Any, purposes: Any, occasions: Sequence[Any]) -> tuple[Any, Any]:
        """The two numbers of each lane, for purposes by lane and occasions that are spread over all lanes."""
        whole = self.spread(occasions)
        a, b, c, d = self.philox([self.low(self.spread([run])), purposes, whole, self.high(whole)], keys)
        return self.between(a, b), self.between(c, d)

    def lay(self, numbers: Any, address: Any, offset: int = 0) -> None:
        """Write a number for each lane, from so many bytes after an address on."""
        store = self._builder.store(numbers, _pointer(self._builder, address, self.numbers, offset))
        store.align = 8

    def _laid(self, bits: Any, under: int, base: float) -> Any:
        number = self._builder.bitcast(self._builder.or_(bits, self.every(under)), self.numbers)
        return self._builder.fsub(number, ir.Constant(self.numbers, [ir.Constant(_NUMBER, base)] * self.count))


def _pointer(builder: Any, address: Any, to: ir.Type, offset: int) -> Any:
    return builder.inttoptr(builder.add(address, ir.Constant(_WORD, offset)), to.as_pointer())


def dealer(purposes: Sequence[int], twice: bool = False) -> Callable[..., None]:
    """A function that draws for up to eight purposes: ``deal(hand, keys, run, first, second, third, fourth)``.

    Up to four purposes are drawn in four lanes, each of an occasion of its own; more in eight, two each of an occasion.
    The occasions may all be the same. ``hand``, an address, receives a number for each lane and, if ``twice``, then a
    second one from the other half of the words, `LANES` places on.
    """
    count = COPIES if len(purposes) <= COPIES else LANES
    padded = [*purposes, *[purposes[-1]] * (count - len(purposes))]
    signature = types.void(*[types.int64] * 3, *[types.uint64] * 4)

    @intrinsic
    def deal(_context, hand, keys, run, first, second, third, fourth):
        def generate(context, builder, _signature, args):
            (hand, keys, run, *occasions), lanes = args, _Lanes(builder, count)
            for place, numbers in enumerate(lanes.draw(keys, run, lanes.constant(padded), occasions)[: 1 + twice]):
                lanes.lay(numbers, hand, 8 * LANES * place)
            return context.get_dummy_value()

        return signature, generate

    return deal


def row_dealer() -> Callable[..., None]:
    """A function that draws for one purpose on four occasions: ``deal(numbers, keys, run, purpose, first, ...)``."""
    signature = types.void(*[types.int64] * 4, *[types.uint64] * COPIES)

    @intrinsic
    def deal(_context, numbers, keys, run, purpose, first, second, third, fourth):
        def generate(context, builder, _signature, args):
            (numbers, keys, run, purpose, *occasions), lanes = args, _Lanes(builder, COPIES)
            lanes.lay(lanes.draw(keys, run, lanes.low(lanes.spread([purpose])), occasions)[0], numbers)
            return context.get_dummy_value()

        return signature, generate

    return deal
