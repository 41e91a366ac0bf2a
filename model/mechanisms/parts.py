"""Two kinds of answer: which part of its menu an actor looks at, and what an answer must be worth.

A *tactical* answer is delegated: counter-fire, a border exchange, a militia's rockets, a strike in self-defence. It is
made by one's own forces on one account, no higher than a step above what it answers, and not on the soil of others
except where the act came down. A *political* answer is an operation that the leadership orders, and a campaign goes on
with one. What is left is the
*deniable* part: a proxy, or force of one's own below the threshold of overt force. Sources: Allison 1971; Sagan 1993;
Carson 2018.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..kernel.compiled import code, codes, compiled, inlined
from ..world.access import actor_at, location_at, row_at
from ..world.doctrines import DOCTRINES
from ..world.ladder import FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, MEASURED_REPLY, STRIKE_READ
from ..world.tables import NONE, Credit, Kind
from .affected import HOST, STRUCK
from .background import inside_war
from .harm import own_losses
from .truce import keeps_truce

TACTICAL, OPERATION, DENIABLE, CAMPAIGN = codes(4)

_STATE = code(Kind.STATE)
_DIRECT, _STAND_IN = code(Credit.DIRECT), code(Credit.STAND_IN)
#: Rungs by which an answer exceeds what was struck, at most, where nobody of one's own died.
_STEPS_UP = 2
#: Rung from which an armed group's attack is a decision of its leaders and not of a squad.
_HEAVY = FIRST_OVERT - 1


_APPRAISAL, _EXPECTED, _PROSPECT = (code(doctrine.code) for doctrine in DOCTRINES.values() if doctrine.weighs)


@inlined
def weighs(world, i):
    """Whether actor i decides by what acts are worth; if not, its doctrine answers each provocation by a rule."""
    doctrine = actor_at(world, i).doctrine
    return doctrine in (_APPRAISAL, _EXPECTED, _PROSPECT)


@inlined
def goes_on(part):
    """Whether an answer of this kind may be followed by others: what the leadership orders openly."""
    return part in (OPERATION, CAMPAIGN)


class Band(NamedTuple):
    """The rungs of an option that are open in a part of the menu, both included; none where the first is higher."""

    lowest: int
    highest: int


class Provoked(NamedTuple):
    """What the act answered leaves open: the territory where it came down, or NONE; lowest and highest rung of an answer."""

    territory: int
    lowest: int
    highest: int


#: No rung at all.
NOTHING = Band(1, 0)


@inlined
def is_nothing(band):
    """Whether no rung is open."""
    return band.lowest > band.highest


@inlined
def is_open(band, rung):
    """Whether a rung is open."""
    return band.lowest <= rung and rung <= band.highest


@inlined
def highest_tactical(read):
    """Highest rung of a tactical answer: a step above the act as read, at least a strike on a group.

    Never above a limited strike on forces, to which forces that face each other after a show of force may come.
    """
    return MEASURED_REPLY if read < FIRST_KINETIC else min(max(STRIKE_READ, read + 1), MEASURED_REPLY)


@compiled
def tactical_band(world, i, row, read, territory):
    """What of an option a tactical answer may use; ``territory``: where the act answered came down, or NONE.

    Own soil, the sea and the territory of the act are open as high as such an answer goes; the account holder's own
    soil to fire across the border, which stays deniable.
    """
    option, own = row_at(world, row), actor_at(world, i)
    direct = option.credit == _DIRECT or (option.credit == _STAND_IN and own.kind != _STATE)
    if option.executor != i or not direct:
        return NOTHING
    place = location_at(world, option.location)
    if place.host == NONE or place.host == i or (territory != NONE and place.territory == territory):
        return Band(FIRST_KINETIC, highest_tactical(read))
    return Band(FIRST_KINETIC, FIRST_OVERT - 1) if place.host == option.account else NOTHING


@compiled
def highest_answer(world, i, part, act, host, read, land):
    """Highest rung of an answer of actor i to an act on the soil of ``host``, which it read as at rung ``read``.

    Two above it, or above what it was if that is lower, for by then nobody takes a strike for more than it was; and at
    least a limited strike on forces. Any where its own people died, where ``land`` that it claims is at stake, and for a
    doctrine that answers by a rule. What is delegated stays below open force where a deniable act hurt nobody: to answer
    that openly is for the leadership.
    """
    if not weighs(world, i):
        return LAST_DRAWN
    deniable = act.rung >= FIRST_KINETIC and act.rung < FIRST_OVERT
    if part == TACTICAL and deniable and act.killed + act.wounded == 0:
        return FIRST_OVERT - 1
    abroad = host != NONE and host != act.target
    role = HOST if abroad and host == i else STRUCK
    killed, _ = own_losses(role, abroad, np.int64(act.killed), np.int64(act.killed_civilians), np.int64(act.wounded))
    concerned = i == act.target or i == host
    if (killed > 0 and concerned) or land > 0.0:
        return LAST_DRAWN
    return min(max(min(read, int(act.rung)) + _STEPS_UP, MEASURED_REPLY), LAST_DRAWN)


@inlined
def between(world, row, band, lowest, highest):
    """A band cut off below and above, but for a leader who has been found: he is worth more than what is answered."""
    least = max(band.lowest, lowest)
    if row_at(world, row).opportunities > 0.0:
        return Band(least, band.highest)
    return Band(least, min(band.highest, highest))


@compiled
def band_of(world, i, part, row, read, territory):
    """The rungs of an option that are open to actor i in a part of its menu; by rule, all at once; in a truce, none.

    Nor is there one where whoever would carry it out is at war with whom it strikes: what is done there is part of that
    war, for whose account ever, and a proxy takes no orders for it.
    """
    option = row_at(world, row)
    if keeps_truce(world, option.executor, option.target) or keeps_truce(world, option.executor, option.account):
        return NOTHING
    if inside_war(world, option.executor, option.target):
        return NOTHING
    if not weighs(world, i):
        return Band(FIRST_KINETIC, LAST_DRAWN)
    if part == TACTICAL:
        return tactical_band(world, i, row, read, territory)
    own, by_state = option.executor == i, actor_at(world, i).kind == _STATE
    if goes_on(part):
        return Band(FIRST_OVERT if by_state else _HEAVY, LAST_DRAWN if own else 0)
    if not by_state:
        return NOTHING
    return Band(FIRST_KINETIC, FIRST_OVERT - 1 if own else LAST_DRAWN)
