"""Whether calibration finds what it should: simulation-based calibration of the procedure as it is used.

At each trial constants are drawn from the prior, data are simulated from them with the allowance for what the model
leaves out, and the procedure runs on these data as on real ones: history matching by an emulator, a second wave from
what is not ruled out, learned summaries, clipping, the nearest rows by weight, resampling. If it is right, the rank of
the truth among the draws is uniform (Talts et al. 2018). Coded acts and the bounds of January take no part.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare

from ...model.mechanisms.registry import CONSTANTS
from .calibrate import resample
from .forecast import FREE, free_ranges
from .inference import cross_fitted, infer, learn, within
from .matching import CUT, SPARED, emulate
from .predict import SEED
from .prior import points
from .reference import Reference, Values, observed, reference, tolerances, with_error
from .scores import energy
from .targets import MEASURES, Crises

#: Draws of each posterior that the truth is ranked among, and bins of the histogram.
DRAWS, BINS = 99, 10
#: Parts into which the statistics are cut: each is foretold from the others.
PARTS = 4
#: Fewest rows of the second wave that are learned from.
FEWEST = 60


class RankSize(NamedTuple):
    """Points of the first wave, points from which second waves are taken, trials, generic crises a point."""

    first: int = 300
    second: int = 800
    trials: int = 300
    crises: int = 64


FULL = RankSize()


class RankPoints(NamedTuple):
    """Points with their statistics: of the first wave, of the second, and those whose constants are hidden."""

    first: Reference
    second: Reference
    hidden: Reference


def tables(size: RankSize, tell: Callable[[str, int, int], None] | None = None, keep: Path | None = None) -> RankPoints:
    """Simulate all points; the draws of no two of them are the same. ``keep`` is a folder for finished points."""
    ranges = free_ranges()
    crises = Crises(ranges, size.crises)
    found, first = [], 0
    for k, (name, count) in enumerate(zip(RankPoints._fields, (size.first, size.second, size.trials), strict=True)):
        bar = None if tell is None else (lambda done, total, name=name: tell(name, done, total))
        found.append(reference(crises, points(ranges, count, SEED + 10 + k), first, bar, keep))
        first += count
    return RankPoints(*found)


class Emulated(NamedTuple):
    """Every statistic at the points of second waves as emulators guess it; both of shape (points, statistics)."""

    means: Values
    spreads: Values


def emulated(known: RankPoints) -> Emulated:
    """Train on the first wave, guess at the points of second waves; each statistic has an emulator of its own."""
    low, high = (np.array(ends) for ends in zip(*free_ranges().values(), strict=True))
    return Emulated(*emulate(known.first.points, known.first.filled(), low, high).predict(known.second.points))


class Procedure:
    """The procedure of `calibrate` on tables that are simulated once; columns are the statistics that it looks at."""

    def __init__(self, known: RankPoints, guessed: Emulated, columns: NDArray[np.bool_]) -> None:
        """Learn the summaries; they do not depend on the data that are asked about."""
        self.low, self.high = (np.array(ends) for ends in zip(*free_ranges().values(), strict=True))
        self.known, self.columns = known, columns
        stats = [with_error(part.filled(), SEED + 20 + k)[:, columns] for k, part in enumerate(known[:2])]
        self.every = np.concatenate([known.first.points, known.second.points])
        self.both = np.concatenate(stats)
        self.learned = learn(self.every, self.both, self.low, self.high)
        self.summaries = cross_fitted(self.every, self.both, self.low, self.high)[len(known.first.points) :]
        self.means, self.spreads = (part[:, columns] for part in guessed)

    def rows(self, data: Values) -> NDArray[np.int64]:
        """Rows of the second wave, as equally likely draws of the posterior given some data."""
        off = np.abs(self.means - data) / np.sqrt(self.spreads**2 + tolerances()[self.columns] ** 2)
        spared = min(SPARED, off.shape[1] - 1)
        left = np.flatnonzero(np.sort(off, axis=1)[:, -1 - spared] <= CUT)
        if len(left) < FEWEST:
            left = np.argsort(off.mean(axis=1), kind="stable")[:FEWEST]
        asked = within(self.learned.summaries(data[None])[0], self.summaries[left])
        numbered = np.column_stack([self.known.second.points[left], left.astype(np.float64)])
        found = infer(self.learned, numbered, self.summaries[left], asked, moves=False)
        return resample(found, DRAWS)[:, -1].astype(np.int64)


def ranks(known: RankPoints, guessed: Emulated) -> NDArray[np.int64]:
    """Rank of every hidden constant among the draws of its posterior, ties broken evenly; shape (trials, constants)."""
    every = Procedure(known, guessed, np.ones(len(MEASURES), np.bool_))
    data = with_error(known.hidden.filled(), SEED + 30)
    found = []
    for truth, seen in zip(known.hidden.points, data, strict=True):
        draws = known.second.points[every.rows(seen)]
        found.append((draws < truth).sum(axis=0) + ((draws == truth).sum(axis=0) // 2))
    return np.array(found)


def foretold(known: RankPoints, guessed: Emulated, size: RankSize) -> dict[str, float]:
    """Mean energy score on statistics that were not looked at, in tolerances: of posterior, prior, and as shipped."""
    scale, wanted = tolerances(), observed()
    second = with_error(known.second.filled(), SEED + 31)
    crises = Crises(free_ranges(), size.crises)
    plain = np.array([[CONSTANTS[name].default for name in FREE]] * DRAWS)
    shipped = with_error(reference(crises, plain, sum(size[:3])).filled(), SEED + 32)
    total = {"posterior": 0.0, "prior": 0.0, "shipped": 0.0}
    for part in range(PARTS):
        asked = np.arange(len(MEASURES)) % PARTS == part
        rows = Procedure(known, guessed, ~asked).rows(wanted[~asked])
        samples = {"posterior": second[rows], "prior": second, "shipped": shipped}
        for name, sample in samples.items():
            total[name] += energy(sample[:, asked] / scale[asked], wanted[asked] / scale[asked]) / PARTS
    return total


def as_json(found: NDArray[np.int64], scores: dict[str, float], size: RankSize, model: str) -> dict[str, Any]:
    """Histograms of ranks, how likely flatter ones are by luck alone, and the energy scores."""
    edges = np.linspace(0, DRAWS + 1, BINS + 1)
    counts = [np.histogram(column, edges)[0] for column in found.T]
    luck = [float(chisquare(one).pvalue) for one in counts]
    return {
        "model": model,
        "size": size._asdict(),
        "draws": DRAWS,
        "constants": {
            name: {"ranks": one.tolist(), "luck": round(p, 4), "mean_rank": round(float(column.mean() / DRAWS), 3)}
            for name, one, p, column in zip(FREE, counts, luck, found.T, strict=True)
        },
        "energy": {name: round(value, 4) for name, value in scores.items()},
        "moves_the_default": bool(scores["posterior"] < scores["shipped"]),
    }
