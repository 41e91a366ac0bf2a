"""Sweeps: an experiment file made into points, run, and read back as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios.design.dials import Dials
from ...scenarios.loader import apply_sets, load_scenario
from ...scenarios.problems import Problem, ScenarioError, choices
from ...scenarios.scenario import Scenario
from ...scenarios.stages import in_order
from ...scenarios.text.yaml_text import Text
from ..errors import UserError
from ..figures.frames import Frame
from ..measures.outcomes import Measure, estimate, means, shares
from ..measures.questions.measured import asked_of, measures_of, with_asked
from ..results.command_line import command_line
from ..results.study import Study
from ..runs.designs import Axis, crossed, grid, latin_hypercube, sobol_sequence
from ..runs.parameters import declared
from .files import MOST_POINTS, Experiment, Factor, load_experiment, made_experiment, outcome_problems, problem_at
from .points import Design, Stop

#: Sections of an experiment that go into its scenario.
ASKING = ("questions", "expectations")
#: Name of the case of an experiment that names none.
PLAIN = "as given"


class Sweep(NamedTuple):
    """An experiment ready to run: its points, the settings behind them, and what it is called.

    ``walked`` are the settings that go through values, ``sampled`` those drawn from ranges, in the order of the columns
    of ``design.values``; ``cases`` names the makers of the design.
    """

    kind = "sweep"

    experiment: Experiment
    scenario: Scenario
    design: Design
    walked: tuple[Axis, ...]
    sampled: tuple[Axis, ...]
    cases: tuple[str, ...]
    text: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Settings that vary, in the order of the columns."""
        return tuple(axis.path for axis in (*self.walked, *self.sampled))

    def study(self) -> Study:
        """The question of this sweep, for its folder."""
        experiment = self.experiment.model_dump(mode="json", by_alias=True)
        question = {"experiment": experiment, "points": len(self.design.which)}
        texts = {"experiment.yaml": self.text, "scenario.yaml": self.scenario.resolved_yaml()}
        return Study(self.kind, self.experiment.name, question, texts, command_line())


def load_sweep(
    given: str | Path | Mapping[str, Any], replications: int | None = None, points: int | None = None
) -> Sweep:
    """Make an experiment ready; ``replications`` and ``points`` stand in for those of the file.

    A mapping has what a file holds; its scenario may be one that is loaded.

    Raises:
        ScenarioError: with every mistake of the experiment, or of the scenario that it makes.
    """
    label = "the experiment" if isinstance(given, Mapping) else str(given)
    experiment, folder, text = made_experiment(given) if isinstance(given, Mapping) else load_experiment(label)
    changes: dict[str, Any] = {"replications": replications} if replications else {}
    if points and experiment.design.points:
        changes["design"] = experiment.design.model_copy(update={"points": points})
    experiment = experiment.model_copy(update=changes)
    named = given.get("scenario") if isinstance(given, Mapping) else None
    base = named if isinstance(named, Scenario) else _named_scenario(experiment, folder)
    scenario = _loaded(base, experiment, text, label)
    scenario, wrong = _asking(experiment, scenario, text, label)
    return make_sweep(experiment, scenario, text, label, wrong)


def load_changed(name_or_path: str) -> Scenario:
    """The scenario of an experiment as it sets it, with what the experiment asks and expects.

    Raises:
        ScenarioError: with every mistake of the experiment, or of the scenario that it makes.
    """
    experiment, folder, text = load_experiment(name_or_path)
    return _loaded(_named_scenario(experiment, folder), experiment, text, name_or_path)


def _loaded(base: str | Path | Scenario, experiment: Experiment, text: Text, file: str) -> Scenario:
    """The scenario of an experiment, changed as it says, with its questions and expectations."""
    own = {f"{part}.{name}": said for part in ASKING for name, said in text.data.get(part, {}).items()}
    try:
        return load_scenario(base, {**experiment.changes, **own})
    except ScenarioError as error:
        problems = [_of_scenario(problem, text, file) for problem in error.problems]
        raise ScenarioError(in_order([*problems, *outcome_problems(text, file)])) from None


def _of_scenario(problem: Problem, text: Text, file: str) -> Problem:
    """A problem with the scenario, at the place of the experiment that brought it about; its file's own stay there."""
    if problem.file.startswith("--set "):
        steps = tuple(problem.path.split("."))
        own = steps[:2] in text.places and steps[0] in ASKING
        path = steps if own else ("set", problem.path)
        return problem_at(text, file, path, problem.message, at_key=not own)
    return problem if problem.line else problem_at(text, file, ("scenario",), f"{problem.file}: {problem.message}")


def _asking(experiment: Experiment, scenario: Scenario, text: Text, file: str) -> tuple[Scenario, list[Problem]]:
    """The scenario with the outcomes in one line among its questions, and what is wrong with those that are none."""
    wrong: list[Problem] = []
    for number, name in enumerate(experiment.outcomes):
        try:
            scenario = with_asked(scenario, [name], "outcome")
        except UserError as fault:
            wrong.append(problem_at(text, file, ("outcomes", str(number)), str(fault)))
    return scenario, wrong


