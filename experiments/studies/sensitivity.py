"""Which settings matter: Morris screening of them all, then Sobol indices of the few that move something.

Morris 1991 and Campolongo, Cariboni and Saltelli 2007 for the screening (mean absolute elementary effect); Sobol 1993
and Saltelli et al. 2010 for first-order and total indices; both by SALib. All points share their run numbers, so two
points differ by their settings. What is left of chance is measured from the two halves of the runs of each point, and
taken out of the indices where both halves enter a product.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..figures.frames import Frame
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import count, decimal
from ..measures.outcomes import Measure, halves, means
from ..measures.statistics import LEVEL, Interval, resampled_rows

#: Levels of the Morris grid.
LEVELS = 4
#: A share of runs below this many hits a point is called rare: chance outweighs the settings in its indices.
FEW_HITS = 5.0
#: Times that the rows of a design are drawn again for the interval of an index.
RESAMPLES = 500


class SettingRanges(NamedTuple):
    """Settings and their ranges, as SALib wants them."""

    ranges: Mapping[str, tuple[float, float]]

    def salib(self) -> dict[str, Any]:
        """The problem in SALib's words."""
        names = list(self.ranges)
        return {"num_vars": len(names), "names": names, "bounds": [list(self.ranges[name]) for name in names]}


def morris_points(problem: SettingRanges, trajectories: int, seed: int) -> NDArray[np.float64]:
    """Points of a Morris design: shape (trajectories * (settings + 1), settings)."""
    from SALib.sample import morris

    return np.asarray(morris.sample(problem.salib(), trajectories, num_levels=LEVELS, seed=seed))


def sobol_points(problem: SettingRanges, base: int, seed: int) -> NDArray[np.float64]:
    """Points of a Sobol design, ``base`` a power of two: shape (base * (settings + 2), settings)."""
    from SALib.sample import sobol

    return np.asarray(sobol.sample(problem.salib(), base, calc_second_order=False, scramble=True, seed=seed))


class DesignSummary(NamedTuple):
    """What the runs of a design say about an outcome as a whole, before any setting is looked at.

    ``noise`` is the share of the variance over points that other draws would not give again; ``verdict`` is empty, or
    says why the indices mean nothing or little.
    """

    outcome: str
    mean: float
    sd: float
    noise: float
    verdict: str


def summed(entry: Measure, kept: NDArray[np.float64]) -> DesignSummary:
    """Look at an outcome over the points; ``kept`` are its sums, shape (points, sums)."""
    values = means(kept)
    known = values[~np.isnan(values)]
    if not len(known):
        return DesignSummary(
            entry.name, math.nan, math.nan, math.nan, "never measured: nothing that it counts happened"
        )
    if np.ptp(known) == 0:
        return DesignSummary(entry.name, float(known[0]), 0.0, 0.0, "the same at every point: no setting moves it")
    ones, twos = (filled(half) for half in halves(kept))
    total = float(filled(values).var())
    shared = float(np.mean((ones - ones.mean()) * (twos - twos.mean())))
    noise = min(1.0, max(0.0, 1 - shared / total))
    verdict = ""
    if rare(entry, kept):
        runs = f"{decimal(kept[:, 1].mean(), 1)} of {count(kept[:, 0].mean())} runs a point"
        verdict = f"rare: {runs} on average, too few to tell settings apart"
    elif more := claims.chance(noise):
        verdict = more
    elif len(known) < len(values):
        verdict = f"not defined at {len(values) - len(known)} of {len(values)} points, where the mean stands in"
    return DesignSummary(entry.name, float(known.mean()), float(known.std()), noise, verdict)


def rare(entry: Measure, kept: NDArray[np.float64]) -> bool:
    """Whether a share has too few hits a point for its indices to mean much; ``kept`` as in `told`."""
    return entry.unit == "share" and float(kept[:, 1].mean()) < FEW_HITS


def filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with the mean of the others where one is not known."""
    gaps = np.isnan(values)
    return np.where(gaps, values[~gaps].mean() if not gaps.all() else 0.0, values)


def screened(problem: SettingRanges, points: NDArray[np.float64], kept: NDArray[np.float64], seed: int = 1) -> Frame:
    """Elementary effects of each setting on an outcome, the strongest first.

    Columns: ``parameter``; ``mu_star``, the mean absolute effect of going through a third of the range twice, in the
    outcome's unit, with ``mu_star_conf`` (95 %); ``mu``, with sign; ``sigma``, spread: interactions and curvature;
    ``noise``, what chance alone would give; ``clear``: the effect stands out of chance.
    """
    from SALib.analyze import morris

    ones, twos = (filled(half) for half in halves(kept))
    options: dict[str, Any] = {"num_levels": LEVELS, "seed": seed}
    found = morris.analyze(problem.salib(), points, filled(means(kept)), **options)
    chance = morris.analyze(problem.salib(), points, (ones - twos) / 2, **options)
    table = pd.DataFrame({"parameter": list(problem.ranges)})
    for name in ("mu_star", "mu_star_conf", "mu", "sigma"):
        table[name] = np.asarray(found[name], np.float64)
    table["noise"] = np.asarray(chance["mu_star"], np.float64)
    table["clear"] = table["mu_star"] - table["mu_star_conf"] > table["noise"]
    return table.sort_values("mu_star", ascending=False, ignore_index=True)


def indices(problem: SettingRanges, kept: NDArray[np.float64], seed: int = 1) -> Frame:
    """Sobol indices of each setting for an outcome, the strongest first.

    Columns: ``parameter``; ``S1`` the share of variance that goes with the setting alone, ``ST`` with all its
    interactions, each with ``_conf``, half of the 95 % interval; ``S1_net`` and ``ST_net``, the same with chance taken
    out.
    """
    from SALib.analyze import sobol

    values = filled(means(kept))
    found = sobol.analyze(problem.salib(), values, calc_second_order=False, seed=seed)
    table = pd.DataFrame({"parameter": list(problem.ranges)})
    for name in ("S1", "S1_conf", "ST", "ST_conf"):
        table[name] = np.asarray(found[name], np.float64)
    ones, twos = (filled(half) for half in halves(kept))
    table["S1_net"], table["ST_net"] = net_indices(ones, twos, len(problem.ranges))
    return table.sort_values("ST", ascending=False, ignore_index=True)


def net_indices(
    ones: NDArray[np.float64], twos: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """First-order and total indices from two halves whose chance is independent: products of one half with the other.

    Each half has the outcome at the points of a Sobol design of ``count`` settings, shape (points,).
    """
    first, second = (half.reshape(-1, count + 2) for half in (ones, twos))
    a1, b1, ab1 = first[:, 0], first[:, -1], first[:, 1:-1]
    a2, b2, ab2 = second[:, 0], second[:, -1], second[:, 1:-1]
    both1, both2 = np.concatenate([a1, b1]), np.concatenate([a2, b2])
    variance = np.mean((both1 - both1.mean()) * (both2 - both2.mean()))
    if not variance > 0:
        return np.full(count, np.nan), np.full(count, np.nan)
    # the level is taken off first: it says nothing and would only add chance to the products
    b1, b2 = b1 - both1.mean(), b2 - both2.mean()
    alone = (b1 @ (ab2 - a2[:, None]) + b2 @ (ab1 - a1[:, None])) / (2 * len(a1))
    total = np.mean((a1[:, None] - ab1) * (a2[:, None] - ab2), axis=0) / 2
    return alone / variance, total / variance


def net_totals(problem: SettingRanges, kept: NDArray[np.float64]) -> dict[str, Finding]:
    """The total index of each setting with chance taken out, its interval by drawing the rows of the design again.

    The level is that of all settings together: the strongest of so many idle ones must not stand out.
    """
    names, settings = list(problem.ranges), len(problem.ranges)
    halved = [filled(half).reshape(-1, settings + 2) for half in halves(kept)]
    rows = len(halved[0])

    def totals(chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        ones, twos = (half[chosen].ravel() for half in halved)
        return net_indices(ones, twos, settings)[1]

    again = np.array([totals(chosen) for chosen in resampled_rows(rows, RESAMPLES)])
    tail = (1 - LEVEL) / 2 / settings
    # a share is one at most, though its estimate need not be; nothing is known of one that a resample cannot give
    found = np.minimum(1.0, [totals(np.arange(rows)), *np.quantile(again, [tail, 1 - tail], axis=0)])
    return {name: Finding(Interval(*map(float, bounds)), rows) for name, bounds in zip(names, found.T, strict=True)}


def strongest(screens: Sequence[Frame], keep: int) -> list[str]:
    """Settings to look at closely: the strongest for any of the outcomes, each outcome on its own scale."""
    best: dict[str, float] = {}
    for table in screens:
        top = float(table["mu_star"].max())
        for row in table.to_dict("records"):
            share = float(row["mu_star"]) / top if top > 0 else 0.0
            best[str(row["parameter"])] = max(best.get(str(row["parameter"]), 0.0), share)
    order = sorted(best, key=lambda name: -best[name])
    return [name for name in order[:keep] if best[name] > 0]
