"""Keyed randomness: every draw is a pure function of the seed, the run, the occasion and the purpose.

No stream is shared, so the same run gives the same result in any order, on any number of workers and in either engine;
and removing an actor or changing one parameter leaves all other draws in place. The generator is Philox4x32-10 (Salmon,
Moraes, Dror and Shaw 2011). The key is the seed; the counter holds run, purpose and the 64-bit occasion, which is
itself a hash of stable names (actors, campaigns, events), days and the identities of acts.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum

import numpy as np

from .compiled import compiled


class Purpose(IntEnum):
    """What a draw is for. Values are part of the results: never renumber, only append."""

    COUNT = 1
    PLACE = 2
    SITE = 3
    WEAPON = 4
    HEAVY = 5
    ARRIVALS = 6
    ON_TARGET = 8
    OVERKILL = 9
    KILLED = 10
    CIVILIANS = 12
    CLAIM = 13
    MISATTRIBUTION = 14
    SCAPEGOAT = 15
    CORRECTION = 16
    MISREADING = 17
    DENIAL = 18
    WHEN = 19
    DELAY = 20
    REOPENING = 21
    TALK = 22
    TALK_DAY = 23
    TALK_RUNG = 24
    ACT = 25
    ROW = 26
    RUNG = 27
    VARIANT = 28
    ORDER = 29
    RETRY = 30
    PACKAGE = 31
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


def key_of(text: str) -> int:
    """The 64-bit key of a stable name, by BLAKE2b; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@compiled
def mix(a, b):
    """Hash two 64-bit words into one (the finalizer of SplitMix64, Steele et al. 2014); order matters."""
    z = np.uint64(a) + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(b) + np.uint64(1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32 with ten rounds: four 32-bit counter words and two key words give four random words (as uint64)."""
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0, k1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        left = np.uint64(0xD2511F53) * c0
        right = np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (right >> shift) ^ c1 ^ k0, right & low, (left >> shift) ^ c3 ^ k1, left & low
        k0 = (k0 + np.uint64(0x9E3779B9)) & low
        k1 = (k1 + np.uint64(0xBB67AE85)) & low
    return c0, c1, c2, c3


@compiled
def _words(seed, run, occasion, purpose):
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    s = np.uint64(seed)
    o = np.uint64(occasion)
    return philox(np.uint64(run) & low, np.uint64(purpose), o & low, o >> shift, s & low, s >> shift)


@compiled
def _between(a, b):
    """A number in the open interval (0, 1) with 53 random bits, from two 32-bit words."""
    whole = (a >> np.uint64(5)) * np.uint64(67108864) + (b >> np.uint64(6))
    return (np.float64(whole) + 0.5) / 9007199254740992.0


@compiled
def uniform(seed, run, occasion, purpose):
    """A number in the open interval (0, 1), with 53 random bits, for this purpose on this occasion of this run.

    ``seed`` and ``occasion`` are 64-bit words, ``run`` and ``purpose`` are below 2**32.
    """
    a, b, _, _ = _words(seed, run, occasion, purpose)
    return _between(a, b)


@compiled
def uniforms(seed, run, occasion, purpose):
    """Two such numbers for one purpose at the price of one; the first is the one that `uniform` gives."""
    a, b, c, d = _words(seed, run, occasion, purpose)
    return _between(a, b), _between(c, d)
