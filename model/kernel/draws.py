"""Keyed randomness: every draw is a pure function of the seed, the run, the occasion and the purpose.

No stream is shared, so the same run gives the same result in any order, on any number of workers and in either engine;
and removing an actor or changing one parameter leaves all other draws in place. The generator is Philox4x32-10 (Salmon,
Moraes, Dror and Shaw 2011). The key is the seed; the counter holds run, purpose and the 64-bit occasion, which is
itself a hash of stable names (actors, campaigns, events), days and the identities of acts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np

from .compiled import code, compiled, inlined
from .deferred import Deferred
from .memory import NUMBER, number_at, rows_at
from .philox import COPIES, DROPPED_HIGH, DROPPED_LOW, HIGH, HIGH_BASE, LANES, LEFT, LOW, LOW_BASE, RIGHT, ROUNDS


class Purpose(IntEnum):
    """What a draw is for. Values are part of the results: never renumber, never use one again, only append."""

    COUNT = 1
    PLACE = 2
    SITE = 3
    WEAPON = 4
    HEAVY = 5
    ARRIVALS = 6
    ON_TARGET = 8
    WOUNDED = 9
    KILLED = 10
    CIVILIANS = 12
    CLAIM = 13
    MISATTRIBUTION = 14
    SCAPEGOAT = 15
    CORRECTION = 16
    MISREADING = 17
    DENIAL = 18
    DELAY = 20
    TALK = 22
    TALK_DAY = 23
    TALK_RUNG = 24
    ACT = 25
    ROW = 26
    RUNG = 27
    VARIANT = 28
    ORDER = 29
    CONCESSION = 32
    CLOSING = 33
    RECEIVED = 34
    MEDIATION = 35
    VETO = 36
    VETO_OBEYED = 37
    WAR_DEATHS = 38
    WAR_END = 39
    NUCLEAR = 40
    RANK = 41
    KNOWN = 43
    MEETING = 44
    PLANNING = 45


def key_of(text: str) -> int:
    """The 64-bit key of a stable name, by BLAKE2b; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@inlined
