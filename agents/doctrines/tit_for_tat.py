"""Tit for tat with a step: answer in kind, at the rung of the provocation plus a step, and sometimes forgive.

Source: Axelrod 1984; forgiveness after Nowak and Sigmund 1992.
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled
from ...model.mechanisms.utility import Lens


@compiled
def lens(actor, situation):
    """Nothing counts but how near an option comes to the rung aimed at."""
    return Lens(1.0, 1.0, 1.0, situation.read + actor.d0)


@compiled
def chance(actor):
    """Always, but for forgiveness."""
    return 1.0 - actor.d1
