"""Sweeps: an experiment file made into points, run, and read back as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios.design.dials import Dials
from ...scenarios.loader import apply_sets, load_scenario
from ...scenarios.problems import Problem, ScenarioError, choices
from ...scenarios.text.yaml_text import Text
from ..errors import UserError
from ..figures.frames import Frame
from ..measures.outcomes import Measure, estimate, means, shares
from ..measures.questions.measured import asked_of, measures_of, with_asked
from ..results.command_line import command_line
from ..results.study import Study
from ..runs.designs import Axis, crossed, grid, latin_hypercube, sobol_sequence
from ..runs.parameters import declared
from .files import MOST_POINTS, Experiment, Factor, load_experiment, problem_at
from .points import Design, Stop

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

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


def load_sweep(name_or_path: str, replications: int | None = None, points: int | None = None) -> Sweep:
    """Make an experiment ready; ``replications`` and ``points`` stand in for those of the file.

    Raises:
        ScenarioError: with every mistake of the experiment, or of the scenario that it makes.
    """
    experiment, folder, text = load_experiment(name_or_path)
    changes: dict[str, Any] = {"replications": replications} if replications else {}
    if points and experiment.design.points:
        changes["design"] = experiment.design.model_copy(update={"points": points})
    experiment = experiment.model_copy(update=changes)
    scenario = _asking(experiment, _scenario(experiment, folder, text, name_or_path), text, name_or_path)
    return make_sweep(experiment, scenario, text, name_or_path)


def make_sweep(experiment: Experiment, scenario: Scenario, text: Text, name_or_path: str) -> Sweep:
    """Make an experiment ready on its scenario; ``text`` is its file, in which mistakes are pointed at.

    Raises:
        ScenarioError: a setting or a case does not fit the scenario.
    """
    walked, sampled = _axes(experiment, scenario, text, name_or_path)
    _refuse_too_many(experiment, walked, bool(sampled), text, name_or_path)
    outcomes = experiment.looked_at(scenario)
    measures = measures_of(outcomes, scenario)
    try:
        makers = _makers(experiment, scenario, (*walked, *sampled), measures)
    except ScenarioError as error:
        raise ScenarioError(_placed(problem, experiment, text, name_or_path) for problem in error.problems) from None
    which, values = _points(experiment, walked, sampled, len(makers))
    stop = _stop(experiment, outcomes, text, name_or_path)
    design = Design(makers, which, values, experiment.replications, experiment.seed, measures, stop)
    return Sweep(experiment, scenario, design, walked, sampled, tuple(experiment.cases) or (PLAIN,), _source(text))


def _source(text: Text) -> str:
    return json.dumps(text.data, indent=1, ensure_ascii=False) + "\n"


def load_changed(name_or_path: str) -> Scenario:
    """The scenario of an experiment as it sets it, with what the experiment asks and expects.

    Raises:
        ScenarioError: with every mistake of the experiment, or of the scenario that it makes.
    """
    experiment, folder, text = load_experiment(name_or_path)
    return _scenario(experiment, folder, text, name_or_path)


def _scenario(experiment: Experiment, folder: Path | None, text: Text, file: str) -> Scenario:
    beside = folder / experiment.scenario if folder is not None else None
    named = beside if beside is not None and beside.is_file() else experiment.scenario
    scenario = load_scenario(named)
    scenario = apply_sets(scenario, experiment.changes) if experiment.changes else scenario
    own = {f"{part}.{name}": said for part in ASKING for name, said in text.data.get(part, {}).items()}
    try:
        return apply_sets(scenario, own) if own else scenario
    except ScenarioError as error:
        places = (problem_at(text, file, tuple(wrong.path.split(".")), wrong.message) for wrong in error.problems)
        raise ScenarioError(places) from None


def _asking(experiment: Experiment, scenario: Scenario, text: Text, file: str) -> Scenario:
    """The scenario with the outcomes that are questions in one line among its questions.

    Raises:
        ScenarioError: an outcome is none.
    """
    wrong: list[Problem] = []
    for number, name in enumerate(experiment.outcomes):
        try:
            scenario = with_asked(scenario, [name], "outcome", changed=bool(experiment.changes))
        except UserError as fault:
            wrong.append(problem_at(text, file, ("outcomes", str(number)), str(fault)))
    if wrong:
        raise ScenarioError(wrong)
    return scenario


def _axes(
    experiment: Experiment, scenario: Scenario, text: Text, file: str
) -> tuple[tuple[Axis, ...], tuple[Axis, ...]]:
    """What goes through values and what is sampled; levers first in both."""
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
    if problems:
        raise ScenarioError(problems)
    return tuple(walked), tuple(sampled)


def _axis(path: str, factor: Factor, known: dict[str, tuple[float, float]]) -> Axis:
    if factor.values:
        return Axis(path, min(factor.values), max(factor.values), tuple(factor.values))
    low, high = known[path] if isinstance(factor.range, str) else (factor.range[0], factor.range[1])
    values = np.linspace(low, high, factor.steps).tolist() if factor.steps else []
    return Axis(path, low, high, tuple(values))


def _makers(
    experiment: Experiment, scenario: Scenario, axes: tuple[Axis, ...], measures: Sequence[Measure]
) -> list[Dials]:
    ranges = {axis.path: (axis.low, axis.high) for axis in axes}
    cases = experiment.cases or {PLAIN: {}}
    asked = {entry.table.name for entry in asked_of(measures)}
    makers = []
    for name, changes in cases.items():
        try:
            world = apply_sets(scenario, changes) if changes else scenario
            makers.append(Dials(world, ranges))
            if gone := sorted(asked - world.questions.keys()):
                said = f"{', '.join(gone)}: an outcome of this experiment, which the case removes"
                raise ScenarioError([Problem("", 0, 0, "questions", said)])
        except ScenarioError as error:
            raise ScenarioError(_of_case(name, problem) for problem in error.problems) from None
    return makers


def _placed(problem: Problem, experiment: Experiment, text: Text, file: str) -> Problem:
    """A problem with a setting that varies, at the place where the experiment names it."""
    for section in ("levers", "uncertainties"):
        if problem.path in getattr(experiment, section):
            return problem_at(text, file, (section, problem.path), problem.message, at_key=True)
    return problem


def _of_case(name: str, problem: Problem) -> Problem:
    return problem if name == PLAIN else problem._replace(file=f"case {name}", line=0, column=0)


def _refuse_too_many(experiment: Experiment, walked: tuple[Axis, ...], samples: bool, text: Text, file: str) -> None:
    """Every combination is a point: a few short lists make more of them than any machine holds."""
    sample = experiment.design.points if samples else 1
    many = math.prod([max(1, len(experiment.cases)), sample, *(len(axis.values) for axis in walked)])
    if many > MOST_POINTS:
        said = f"{many:,} points: at most {MOST_POINTS:,}; give fewer values, steps or sampled points"
        raise ScenarioError([problem_at(text, file, ("design",), said, at_key=True)])


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
    those that it was asked of, else all. ``label`` is what readers call the outcome.
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
            words = {"outcome": entry.name, "label": entry.label}
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
