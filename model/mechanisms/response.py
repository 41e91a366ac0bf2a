"""Verbal responses: what an actor says when it holds its fire.

No data set of the reactions of struck hosts exists; the numbers are judgement. Standing up for own soil by force is the
credibility term of the choice.
"""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import Purpose, mix
from ..kernel.elementary import exp
from ..world.access import actor_at, constants_of, dyad_at, world_of
from ..world.constants import PROBABILITY, SHARE, constant
from ..world.ladder import Rung
from ..world.state import Field
from ..world.tables import Kind
from .commitment import is_vowed
from .signals import can_show_force

CONSTANTS = {
    "talk_vented": constant(0.1, 0.0, 0.4, SHARE, "nu_t", "share of a full answer's relief that words give"),
    "talk_base": constant(1.5, 0.0, 3.0, "log odds", "", "log odds that an actor which holds its fire speaks"),
    "talk_overt": constant(1.5, 0.0, 3.0, "log odds", "", "log odds added that it speaks when the act was overt"),
    "talk_dead": constant(1.0, 0.0, 3.0, "log odds", "", "log odds added that it speaks when own people died"),
    "talk_consent": constant(2.0, 0.0, 4.0, "log odds", "", "log odds taken off that it speaks, per unit of consent to the striker's presence"),
    "talk_grave_base": constant(0.2, 0.0, 0.5, PROBABILITY, "", "chance that words are graver than a condemnation: a sanction or more", convention=True),
    "talk_grave_overt": constant(0.2, 0.0, 0.5, PROBABILITY, "", "chance added that words are grave when the act was overt", convention=True),
    "talk_grave_dead": constant(0.15, 0.0, 0.5, PROBABILITY, "", "chance added that words are grave when own people died", convention=True),
    "talk_force_share": constant(0.75, 0.0, 1.0, SHARE, "", "share of grave words that are a show of force", convention=True),
    "talk_next_day": constant(0.5, 0.0, 1.0, PROBABILITY, "", "chance that words come on the next day, not on the day after it", convention=True),
}  # fmt: skip

#: Whether an actor has imposed sanctions on another: they stay imposed.
DYAD_STATE = (Field("imposed", "i8"),)

_TALK = code(Purpose.TALK)
_STATE = code(Kind.STATE)
_CONDEMNATION, SANCTION, SHOW = code(Rung.CONDEMNATION), code(Rung.SANCTION), code(Rung.SHOW_OF_FORCE)


@compiled
def talk_chance(world, overt, own_dead, consent):
    """Chance that an actor speaks: logistic(1.5 + 1.5 overt + 1.0 own dead - 2.0 consent)."""
    c = constants_of(world)
    log_odds = c.talk_base + c.talk_overt * overt + c.talk_dead * own_dead - c.talk_consent * consent
    return 1.0 / (1.0 + exp(-log_odds))


@inlined
def days_to_speak(world, u):
    """Days until words follow: one or two."""
    return 1 if u < constants_of(world).talk_next_day else 2


@inlined
def response_identity(cause, actor_key):
    """Identity of an actor's verbal response to an act."""
    return mix(mix(cause, actor_key), _TALK)


@inlined
def may_sanction(world, i, j, dyad):
    """Whether actor i has sanctions left against j: a state that has imposed none, nor had any before the first day.

    ``dyad``: what i remembers of j.
    """
    before = dyad_at(world, i * world_of(world).n_actors + j).sanctioned
    return actor_at(world, i).kind == _STATE and before == 0 and dyad.imposed == 0


@inlined
def impose(dyad):
    """Impose sanctions: there are none left."""
    dyad.imposed = 1


@inlined
def speaks_of_it(rung, said, day):
    """Whether words at a ``rung`` are part of what was ``said`` on a day to the same side: one statement a day."""
    return rung == _CONDEMNATION and said == day


@inlined
def is_said_already(rung, dyad, overt, dead):
    """Whether a public commitment that stands says it already: a condemnation of what was neither overt nor deadly."""
    return rung == _CONDEMNATION and is_vowed(dyad) and overt == 0 and dead == 0


@compiled
def talk_rung(world, i, j, dyad, day, overt, own_dead, u):
    """Rung of the words of actor i to j: condemnation, else (the likelier the graver) sanction, else a show of force.

    Only a state has sanctions, once, and only who can strike the other, and fights no campaign, has force to show; all
    others condemn. ``dyad``: what i remembers of j.
    """
    c = constants_of(world)
    grave = c.talk_grave_base + c.talk_grave_overt * overt + c.talk_grave_dead * own_dead
    if u < c.talk_force_share * grave:
        return SHOW if can_show_force(world, i, j, day) else _CONDEMNATION
    return SANCTION if u < grave and may_sanction(world, i, j, dyad) else _CONDEMNATION


@inlined
def said_first(rung):
    """What is said at once by whoever answers so in the end: a show of force takes time to prepare, a condemnation not."""
    return _CONDEMNATION if rung == SHOW else rung


@inlined
def talk_relief(world):
    """Share of full relief that words give."""
    return constants_of(world).talk_vented
