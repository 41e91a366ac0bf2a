"""Vetoes: a patron made to feel what its militia does may rein it in, and may be obeyed.

It considers that when something is done to it: a harm that it feels, its own or its militia's, or a show of force, by
whom the campaign is waged against. It stops the militia whose people were hit or whose act that answers, and no other.
It weighs the pressure at home that drives the campaign against the reply that the other's account calls for, as it
fears it. A veto stands as long as that holds: each evening it may let go. Sources: Salehyan 2010; Byman and Kreps 2010.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import DAYS, constant
from ..world.tables import NONE
from .rest import chance_to_go_on

CONSTANTS = {
    "veto_days": constant(20.0, 5.0, 60.0, DAYS, "", "mean days a veto stands once nothing speaks for it any more"),
}  # fmt: skip

#: Draws of whether a patron lets go this evening.
PURPOSES = {"LET_GO": 51}


@inlined
def is_over(militia, patron, target, answered):
    """Whether what was done to a target is over a militia of the patron: to its people, or to the patron for its act.

    ``answered``: who carried out the act that this answers, or NONE; where that is none of others, any of its militias.
    """
    return target == militia or (target == patron and answered in (militia, patron, NONE))


@inlined
def word_identity(perceived, militia_key):
    """Identity of a patron's word to a militia over an act, by how it ``perceived`` that."""
    return mix(perceived, militia_key)


@inlined
def evening_identity(militia_key, day):
    """Identity of an evening on which a patron may let its militia go on."""
    return mix(militia_key, day)


@compiled
def chance_to_bear(world, patron, j, pressure, held):
    """Chance that a patron bears what j may do over its militia, with what j ``held`` against it.

    A campaign settles nothing for the patron.
    """
    return chance_to_go_on(world, patron, j, pressure, 0.0, constants_of(world).proportion_anchor * held)


@inlined
def lets_go(world, bears, u):
    """Whether a patron lets its militia go on this evening; ``bears``: the chance that it bears what j may do."""
    return u * constants_of(world).veto_days < bears
