"""Red line: hold fire below a threshold, answer above it without fail.

Source: Schelling 1966 (commitment and the threat that leaves something to chance, here nothing).
"""

from __future__ import annotations

from ...model.kernel.compiled import compiled


@compiled
def chance(actor, situation):
    """One when the harm, or all that is held against the other, crosses the line; else nought."""
    return 1.0 if max(situation.harm, situation.account) >= actor.d0 else 0.0
