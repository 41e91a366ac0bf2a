"""Calibration: what the dispute statistics, coded acts and the bounds of January 2024 say about the free constants.

Recovery of known constants first; then history matching rules out what cannot be; then approximate Bayesian computation
on what is left, its rows weighed by the likelihood of coded acts and by how far they miss the bounds of January. The
posterior is a CSV file of equally likely draws, a constant a column, that ``brink run --posterior`` reads.
"""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...model.mechanisms.registry import CONSTANTS
from ..errors import UserError
from ..figures.style import save
from ..figures.targets import NAME, targets
from ..measures.numbers import count
from ..results.manifest import now
from ..results.question import brink_version, model_hash
from ..system.whole import write_text
from .forecast import DISPUTES_FILE, FREE, free_ranges
from .inference import LEVELS, TEMPER, Posterior, Recovery, cross_fitted, infer, learn, recover, within
from .january_bounds import JanuaryBounds
from .january_match import BoundFit, JanuaryMatch, nearest, weighed
from .january_match import accuracy as accuracy_of
from .january_match import fits as bound_fits
from .likelihood import weights_of
from .matching import screened
from .point_workers import PointWorkers
from .predict import SEED
from .prior import column, points
from .reference import Reference, Values, observed, reference, tolerances, with_error
from .targets import CRISES, MEASURES, UNMEASURED, Crises, measure
from .telling import Part, Tell, part_of

FIRST_WAVE, SECOND_WAVE, CANDIDATES, TRIALS = 3_200, 2_000, 20_000, 300
#: Draws of the posterior that are written, and how many of them the fit is shown for.
DRAWS, SHOWN = 400, 80
POSTERIOR, REPORT = "posterior.csv", "calibration.json"
#: Draws that the statistics of disputes alone lead to: what they say of coded episodes is a forecast.
DISPUTES = DISPUTES_FILE
#: What a posterior says of how its statistics were taken.
MEASURED_BY = "one function for data and model (record.measures)"
#: Width of a miss: the observed statistic lies outside so many deviations of model, sampling and discrepancy.
MISS = 1.645


class Size(NamedTuple):
    """How much is computed: points of both waves, points screened by the emulator, trials of the recovery test."""

    first: int = FIRST_WAVE
    second: int = SECOND_WAVE
    candidates: int = CANDIDATES
    trials: int = TRIALS


FULL = Size()


class StatisticFit(NamedTuple):
    """One statistic: observed, tolerated deviation; mean and deviation before and after; as shipped; the verdict."""

    name: str
    observed: float
    tolerance: float
    prior: float
    prior_sd: float
    posterior: float
    posterior_sd: float
    shipped: float
    hit: bool
    shipped_hits: bool
    emulator_r2: float


class Calibration(NamedTuple):
    """Everything a calibration found. ``not_ruled_out``: share of the prior that history matching leaves.

    ``recovery`` is of the procedure as it is used, with the allowance for what the model leaves out; ``exact`` is of
    the same without it, as if the model were the world. ``draws`` are of the posterior, ``disputes`` of the one without
    the coded episodes and without January.
    """

    size: Size
    recovery: Recovery
    exact: Recovery
    not_ruled_out: float
    posterior: Posterior
    draws: Values
    disputes: Values
    fit: list[StatisticFit]
    episodes: dict[str, float]
    january: list[BoundFit]


def calibrate(size: Size = FULL, tell: Tell | None = None, keep: Path | None = None) -> Calibration:
    """Fit the free constants; see the head of this file.

    Args:
        size: how much to compute.
        tell: told of progress.
        keep: folder where finished points stand, so that an interrupted fit goes on where it stood.

    Raises:
        UserError: too few points for what they are needed for, or history matching rules everything out.
    """
    check_size(size)
    with PointWorkers(free_ranges()) as workers:
        return _calibrated(size, partial(part_of, tell), keep, workers)


