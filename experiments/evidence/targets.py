"""The statistics of real disputes beside those of the generic crisis.

How a statistic is taken is said in one place, `record.measures`, for data and model alike. A crisis of the model begins
with an attack; statistics of disputes that begin with a threat have no counterpart in it, and `UNMEASURED` says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch, join
from ...model.engine.ensemble import simulate
from ...model.world.tables import Case
from ...scenarios.loader import load_scenario
from ..runs.posterior import FromPosterior, population_of
from .episodes import PACKAGE
from .predict import SEED
from .record.directed import Directed
from .record.logs import of_batch
from .record.measures import MEASURES as ALL_MEASURES
from .record.measures import MeasuredActs, Statistic, prepared

SHIPPED = "targets.csv"
SCENARIO = "generic-crisis"
#: Crises a set of constants is tried on: every run is another.
CRISES = 512
#: Constants from which whole tables are made, and the one that is also written beside each actor.
ENTANGLED = {"ladder_growth", "nuclear_weight", "nuclear_steepness", "instability", "pressure_half_life"}
FIRST_DEATH = "first_death_harm"

Values = NDArray[np.float64]

#: Statistics that the generic crisis has no counterpart for, and why.
UNMEASURED: dict[str, str] = {
    "disputes_reciprocated": "the same for 1946-2014; the recent one is used",
    "reciprocated_highest_level_threat": "a crisis of the model begins with an attack, never with a threat",
    "reciprocated_highest_level_display": "likewise",
    "reciprocated_highest_level_force": "likewise",
    "first_act_answered_30d": "among first incidents are threats and displays",
    "first_act_answered_180d": "likewise",
    "icb_violent_trigger_other": "what the two other trigger rows leave",
    "disputes_reaching_war_1946": "the same for 1946-2014; the recent one is used",
    "us_forces_attacks_per_day": "a campaign: held against january-2024",
    "us_strikes_per_militia_attack": "a campaign: held against january-2024",
}
#: The statistics that the generic crisis is held against.
MEASURES: dict[str, Statistic] = {name: how for name, how in ALL_MEASURES.items() if name not in UNMEASURED}


class Target(NamedTuple):
    """A statistic of real disputes.

    ``n`` is the number of cases behind it (0: unknown), ``sample`` which cases; ``basis`` says whether the value is a
    published aggregate or follows from rows that ship with brink.
    """

    name: str
    value: float
    n: int
    sample: str
    source: str
    basis: str


def read_targets() -> dict[str, Target]:
    """The shipped statistics by name."""
    text = (resources.files(PACKAGE) / SHIPPED).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        row["target"]: Target(
            row["target"], float(row["value"]), int(row["n"] or 0), row["sample"], row["source"], row["basis"]
        )
        for row in rows
    }


def measure(acts: Directed) -> Values:
    """All statistics of `MEASURES`, in its order; NaN where nothing was there to count."""
    table: MeasuredActs = prepared(acts)
    return np.array([how.value(table) for how in MEASURES.values()])


class Crises:
    """Generic crises, the same for every set of constants: the runs of ``brink run generic-crisis --seed SEED``."""

    def __init__(self, free: dict[str, tuple[float, float]], crises: int = CRISES) -> None:
        """``free``: ranges of the constants that vary, by path; ``crises``: how many, each of one run.

        Raises:
            ValueError: one of the constants reaches the world by way of other tables, and cannot be written into it.
        """
        self.names = [path.removeprefix("constants.") for path in free]
        if entangled := set(self.names) & ENTANGLED:
            raise ValueError(f"these constants enter other tables too: {', '.join(sorted(entangled))}")
        scenario = load_scenario(SCENARIO)
        population = population_of(scenario)
        assert population is not None, "the generic crisis stands for a population"
        drawn = FromPosterior(scenario, crises, SEED, population, declared=False)
        self.population = scenario.digest()
        self.cases = [drawn.case(run) for run in range(crises)]

    def log(self, constants: Values, number: int = 0) -> Directed:
        """Run every crisis with these values of the free constants; ``number`` keeps the draws of calls apart."""
        first = number * len(self.cases)
        turned = (self._turned(case, constants) for case in self.cases)
        return log_of((case, simulate(case, SEED, (first + run) % 2**31, 1)) for run, case in enumerate(turned))

    def _turned(self, case: Case, constants: Values) -> Case:
        world = case.worlds[0]
        table, actors = world.constants.copy(), world.actors
        for name, value in zip(self.names, constants, strict=True):
            table[name] = value
            if name == FIRST_DEATH:
                actors = actors.copy()
                actors["first_death"] = value
        return case._replace(worlds=(world._replace(constants=table, actors=actors),))


def log_of(batches: Iterable[tuple[Case, Batch]]) -> Directed:
    """The acts of batches of cases that differ in their numbers alone, as one table."""
    cases, parts = zip(*batches, strict=True)
    return of_batch(join(list(parts)), cases[0])
