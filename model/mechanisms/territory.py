"""Territory: a side that claims land which another holds may go to war for it, once force is open between the two.

Land is what most wars are about, and what makes a dispute climb step by step (Huth 1996; Vasquez 1993, 2009; Senese and
Vasquez 2008). A claim starts nothing by itself. Once both have struck, to take the land is worth something of its own,
beside relief and against fear; no exchange of equals settles it, and nobody asks whether it is in proportion.
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..world.access import constants_of, dyad_at, location_at, row_at, world_of
from ..world.constants import UTILITY, constant
from ..world.ladder import WAR_FROM
from ..world.state import Field
from ..world.tables import Credit
from .exchange import exchanges_between, is_completed

CONSTANTS = {
    "land_weight": constant(8.0, 4.0, 12.0, UTILITY, "b_L", "worth of taking land that is claimed in full, once force is open between the two", "Huth 1996; Senese and Vasquez 2008; judgement"),
}  # fmt: skip

#: Whether an actor has gone to war with the other.
DYAD_STATE = (Field("fought", "i8"),)

TERMS = {"land": "the land that it claims"}

_DIRECT = code(Credit.DIRECT)


@inlined
def land_at_stake(world, i, j, mine, theirs, day):
    """How much actor i claims of what j holds, as a share, once both have struck overtly and not too long ago.

    A war settles it, one way or the other. ``mine``, ``theirs``: what each remembers of the other.
    """
    claim = dyad_at(world, i * world_of(world).n_actors + j).land_claim
    if claim == 0.0 or mine.fought + theirs.fought > 0:
        return 0.0
    return claim if is_completed(world, exchanges_between(world, mine, theirs, day)) else 0.0


@inlined
def fight(dyad, rung):
    """An overt act done to the other side at a rung may be war."""
    if rung >= WAR_FROM:
        dyad.fought = 1


@inlined
def lowest_answer(mine, land, delegated, rung):
    """The rung from which an act at a rung is answered: war, where an exchange of equals left nothing open but land.

    ``mine``: what its victim remembers of its author; ``land``: share of land at stake. What is ``delegated`` is no matter
    of land.
    """
    return WAR_FROM if land > 0.0 and not delegated and rung <= mine.struck else 0


@inlined
def worth_of_land(world, land):
    """b_L times the share of land at stake (utility)."""
    return constants_of(world).land_weight * land


@inlined
def may_take(world, row):
    """Share of the land that an option may take: all on the account holder's own soil, from which it is taken."""
    option = row_at(world, row)
    holder = option.account
    own = option.credit == _DIRECT and option.target == holder and location_at(world, option.location).host == holder
    return 1.0 if own else 0.0


@inlined
def takes(rung):
    """Share of it that is taken at a rung: no strike takes land, a war does."""
    return 1.0 if rung >= WAR_FROM else 0.0
