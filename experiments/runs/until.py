"""How many runs are enough: sequential stopping on the width of an interval.

Runs are looked at every hundred, from two hundred on, until the Wilson interval (95 %) of a share is as tight as asked.
Looking often costs a little coverage; a test finds by simulation how little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.asked import wants_series
from ..errors import UserError
from ..measures.questions.evaluate import answers
from ..measures.questions.measured import RunColumns, asked_of, measure_of, with_asked
from ..measures.statistics import Z95, Interval, wilson

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

LEAST, STEP, MOST = 200, 100, 1_000_000
_WISH = re.compile(r"\s*(.+?)\s*(?:\+-|\+/-|±)\s*(\d*\.?\d+)\s*")


class Enough(NamedTuple):
    """How many runs it took, the interval then, and both in words."""

    runs: int
    interval: Interval
    message: str


def parse_until(text: str) -> tuple[str, float]:
    """Read ``war +-0.01``: an outcome that is a share, and half of the width asked for.

    Raises:
        UserError: it is not written so.
    """
    found = _WISH.fullmatch(text)
    if not found or not 0 < float(found[2]) < 0.5:
        raise UserError(f'--until {text!r}: write an outcome and half a width below 0.5, such as "war +-0.01"')
    return found[1], float(found[2])


def stop_at(flags: Iterator[NDArray[Any]], half_width: float) -> Enough:
    """Take flags of runs, some at a time, until the interval of their share is tight enough; they never run out.

    A flag that is not a number is that of a run which a question was not asked of.
    """
    hits, asked, runs, waiting = 0, 0, 0, np.zeros(0)
    interval = wilson(0, 0)
    while runs < MOST:
        while len(waiting) < STEP:
            waiting = np.concatenate([waiting, next(flags)])
        hits, runs = hits + int(np.nansum(waiting[:STEP])), runs + STEP
        asked, waiting = asked + int((~np.isnan(waiting[:STEP])).sum()), waiting[STEP:]
        interval = wilson(hits, asked)
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


def runs_until(scenario: Scenario, text: str, seed: int, progress: Callable[[int, int], None] | None = None) -> Enough:
    """The number of runs after which an outcome or a question is known as well as asked for.

    Args:
        scenario: what is run.
        text: such as ``war +-0.01``, ``peak_rung >= 9 +-0.02`` or ``iran on pakistan 6+ +-0.02``.
        seed: of the runs; the batch that follows has the very same ones.
        progress: called with the runs made and how many it looks like taking.

    Raises:
        UserError: it is not written so, or the outcome is no share of runs.
    """
    name, half_width = parse_until(text)
    asking = with_asked(scenario, [name], "--until")
    entry = measure_of(name, asking)
    if entry.unit != "share":
        raise UserError(f"--until {text!r}: {name} is no share of runs; write a condition such as '{name} >= 3'")

    case = asking.case()
    case = case if asked_of([entry]) else case._replace(questions=())

    def flags() -> Iterator[NDArray[Any]]:
        hits = runs = 0
        while True:
            batch = simulate(case, seed, runs, STEP, wants_series(case.questions))
            top, asked = entry.parts(RunColumns(outcomes(batch, case), answers(batch, case)))
            found = np.where(asked > 0, top > 0, np.nan)
            hits, runs = hits + int(np.nansum(found)), runs + STEP
            if progress is not None:
                progress(runs, _guess(hits, runs, half_width))
            yield found

    return stop_at(flags(), half_width)


def _guess(hits: int, runs: int, half_width: float) -> int:
    """How many runs it looks like taking, from the share so far."""
    share = (hits + 1) / (runs + 2)
    return max(runs, LEAST, round(Z95**2 * share * (1 - share) / half_width**2))
