"""How many runs are enough: sequential stopping on the width of an interval.

Runs are looked at every hundred, from two hundred on, until the Wilson interval (95 %) of a share is as tight as asked.
Looking often costs a little coverage; a test finds by simulation how little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.tables import Case
from ..errors import UserError
from ..measures.outcomes import measure
from ..measures.statistics import Z95, Interval, wilson

LEAST, STEP, MOST = 200, 100, 1_000_000
_WISH = re.compile(r"\s*(.+?)\s*(?:\+-|\+/-|±)\s*(\d*\.?\d+)\s*")


class Enough(NamedTuple):
    """How many runs it took, the interval then, and both in words."""

    runs: int
    interval: Interval
    told: str


def parse_until(text: str) -> tuple[str, float]:
    """Read ``war +-0.01``: an outcome that is a share, and half of the width asked for.

    Raises:
        UserError: it is not written so.
    """
    found = _WISH.fullmatch(text)
    if not found or not 0 < float(found[2]) < 0.5:
        raise UserError(f'--until {text!r}: write an outcome and half a width below 0.5, such as "war +-0.01"')
    return found[1], float(found[2])


def stop_at(flags: Iterator[NDArray[np.bool_]], half_width: float) -> Enough:
    """Take flags of runs, some at a time, until the interval of their share is tight enough; they never run out."""
    hits, runs, waiting = 0, 0, np.zeros(0, bool)
    interval = wilson(0, 0)
    while runs < MOST:
        while len(waiting) < STEP:
            waiting = np.concatenate([waiting, next(flags)])
        hits, runs, waiting = hits + int(waiting[:STEP].sum()), runs + STEP, waiting[STEP:]
        interval = wilson(hits, runs)
        if runs >= LEAST and (interval.high - interval.low) / 2 <= half_width:
            return Enough(runs, interval, f"{runs:,} runs are enough")
    return Enough(runs, interval, f"{runs:,} runs are the most that --until makes; the interval is wider than asked")


def refuse_drawn(drawn: bool) -> None:
    """Refuse ``--until`` where each run draws its parameters.

    Raises:
        UserError: it does.
    """
    if drawn:
        raise UserError(
            "--until goes without --uncertain, --posterior and a scenario's population: a hypercube needs to know its "
            "number of runs"
        )


def runs_until(case: Case, text: str, seed: int, progress: Callable[[int, int], None] | None = None) -> Enough:
    """The number of runs after which an outcome is known as well as asked for.

    Args:
        case: what is run.
        text: such as ``war +-0.01`` or ``peak_rung >= 9 +-0.02``.
        seed: of the runs; the batch that follows has the very same ones.
        progress: called with the runs made and how many it looks like taking.

    Raises:
        UserError: it is not written so, or the outcome is no share of runs.
    """
    name, half_width = parse_until(text)
    entry = measure(name)
    if entry.unit != "share":
        raise UserError(f"--until {text!r}: {name} is no share of runs; write a condition such as '{name} >= 3'")

    def flags() -> Iterator[NDArray[np.bool_]]:
        hits = runs = 0
        while True:
            found = entry.parts(outcomes(simulate(case, seed, runs, STEP), case))[0] > 0
            hits, runs = hits + int(found.sum()), runs + STEP
            if progress is not None:
                progress(runs, _guess(hits, runs, half_width))
            yield found

    return stop_at(flags(), half_width)


def _guess(hits: int, runs: int, half_width: float) -> int:
    """How many runs it looks like taking, from the share so far."""
    share = (hits + 1) / (runs + 2)
    return max(runs, LEAST, round(Z95**2 * share * (1 - share) / half_width**2))
