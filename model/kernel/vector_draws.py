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

_WORD, _HALF, _NUMBER = ir.IntType(64), ir.IntType(32), ir.DoubleType()
#: Copies of a round key that are read: as many as the smallest vector registers hold, so that one serves all lanes.
_READ = 2


class _Lanes:
    """Instructions on as many words side by side as there are lanes.

    A word that is the same in every lane stays a single number until it meets one that is not.
    """

    def __init__(self, builder: Any, count: int) -> None:
        self._builder, self.count = builder, count
        self._words, self._halves = ir.VectorType(_WORD, count), ir.VectorType(_HALF, 2 * count)

    def constant(self, values: Sequence[int]) -> ir.Constant:
        """Given words, one in each lane; a single number if they are all the same."""
        if len(set(values)) == 1:
            return ir.Constant(_WORD, values[0])
        return ir.Constant(self._words, [ir.Constant(_WORD, value) for value in values])

    def laid(self, words: Sequence[Any]) -> Any:
        """Words in lanes; a single one is for them all."""
        if len(words) == 1:
            return words[0]
        vector = ir.Constant(self._words, ir.Undefined)
        for lane, word in enumerate(words):
            vector = self._builder.insert_element(vector, word, ir.Constant(_HALF, lane))
        return vector

    def spread(self, word: Any) -> Any:
        """The same word in every lane."""
        return word if self._is_spread(word) else _spread(self._builder, word, self.count)

    def low(self, words: Any) -> Any:
        """The low halves of words."""
        return self._builder.and_(words, _same(words.type, 0xFFFFFFFF))

    def philox(self, counter: list[Any], keys: Any) -> list[Any]:
        """The four words that each lane's counter gives; what is above their low halves means nothing."""
        c0, c1, c2, c3 = counter
        for k in range(ROUNDS):
            left, right = self._multiplied(LEFT, c0), self._multiplied(RIGHT, c2)
            c0 = self._mixed(self._carried(right), c1, keys, 2 * k)
            c2 = self._mixed(self._carried(left), c3, keys, 2 * k + 1)
            c1, c3 = right, left
        return [self.spread(word) for word in (c0, c1, c2, c3)]

    def draw(self, keys: Any, run: Any, purposes: Any, occasions: Any) -> tuple[list[Any], list[Any]]:
        """The words of each lane that its first number is made of, and of its second, by purpose and occasion."""
        high = self._builder.lshr(occasions, _same(occasions.type, 32))
        a, b, c, d = self.philox([run, purposes, occasions, high], keys)
        return [a, b], [c, d]

    def lay(self, words: Sequence[Any], address: Any, lanes: range | None = None) -> None:
        """Write the numbers that pairs of words make from an address on; of some lanes alone, if they are given."""
        if lanes is not None:
            places = ir.Constant(ir.VectorType(_HALF, len(lanes)), list(lanes))
            words = [self._builder.shuffle_vector(word, word, places) for word in words]
        numbers = self._between(*words)
        store = self._builder.store(numbers, _pointer(self._builder, address, numbers.type, 0))
        store.align = 8

    def _is_spread(self, word: Any) -> bool:
        return isinstance(word.type, ir.VectorType)

    def _multiplied(self, by: int, word: Any) -> Any:
        """The whole product of the low half of a word."""
        return self._builder.mul(self.low(word), _same(word.type, by))

    def _carried(self, product: Any) -> Any:
        """The high half of a product, where its low half was: by moving halves, which needs no copy of the product."""
        if not self._is_spread(product):
            return self._builder.lshr(product, ir.Constant(_WORD, 32))
        halves = self._builder.bitcast(product, self._halves)
        odd = ir.Constant(ir.VectorType(_HALF, 2 * self.count), [place | 1 for place in range(2 * self.count)])
        return self._builder.bitcast(self._builder.shuffle_vector(halves, halves, odd), self._words)

    def _mixed(self, carried: Any, word: Any, keys: Any, number: int) -> Any:
        """Two words and a round key, exclusive or; those that are the same in every lane first."""
        singles = [one for one in (carried, word) if not self._is_spread(one)]
        several = [one for one in (carried, word) if self._is_spread(one)]
        mixed = self._round_key(keys, number, single=bool(singles))
        for one in singles:
            mixed = self._builder.xor(mixed, one)
        for one in several:
            mixed = self._builder.xor(one, self.spread(mixed))
        return mixed

    def _round_key(self, keys: Any, number: int, single: bool) -> Any:
        """A round key, for one word or for all lanes."""
        kind = _WORD if single else ir.VectorType(_WORD, _READ)
        copies = self._builder.load(_pointer(self._builder, keys, kind, 8 * COPIES * number))
        copies.align = 8
        if single:
            return copies
        again = ir.Constant(ir.VectorType(_HALF, self.count), [*range(_READ)] * (self.count // _READ))
        return self._builder.shuffle_vector(copies, copies, again)

    def _between(self, a: Any, b: Any) -> Any:
        """Numbers in the open interval (0, 1), as `_between` in `draws.py`."""
        high, low = (
            self._builder.lshr(self.low(word), _same(word.type, dropped))
            for word, dropped in ((a, DROPPED_HIGH), (b, DROPPED_LOW))
        )
        return self._builder.fadd(self._above(high, HIGH, HIGH_BASE), self._above(low, LOW, LOW_BASE))

    def _above(self, bits: Any, under: int, base: float) -> Any:
        of = ir.VectorType(_NUMBER, bits.type.count)
        number = self._builder.bitcast(self._builder.or_(bits, _same(bits.type, under)), of)
        return self._builder.fsub(number, ir.Constant(of, [ir.Constant(_NUMBER, base)] * of.count))


def _same(kind: ir.Type, value: int) -> ir.Constant:
    """A constant in each lane of a type, or the one number."""
    return ir.Constant(kind, [ir.Constant(_WORD, value)] * kind.count if isinstance(kind, ir.VectorType) else value)


def _spread(builder: Any, word: Any, count: int) -> Any:
    one = builder.insert_element(ir.Constant(ir.VectorType(_WORD, count), ir.Undefined), word, ir.Constant(_HALF, 0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_HALF, count), [0] * count))


def _pointer(builder: Any, address: Any, to: ir.Type, offset: int) -> Any:
    return builder.inttoptr(builder.add(address, ir.Constant(_WORD, offset)), to.as_pointer())


def _pairs(lanes: Sequence[int]) -> range:
    """The lanes of whole registers, by the smallest ones, that hold some."""
    return range(min(lanes) // _READ * _READ, (max(lanes) // _READ + 1) * _READ)


def dealer(purposes: Sequence[int], twice: Sequence[int] = ()) -> Callable[..., None]:
    """A function that draws for up to eight purposes of one occasion: ``deal(hand, keys, run, occasion)``.

    ``hand``, an address, receives a number for each lane, four lanes or eight; and `LANES` places on a second one, from
    the other half of the words, for the purposes ``twice``, which lie side by side.
    """
    count = COPIES if len(purposes) <= COPIES else LANES
    padded = [*purposes, *[purposes[-1]] * (count - len(purposes))]
    signature = types.void(*[types.int64] * 3, types.uint64)

    @intrinsic
    def deal(_context, hand, keys, run, occasion):
        def generate(context, builder, _signature, args):
            (hand, keys, run, occasion), lanes = args, _Lanes(builder, count)
            numbers, others = lanes.draw(keys, run, lanes.constant(padded), occasion)
            lanes.lay(numbers, hand)
            if twice:
                pairs = _pairs([purposes.index(purpose) for purpose in twice])
                lanes.lay(others, builder.add(hand, ir.Constant(_WORD, 8 * (LANES + pairs.start))), pairs)
            return context.get_dummy_value()

        return signature, generate

    return deal


def dealer_of_four(purposes: Sequence[int]) -> Callable[..., None]:
    """A function that draws for four purposes, each of its own occasion: ``deal(hand, keys, run, first, ...)``."""
    signature = types.void(*[types.int64] * 3, *[types.uint64] * COPIES)

    @intrinsic
    def deal(_context, hand, keys, run, first, second, third, fourth):
        def generate(context, builder, _signature, args):
            (hand, keys, run, *occasions), lanes = args, _Lanes(builder, COPIES)
            lanes.lay(lanes.draw(keys, run, lanes.constant(purposes), lanes.laid(occasions))[0], hand)
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
            lanes.lay(lanes.draw(keys, run, purpose, lanes.laid(occasions))[0], numbers)
            return context.get_dummy_value()

        return signature, generate

    return deal
