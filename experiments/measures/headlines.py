"""The headline numbers of a batch: which outcomes, put together how, and what each number means.

Each works on runs as a table of results has them and as the model measures them (`brink.model.outcomes.OUTCOME`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.measured import ENDINGS, MEDIATED, QUIET, QUIET_DAYS, SPIRAL_LENGTH
from .conditions import NUMBERS
from .log import is_one
from .numbers import count
from .outcomes import DAYS, label_of, measure
from .statistics import Interval, mean_interval, quantile_interval, ratio_interval, wilson

#: Over the plausible ranges of its parameters the model gives almost any chance of war: no single number is its answer.
WAR_CAUTION = "NOT IDENTIFIED: the data do not fix it, and it holds for {this}; compare worlds by it, do not quote it"
WAR = "runs with a war"
THESE = "these parameters only (--uncertain shows how far their ranges move it)"


class Headline(NamedTuple):
    """A headline number.

    ``measure`` is the outcome as the command line takes it, ``unit`` share, number, ratio or days. ``number`` is the
    number alone, ``interval`` gives its bounds too; ``quiet`` says that a short horizon cannot show it.
    """

    name: str
    measure: str
    unit: str
    meaning: str
    number: Callable[[Any], float]
    interval: Callable[[Any], Interval]
    quiet: bool = False


def _mean(column: str, meaning: str, called: str = "") -> Headline:
    return Headline(
        f"{called or label_of(column)}, mean", column, "number", meaning,
        lambda runs: float(np.mean(runs[column])), lambda runs: mean_interval(runs[column]),
    )  # fmt: skip


def _ratio(column: str, meaning: str) -> Headline:
    above, below = NUMBERS[column].above, NUMBERS[column].below
    return Headline(
        label_of(column), column, "ratio", meaning,
        lambda runs: float(np.sum(runs[above]) / np.sum(runs[below])) if np.sum(runs[below]) else math.nan,
        lambda runs: ratio_interval(runs[above], runs[below]),
    )  # fmt: skip


def _quantile(column: str, q: float, meaning: str, called: str = "") -> Headline:
    """A quantile, of a day over the runs in which it came."""

    def known(runs: Any) -> NDArray[np.float64]:
        values = np.sort(np.asarray(runs[column], np.float64))
        return values[values >= 0]

    def number(runs: Any) -> float:
        values = known(runs)
        return float(values[max(0, math.ceil(q * len(values)) - 1)]) if len(values) else math.nan

    name = f"{called or label_of(column)}, {'median' if q == 0.5 else f'{count(100 * q)}th percentile'}"
    unit = "days" if column in DAYS else "number"
    return Headline(name, column, unit, meaning, number, lambda runs: quantile_interval(known(runs), q))


def _share(asked: str, meaning: str, called: str) -> Headline:
    entry = measure(asked)
    return _flags(called, asked, meaning, lambda runs: entry.parts(runs)[0] > 0)


def _flags(name: str, asked: str, meaning: str, flags: Callable[[Any], NDArray[np.bool_]]) -> Headline:
    return Headline(
        name, asked, "share", meaning,
        lambda runs: float(np.mean(flags(runs))), lambda runs: wilson(int(flags(runs).sum()), len(runs)),
    )  # fmt: skip


def _ended_quietly(runs: Any) -> NDArray[np.bool_]:
    """Whether runs end quiet; how they end is a name in a table of results, and its number in the model."""
    ended = runs["ended_by"]
    if isinstance(ended, np.ndarray):
        return np.isin(ended, QUIETLY)
    return np.any([is_one(ended, ENDINGS[k]) for k in QUIETLY], axis=0)


QUIETLY = (QUIET, MEDIATED)

#: In the order in which a reader asks for them. ``{came}`` is the share of runs in which the day came.
ALL: tuple[Headline, ...] = (
    _mean("kinetic_acts", "rockets and drones to open war, scripted and simulated, campaigns included",
          "acts of force in a run"),
    _ratio("branching_ratio",
           "branching ratio outside campaigns: below 1 chains die out, from 1 on they feed themselves"),
    _ratio("branching_ratio_campaigns", "the same for standing low-level violence"),
    _quantile("longest_chain", 0.5, "acts of force that hang together as provocation and answer"),
    _quantile("longest_chain", 0.95, "one run in twenty has a longer one"),
    _share("spiral", f"a chain of {SPIRAL_LENGTH} acts, or four in a line, none lower than the one before",
           "runs with a spiral"),
    _quantile("peak_rung", 0.5, "on the ladder of 0 to 13"),
    _share("peak_rung >= 9", "rung 9 or higher: one state hits another at home", "runs with a strike on a homeland"),
    _share("war", WAR_CAUTION.format(this=THESE), WAR),
    _mean("new_dyads", "pairs that meet in an overt strike for the first time: how far it spreads"),
    _quantile("killed", 0.5, "half of the runs have fewer, scripted dead among them; a few runs would make a mean",
              "killed"),
    _quantile("killed", 0.9, "one run in ten has more", "killed"),
    _quantile("killed_civilians", 0.5, "without the dead of open war", "civilians among them"),
    _flags("runs quiet at the end", "ended_by",
           f"no act of force outside campaigns in the last {QUIET_DAYS} days, and no war", _ended_quietly)._replace(
               quiet=True),
    _quantile("days_to_quiet", 0.5,
              f"of the {{came}} of runs in which {QUIET_DAYS} quiet days followed; counted from the start",
              "days until it falls quiet")._replace(quiet=True),
)  # fmt: skip

#: The same by name.
HEADLINES: dict[str, Headline] = {entry.name: entry for entry in ALL}
