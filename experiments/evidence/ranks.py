"""Whether calibration finds what it should: simulation-based calibration of the procedure as it is used.

At each trial constants are drawn from the prior, data are simulated from them with the allowance for what the model
leaves out, and the procedure runs on these data as on real ones: history matching by an emulator, a second wave from
what is not ruled out, half of it where January is met best, learned summaries, clipping, the nearest rows by weight,
the likelihood of coded acts, the misses of January, resampling. If it is right, the rank of the truth among the draws
is uniform (Talts et al. 2018). What the data are in a trial: statistics of disputes here, coded acts that are answered
anew in `ranks_acts`, the bounds of January laid anew in `ranks_january`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare

from ...model.mechanisms.registry import CONSTANTS
from ..system.interrupts import heed
from .calibrate import resample
from .forecast import FREE, free_ranges
from .inference import Posterior, cross_fitted, infer, learn, within
from .january_match import best, weighed
from .matching import CUT, SPARED, Emulator, emulate
from .point_workers import PointWorkers
from .predict import SEED
from .prior import points
from .ranks_acts import ActLogs, answered_acts, hidden_points
from .ranks_january import JanuaryPoints, january_points, laid
from .reference import Reference, Values, observed, reference, tolerances, with_error
from .scores import energy
from .targets import MEASURES, Crises
from .telling import Tell, part_of

#: Draws of each posterior that the truth is ranked among, and bins of the histogram.
DRAWS, BINS = 99, 10
#: Parts into which the statistics are cut: each is foretold from the others.
PARTS = 4
#: Fewest rows of the second wave that are learned from.
FEWEST = 60
#: Of what history matching leaves: the share taken as it comes, and that taken of the rest where January is met best.
AS_IT_COMES, WHERE_MET = 1 / 4, 1 / 4
#: Levels of the central intervals whose coverage is told.
LEVELS = (0.5, 0.8, 0.9)


class RankSize(NamedTuple):
    """Points of the first wave, points from which second waves are taken, trials, generic crises a point.

    ``tried``: points of the first wave at which January is measured; ``winters``: runs of January a point.
    """

    first: int = 300
    second: int = 1_600
    trials: int = 200
    crises: int = 64
    tried: int = 160
    winters: int = 100


FULL = RankSize()


class RankPoints(NamedTuple):
    """Points with their statistics: of the first wave, of the second, and those whose constants are hidden."""

    first: Reference
    second: Reference
    hidden: Reference


def workers_for(size: RankSize) -> PointWorkers:
    """Who measures points of this size."""
    return PointWorkers(free_ranges(), size.crises, size.winters)


def tables(size: RankSize, workers: PointWorkers, tell: Tell | None = None, keep: Path | None = None) -> RankPoints:
    """Simulate all points; the draws of no two of them are the same. ``keep`` is a folder for finished points."""
    ranges = free_ranges()
    crises = Crises(ranges, size.crises)
    found, first = [], 0
    waves = [points(ranges, count, SEED + 10 + k) for k, count in enumerate((size.first, size.second))]
    for name, at in zip(RankPoints._fields, [*waves, hidden_points(size.trials)], strict=True):
        found.append(reference(crises, at, first, part_of(tell, name), keep, workers.disputes))
        first += len(at)
    return RankPoints(*found)


class Besides:
    """What January and coded acts say at a trial: where a second wave looks, and log weights of its rows."""

    def __init__(self, known: RankPoints, january: JanuaryPoints, acts: ActLogs) -> None:
        """Lay the bounds of every trial."""
        self.low, self.high, self.known, self.january, self.acts = acts.low, acts.high, known, january, acts
        self.bounds = laid(january)
        self._like: Emulator | None = None

    def looked_at(self, trial: int, left: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of the rows that are not ruled out, those that are run: some as they come, others where January is met."""
        first, more = (max(FEWEST // 2, int(share * len(left))) for share in (AS_IT_COMES, WHERE_MET))
        tried = self.known.first.points[: len(self.january.tried.estimates)]
        logs = weighed(self.bounds[trial].off(self.january.tried)).logs
        emulator = emulate(tried, logs[:, None], self.low, self.high, self._like)
        self._like = self._like or emulator
        rest = left[first:]
        return np.concatenate([left[:first], rest[best(emulator, self.known.second.points[rest], more)]])

    def logs(self, trial: int, rows: NDArray[np.int64]) -> Values:
        """Log weights of rows of the second wave."""
        misses = self.bounds[trial].off(self.january.second)[rows]
        return weighed(misses).logs + self.acts.at(trial, self.known.second.points[rows])


def besides(
    known: RankPoints, size: RankSize, workers: PointWorkers, tell: Tell | None = None, keep: Path | None = None
) -> Besides:
    """Measure January at the points, and simulate every coded act at the points that are hidden."""
    at = known.first.points[: size.tried], known.second.points, known.hidden.points
    january = january_points(size.winters, at, workers.january_held, tell, keep)
    return Besides(known, january, ActLogs(answered_acts(tell, keep), size.trials))


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

    def posterior(self, data: Values, more: Besides | None = None, trial: int = 0) -> Posterior:
        """The posterior given some data: draws are rows of the second wave, each with its number behind it.

        ``more``: what January and coded acts say besides, at a trial.
        """
        off = np.abs(self.means - data) / np.sqrt(self.spreads**2 + tolerances()[self.columns] ** 2)
        spared = min(SPARED, off.shape[1] - 1)
        left = np.flatnonzero(np.sort(off, axis=1)[:, -1 - spared] <= CUT)
        if len(left) < FEWEST:
            left = np.argsort(off.mean(axis=1), kind="stable")[:FEWEST]
        extra = None
        if more is not None:
            left = more.looked_at(trial, left)
            extra = more.logs(trial, left)
        asked = within(self.learned.summaries(data[None])[0], self.summaries[left])
        numbered = np.column_stack([self.known.second.points[left], left.astype(np.float64)])
        return infer(self.learned, numbered, self.summaries[left], asked, extra, moves=False)

    def rows(self, data: Values) -> NDArray[np.int64]:
        """Rows of the second wave, as equally likely draws of the posterior given some data."""
        return resample(self.posterior(data), DRAWS)[:, -1].astype(np.int64)


class Ranks(NamedTuple):
    """Rank of every hidden constant among the draws of its posterior, ties broken evenly; shape (trials, constants).

    ``effective``: so many rows of equal weight each posterior amounts to, shape (trials,).
    """

    ranks: NDArray[np.int64]
    effective: Values

    def histograms(self) -> dict[str, dict[str, Any]]:
        """Of every constant: its ranks in bins, how likely more uneven ones are by luck, what intervals cover."""
        edges = np.linspace(0, DRAWS + 1, BINS + 1)
        told = {}
        for name, column in zip(FREE, self.ranks.T, strict=True):
            counts = np.histogram(column, edges)[0]
            told[name] = {
                "ranks": counts.tolist(),
                "luck": round(float(chisquare(counts).pvalue), 4),
                "mean_rank": round(float(column.mean() / DRAWS), 3),
                "covered": {str(level): round(covered(column, level), 3) for level in LEVELS},
            }
        return told


def covered(column: NDArray[np.int64], level: float) -> float:
    """Share of ranks inside the central interval of a level."""
    end = (1 - level) / 2 * DRAWS
    return float(((column >= end) & (column <= DRAWS - end)).mean())


def ranks(known: RankPoints, guessed: Emulated, more: Besides | None = None) -> Ranks:
    """Hide the constants of every trial and look for them.

    ``more``: what January and coded acts say besides; without it, what statistics of disputes alone can tell.
    """
    every = Procedure(known, guessed, np.ones(len(MEASURES), np.bool_))
    data = with_error(known.hidden.filled(), SEED + 30)
    found, effective = [], []
    for trial, (truth, seen) in enumerate(zip(known.hidden.points, data, strict=True)):
        posterior = every.posterior(seen, more, trial)
        draws = resample(posterior, DRAWS)[:, :-1]
        found.append((draws < truth).sum(axis=0) + ((draws == truth).sum(axis=0) // 2))
        effective.append(1 / np.sum(posterior.weights**2))
        heed()
    return Ranks(np.array(found), np.array(effective))


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


def as_json(whole: Ranks, alone: Ranks, scores: dict[str, float], size: RankSize, model: str) -> dict[str, Any]:
    """Histograms of ranks of the whole procedure, and from statistics of disputes alone; and the energy scores."""
    return {
        "model": model,
        "size": size._asdict(),
        "draws": DRAWS,
        "effective_rows": {
            name: round(float(np.median(one.effective)), 1) for name, one in (("whole", whole), ("alone", alone))
        },
        "constants": whole.histograms(),
        "disputes_alone": alone.histograms(),
        "energy": {name: round(value, 4) for name, value in scores.items()},
        "moves_the_default": bool(scores["posterior"] < scores["shipped"]),
    }
