"""Chains: the cause graph of a run, taken apart in one pass over its act log.

Each act answers at most one other, and that one stands before it in the log. So a connected component of the graph is a
tree that hangs from one root, and everything about it can be carried forward from cause to answer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .kernel.compiled import compiled
from .world.ladder import FIRST_KINETIC, LAST_DRAWN


@compiled
def trace(causes: NDArray[np.int32], rungs: NDArray[np.int32]) -> tuple[NDArray[np.int64], ...]:
    """Follow every act of one run back to its root.

    Args:
        causes: for each act the number of the act it answers, always smaller than its own, or -1; shape (acts,).
        rungs: rung of each act; shape (acts,).

    Returns:
        Four arrays of shape (acts,): the number of the root; the generation (root 0); the length of the line of kinetic
        acts with a rung that never falls which ends in this act (0 if it is not kinetic); and, at roots only, the
        number of kinetic acts in the chain.
    """
    number = len(causes)
    roots = np.empty(number, np.int64)
    generations = np.empty(number, np.int64)
    climbs = np.empty(number, np.int64)
    lengths = np.zeros(number, np.int64)
    for act in range(number):
        cause = causes[act]
        kinetic = FIRST_KINETIC <= rungs[act] <= LAST_DRAWN
        climbs[act] = 1 if kinetic else 0
        if cause < 0:
            roots[act] = act
            generations[act] = 0
        else:
            roots[act] = roots[cause]
            generations[act] = generations[cause] + 1
            if kinetic and rungs[act] >= rungs[cause]:
                climbs[act] = climbs[cause] + 1
        if kinetic:
            lengths[roots[act]] += 1
    return roots, generations, climbs, lengths
