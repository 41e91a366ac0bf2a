"""What coded acts say of the constants: their log likelihood at points of the prior, and by an emulator anywhere.

Two sets count: the coded chains, act by act, and of each case of the record, which nobody picked for escalation, its
first opening.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .episodes import CodedAct, kinetic, last_day, outcome_of, read_episodes
from .forecast import LAPSES, POINTS, SHIPPED, Expected, chances, expect_all, free_ranges
from .matching import emulate, held_out_r2
from .nulls import Record, record_of
from .predict import SEED
from .prior import points
from .record import files
from .record.frames import of_force, openings
from .situation import load_profiles
from .telling import Part, Progress

Values = NDArray[np.float64]


class Evidence(NamedTuple):
    """Acts with what followed those that count."""

    acts: list[CodedAct]
    record: Record


def coded_chains() -> Evidence:
    """The chains that ship: every act of force counts."""
    acts = read_episodes()
    scored = kinetic(acts)
    return Evidence(acts, record_of(acts, scored, [outcome_of(act, acts, last_day(acts)) for act in scored]))


def unselected_openings() -> Evidence:
    """The first opening of each case of the record whose window is covered: cases count alike."""
    acts, cases = files.settled_acts(), files.read_cases()
    known = {(act.chain, act.n): act for act in acts}
    first = {one.case: one for one in reversed(openings(list(of_force(cases, acts)))) if not one.censored}
    scored = [known[one.case, one.n] for one in first.values()]
    return Evidence(acts, record_of(acts, scored, [outcome_of(act, acts, cases[act.chain].end) for act in scored]))


def log_likelihood(p: Values, y: Values) -> Values:
    """Log likelihood of what followed acts at each point of the prior, lapses into the base rate averaged out.

    ``p``: chances of a reply, shape (points, acts); ``y``: 1 where one came, shape (acts,).
    """
    mixed = np.stack([(1 - lapse) * p + lapse * y.mean() for lapse in LAPSES])
    logs = np.where(y > 0, np.log(mixed), np.log1p(-mixed)).sum(axis=2)
    return np.log(np.exp(logs - logs.max(axis=0)).mean(axis=0)) + logs.max(axis=0)


def kinds() -> tuple[tuple[str, str, Evidence], ...]:
    """Both sets of coded acts: what numbers of them are called by, what they are, and the acts."""
    return ("", "episodes", coded_chains()), ("openings_", "openings", unselected_openings())


def expected_of(evidence: Evidence, progress: Progress | None, keep: Path | None) -> list[Expected]:
    """What is simulated after each act that counts, at every point of the prior."""
    return expect_all(evidence.record.acts, evidence.acts, load_profiles(), evidence.record, progress, (SHIPPED,), keep)


def weights_of(
    table: Values, low: Values, high: Values, part: Part, keep: Path | None = None
) -> tuple[dict[str, float], Values]:
    """Log likelihood of all coded acts at the rows of a table, by emulators of the points of the backtest.

    Returns:
        What the emulators are worth and what they rest on, and the log likelihoods of shape (rows,).
    """
    told: dict[str, float] = {}
    total = np.zeros(len(table))
    at = points(free_ranges(), POINTS, SEED)
    for name, what, evidence in kinds():
        expected = expected_of(evidence, part(what), keep)
        own = log_likelihood(chances(expected), evidence.record.y)
        total += emulate(at, own[:, None], low, high).predict(table)[0][:, 0]
        told[f"{name}emulator_r2"] = held_out_r2(at, own, low, high)
        told[f"{name}log_likelihood_sd"] = float(own.std())
        told[f"{name}acts"] = float(len(evidence.record.acts))
    return told, total
