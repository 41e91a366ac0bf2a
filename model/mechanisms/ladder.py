"""The ladder's growth, and how steady the fear of a reply is from rung to rung."""

from __future__ import annotations

from ..world.constants import SHARE, constant
from ..world.ladder import Rung

CONSTANTS = {
    "ladder_growth": constant(1.45, 1.25, 1.70, "ratio", "g", "growth of severity from one rung to the next", "judgement; behavioural constants hold for one value"),
    "instability": constant(0.1, -0.2, 0.5, SHARE, "k_SI", "how much more a high rung is feared, and a low one less"),
}  # fmt: skip


def steadiness(rung: int, instability: float) -> float:
    """How steady fear is at a rung: less below the killing of a leader, more above (k_SI)."""
    if rung == Rung.LEADER_KILLED:
        return 1.0
    return 1.0 - instability if rung < Rung.LEADER_KILLED else 1.0 + instability
