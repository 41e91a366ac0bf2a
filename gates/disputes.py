"""Gates of disputes: what generic crises come to, beside the statistics of real ones, by the one measuring function."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.record.measures import FURTHER, MEASURES, MeasuredActs, Statistic, prepared
from brink.experiments.evidence.reference import UNKNOWN_CASES, Reference, observed, tolerances
from brink.experiments.evidence.scores import energy
from brink.experiments.evidence.targets import MEASURES as HELD
from brink.experiments.evidence.targets import Crises, Target, measure, read_targets
from brink.experiments.measures.questions.held import LEVEL
from brink.experiments.measures.statistics import Interval, resampled_rows
from brink.experiments.runs.batch import processors
from brink.experiments.system.threads import threads
from brink.model.mechanisms.registry import CONSTANTS

from .runs import SEED
from .table import Gate, bound_of, judged

#: Bounds of single statistics: name, words, least, most.
BOUNDS: tuple[tuple[str, str, float, float], ...] = (
    ("reply_level_up", "replies a level above what they answer", 0.08, 1.0),
    ("alternations_mean", "changes of the acting side in a dispute, mean", 1.0, 10_000.0),
    ("alternations_0", "disputes in which the acting side never changes", 0.0, 0.70),
    ("display_after_force", "replies to force that are displays", 0.25, 1.0),
    ("disputes_reaching_war", "disputes that become wars", 0.005, 0.05),
)
#: Tolerances of the form of the model: of shares and levels; of days and deaths, a part and an offset.
SHARE_OFF, DAYS_OFF, DAYS_LEAST = 0.05, 0.3, 1.0
#: Share of the targets that must be inside.
INSIDE = 0.70
#: Fewest cases; points of the prior and repetitions of the default for the energy score, and the crises of each.
CASES, POINTS, REPEATED, PART = 50, 48, 12, 8
RESAMPLES = 500

Values = NDArray[np.float64]


def gates(runs: int) -> list[Gate]:
    """The rows of the group, on so many crises."""
    shipped = np.array([CONSTANTS[name].default for name in FREE])
    table = prepared(Crises(free_ranges(), runs).log(shipped))
    return [
        targets_hit(table),
        *(single(table, *entry) for entry in BOUNDS),
        ahead_of_prior(shipped, max(64, runs // PART)),
    ]


def tolerated(target: Target) -> float:
    """How far off a statistic may be: its sampling error at one side in twenty, and the tolerance of the gates."""
    if target.value > 1 or target.name.startswith(("delay", "deaths")):
        return DAYS_OFF * target.value + DAYS_LEAST
    return SHARE_OFF + 1.645 * float(np.sqrt(target.value * (1 - target.value) / (target.n or UNKNOWN_CASES)))


def targets_hit(table: MeasuredActs) -> Gate:
    """How many of the statistics that doing nothing would miss are inside."""
    known = read_targets()
    asked = [name for name in HELD if abs(known[name].value) > tolerated(known[name])]
    found = {name: MEASURES[name].value(table) for name in asked}
    hits = sum(abs(found[name] - known[name].value) <= tolerated(known[name]) for name in asked)
    missed = ", ".join(name for name in asked if not abs(found[name] - known[name].value) <= tolerated(known[name]))
    # the statistics are no sample of anything: the share is what it is
    share = Interval(*[hits / len(asked)] * 3)
    what = "public statistics that 0 would miss, inside sampling error plus tolerance"
    row = judged("d1", what, bound_of(INSIDE, 1.0, "share"), share, len(asked), INSIDE, 1.0)
    return row._replace(why=f"missed: {missed}" if missed else "")


def single(table: MeasuredActs, name: str, what: str, low: float, high: float) -> Gate:
    """One statistic against its bounds."""
    how: Statistic = (MEASURES | FURTHER)[name]
    found, cases = how.interval(table, LEVEL), len(how.collect(table).values)
    bound = bound_of(low, high, "mean" if high > 1 else "share")
    return judged(f"d_{name}", what, bound, found, cases, low, high, CASES)


def ahead_of_prior(shipped: Values, crises: int) -> Gate:
    """How much better the constants as shipped do than points of their prior, by the energy score of all statistics."""
    ranges = free_ranges()
    made = Crises(ranges, crises)
    tried = [*[shipped] * REPEATED, *points(ranges, POINTS, SEED)]
    with threads(processors()) as pool:
        stats = np.array(list(pool.map(lambda pair: measure(made.log(pair[1], pair[0])), enumerate(tried))))
    off = (Reference(np.array(tried), stats).filled() - observed()) / tolerances()
    ours, prior = off[:REPEATED], off[REPEATED:]
    drawn = resampled_rows(REPEATED, RESAMPLES), resampled_rows(POINTS, RESAMPLES)
    right = np.zeros(off.shape[1])
    better = np.array([energy(prior[b], right) - energy(ours[a], right) for a, b in zip(*drawn, strict=True)])
    ends = np.quantile(better, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    found = Interval(energy(prior, right) - energy(ours, right), float(ends[0]), float(ends[1]))
    what = "energy score of the prior less that of the constants as shipped"
    return judged("d_energy", what, "at least 0", found, POINTS, 0.0, math.inf)
