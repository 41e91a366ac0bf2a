"""Chains: the cause graph of a run, taken apart in one pass over its act log.

Each act answers at most one other, and that one stands before it in the log. So a connected component of the graph is a
tree that hangs from one root, and everything about it can be carried forward from cause to answer.
"""

from __future__ import annotations

import numpy as np

from .kernel.compiled import link_only
from .kernel.memory import rows_at
from .world.acts import ACT
from .world.ladder import FIRST_KINETIC, LAST_DRAWN

#: What is found of an act: the number of its root; its generation (root 0); the length of the line of kinetic acts with
#: a rung that never falls which ends in it (0 if it is not kinetic); and, at roots only, the kinetic acts in the chain.
TRACED = np.dtype([(name, "i8") for name in ("root", "generation", "climb", "length")])

traced_at, act_at = rows_at(TRACED), rows_at(ACT)


@link_only
def trace(log, count, traced):
    """Follow every act of one run back to its root.

    ``log`` is the address of its ``count`` acts; ``traced`` that of as many rows of `TRACED`, to be filled.
    """
    for k in range(count):
        act, found = act_at(log, k), traced_at(traced, k)
        kinetic = FIRST_KINETIC <= act.rung <= LAST_DRAWN
        found.root, found.generation, found.climb, found.length = k, 0, 0, 0
        if kinetic:
            found.climb = 1
        if act.cause >= 0:
            cause = traced_at(traced, act.cause)
            found.root, found.generation = cause.root, cause.generation + 1
            if kinetic and act.rung >= act_at(log, act.cause).rung:
                found.climb = cause.climb + 1
        if kinetic:
            traced_at(traced, found.root).length += 1