def _calibrated(size: Size, part: Part, keep: Path | None, workers: PointWorkers) -> Calibration:
    ranges = free_ranges()
    low, high = (np.array(ends) for ends in zip(*ranges.values(), strict=True))
    crises = Crises(ranges)
    first = reference(crises, points(ranges, size.first, SEED), 0, part("first wave"), keep, workers.disputes)
    exact = recover(first.points, first.filled(), size.trials, low, high)
    recovery = recover(first.points, with_error(first.filled(), SEED + 2), size.trials, low, high)
    likely, accuracy = screened(first, points(ranges, size.candidates, SEED + 1), low, high)
    if len(likely) < size.second // 4:
        raise UserError(f"history matching leaves {len(likely)} of {size.candidates} points: too few to go on with")
    misses = JanuaryMatch(JanuaryBounds(ranges), keep, workers.january)
    tried = first.points[: size.second // 4]
    before = misses.off(tried, part("January, first wave"))
    half = min(size.second // 2, len(likely))
    chosen = np.concatenate([likely[:half], nearest(tried, before, likely[half:], size.second - half, low, high)])
    second = reference(crises, chosen, size.first, part("second wave"), keep, workers.disputes)
    table, rows = second.points, second.filled()
    january = weighed(misses.off(table, part("January, second wave")))
    episodes, weights = weights_of(table, low, high, part, keep)
    both = np.concatenate([with_error(first.filled(), SEED + 2), with_error(rows, SEED)])
    every = np.concatenate([first.points, table])
    learned = learn(every, both, low, high)
    summaries = cross_fitted(every, both, low, high)[len(first.points) :]
    asked = within(learned.summaries(observed()[None])[0], summaries)
    posterior = infer(learned, table, summaries, asked, weights + january.logs, moves=False)
    draws = resample(posterior, DRAWS)
    alone = resample(infer(learned, table[:half], summaries[:half], asked), DRAWS)
    after = reference(crises, draws[:SHOWN], size.first + size.second, part("fit"), keep, workers.disputes)
    episodes |= {
        "effective_rows": float(1 / np.sum(posterior.weights**2)),
        "january_not_ruled_out": float(january.kept.mean()),
        "january_emulator_r2": accuracy_of(tried, before, low, high),
    }
    fit, bounds = fits(first, after, accuracy, crises), bound_fits(misses, before, draws[:SHOWN])
    share = len(likely) / size.candidates
    return Calibration(size, recovery, exact, share, posterior, draws, alone, fit, episodes, bounds)


def check_size(size: Size) -> None:
    """Refuse a size that is too small for what it is needed for.

    Raises:
        UserError: it is.
    """
    bounds = (("--points", size.first, 600), ("--trials", size.trials, 20))
    for name, value, least in bounds:
        if value < least:
            raise UserError(f"{name}: {value} is too few; at least {least}")
    if size.trials > size.first // 2:
        raise UserError(f"--trials: {size.trials} of {size.first} points are too many to hide; at most half")


def resample(posterior: Posterior, count: int) -> Values:
    """Equally likely draws of a weighted posterior, by systematic resampling, in random order."""
    edges = np.cumsum(posterior.weights)
    chosen = np.searchsorted(edges, (np.arange(count) + 0.5) / count * edges[-1])
    return posterior.draws[chosen][np.argsort(column("posterior", count, SEED))]


def fits(first: Reference, after: Reference, accuracy: Values, crises: Crises) -> list[StatisticFit]:
    """How each statistic fares before and after, and with the constants as shipped."""
    shipped = np.array([CONSTANTS[name].default for name in FREE])
    plain = np.array([measure(crises.log(shipped, 10_000_000 + k)) for k in range(4)])
    rows = []
    for k, name in enumerate(MEASURES):
        wanted, off = float(observed()[k]), float(tolerances()[k])
        mean, sd = moments(after.stats[:, k])
        by_default, _ = moments(plain[:, k])
        hits = abs(mean - wanted) <= MISS * float(np.hypot(sd, off)), abs(by_default - wanted) <= MISS * off
        rows.append(
            StatisticFit(
                name, wanted, off, *moments(first.stats[:, k]), mean, sd, by_default, *hits, float(accuracy[k])
            )
        )
    return rows


def moments(values: Values) -> tuple[float, float]:
    """Mean and standard deviation of what was counted; NaN, which no target counts as hit, if that is nothing."""
    known = values[np.isfinite(values)]
    return (float(known.mean()), float(known.std())) if len(known) else (float("nan"), float("nan"))


def posterior_text(draws: Values) -> str:
    """Draws as CSV: a constant a column, under its path, a draw a row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(free_ranges())
    writer.writerows([[f"{value:.6g}" for value in row] for row in draws])
    return stream.getvalue()


def report(found: Calibration, command: list[str]) -> dict[str, Any]:
    """How the posterior was made and what it is worth, for machines."""
    posterior = found.posterior
    prior_sd = [(high - low) / np.sqrt(12) for low, high in free_ranges().values()]
    constants = {
        name: {
            "range": list(free_ranges()[f"constants.{name}"]),
            "shipped": CONSTANTS[name].default,
            "posterior_mean": round(float(posterior.mean[k]), 4),
            "posterior_sd": round(float(posterior.sd[k]), 4),
            "posterior_to_prior_sd": round(float(posterior.sd[k] / prior_sd[k]), 3),
            **recovered(found.recovery, k),
            "if_model_were_exact": recovered(found.exact, k),
        }
        for k, name in enumerate(FREE)
    }
    return {
        "made": now(),
        "command": command,
        "brink": brink_version(),
        "model": model_hash(),
        "seed": SEED,
        "size": found.size._asdict(),
        "generic_crises": CRISES,
        "runs_each": 1,
        "measures": MEASURED_BY,
        "trials": found.recovery.trials,
        "power": TEMPER,
        "share_not_ruled_out": round(found.not_ruled_out, 4),
        "episodes": {name: round(value, 3) for name, value in found.episodes.items()},
        "constants": constants,
        "january": [{k: _rounded(v) for k, v in row._asdict().items()} for row in found.january],
        "fit": [{k: _rounded(v) for k, v in row._asdict().items()} for row in found.fit],
        "not_measured": UNMEASURED,
    }


def _rounded(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return round(value, 4) if np.isfinite(value) else None


def recovered(recovery: Recovery, k: int) -> dict[str, Any]:
    """What the recovery test says of one constant."""
    covered = {
        f"recovery_coverage_{count(100 * level)}": share[k]
        for level, share in zip(LEVELS, recovery.covered, strict=True)
    }
    numbers = {**covered, "recovery_shrinkage": recovery.shrinkage[k], "recovery_correlation": recovery.correlation[k]}
    plain: dict[str, Any] = {name: round(float(value), 3) for name, value in numbers.items()}
    return plain | {"identifiable": bool(recovery.identifiable()[k])}


def write(found: Calibration, folder: Path, command: list[str], figures: bool = True) -> None:
    """Write the posterior, its report and the figure of the fit.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, draws in ((POSTERIOR, found.draws), (DISPUTES, found.disputes)):
            write_text(folder / name, posterior_text(draws))
        text = json.dumps(report(found, command), indent=1, ensure_ascii=False) + "\n"
        write_text(folder / REPORT, text)
        if figures:
            save(targets([row._asdict() for row in found.fit], found.size.first * CRISES), folder, NAME)
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror})") from fault
