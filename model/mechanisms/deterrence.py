"""Extended deterrence: what an actor stakes when its forces abroad are struck, and the shadow of a militia's patron.

A reputation is staked on one's own soil in full, and at a discount on one's forces elsewhere (Huth 1988; Danilovic
2001). It is staked toward whoever can be deterred: a state, or the patron behind a group. And who strikes a group fears
its patron, if less than if it struck the patron itself (Snyder 1965).
"""

from __future__ import annotations

from ..kernel.compiled import code, inlined
from ..world.access import actor_at, constants_of, dyad_at, world_of
from ..world.constants import SHARE, UTILITY, constant
from ..world.tables import NONE, Kind
from .affected import ABROAD, HOME

CONSTANTS = {
    "credibility_weight": constant(3.25, 0.5, 4.0, UTILITY, "b_rho", "weight of standing up for own soil and deterrent", "Schelling 1966; judgement"),
    "abroad_credibility": constant(0.4, 0.0, 1.0, SHARE, "", "share of credibility that is staked when own forces are struck elsewhere", "Huth 1988; Danilovic 2001; judgement"),
    "patron_shadow": constant(0.5, 0.1, 1.0, SHARE, "", "share of the fear of a patron that counts when its militia is struck", "Snyder 1965; Huth 1988; judgement"),
}  # fmt: skip

TERMS = {"standing": "standing up for its own soil and forces"}

_STATE = code(Kind.STATE)


@inlined
def staked(world, where):
    """Share of its credibility that an actor stakes by where it was struck: at home, elsewhere, or not itself."""
    if where == HOME:
        return 1.0
    return constants_of(world).abroad_credibility if where == ABROAD else 0.0


@inlined
def can_be_deterred(world, i):
    """Whether standing up to an actor proves anything: it is a state, or has a patron."""
    return actor_at(world, i).kind == _STATE or actor_at(world, i).patron != NONE


@inlined
def worth_of_standing_up(world, i):
    """b_rho rho: what it is worth to actor i to stand up for itself, where all of its credibility is staked."""
    return constants_of(world).credibility_weight * actor_at(world, i).credibility


@inlined
def fear_of_patron(world, i, target):
    """Fear that the patron of a target casts on whoever strikes it, as a share."""
    patron = actor_at(world, target).patron
    if patron in (NONE, i):
        return 0.0
    return constants_of(world).patron_shadow * dyad_at(world, i * world_of(world).n_actors + patron).fear
