"""Asks the doctrine that an actor was given; both drivers call these three functions and nothing else of a doctrine."""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.choice import CLOSED
from ...model.mechanisms.utility import PLAIN
from ...model.world.access import actor_at
from ...model.world.doctrines import DOCTRINES
from . import appraisal, expected_utility, grit, prospect, red_line, tit_for_tat

_NEVER = DOCTRINES["never_reply"].code
_ALWAYS = DOCTRINES["always_reply"].code
_CONSTANT = DOCTRINES["constant_chance"].code
_TIT_FOR_TAT = DOCTRINES["tit_for_tat"].code
_RED_LINE = DOCTRINES["red_line"].code
_EXPECTED = DOCTRINES["expected_utility"].code
_PROSPECT = DOCTRINES["prospect"].code
_GRIT = DOCTRINES["grit"].code


@compiled
def lens_of(world, i, situation):
    """How actor i looks at its options in this situation."""
    actor = actor_at(world, i)
    if actor.doctrine == _TIT_FOR_TAT:
        return tit_for_tat.lens(actor, situation)
    if actor.doctrine == _EXPECTED:
        return expected_utility.lens(actor)
    if actor.doctrine == _PROSPECT:
        return prospect.lens(world, actor, situation)
    if actor.doctrine == _GRIT:
        return grit.lens(situation)
    return PLAIN


@compiled
def chance_to_act(world, i, situation, value):
    """Chance that actor i uses force, given the value of the part of its menu at hand, through its lens; in [0, 1]."""
    actor = actor_at(world, i)
    if value == CLOSED:
        return 0.0
    if actor.doctrine == _NEVER:
        return 0.0
    if actor.doctrine == _ALWAYS:
        return 1.0
    if actor.doctrine == _CONSTANT:
        return actor.d0
    if actor.doctrine == _TIT_FOR_TAT:
        return tit_for_tat.chance(actor)
    if actor.doctrine == _RED_LINE:
        return red_line.chance(actor, situation)
    if actor.doctrine == _EXPECTED:
        return expected_utility.chance(actor, situation, value)
    if actor.doctrine == _GRIT:
        return grit.chance(actor, situation)
    return appraisal.chance(world, situation, value)


@compiled
def concession_chance(world, i, exchanges):
    """Chance that actor i, holding its fire, concedes; ``exchanges``: overt exchanges completed with the other."""
    actor = actor_at(world, i)
    if actor.doctrine == _GRIT:
        return grit.concession(actor)
    return appraisal.concession(world, exchanges)
