"""De-escalation terms: what holds an actor back just now, from the state of its dyad and of the pair."""

from __future__ import annotations

from typing import NamedTuple

from ..kernel.compiled import inlined
from ..world.access import constants_of
from .closing import is_heard
from .exchange import exchanges_between
from .mediation import is_mediated


class Damping(NamedTuple):
    """What holds an actor back from an option just now: exchanges completed, mediator at work, closing words heard."""

    exchanges: float
    mediation: int
    closing: int


@inlined
def damping_between(world, mine, theirs, pair, day):
    """What holds an actor back from another today, by its own dyad, the other's toward it, and the pair's state."""
    return Damping(exchanges_between(world, mine, theirs, day), is_mediated(pair, day), is_heard(mine, day))


@inlined
def stronger(one, other):
    """The stronger of what bears on an option toward account holder and host, term by term."""
    return Damping(
        max(one.exchanges, other.exchanges), max(one.mediation, other.mediation), max(one.closing, other.closing)
    )


@inlined
def damping_terms(world, damping):
    """What each of these costs whoever strikes all the same: b_X x, b_M M, b_C C (utility)."""
    c = constants_of(world)
    return Damping(
        c.exchange_weight * damping.exchanges,
        c.mediation_weight * damping.mediation,
        c.closing_weight * damping.closing,
    )


@inlined
def damping_cost(world, damping):
    """The sum of these costs."""
    terms = damping_terms(world, damping)
    return terms.exchanges + terms.mediation + terms.closing
