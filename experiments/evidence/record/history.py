"""What could be known of a case on the day of an act: who struck how often, and how often it was answered so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .frames import QUIET, Coded

SPANS = (30, 90, 365)
#: Weight, in acts, of one half beside the answers seen so far.
PRIOR_ACTS = 2.0


def histories(cases: list[Coded]) -> dict[tuple[str, int], NDArray[np.float64]]:
    """Features of every act of force by case and number, from acts before it alone.

    Deaths (log), rung, acts of its own and of the other side within each of the `SPANS` in days (log), and the share of
    earlier acts that were answered.
    """
    found = {}
    for case in cases:
        days = np.array([act.date.toordinal() for act in case.acts])
        sides = np.array(case.sides)
        for k, act in enumerate(case.acts):
            own, other = sides[:k] == sides[k], sides[:k] != sides[k]
            since = days[k] - days[:k]
            counts = [np.log1p((group & (since <= span)).sum()) for span in SPANS for group in (own, other)]
            found[act.chain, act.n] = np.array(
                [np.log1p(act.killed), act.rung, *counts, _answered(days[:k], sides[:k], int(days[k]))]
            )
    return found


def _answered(days: NDArray[np.int64], sides: NDArray[np.int64], today: int) -> float:
    """Share of earlier acts with force of the other side within thirty days, of those whose thirty days are over."""
    over = np.flatnonzero(days <= today - QUIET)
    hit = sum(bool(((sides[j + 1 :] != sides[j]) & (days[j + 1 :] - days[j] <= QUIET)).any()) for j in over)
    return (hit + PRIOR_ACTS / 2) / (len(over) + PRIOR_ACTS)