def mix(a, b):
    """Hash two 64-bit words into one (the finalizer of SplitMix64, Steele et al. 2014); order matters."""
    z = np.uint64(a) + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(b) + np.uint64(1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


#: The keys of the ten rounds, two words each, in copies that lie side by side as vector registers want them: made once
#: for a seed, since every draw needs them.
ROUND_KEY = np.dtype([("left", "u8", (COPIES,)), ("right", "u8", (COPIES,))])
round_key_at = rows_at(ROUND_KEY)
#: Bytes of a number.
_SIZE = code(NUMBER.itemsize)


@compiled
def make_round_keys(keys, seed):
    """Fill in the round keys of Philox4x32 for a 64-bit key: its low word on the left, its high word on the right."""
    low = np.uint64(0xFFFFFFFF)
    left, right = np.uint64(seed) & low, np.uint64(seed) >> np.uint64(32)
    for k in range(ROUNDS):
        key = round_key_at(keys, k)
        for copy in range(COPIES):
            key.left[copy], key.right[copy] = left & low, right & low
        left += np.uint64(0x9E3779B9)
        right += np.uint64(0xBB67AE85)


class Keys:
    """The round keys of a seed (0 to 2**64 - 1). Draws take ``address``; keep the object as long as it is used."""

    def __init__(self, seed: int) -> None:
        """Make them from the two halves of the seed."""
        self.seed = int(seed)
        self._rounds = np.zeros(ROUNDS, ROUND_KEY)
        self.address: int = self._rounds.ctypes.data
        make_round_keys(self.address, np.uint64(seed))

    def __reduce__(self) -> tuple[type[Keys], tuple[int]]:
        """Pickled as the seed: an address belongs to a process."""
        return Keys, (self.seed,)


@inlined
def philox(c0, c1, c2, c3, keys):
    """Philox4x32 with ten rounds: four 32-bit counter words give four random words (as uint64).

    ``keys`` is the address of the round keys.
    """
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    for k in range(ROUNDS):
        left = np.uint64(LEFT) * (c0 & low)
        right = np.uint64(RIGHT) * (c2 & low)
        key = round_key_at(keys, k)
        c0, c1, c2, c3 = (right >> shift) ^ c1 ^ key.left[0], right, (left >> shift) ^ c3 ^ key.right[0], left
    return c0 & low, c1 & low, c2 & low, c3 & low


@inlined
def _words(keys, run, occasion, purpose):
    low = np.uint64(0xFFFFFFFF)
    o = np.uint64(occasion)
    return philox(np.uint64(run) & low, np.uint64(purpose) & low, o & low, o >> np.uint64(32), keys)


@inlined
def _between(a, b):
    """A number in the open interval (0, 1) with 53 random bits, from two 32-bit words."""
    high = np.uint64((a >> np.uint64(DROPPED_HIGH)) | np.uint64(HIGH)).view(np.float64)
    low = np.uint64((b >> np.uint64(DROPPED_LOW)) | np.uint64(LOW)).view(np.float64)
    return (high - HIGH_BASE) + (low - LOW_BASE)


@inlined
def uniform(keys, run, occasion, purpose):
    """A number in the open interval (0, 1), with 53 random bits, for this purpose on this occasion of this run.

    ``keys`` is the address of the round keys of the seed; ``occasion`` is a 64-bit word, ``run`` and ``purpose`` are
    below 2**32.
    """
    a, b, _, _ = _words(keys, run, occasion, purpose)
    return _between(a, b)


@inlined
def uniforms(keys, run, occasion, purpose):
    """Two such numbers for one purpose at the price of one; the first is the one that `uniform` gives."""
    a, b, c, d = _words(keys, run, occasion, purpose)
    return _between(a, b), _between(c, d)


#: Those who suffer an act that one hand serves at once.
SUFFERERS = 3
#: What is drawn together: nearly always for an act; for those who suffer it, of whom the first, the one struck, may
#: deny it; for who is to respond.
OF_ACT = (
    Purpose.SITE, Purpose.WEAPON, Purpose.PLACE, Purpose.CLAIM, Purpose.ARRIVALS, Purpose.ON_TARGET, Purpose.HEAVY,
)  # fmt: skip
#: The same of an act whose deaths come in one piece: half as many, and what both need lies in the same places.
OF_TOLL = (Purpose.SITE, Purpose.WEAPON, Purpose.KILLED, Purpose.CLAIM)
#: For what two numbers are drawn: what is on its way and what is stopped, what hits and whom; and the dead and wounded.
TWICE_IN_ACT = (Purpose.ARRIVALS, Purpose.ON_TARGET)
TWICE_IN_TOLL = (Purpose.KILLED,)
OF_SUFFERING = (*[Purpose.MISREADING] * SUFFERERS, Purpose.DENIAL)
OF_RESPONSE = (Purpose.KNOWN, Purpose.DELAY, Purpose.TALK, Purpose.TALK_DAY)

#: A hand: the numbers drawn together, each purpose's first and then the second of some; and by what to draw the rest.
HAND = np.dtype([("numbers", "f8", (2 * LANES,)), ("keys", "i8"), ("run", "i8"), ("occasion", "u8")])
hand_at = rows_at(HAND, indexed=False)


def _dealer(purposes: Sequence[int], twice: Sequence[int] = ()) -> Callable[..., None]:
    def make() -> Callable[..., None]:
        from .vector_draws import dealer

        return dealer(purposes, twice)

    return Deferred(make)


def _dealer_of_four(purposes: Sequence[int]) -> Callable[..., None]:
    def make() -> Callable[..., None]:
        from .vector_draws import dealer_of_four

        return dealer_of_four(purposes)

    return Deferred(make)


_deal_act = _dealer(OF_ACT, TWICE_IN_ACT)
_deal_toll = _dealer(OF_TOLL, TWICE_IN_TOLL)
_deal_suffering = _dealer_of_four(OF_SUFFERING)
_deal_response = _dealer(OF_RESPONSE)


def _row_dealer() -> Callable[..., None]:
    from .vector_draws import row_dealer

    return row_dealer()


_deal_row = Deferred(_row_dealer)


@compiled
def draw_days(numbers, keys, run, name, purpose, first, end):
    """Draw the numbers of days ``first`` to ``end`` - 1, for occasions that are a ``name`` and the day.

    ``numbers`` is the address of a list of numbers, one a day. Side by side each is cheaper than alone.
    """
    day = first
    while day + COPIES <= end:
        one, two, three, four = mix(name, day), mix(name, day + 1), mix(name, day + 2), mix(name, day + 3)
        _deal_row(numbers + _SIZE * day, keys, run, purpose, one, two, three, four)
        day += COPIES
    while day < end:
        number_at(numbers, day).value = uniform(keys, run, mix(name, day), purpose)
        day += 1


def lane(purpose: Purpose, of: Sequence[int] = OF_ACT) -> np.int64:
    """Where in the hand of an act the numbers for a purpose lie."""
    return np.int64(of.index(purpose))


@inlined
def deal_act(hand, keys, run, occasion):
    """Draw all that an act is likely to need into a hand; ``hand`` is its address."""
    _deal_act(hand, keys, run, occasion)
    _note_rest(hand, keys, run, occasion)


@inlined
def deal_toll(hand, keys, run, occasion):
    """Draw all that an act is likely to need whose deaths come in one piece."""
    _deal_toll(hand, keys, run, occasion)
    _note_rest(hand, keys, run, occasion)


@inlined
def _note_rest(hand, keys, run, occasion):
    """Note by what to draw the rest."""
    rest = hand_at(hand)
    rest.keys, rest.run, rest.occasion = keys, run, occasion


@inlined
def deal_suffering(hand, keys, run, first, second, third):
    """Draw what three actors need that suffer an act, in the order of `OF_SUFFERING`; the first may deny it."""
    _deal_suffering(hand, keys, run, first, second, third, first)


@inlined
def deal_response(hand, keys, run, occasion):
    """Draw what an actor needs that is to respond to an act, in the order of `OF_RESPONSE`."""
    _deal_response(hand, keys, run, occasion)


@inlined
def drawn(hand, place):
    """The number at a place in a hand."""
    return number_at(hand, place).value


@inlined
def drawn_twice(hand, place):
    """Both numbers at a place in a hand, for what is drawn twice."""
    return number_at(hand, place).value, number_at(hand, place + LANES).value


@compiled
def drawn_apart(hand, purpose):
    """Both numbers of an act for a purpose that is seldom drawn and so not in the hand."""
    rest = hand_at(hand)
    return uniforms(rest.keys, rest.run, rest.occasion, purpose)