def make_sweep(
    experiment: Experiment, scenario: Scenario, text: Text, name_or_path: str, wrong: Sequence[Problem] = ()
) -> Sweep:
    """Make an experiment ready on its scenario; ``text`` is its file, in which mistakes are pointed at.

    ``wrong`` is what is known to be wrong with its outcomes.

    Raises:
        ScenarioError: a setting or a case does not fit the scenario.
    """
    walked, sampled, problems = _axes(experiment, scenario, text, name_or_path)
    problems += wrong
    outcomes = experiment.looked_at(scenario)
    measures = () if wrong else measures_of(outcomes, scenario)
    huge = _too_many(experiment, walked, bool(sampled), text, name_or_path)
    makers, unfit = ([], []) if huge else _makers(experiment, scenario, (*walked, *sampled), measures)
    problems += huge + [_placed(name, problem, experiment, text, name_or_path) for name, problem in unfit]
    if problems:
        raise ScenarioError(in_order(problems))
    which, values = _points(experiment, walked, sampled, len(makers))
    stop = _stop(experiment, outcomes, text, name_or_path)
    paired = len(makers) > 1 and len(makers) == len(which) and stop is None
    design = Design(makers, which, values, experiment.replications, experiment.seed, measures, stop, paired)
    return Sweep(experiment, scenario, design, walked, sampled, tuple(experiment.cases) or (PLAIN,), _source(text))


def _source(text: Text) -> str:
    return json.dumps(text.data, indent=1, ensure_ascii=False) + "\n"


def _named_scenario(experiment: Experiment, folder: Path | None) -> str | Path:
    beside = folder / experiment.scenario if folder is not None else None
    return beside if beside is not None and beside.is_file() else experiment.scenario


def _axes(
    experiment: Experiment, scenario: Scenario, text: Text, file: str
) -> tuple[tuple[Axis, ...], tuple[Axis, ...], list[Problem]]:
    """What goes through values and what is sampled, levers first in both; and what is wrong with the rest."""
    known = declared(scenario)
    walked, sampled, problems = [], [], []
    for section, factors in (("levers", experiment.levers), ("uncertainties", experiment.uncertainties)):
        for path, factor in factors.items():
            if factor.range == "declared" and path not in known:
                said = f"no range is declared there: {choices(path, list(known))}"
                problems.append(problem_at(text, file, (section, path), said, at_key=True))
                continue
            axis = _axis(path, factor, known)
            (walked if axis.values else sampled).append(axis)
    return tuple(walked), tuple(sampled), problems


def _axis(path: str, factor: Factor, known: dict[str, tuple[float, float]]) -> Axis:
    if factor.values:
        return Axis(path, min(factor.values), max(factor.values), tuple(factor.values))
    low, high = known[path] if isinstance(factor.range, str) else (factor.range[0], factor.range[1])
    values = np.linspace(low, high, factor.steps).tolist() if factor.steps else []
    return Axis(path, low, high, tuple(values))


def _makers(
    experiment: Experiment, scenario: Scenario, axes: tuple[Axis, ...], measures: Sequence[Measure]
) -> tuple[list[Dials], list[tuple[str, Problem]]]:
    """What makes the points of each case; and by case the problems of those that do not fit the scenario."""
    ranges = {axis.path: (axis.low, axis.high) for axis in axes}
    asked = {entry.table.name for entry in asked_of(measures)}
    makers: list[Dials] = []
    wrong: list[tuple[str, Problem]] = []
    for name, changes in (experiment.cases or {PLAIN: {}}).items():
        case = scenario
        try:
            case = apply_sets(scenario, changes)
        except ScenarioError as error:  # the settings that vary are tried on the scenario as it stands
            wrong += [(name, problem) for problem in error.problems]
        for gone in sorted(asked - case.questions.keys()):
            said = "an outcome of this experiment, which the case removes"
            wrong.append((name, Problem("", 0, 0, f"questions.{gone}", said)))
        try:
            makers.append(Dials(case, ranges))
        except ScenarioError as error:
            wrong += [(name, problem) for problem in error.problems]
    return makers, wrong


def _placed(case: str, problem: Problem, experiment: Experiment, text: Text, file: str) -> Problem:
    """A problem with a setting that varies, or that a case changes, at the place where the experiment names it."""
    for section in ("levers", "uncertainties"):
        if problem.path in getattr(experiment, section):
            return problem_at(text, file, (section, problem.path), problem.message, at_key=True)
    if problem.path in experiment.cases.get(case, {}):
        return problem_at(text, file, ("cases", case, problem.path), problem.message, at_key=True)
    return problem if case == PLAIN else problem._replace(file=f"case {case}", line=0, column=0)


