"""Gates of smoothness: over its declared range in tenths no setting moves a question of January by a cliff.

A setting makes some hundred steps, one for each question and each tenth; intervals are so much wider that all of them
together miss with chance 1 % (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from brink.experiments.measures.questions.held import LEVEL
from brink.experiments.measures.statistics import Interval, Pair, ratio_difference
from brink.experiments.runs.parameters import declared
from brink.model.world.asked import STATE, QuestionTable
from brink.scenarios.design.dials import Dials
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.questions.compiled import questions_of

from .paired import CASES, is_share, measured, parts
from .runs import answered_runs
from .table import RED, Gate, judged

SCENARIO = "january-2024"
STEPS = 10
#: Most that neighbours may differ by: a share in points, a number by a factor.
POINTS, FACTOR = 0.10, 2.0
#: Ladder growth over which the number of replies must not move by more than a part.
GROWTH, GROWTHS, GROWTH_PART = "constants.ladder_growth", (1.25, 1.4, 1.55, 1.7), 0.25
REPLIES = "origin reply, displaced kinetic measure count"


class Cliff(NamedTuple):
    """A step that is too high: of which question, between which values, and the move."""

    question: str
    low: float
    high: float
    found: Interval
    cases: int


def gates(runs: int) -> list[Gate]:
    """A row for each setting with a cliff, one for all, and one for the ladder's growth."""
    scenario = load_scenario(SCENARIO)
    tables = questions_of(scenario).tables
    ranges = declared(scenario)
    rows = []
    for path, (low, high) in ranges.items():
        cliffs = _cliffs(Dials(scenario, {path: (low, high)}), low, high, tables, runs)
        worst = max(cliffs, key=lambda cliff: abs(cliff.found.estimate), default=None)
        if worst:
            what = f"{path} from {worst.low:g} to {worst.high:g}: {worst.question}"
            bound = f"less than {100 * POINTS:g} points, or a factor {FACTOR:g}"
            rows.append(Gate(f"s {path}", what, bound, worst.found, worst.cases, RED, False))
    share = Interval(*[1 - len(rows) / len(ranges)] * 3)
    every = judged("s1", "settings without a cliff", "all", share, len(ranges), 1.0, 1.0)
    return [every, growth(runs), *rows]


def _cliffs(dials: Dials, low: float, high: float, tables: tuple[QuestionTable, ...], runs: int) -> Iterator[Cliff]:
    values = list(dict.fromkeys(float(value) for value in np.linspace(low, high, STEPS + 1).round(12)))
    frames = [answered_runs(dials(np.array([value])), tables, runs) for value in values]
    asked = [table for table in tables if table.name and table.kind != STATE]
    level = 1 - (1 - LEVEL) / (STEPS * len(asked))
    for table in asked:
        for (a, first), (b, second) in pairwise(zip(values, frames, strict=True)):
            sides = parts(first, table, table.name), parts(second, table, table.name)
            found, cases = step(*sides, is_share(table), level), int(min(side[1].sum() for side in sides))
            if found is not None and cases >= CASES:
                yield Cliff(table.name, a, b, found, cases)


def step(one: Pair, other: Pair, share: bool, level: float = LEVEL) -> Interval | None:
    """The move from one point to its neighbour, where it is a cliff beyond doubt; None where it is none."""
    found = ratio_difference(other, one, level, relative=not share)
    up, down = (POINTS, -POINTS) if share else (FACTOR - 1, 1 / FACTOR - 1)
    return found if found.low > up or found.high < down else None


def growth(runs: int) -> Gate:
    """Replies at the ends between which they differ most, over the growth of the ladder."""
    scenario = load_scenario(SCENARIO)
    sides = [measured(apply_sets(scenario, {GROWTH: value}), REPLIES, runs).pair for value in GROWTHS]
    ordered = sorted(sides, key=lambda pair: pair[0].sum())
    found = ratio_difference(ordered[-1], ordered[0], LEVEL, relative=True)
    what = f"replies, over ladder growth {GROWTHS[0]:g} to {GROWTHS[-1]:g}: the most less the fewest, as a part"
    return judged("s2", what, f"at most {GROWTH_PART:g}", found, runs, -GROWTH_PART, GROWTH_PART)
