"""Exchanges: overt acts done by both sides, remembered for a while; one completed is a way down (Osgood 1962)."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..world.access import constants_of, fading_at
from ..world.constants import DAYS, UTILITY, constant
from ..world.state import Field

CONSTANTS = {
    "exchange_half_life": constant(30.0, 10.0, 120.0, DAYS, "", "half-life of the memory of an exchange"),
    "exchange_weight": constant(3.5, 0.0, 5.0, UTILITY, "b_X", "restraint from each exchange completed"),
    "exchange_completed": constant(0.5, 0.1, 1.0, "exchanges", "", "exchanges remembered from which a pair counts as having completed one", convention=True),
}  # fmt: skip

#: Overt acts done to the other side, fading; and the rung of the last.
DYAD_STATE = (Field("exchanges", "f8"), Field("exchange_day", "i8"), Field("struck", "i8"))

TERMS = {"exchanges": "an exchange already completed"}


@compiled
def exchange_now(world, count, days):
    """Memory of overt acts done, fading with its half-life."""
    return count * fading_at(world, days).exchange


@inlined
def counts(rung_is_overt, executor, actor):
    """Whether an act counts toward an exchange: an overt act by the actor's own forces."""
    return rung_is_overt and executor == actor


@inlined
def count_overt_act(world, dyad, day, rung):
    """Count an overt act done today to the other side of a dyad."""
    dyad.exchanges = exchange_now(world, dyad.exchanges, day - dyad.exchange_day) + 1.0
    dyad.exchange_day = day
    dyad.struck = rung


@inlined
def has_struck(world, dyad, day):
    """Whether an actor has struck the other side overtly, not too long ago."""
    return is_completed(world, exchange_now(world, dyad.exchanges, day - dyad.exchange_day))


@inlined
def exchanges_between(world, mine, theirs, day):
    """Overt exchanges of two actors as remembered today: the smaller of the two fading counts."""
    return min(
        exchange_now(world, mine.exchanges, day - mine.exchange_day),
        exchange_now(world, theirs.exchanges, day - theirs.exchange_day),
    )


@inlined
def is_completed(world, exchanges):
    """Whether two actors count as having completed an exchange."""
    return exchanges >= constants_of(world).exchange_completed


@inlined
def is_closed(world, mine, theirs, day, rung):
    """Whether an exchange of equals closes what was suffered today: completed, and no higher than one's own act."""
    return rung <= mine.struck and is_completed(world, exchanges_between(world, mine, theirs, day))


@inlined
def exchange_cost(world, exchanges):
    """b_X x: what exchanges completed cost whoever strikes all the same (utility)."""
    return constants_of(world).exchange_weight * exchanges