def _too_many(experiment: Experiment, walked: tuple[Axis, ...], samples: bool, text: Text, file: str) -> list[Problem]:
    """Every combination is a point: a few short lists make more of them than any machine holds."""
    sample = experiment.design.points if samples else 1
    many = math.prod([max(1, len(experiment.cases)), sample, *(len(axis.values) for axis in walked)])
    said = f"{many:,} points: at most {MOST_POINTS:,}; give fewer values, steps or sampled points"
    return [problem_at(text, file, ("design",), said, at_key=True)] if many > MOST_POINTS else []


def _points(
    experiment: Experiment, walked: tuple[Axis, ...], sampled: tuple[Axis, ...], cases: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Case and values of every point: each case with each combination of values with each sampled point."""
    plan = experiment.design
    if not sampled:
        sample = np.zeros((1, 0))
    elif plan.kind == "sobol":
        sample = sobol_sequence(plan.points, sampled)
    else:
        sample = latin_hypercube(plan.points, sampled, plan.seed)
    values = crossed(grid(walked), sample)
    return np.repeat(np.arange(cases), len(values)), np.tile(values, (cases, 1))


def _stop(experiment: Experiment, outcomes: Sequence[str], text: Text, file: str) -> Stop | None:
    """The stopping rule.

    Raises:
        ScenarioError: it looks at none of the outcomes.
    """
    if experiment.stop is None:
        return None
    wanted = experiment.stop.outcome
    if wanted not in outcomes:
        raise ScenarioError([problem_at(text, file, ("stop", "outcome"), choices(wanted, outcomes))])
    return Stop(outcomes.index(wanted), experiment.stop.half_width, experiment.stop.at_most)


def points_table(sweep: Sweep, kept: NDArray[np.float64]) -> Frame:
    """A row a point: its case, its settings, its runs, and each outcome with the bounds of its 95 % interval."""
    design = sweep.design
    frame: dict[str, Any] = {
        "point": np.arange(len(design.which)),
        "case": pd.Categorical.from_codes(design.which.tolist(), list(sweep.cases)),
    }
    frame |= {path: design.values[:, k] for k, path in enumerate(sweep.paths)}
    frame["runs"] = kept[:, 0, 0].astype(np.int64)
    return pd.DataFrame(frame | outcome_columns(design.measures, kept))


def outcome_columns(measures: tuple[Measure, ...], kept: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Each outcome with its bounds (``name low``, ``name high``), for sums of shape (points, measures, sums).

    A day also has the share of runs in which it came (``name share``), a question that of those it was asked of.
    """
    columns: dict[str, NDArray[np.float64]] = {}
    for k, entry in enumerate(measures):
        found = np.array([estimate(entry, point) for point in kept[:, k]]).reshape(-1, 3)
        columns |= {entry.name: found[:, 0], f"{entry.name} low": found[:, 1], f"{entry.name} high": found[:, 2]}
        if (over := shares(entry, kept[:, k])).min(initial=1.0) < 1 or entry.unit == "days":
            columns[f"{entry.name} share"] = over
    return columns


def summary_table(sweep: Sweep, kept: NDArray[np.float64]) -> Frame:
    """A row for each case, combination of values and outcome, over the sampled points.

    ``estimate`` is the mean over the points; ``low`` and ``high`` bound the sampling error (that of a single point,
    since all share their run numbers); ``least`` and ``most`` are the 5th and 95th percentile over the sampled points;
    ``share`` is that of the runs which the estimate is taken over: for a day those in which it came, for a question
    those that it was asked of, else all. ``label`` is what readers call the outcome, ``unit`` what its numbers are.
    """
    design, many = sweep.design, len(sweep.walked)
    groups = [tuple(row) for row in np.column_stack([design.which, design.values[:, :many]])]
    rows = []
    for group in dict.fromkeys(groups):
        here = np.array([entry == group for entry in groups])
        head = {"case": sweep.cases[int(group[0])]} | dict(zip(sweep.paths, group[1:], strict=False))
        for k, entry in enumerate(design.measures):
            bounds = np.array([estimate(entry, point) for point in kept[here, k]]).reshape(-1, 3)
            share = {"share": float(np.mean(shares(entry, kept[here, k])))}
            words = {"outcome": entry.name, "label": entry.label, "unit": entry.unit}
            rows.append(head | words | _spread(means(kept[here, k]), bounds) | share)
    return pd.DataFrame(rows)


def _spread(values: NDArray[np.float64], bounds: NDArray[np.float64]) -> dict[str, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return dict.fromkeys(("estimate", "low", "high", "least", "most"), float("nan"))
    middle = float(known.mean())
    below, above = np.nanmean(bounds[:, 0] - bounds[:, 1:].T, axis=1)
    least, most = np.quantile(known, [0.05, 0.95])
    return {
        "estimate": middle,
        "low": middle - float(below),
        "high": middle - float(above),
        "least": float(least),
        "most": float(most),
    }
