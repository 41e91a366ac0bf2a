"""Gates that compare a world with the same world, one thing changed: run by run, on the same draws.

The effect of a share is in points, that of a number a part of what it was. A row says before it is run which way the
effect must go and how large it must be at least.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from brink.experiments.errors import UserError
from brink.experiments.measures.outcomes import COLUMNS, measure
from brink.experiments.measures.questions.held import LEVEL
from brink.experiments.measures.statistics import LEVEL as USUAL
from brink.experiments.measures.statistics import Interval, Pair, ratio_difference
from brink.experiments.runs.parameters import range_of
from brink.model.world.asked import PREFIX, QuestionTable
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.questions.compiled import questions_of
from brink.scenarios.questions.inline import read

from .expectations import content, place
from .runs import answered_runs
from .table import Effect, Gate, Moved, broken, judged

if TYPE_CHECKING:
    import pandas as pd

    from brink.scenarios.scenario import Scenario

#: Least effects: of a share in points, of a number as a part of it.
POINTS, PART = 0.05, 0.10
#: Fewer cases than these on either side decide nothing.
CASES = 50
ASKED = "asked"


class Measured(NamedTuple):
    """A side of a comparison: numerators and denominators by run, and whether the outcome is a share."""

    pair: Pair
    share: bool


def paired_gates(file: str, runs: int, only: Container[str] | None = None) -> list[Gate]:
    """The rows of a file; ``only`` those of these names, where it is given."""
    given = content(file)
    scenario = _scenario(given["scenario"])
    return [_row(scenario, name, entry, runs) for name, entry in given["rows"].items() if only is None or name in only]


def _scenario(name: str) -> Scenario:
    return load_scenario(place(name) if name.endswith(".yaml") else name)


def _row(scenario: Scenario, name: str, entry: Mapping[str, Any], runs: int) -> Gate:
    what = entry["says"]
    try:
        low, high = changes(scenario, entry)
        sides = [measured(apply_sets(scenario, sets), entry["outcome"], runs) for sets in (low, high)]
    except ScenarioError as error:
        return broken(name, what, str(error.problems[0]))
    except (UserError, ValueError) as error:
        return broken(name, what, str(error))
    moved = {path: (low.get(path), high[path]) for path in high}
    return compared(name, what, entry, *sides)._replace(effect=effect(moved, *sides))


def changes(scenario: Scenario, entry: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is set on either side: the ends of declared ranges, or what the row says."""
    if "parameters" not in entry:
        return dict(entry.get("from", {})), dict(entry["to"])
    ranges = {path: range_of(scenario, path) for path in entry["parameters"]}
    return {path: ends[0] for path, ends in ranges.items()}, {path: ends[1] for path, ends in ranges.items()}


def measured(scenario: Scenario, outcome: str, runs: int) -> Measured:
    """An outcome, a question of the scenario, or one in the inline grammar, over runs."""
    case = scenario.case()
    if outcome in COLUMNS and outcome not in scenario.questions:
        found = measure(outcome)
        return Measured(found.parts(answered_runs(case, (), runs)), found.unit == "share")
    compiled = questions_of(scenario, further={ASKED: read(outcome)})
    if compiled.wrong:
        raise ValueError(str(compiled.wrong[0].message))
    asked = compiled.tables[-1]
    return Measured(parts(answered_runs(case, compiled.tables, runs), asked, ASKED), is_share(asked))


def is_share(asked: QuestionTable) -> bool:
    """Whether a question is answered by a share."""
    return asked.per_act or asked.measure == "happens" or asked.holds is not None


def parts(frame: pd.DataFrame, asked: QuestionTable, name: str) -> Pair:
    """Numerators and denominators by run; a run that is not asked has neither."""
    own = f"{PREFIX}{name}"
    if asked.per_act:
        return frame[f"{own}.count"].to_numpy(float), frame[f"{own}.of"].to_numpy(float)
    values = frame[own].to_numpy(float)
    return np.nan_to_num(values), (~np.isnan(values)).astype(float)


def effect(moved: Moved, low: Measured, high: Measured) -> Effect:
    """What going from one side to the other did, in the unit of the outcome."""
    before, after = (float(top.sum() / of.sum()) if of.any() else math.nan for top, of in (low.pair, high.pair))
    return Effect(moved, before, after, ratio_difference(high.pair, low.pair, USUAL), low.share)


def compared(name: str, what: str, entry: Mapping[str, Any], low: Measured, high: Measured) -> Gate:
    """The effect of going from one side to the other, against the least that is asked for."""
    absolute = low.share or "at_least" in entry
    least = entry.get("at_least", POINTS if low.share else PART)
    found = ratio_difference(high.pair, low.pair, LEVEL, relative=not absolute)
    if not absolute and not low.pair[0].sum():
        # from nothing to something is all of what it becomes; from nothing to nothing is no effect
        found = Interval(*[float(high.pair[0].any())] * 3)
    if entry["direction"] == "down":
        found = Interval(-found.estimate, -found.high, -found.low)
    unit = f"{100 * least:g} points" if low.share else f"{least:g}" if absolute else f"{100 * least:g} %"
    cases = int(min(low.pair[1].sum(), high.pair[1].sum()))
    return judged(name, what, f"{entry['direction']}, at least {unit}", found, cases, least, math.inf, CASES)
