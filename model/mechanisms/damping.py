"""De-escalation terms: what holds an actor back just now, from the state of its dyad and of the pair."""

from __future__ import annotations

from typing import NamedTuple

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import exp
from ..world.access import constants_of
from ..world.constants import constant
from .closing import closing_cost, is_heard
from .exchange import exchange_cost, exchanges_between
from .mediation import is_mediated, mediation_cost

CONSTANTS = {
    "blood": constant(4.0, 0.0, 8.0, "per severity", "", "how fast the harm to be answered makes an actor forget what holds it back from whoever did it", "Gartner 2008; Axelrod 1984; judgement"),
}  # fmt: skip


class Damping(NamedTuple):
    """What holds an actor back from an option just now: exchanges completed, mediator at work, closing words heard."""

    exchanges: float
    mediation: float
    closing: float


@compiled
def under_blood(world, damping, harm):
    """What is left of it, toward whoever did the harm that is answered: exp(-blood H); a third host's is not touched."""
    left = exp(-constants_of(world).blood * harm)
    return Damping(damping.exchanges * left, damping.mediation * left, damping.closing * left)


@inlined
def damping_between(world, mine, theirs, pair, day):
    """What holds an actor back from another today, by its own dyad, the other's toward it, and the pair's state."""
    return Damping(
        exchanges_between(world, mine, theirs, day), float(is_mediated(pair, day)), float(is_heard(mine, day))
    )


@inlined
def stronger(one, other):
    """The stronger of what bears on an option toward account holder and host, term by term."""
    return Damping(
        max(one.exchanges, other.exchanges), max(one.mediation, other.mediation), max(one.closing, other.closing)
    )


@inlined
def damping_terms(world, damping):
    """What each of these costs whoever strikes all the same (utility)."""
    return Damping(
        exchange_cost(world, damping.exchanges),
        mediation_cost(world, damping.mediation),
        closing_cost(world, damping.closing),
    )


@inlined
def damping_cost(world, damping):
    """The sum of these costs."""
    terms = damping_terms(world, damping)
    return terms.exchanges + terms.mediation + terms.closing
