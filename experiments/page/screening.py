"""Which settings a page offers where its scenario does not say: those that move what is asked most, one at a time.

Each declared range is tried at both of its ends on the same draws, and the shift of every question and outcome is held
against its spread over runs. It ranks settings for a list; `brink sensitivity` says which matter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.asked import wants_series
from ...scenarios.loader import apply_sets
from ...scenarios.problems import ScenarioError
from ..measures.outcomes import parts_of, simulated_only
from ..measures.questions.evaluate import answers
from ..measures.questions.measured import RunColumns
from .asked import measures
from .offered import range_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: Runs at each end, how many settings are tried, and how many a page offers.
RUNS, TRIED, OFFERED = 60, 40, 12
SEED = 1
#: Settings of actors that are tried where a scenario declares few ranges.
USUAL = ("pressure.baseline", "restraint.credibility", "pressure.audience", "restraint.tolerance")
KINDS_THAT_DECIDE = ("state", "militia")


class Screened(NamedTuple):
    """A setting, and by how many spreads it moves what is asked, summed over questions and outcomes."""

    path: str
    score: float


def screened(scenario: Scenario, progress: Callable[[int, int], None] | None = None) -> list[Screened]:
    """The settings that move most, the strongest first."""
    tried, base = candidates(scenario), _values(scenario)
    spread = np.maximum(np.sqrt(_mean((base - _mean(base)) ** 2)), 1e-9)
    found = []
    for done, path in enumerate(tried):
        ends = [_at(scenario, path, end) for end in range_of(path, scenario)]
        shifts = [_mean(end - base) for end in ends if end is not None]
        score = max((float((np.abs(shift) / spread).sum()) for shift in shifts), default=0.0)
        found.append(Screened(path, score))
        if progress:
            progress(done + 1, len(tried))
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


def _at(scenario: Scenario, path: str, value: float) -> NDArray[np.float64] | None:
    """What is asked of the scenario with a setting at one end; nothing where it is no scenario then."""
    try:
        return _values(apply_sets(scenario, {path: value}))
    except ScenarioError:
        return None


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over the runs that were asked, 0 where none was."""
    known = ~np.isnan(values)
    return np.where(known, values, 0.0).sum(axis=0) / np.maximum(1, known.sum(axis=0))


def _values(scenario: Scenario) -> NDArray[np.float64]:
    """Numerators of every question and outcome by run, NaN where it was not asked: shape (runs, measures)."""
    case = scenario.case()
    batch = simulate(case, SEED, 0, RUNS, wants_series(case.questions))
    columns = RunColumns(simulated_only(outcomes(batch, case), case), answers(batch, case))
    parts = parts_of(measures(scenario), columns)
    return np.where(parts[:, :, 1] > 0, parts[:, :, 0], np.nan)
