"""Generic statements about acts that nobody has coded yet: forecasts by kind, level and slope learned on the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import betabinom

from ....model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from ....scenarios.scenario import Scenario
from ...runs.posterior import Draws
from ...system.threads import one_for_algebra
from ..nulls import Record, base_rate
from ..predict import Prediction
from ..record.frames import Coded
from ..telling import Progress
from ..unseen.acts import RECALIBRATED, ActFrame, brinks
from ..unseen.cases import RECORD, read_cases
from ..unseen.study import simulated_acts
from .entries import ActForecast, ActStatement, SelectedActs
from .kinds import KINDS, FollowedAct, followed_acts, is_of

Values = NDArray[np.float64]

PRIMARY = RECALIBRATED
BASE, OF_KIND = "share of the record", "share of its kind in the record"
#: Fewest acts of a kind that are scored.
LEAST = 10
DIGITS = 5


def statements(
    most: int, priors: Scenario, progress: Progress | None = None, keep: Path | None = None, draws: Draws | None = None
) -> tuple[ActStatement, ...]:
    """Statements about the next acts of every kind, from the whole record; ``keep`` is a folder for finished acts.

    ``draws``: of the constants, from which every run takes its own; by default they are as shipped.
    """
    cases = read_cases(RECORD).cases
    acts = followed_acts(cases)
    made = forecasts(acts, cases, priors, progress, keep, draws)
    spread = concentration(acts)
    return tuple(
        ActStatement(kind=kind, next=most, least=LEAST, forecasts=by_kind(kind, acts, made, most, spread))
        for kind in KINDS
    )


def forecasts(
    acts: Sequence[FollowedAct],
    cases: Sequence[Coded],
    priors: Scenario,
    progress: Progress | None = None,
    keep: Path | None = None,
    draws: Draws | None = None,
) -> dict[str, list[Prediction]]:
    """Forecasts of the acts of the record by every forecaster that a ledger speaks for, learned from all of them."""
    tallies = simulated_acts(list(cases), priors, progress, keep, draws)
    back = [tallies[one.act.chain, one.act.n].back for one in acts]
    known = Record([one.act for one in acts], [one.outcome for one in acts], [0] * len(acts))
    # what is learned from all acts is asked of all acts: the level is the record's, the rest is the model's
    frame = ActFrame(known.joined(known), np.arange(2 * len(acts)) < len(acts))
    return brinks(frame, back * 2) | {BASE: base_rate(known, known)}


def by_kind(
    kind: SelectedActs, acts: Sequence[FollowedAct], made: dict[str, list[Prediction]], most: int, spread: float
) -> dict[str, ActForecast]:
    """What every forecaster says of acts of a kind, averaged over those of the record."""
    chosen = [k for k, one in enumerate(acts) if is_of(kind, one)]
    said = {name: averaged([entries[k] for k in chosen], most, spread) for name, entries in made.items()}
    own = Record([acts[k].act for k in chosen], [acts[k].outcome for k in chosen], [0] * len(chosen))
    return said | {OF_KIND: averaged(base_rate(own, own), most, spread)}


def averaged(entries: Sequence[Prediction], most: int, spread: float) -> ActForecast:
    """One forecast for acts of which each might have been any of these."""
    p = np.array([entry.p for entry in entries])
    rungs, days = (
        np.average([part / part.sum() for part in parts], axis=0, weights=p)
        for parts in ([entry.rungs for entry in entries], [entry.delays for entry in entries])
    )
    chance = float(p.mean())
    share_50, share_90 = (share_of(most, chance, spread, level) for level in (0.5, 0.9))
    return ActForecast(
        chance=round(chance, DIGITS),
        share_50=share_50,
        share_90=share_90,
        rungs={str(rung): round(float(rungs[rung]), DIGITS) for rung in range(FIRST_KINETIC, LAST_DRAWN + 1)},
        days=tuple(round(float(share), DIGITS) for share in days),
    )


def share_of(most: int, chance: float, spread: float, level: float) -> tuple[float, float]:
    """Central interval of the share of so many acts that are answered, if they came from one crisis."""
    kept = float(np.clip(chance, 1e-3, 1 - 1e-3))
    ends = betabinom.ppf([(1 - level) / 2, (1 + level) / 2], most, kept * spread, (1 - kept) * spread) / most
    return round(float(ends[0]), DIGITS), round(float(ends[1]), DIGITS)


def concentration(acts: Sequence[FollowedAct]) -> float:
    """How alike the shares answered are from case to case: the size of a beta distribution, by maximum likelihood."""
    cases = np.array([one.act.chain for one in acts])
    y = np.array([one.outcome.answered for one in acts], np.float64)
    _, at = np.unique(cases, return_inverse=True)
    hits, sizes = np.bincount(at, y), np.bincount(at)
    share = float(y.mean())

    def minus_likelihood(log_size: Values) -> float:
        size = float(np.exp(log_size[0]))
        return -float(betabinom.logpmf(hits, sizes, share * size, (1 - share) * size).sum())

    with one_for_algebra():
        found = minimize(minus_likelihood, np.array([1.0]), bounds=[(-2.0, 6.0)])
    return float(np.exp(found.x[0]))
