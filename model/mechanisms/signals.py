"""Signals: a show of force is felt by whom it is shown to, and may be answered (Schelling 1966; Fearon 1997).

It takes as long to prepare as an operation. It adds to what is held, and stakes the credibility of whom it is shown to;
forces that face each other may clash, at no further cost at home (Posen 1991; Sagan 1993); where they do not, a display
may be answered by another. Where forces of both stand on ground that is nobody's it goes back and forth, and a dispute climbs
from words; elsewhere a display that answers one ends it. Only who has the means to strike the other can show them, and only
where neither fights already.
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..kernel.draws import mix
from ..world.access import constants_of, dyad_at, menu_at, rung_at, world_of
from ..world.constants import PROBABILITY, constant
from ..world.ladder import Rung
from ..world.state import Field
from ..world.tables import NEVER
from .affected import HOME, plans_answers
from .alliance import is_junior
from .campaign import wages_any
from .closing import is_settled
from .provocation import SETTLED

CONSTANTS = {
    "signal_answer": constant(0.75, 0.0, 0.9, PROBABILITY, "", "chance that a show of force which is not answered by force is answered by another", "Schelling 1966; Fearon 1997; judgement"),
}  # fmt: skip

#: The day by which a show of force is prepared.
DYAD_STATE = (Field("display_until", "i8", NEVER),)

_SHOW = code(Rung.SHOW_OF_FORCE)
#: What a display stakes: the standing of whom it is shown to, as a strike on its own soil would.
AT_STAKE = HOME


@inlined
def can_show_force(world, i, j, day):
    """Whether actor i has force to show to j on a day: an option against it, if j is somebody who heeds it.

    Whoever wages a campaign fights already: it threatens nobody with what it does anyway, and is threatened with nothing
    new. A junior ally shows none and is shown none, since it opens no front by itself: that is its senior's matter.
    """
    t = i * world_of(world).n_actors + j
    if not plans_answers(world, j) or menu_at(world, t).value == menu_at(world, t + 1).value:
        return False
    return not (is_junior(world, i) or is_junior(world, j) or wages_any(world, i, day) or wages_any(world, j, day))


@inlined
def display_identity(cause, actor_key):
    """Identity of an actor's show of force about an act."""
    return mix(mix(cause, actor_key), _SHOW)


@inlined
def is_preparing(dyad, day):
    """Whether a show of force is being prepared already: one at a time toward the same side."""
    return dyad.display_until > day


@inlined
def is_shown(dyad, fate, day, at_war):
    """Whether a display that has been prepared is shown, about an act of a ``day``.

    Not where force has answered (``fate`` of the occasion), the matter was called closed, or there is war by now.
    """
    return fate != SETTLED and not at_war and not is_settled(dyad, day)


@inlined
def provokes(world, i, sender, day):
    """Whether actor i takes a show of force for a provocation: one that it can answer."""
    return plans_answers(world, i) and can_show_force(world, i, sender, day)


@inlined
def signal_harm(world, audience):
    """What a show of force adds to the account of whoever sent it (severity): s_3, as the audience at home feels it."""
    return rung_at(world, _SHOW).severity * audience


@inlined
def is_an_answer(answered):
    """Whether a show of force answers another, that of whom it is shown to; ``answered``: the rung of what it is about."""
    return answered == _SHOW


@inlined
def is_answered(world, i, sender, answered, u):
    """Whether actor i answers a show of force in kind: one that answers its own only where the forces of both face each other."""
    facing = dyad_at(world, i * world_of(world).n_actors + sender).facing
    return (not is_an_answer(answered) or facing != 0) and u < constants_of(world).signal_answer
