"""How much is measured: in full, or a token of everything to see that it works."""

from __future__ import annotations

from typing import NamedTuple


class Effort(NamedTuple):
    """``share`` of the full number of runs; ``laps`` of each contestant; ``seconds`` aimed at in a lap of the costs."""

    share: float
    laps: int
    seconds: float

    def scaled(self, runs: int) -> int:
        """This many runs in full, fewer for a token; at least two."""
        return max(2, round(runs * self.share))


FULL = Effort(1.0, 7, 0.15)
TOKEN = Effort(0.005, 2, 0.01)
