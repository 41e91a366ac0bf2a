"""Runs that each draw their parameters: a Latin hypercube over the declared ranges, a point a run.

Ranges are those the scenario declares and those of the model's constants, drawn evenly and apart from each other. The
hypercube is made for blocks of runs, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch, join
from ...model.kernel.memory import copied
from ...model.measured import look_up
from ...model.outcomes import outcomes
from ...model.world.tables import LOCATION, NONE, Case, World
from ...scenarios.design.dials import Dials
from ...scenarios.text.handles import is_whole
from ..measures.headlines import HEADLINES
from .designs import latin_hypercube
from .parameters import axes_of, declared

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: Runs over which one hypercube is laid.
BLOCK = 10_000
#: Points and runs of each from which the spread over parameters is worked out.
POINTS, EACH = 200, 40
#: The part of the points that the stated range over parameters holds.
HELD = 0.90

SimulateRuns = Callable[[Case, int, int], Batch]


class MeasuredRuns(NamedTuple):
    """Consecutive runs with their outcomes, and the parameters of each run by path."""

    batch: Batch
    outcomes: NDArray[np.void]
    parameters: dict[str, NDArray[np.float64]]


class Uncertain:
    """The cases of runs that each draw their parameters; thread-safe.

    ``paths`` are the settings drawn; ``reading`` is a case by which the acts of any run can be read.
    """

    def __init__(
        self, scenario: Scenario, runs: int, seed: int, ranges: Mapping[str, tuple[float, float]] | None = None
    ) -> None:
        """Lay the hypercube for ``runs`` runs over ``ranges``, by default those that ``scenario`` declares."""
        # sorted: a resolved scenario, from which a batch is finished, has its sections in another order
        ranges = dict(sorted((declared(scenario) if ranges is None else ranges).items()))
        self.paths = tuple(ranges)
        self.axes = axes_of(ranges)
        self.runs, self.seed = runs, seed
        self.dials = Dials(scenario, ranges)
        self.whole = np.array([is_count(path) for path in self.paths])
        self._points: dict[int, Case] = {}
        case = scenario.case()
        self.reading = case._replace(worlds=tuple(by_territory(world, case) for world in case.worlds))

    def values(self, run: int) -> NDArray[np.float64]:
        """The parameters of a run, shape (paths,)."""
        block = _block(self, run // BLOCK)
        found = block[run % BLOCK]
        return np.where(self.whole, np.round(found), found)

    def case(self, run: int) -> Case:
        """The case of a run; those of the first runs are kept, for `spread` asks for them once more."""
        found = self._points.get(run) or self.dials(self.values(run))
        if run < POINTS:
            self._points[run] = found
        return found

    def measured(self, simulate: SimulateRuns, first: int, count: int) -> MeasuredRuns:
        """Runs ``first`` to ``first + count - 1``; ``simulate`` takes a case, a run and how many from there on."""
        batches, found = [], []
        for run in range(first, first + count):
            case = self.case(run)
            batch = simulate(case, run, 1)
            found.append(outcomes(batch, case))
            batches.append(placed(batch, case))
        table = np.array([self.values(run) for run in range(first, first + count)])
        return MeasuredRuns(
            join(batches), np.concatenate(found), {path: table[:, k].copy() for k, path in enumerate(self.paths)}
        )


@lru_cache(maxsize=4)
def _block(uncertain: Uncertain, block: int) -> NDArray[np.float64]:
    size = min(BLOCK, uncertain.runs - block * BLOCK)
    return latin_hypercube(size, uncertain.axes, (uncertain.seed * 1_000_003 + block) % 2**63)


def is_count(path: str) -> bool:
    """Whether a setting counts in whole numbers."""
    return is_whole(path)


def by_territory(world: World, case: Case) -> World:
    """The world with one location a territory: runs with other menus number their own locations otherwise."""
    table = np.zeros(len(case.names.territories), LOCATION)
    table["territory"], table["host"], table["defence"] = np.arange(len(table)), NONE, NONE
    table["host"][world.locations["territory"]] = world.locations["host"]
    return world._replace(locations=table)


def placed(batch: Batch, case: Case) -> Batch:
    """The batch with the territory of each act in place of the number of its location."""
    acts = copied(batch.acts)
    acts["location"] = look_up(batch.acts, case, "territory")
    return batch._replace(acts=acts)


Headline = Callable[[NDArray[np.void]], float]


class Spread(NamedTuple):
    """A headline number over the parameters: the mean of its expectations and the bounds that hold nine in ten."""

    outcome: str
    mean: float
    low: float
    high: float


def spread(uncertain: Uncertain, simulate: SimulateRuns, headlines: Sequence[tuple[str, Headline]]) -> list[Spread]:
    """How headline numbers vary over the parameters, apart from chance.

    The first points of the hypercube are each run many times; what is left of chance in a point's number is known from
    its two halves, and the points are drawn together by as much (the variance components of a nested design).
    """
    count = min(POINTS, uncertain.runs)
    found = np.full((count, len(headlines), 3), np.nan)
    for point in range(count):
        case = uncertain.case(point)
        runs = outcomes(simulate(case, 0, EACH), case)
        for k, (_, headline) in enumerate(headlines):
            found[point, k] = headline(runs), headline(runs[::2]), headline(runs[1::2])
    return [_spread(name, found[:, k]) for k, (name, _) in enumerate(headlines)]


def _spread(name: str, found: NDArray[np.float64]) -> Spread:
    known = found[~np.isnan(found).any(axis=1)]
    if len(known) < 2:
        return Spread(name, *([float("nan")] * 3))
    numbers, ones, twos = known.T
    middle = float(numbers.mean())
    total = float(numbers.var())
    signal = float(np.clip(((ones - ones.mean()) * (twos - twos.mean())).mean(), 0.0, total))
    # toward the median: many of these numbers are rare events, and their mean lies where no point is
    centre = float(np.median(numbers))
    drawn = centre + (numbers - centre) * (np.sqrt(signal / total) if total > 0 else 0.0)
    low, high = np.quantile(drawn, [(1 - HELD) / 2, (1 + HELD) / 2])
    return Spread(name, middle, float(low), float(high))


def headlines() -> list[tuple[str, Headline]]:
    """The headline numbers of `summary` as functions of a table of outcomes."""
    return [(name, entry.number) for name, entry in HEADLINES.items()]


def table(spreads: Sequence[Spread]) -> dict[str, list[Any]]:
    """Columns of ``uncertainty.parquet``."""
    return {name: [getattr(entry, name) for entry in spreads] for name in Spread._fields}
