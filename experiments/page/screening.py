"""Which settings a page offers where its scenario does not say: those that move what is asked most, one at a time.

Each is tried at both ends of its range on the same draws, and the shift of every question is held against the spread of
the answers. It ranks settings for a list; `brink sensitivity` says which matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.asked import wants_series
from ...scenarios.text.handles import value_at
from ..measures.outcomes import Measure, parts_of, simulated_only
from ..measures.questions.evaluate import answers
from ..measures.questions.measured import QuestionMeasure, RunColumns
from .asked import measures
from .offered import range_of
from .settings import movable

if TYPE_CHECKING:
    from ...model.world.tables import Case
    from ...scenarios.scenario import Scenario

#: Runs at each end, how many settings are tried at most, and how many a page offers.
RUNS, TRIED, OFFERED = 60, 400, 12
SEED = 1
#: Settings of actors that are tried where a scenario declares few ranges.
USUAL = ("pressure.baseline", "restraint.credibility", "pressure.audience", "restraint.tolerance")
KINDS_THAT_DECIDE = ("state", "militia")
#: Answers by run and question, NaN where a question was not asked.
Values = NDArray[np.float64]


class Screened(NamedTuple):
    """A setting, and by how many spreads it moves what is asked, on average over what is asked."""

    path: str
    score: float


def screened(scenario: Scenario, progress: Callable[[int, int], None] | None = None) -> list[Screened]:
    """The settings that move most, of those that a page can move; the strongest first."""
    case, asked, found = scenario.case(), _asked(scenario), []
    dials, _ = movable(scenario, {path: range_of(path, scenario) for path in candidates(scenario)}, case)
    if dials is None:
        return []
    given, base = [float(value_at(scenario, path)) for path in dials.paths], _values(case, asked)
    for done, path in enumerate(dials.paths):
        ends = [[end if at == done else value for at, value in enumerate(given)] for end in range_of(path, scenario)]
        found.append(Screened(path, _score(base, [_values(dials(values), asked) for values in ends])))
        if progress:
            progress(done + 1, len(dials.paths))
    return sorted((entry for entry in found if entry.score > 0), key=lambda entry: -entry.score)[:OFFERED]


def candidates(scenario: Scenario) -> list[str]:
    """Settings worth a try: those with a declared range, then the usual ones of each actor that decides."""
    declared = [path for path in scenario.ranges() if not path.startswith(("interventions", "places", "questions"))]
    # the damage of each rung is declared for all scenarios alike: it comes last
    of_rungs = [path for path in declared if path.startswith("ladder")]
    declared = [path for path in declared if path not in of_rungs]
    usual = [
        f"actors.{actor}.{setting}"
        for setting in USUAL
        for actor, entry in scenario.actors.items()
        if entry.kind in KINDS_THAT_DECIDE
    ]
    return list(dict.fromkeys([*declared, *usual, *of_rungs]))[:TRIED]


def _asked(scenario: Scenario) -> tuple[Measure, ...]:
    """The questions of a scenario; the headline outcomes where it asks none."""
    found = measures(scenario)
    return tuple(one for one in found if isinstance(one, QuestionMeasure)) or found


def _score(base: Values, ends: Sequence[Values]) -> float:
    """The larger shift of both ends, in spreads of the answers in all three, on average over the answers."""
    spread = np.sqrt(_mean((np.concatenate([base, *ends]) - _mean(base)) ** 2))
    shifts = [np.abs(_mean(end) - _mean(base)) / np.where(spread > 0, spread, 1.0) for end in ends]
    return max(float(shift.mean()) for shift in shifts)


def _mean(values: Values) -> Values:
    """The mean over the runs that were asked, 0 where none was."""
    known = ~np.isnan(values)
    return np.where(known, values, 0.0).sum(axis=0) / np.maximum(1, known.sum(axis=0))


def _values(case: Case, asked: Sequence[Measure]) -> Values:
    """Numerators of every question by run, NaN where it was not asked: shape (runs, measures)."""
    batch = simulate(case, SEED, 0, RUNS, wants_series(case.questions))
    columns = RunColumns(simulated_only(outcomes(batch, case), case), answers(batch, case))
    parts = parts_of(asked, columns)
    return np.where(parts[:, :, 1] > 0, parts[:, :, 0], np.nan)
