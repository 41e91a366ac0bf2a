"""Councils: the leadership meets the more often the more pressure and grievance there is, and looks at all accounts.

An account stays on the table until it has been settled (Kingdon 1984; Fearon 1994); what has faded brings nobody together. A leadership whose soil
another state has struck openly waits for no such occasion: it meets the same evening, since what is at stake is plain
and there is little time (Hermann 1969; Brecher and Wilkenfeld 1997).
"""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import mix
from ..kernel.elementary import expm1
from ..world.access import actor_at, constants_of
from ..world.constants import constant
from ..world.state import Field
from ..world.tables import NEVER, Kind
from .affected import plans_answers
from .operation import crosses_first
from .parts import weighs
from .pressure import REFERENCE

CONSTANTS = {
    "council_rate": constant(1.0, 0.25, 4.0, "meetings per day", "k", "meetings a day of a leadership under full pressure over an account of the reference size", "Kingdon 1984; judgement"),
}  # fmt: skip

_STATE = code(Kind.STATE)

#: The day on which an operation that is being prepared is carried out.
ACTOR_STATE = (Field("preparing_until", "i8", NEVER),)


@inlined
def is_on_agenda(dyad, known, day):
    """Whether an account is one to decide about: something is held, and the author of the grievance is known."""
    return known <= day and dyad.account > 0.0


@inlined
def may_meet(world, i, actor, day):
    """Whether a leadership is free to meet; ``actor``: its state. While an operation is prepared it is not.

    Nor does it where a doctrine answers each provocation by a rule: there is nothing to weigh.
    """
    return plans_answers(world, i) and weighs(world, i) and actor.preparing_until < day


@inlined
def meeting_identity(key, day):
    """Identity of a leadership's meeting on an evening."""
    return mix(key, day)


@inlined
def calls_for(world, pressure, account):
    """Meetings that the pressure at home and an account of this size call for an evening: k P G / G_ref."""
    return constants_of(world).council_rate * pressure * account / REFERENCE


@inlined
def may_come_to_meet(world, pressure, most, u):
    """Whether a leadership might meet this evening over accounts of at most ``most``: the chance is never above k P G / G_ref."""
    return u < calls_for(world, pressure, most)


@compiled
def meets(world, pressure, account, u):
    """Whether a leadership meets this evening: 1 - exp(-k P G / G_ref), G the largest account on its table."""
    calls = calls_for(world, pressure, account)
    return u < calls and u < -expm1(-calls)


@inlined
def is_called_together(world, i, j, home, rung, known, day):
    """Whether a grievance against j, at a rung, brings the leadership of actor i together on the day it is ``known``.

    It is an open strike by another state on own soil. An armed group's leaders are in hiding, and no cabinet.
    """
    return known == day and actor_at(world, i).kind == _STATE and crosses_first(world, j, home, rung)


@inlined
def operation_identity(key, day):
    """Identity of the operation ordered at a meeting."""
    return mix(mix(key, day), 1)
