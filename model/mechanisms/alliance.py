"""Junior allies: who follows a senior ally opens no front by itself, but joins the strikes of the senior.

An operation, or a further strike of a campaign, goes out only on the day on which the senior strikes the same side
overtly: the two prepared it together. It joins a share of them, a datum of the alliance; on other days the senior strikes
alone. What is delegated, such as self-defence, needs nobody's lead.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import mix
from ..world.access import actor_at
from ..world.ladder import FIRST_OVERT
from ..world.state import Field
from ..world.tables import NEVER, NONE
from .parts import goes_on

#: The day on which an actor last sent out an overt strike that its leadership ordered.
DYAD_STATE = (Field("sent_out", "i8", NEVER),)

#: Draws of whether a junior ally joins the strikes of a day.
PURPOSES = {"JOIN": 54}


@inlined
def is_junior(world, i):
    """Whether actor i follows a senior ally."""
    return actor_at(world, i).senior != NONE


@inlined
def waits_for_senior(world, i, part):
    """Whether actor i answers in this part of its menu only where a senior ally leads."""
    return is_junior(world, i) and goes_on(part)


@inlined
def send_out(dyad, rung, day):
    """Note an overt strike that was ordered and goes out today; ``dyad``: of its author toward whom it answers."""
    if rung >= FIRST_OVERT:
        dyad.sent_out = day


@inlined
def leads(senior, day):
    """Whether a senior ally strikes today; ``senior``: its dyad toward the side in question."""
    return (senior.sent_out == day) | ((senior.exchanges > 0.0) & (senior.exchange_day == day))


@inlined
def joining_identity(actor_key, account_key, day):
    """Identity of a day on which a senior ally strikes a side, as its junior sees it."""
    return mix(mix(actor_key, account_key), day)


@inlined
def stays_out(world, i, u):
    """Whether actor i, which waits for a senior ally, leaves the strikes of today to it where it leads."""
    return u >= actor_at(world, i).joins
