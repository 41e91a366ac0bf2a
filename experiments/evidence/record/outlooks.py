"""Forecasts of a crisis from its first week: the highest rung, the number of acts, the days until quiet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ....model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from ..scores import by_chain
from .baselines import BASE, MeanScores
from .frames import CrisisEpisode

Values = NDArray[np.float64]
#: A forecast of three quantities by equally likely values of each.
Outlook = tuple[Values, Values, Values]
HIGHEST, ACTS, DAYS = "highest rung (RPS)", "acts (CRPS)", "days to quiet (CRPS)"


def quantities(crises: Sequence[CrisisEpisode]) -> Values:
    """Highest rung, acts and days of crises; shape (crises, 3)."""
    return np.array([(c.highest_rung, c.acts, c.days_to_quiet) for c in crises], np.float64).reshape(-1, 3)


def known(crises: Sequence[CrisisEpisode]) -> Values:
    """The same three quantities as they stand after the first week; days as if the week's last were the end."""
    return np.array([(c.week_rung, c.week_acts, 0) for c in crises], np.float64).reshape(-1, 3)


def base(past: Sequence[CrisisEpisode], asked: CrisisEpisode) -> Outlook:
    """What other crises came to."""
    del asked
    rung, acts, days = quantities(past).T
    return rung, acts, days


def week_stands(past: Sequence[CrisisEpisode], asked: CrisisEpisode) -> Outlook:
    """Nothing follows the first week."""
    del past
    return np.array([float(asked.week_rung)]), np.array([float(asked.week_acts)]), np.array([0.0])


def week_and_others(past: Sequence[CrisisEpisode], asked: CrisisEpisode) -> Outlook:
    """What other crises added to their first week, on top of this one's; those alike in sides acting, if ten are."""
    alike = [crisis for crisis in past if crisis.week_sides == asked.week_sides]
    chosen = alike if len(alike) >= 10 else past
    rung, acts, days = (quantities(chosen) - known(chosen)).T
    return np.minimum(asked.week_rung + rung, LAST_DRAWN), asked.week_acts + acts, days


OUTLOOKS: dict[str, Callable[[Sequence[CrisisEpisode], CrisisEpisode], Outlook]] = {
    BASE: base,
    "first week, nothing follows": week_stands,
    "first week and what others added": week_and_others,
}


def crps_of_sample(sample: Values, value: float) -> float:
    """Continuous ranked probability score of equally likely values (Gneiting and Raftery 2007)."""
    spread = np.abs(sample[:, None] - sample[None, :]).mean()
    return float(np.abs(sample - value).mean() - spread / 2)


def rps_of_sample(sample: Values, rung: float) -> float:
    """Ranked probability score of equally likely rungs of force, 0 to 1."""
    steps = np.arange(FIRST_KINETIC, LAST_DRAWN)
    below = (sample[None, :] <= steps[:, None]).mean(axis=1)
    return float(np.mean((below - (steps >= rung)) ** 2))


def scored(crises: Sequence[CrisisEpisode]) -> list[MeanScores]:
    """Scores of every outlook on the crises that ended inside their windows, each from the crises of other cases."""
    ended = [crisis for crisis in crises if not crisis.censored]
    cases = np.array([crisis.case for crisis in ended])
    values: dict[str, Values] = {}
    for name, outlook in OUTLOOKS.items():
        rows = []
        for crisis in ended:
            rung, acts, days = outlook([c for c in ended if c.case != crisis.case], crisis)
            rows.append(
                (
                    rps_of_sample(rung, crisis.highest_rung),
                    crps_of_sample(acts, crisis.acts),
                    crps_of_sample(days, crisis.days_to_quiet),
                )
            )
        values[name] = np.array(rows).reshape(-1, 3)
    return [
        MeanScores(
            name,
            {label: by_chain(found[:, k], cases) for k, label in enumerate((HIGHEST, ACTS, DAYS))},
            by_chain(values[BASE][:, 0] - found[:, 0], cases),
        )
        for name, found in values.items()
    ]
