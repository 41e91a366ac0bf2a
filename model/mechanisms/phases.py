"""Phases of the day in which several mechanisms may take part: both drivers call these, and nothing of each."""

from __future__ import annotations

from ..kernel.compiled import inlined
from .mediation import step_in


@inlined
def evening_of_pair(world, pair, one, day, keys, run):
    """What may come between a pair of states with a recent act, each evening.

    ``one``: the identity of the pair; ``keys`` and ``run``: whose draws they are.
    """
    step_in(world, pair, one, day, keys, run)
