"""Coded acts in the test of the calibration: at each trial they are answered anew, as the hidden constants would.

Hidden points are points of the backtest, so that the chance of a reply to every act is known at each: that of the
model, or on a share of acts that is drawn too, that of the base rate. The point itself is left out where the likelihood
is learned.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .forecast import LAPSES, POINTS, chances, free_ranges
from .likelihood import expected_of, kinds, log_likelihood
from .matching import Emulator, emulate
from .predict import SEED
from .prior import column, points
from .telling import Tell, part_of

Values = NDArray[np.float64]


class AnsweredActs(NamedTuple):
    """One set of coded acts: chances of a reply at every point, shape (points, acts), and the share answered."""

    name: str
    chances: Values
    share: float

    def answers(self, trials: int) -> Values:
        """What follows every act if the constants are those of the first points, shape (trials, acts)."""
        lapses = np.array(LAPSES)[(column(f"lapse:{self.name}", trials, SEED + 35) * len(LAPSES)).astype(int)]
        p = (1 - lapses[:, None]) * self.chances[:trials] + lapses[:, None] * self.share
        draws = [column(f"answer:{self.name}:{k}", trials, SEED + 36) for k in range(p.shape[1])]
        return (np.stack(draws, axis=1) < p).astype(np.float64)


def answered_acts(tell: Tell | None, keep: Path | None) -> list[AnsweredActs]:
    """Simulate every act at every point of the backtest."""
    found = []
    for _, what, evidence in kinds():
        expected = expected_of(evidence, part_of(tell, what), keep)
        found.append(AnsweredActs(what, chances(expected), evidence.record.share))
    return found


def hidden_points(trials: int) -> Values:
    """The constants that are hidden, a trial a row."""
    return points(free_ranges(), POINTS, SEED)[:trials]


class ActLogs:
    """Log likelihoods of acts that were answered anew, at any points, by emulators learned without the hidden point."""

    def __init__(self, acts: list[AnsweredActs], trials: int) -> None:
        """``acts``: both sets of acts; ``trials``: how many constants are hidden."""
        self.points = points(free_ranges(), POINTS, SEED)
        self.low, self.high = (np.array(ends) for ends in zip(*free_ranges().values(), strict=True))
        self.acts = [(one, one.answers(trials)) for one in acts]
        self._like: dict[str, Emulator] = {}

    def at(self, trial: int, table: Values) -> Values:
        """Log likelihood of what followed the acts of a trial at the rows of a table."""
        rest, total = np.arange(len(self.points)) != trial, np.zeros(len(table))
        for one, answers in self.acts:
            own = log_likelihood(one.chances[rest], answers[trial])[:, None]
            emulator = emulate(self.points[rest], own, self.low, self.high, self._like.get(one.name))
            self._like.setdefault(one.name, emulator)
            total += emulator.predict(table)[0][:, 0]
        return total
