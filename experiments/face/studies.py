"""Studies as functions: compare, sweep, sensitivity, map, discover; the same answer as the verb of that name gives."""

from __future__ import annotations

from pathlib import Path

from ..errors import UserError
from ..results.read import Results
from ..results.study import MANIFEST, is_study, manifest
from ..runs.batch import Progress
from ..studies.discovery_answer import answer_discovery
from ..studies.options import (
    CompareOptions,
    Execution,
    MapOptions,
    SensitivityOptions,
    StudyOptions,
    SweepOptions,
    answer,
)
from . import arguments as a
from .answers import (
    ANSWERS,
    CompareAnswer,
    DiscoverAnswer,
    MapAnswer,
    SensitivityAnswer,
    StudyAnswer,
    SweepAnswer,
    TemporaryFolder,
    open_batch,
)
from .batches import place_of
from .calls import noted


def _answered(
    asked: StudyOptions, out: str | Path | None, temporary: bool, jobs: int | None, force: bool, figures: bool,
    progress: Progress | None,
) -> tuple[Path, TemporaryFolder | None]:  # fmt: skip
    """Answer a study; returns the folder of the answer, and what makes it go if it is not to be kept."""
    question = asked.question()
    place, kept_in = place_of(out, temporary)
    return answer(question, Execution(place, jobs, force, figures, progress)), kept_in


@a.checked
@noted
def compare(  # noqa: D417, PLR0913 - how to go about it is described once, in `brink`
    scenario: a.World,
    other: a.Another = None,
    *,
    sets: a.Changes = (),
    doctrines: a.Changes = (),
    from_day: a.Days = None,
    runs: a.Runs = 1_000,
    seed: a.Seed = 1,
    days: a.Days = None,
    outcomes: a.Names = (),
    jobs: a.Jobs = None,
    out: a.Out = None,
    temporary: a.Flag = False,
    figures: a.Flag = True,
    force: a.Flag = False,
    progress: a.Tell = None,
) -> CompareAnswer:
    """Compare two worlds on the same draws: what a change does, with intervals, and from which day on.

    Args:
        scenario: the first world: a name, a file, or what `load_scenario` returns.
        other: the second world; by default the first with ``sets`` and ``doctrines``.
        sets: settings that the second world has otherwise: values by path; None removes an entry.
        doctrines: how actors decide in the second world: doctrines by actor.
        from_day: the change happens on this day; history is the same before it.
        runs: paired runs.
        seed: of the keyed draws.
        days: horizon in days, in place of the scenarios'.
        outcomes: questions by name or in one line such as ``"iran on pakistan 6+"``, outcomes by label or column, or
            conditions such as ``"highest rung >= 9"``; by default the questions of the scenario, where it has any.

    Raises:
        UserError: an argument is wrong, or the worlds cannot be compared.
        ScenarioError: a scenario or a change does not pass the checks of a file.

    Example:
        >>> answer = brink.compare("border-clash", sets={"actors.north.pressure.baseline": 0.6}, runs=40, figures=False)
        >>> list(answer.differences.columns[:4])
        ['outcome', 'label', 'unit', 'a']
        >>> len(answer.a.runs), len(answer.b.runs)
        (40, 40)
    """
    asked = CompareOptions(scenario, other, sets, doctrines, from_day, runs, seed, days, outcomes)
    return CompareAnswer(*_answered(asked, out, temporary, jobs, force, figures, progress))


@a.checked
@noted
def sweep(  # noqa: D417 - how to go about it is described once, in `brink`
    experiment: a.Experiment,
    *,
    replications: a.MaybePoints = None,
    points: a.MaybePoints = None,
    jobs: a.Jobs = None,
    out: a.Out = None,
    temporary: a.Flag = False,
    figures: a.Flag = True,
    force: a.Flag = False,
    progress: a.Tell = None,
) -> SweepAnswer:
    """Run a scenario over a design: grid, list, Latin hypercube or Sobol sequence.

    Args:
        experiment: a shipped experiment (``brink list --experiments``), a file, or a mapping with what a file holds;
            in a mapping ``scenario`` may be what `load_scenario` returns, and ``experiment`` and ``name`` can be left
            out.
        replications: runs of each point, in place of the file's.
        points: sampled points, in place of the file's.

    Raises:
        UserError: an argument is wrong, or the folder cannot be used.
        ScenarioError: with every mistake of the experiment, or of the scenario that it makes.

    Example:
        >>> answer = brink.sweep(
        ...     {
        ...         "scenario": "border-clash",
        ...         "design": {"kind": "grid"},
        ...         "levers": {"actors.north.pressure.baseline": [0.2, 0.4, 0.6]},
        ...         "outcomes": ["kinetic_acts"],
        ...         "replications": 20,
        ...     },
        ...     figures=False,
        ... )
        >>> answer.points[["actors.north.pressure.baseline", "runs"]].values.tolist()
        [[0.2, 20.0], [0.4, 20.0], [0.6, 20.0]]
    """
    asked = SweepOptions(experiment, replications, points)
    return SweepAnswer(*_answered(asked, out, temporary, jobs, force, figures, progress))


@a.checked
@noted
def sensitivity(  # noqa: D417, PLR0913 - how to go about it is described once, in `brink`
    scenario: a.World,
    *,
    outcomes: a.Names = (),
    parameters: a.Changes = (),
    trajectories: a.Points = 10,
    keep: a.Points = 12,
    base: a.Points = 128,
    replications: a.Points = 40,
    seed: a.Seed = 1,
    days: a.Days = None,
    sets: a.Changes = (),
    jobs: a.Jobs = None,
    out: a.Out = None,
    temporary: a.Flag = False,
    figures: a.Flag = True,
    force: a.Flag = False,
    progress: a.Tell = None,
) -> SensitivityAnswer:
    """Find which settings drive the outcomes: Morris screening, then Sobol indices with intervals.

    Args:
        scenario: a name, a file, or what `load_scenario` returns.
        outcomes: questions by name or in one line such as ``"iran on pakistan 6+"``, outcomes by label or column, or
            conditions such as ``"highest rung >= 9"``; by default the questions of the scenario, where it has any.
        parameters: the settings to vary, by default every declared range: a list of paths, or ranges by path.
        trajectories: of the Morris screening.
        keep: settings kept for the Sobol indices.
        base: base points of the Sobol design, a power of two.
        replications: runs of each point.
        seed: of the keyed draws and the designs.
        days: horizon in days, in place of the scenario's.
        sets: settings changed first: values by path; None removes an entry.

    Raises:
        UserError: an argument is wrong, or the folder cannot be used.
        ScenarioError: the scenario does not pass the checks of a file.

    Example:
        >>> answer = brink.sensitivity(
        ...     "border-clash",
        ...     outcomes="kinetic_acts",
        ...     parameters={"actors.north.pressure.baseline": (0.1, 0.9), "constants.fear_weight": (1, 5)},
        ...     base=4,
        ...     replications=4,
        ...     figures=False,
        ... )
        >>> sorted(answer.indices["parameter"])
        ['actors.north.pressure.baseline', 'constants.fear_weight']
    """
    asked = SensitivityOptions(scenario, outcomes, parameters, trajectories, keep, base, replications, seed, days, sets)
    return SensitivityAnswer(*_answered(asked, out, temporary, jobs, force, figures, progress))


@a.checked
@noted
def map(  # noqa: D417, PLR0913 - how to go about it is described once, in `brink`
    scenario: a.World,
    x: a.Text,
    y: a.Text,
    *,
    x_range: a.Ends = None,
    y_range: a.Ends = None,
    outcome: a.Wish = None,
    side: a.Points = 12,
    replications: a.Points = 100,
    seed: a.Seed = 1,
    days: a.Days = None,
    sets: a.Changes = (),
    jobs: a.Jobs = None,
    out: a.Out = None,
    temporary: a.Flag = False,
    figures: a.Flag = True,
    force: a.Flag = False,
    progress: a.Tell = None,
) -> MapAnswer:
    """Map an outcome over two settings, with the line where acts of force begin to feed themselves.

    Args:
        scenario: a name, a file, or what `load_scenario` returns.
        x: the setting across.
        y: the setting upwards.
        x_range: its ends, two numbers; by default as declared.
        y_range: the same of the other.
        outcome: a question or an outcome, as for `compare`; by default the scenario's first question.
        side: points along each side.
        replications: runs of each point.
        seed: of the keyed draws.
        days: horizon in days, in place of the scenario's.
        sets: settings changed first: values by path; None removes an entry.

    Raises:
        UserError: an argument is wrong, or the folder cannot be used.
        ScenarioError: the scenario does not pass the checks of a file.

    Example:
        >>> north, south = "actors.north.pressure.baseline", "actors.south.pressure.baseline"
        >>> quickly = {"side": 2, "replications": 4, "figures": False}
        >>> answer = brink.map("border-clash", north, south, x_range=(0.1, 0.9), y_range=(0.1, 0.9), **quickly)
        >>> answer.points[[north, south]].values.tolist()
        [[0.1, 0.1], [0.1, 0.9], [0.9, 0.1], [0.9, 0.9]]
    """
    asked = MapOptions(scenario, x, y, x_range, y_range, outcome, side, replications, seed, days, sets)
    return MapAnswer(*_answered(asked, out, temporary, jobs, force, figures, progress))


@a.checked
@noted
def discover(  # noqa: D417 - how to go about it is described once, in `brink`
    results: a.Batch,
    when: a.Text,
    *,
    out: a.Out = None,
    temporary: a.Flag = False,
    figures: a.Flag = True,
    force: a.Flag = False,
) -> DiscoverAnswer:
    """Find under which conditions something happens: a box in the space of the settings (PRIM).

    Args:
        results: what ``run(..., uncertain=True)`` returned, or its folder.
        when: what is asked for, such as ``"highest rung >= 9"``, or a question by name or in one line.

    Raises:
        UserError: the runs share their parameters, too few runs are of either kind, or the condition is none.

    Example:
        >>> drawn = brink.run("border-clash", runs=200, uncertain=True)
        >>> answer = brink.discover(drawn, "kinetic_acts >= 3", figures=False)
        >>> answer.manifest["question"]["when"]
        'kinetic_acts >= 3'
    """
    batch_found = results if isinstance(results, Results) else open_batch(results)
    place, kept_in = place_of(out, temporary)
    return DiscoverAnswer(answer_discovery(batch_found, when, place, force, figures), kept_in)


@a.checked
def open_study(path: a.Folder) -> StudyAnswer:
    """Open the folder of a finished study: a comparison, a sweep, a study of sensitivity, a map, a discovery.

    Args:
        path: the folder.

    Raises:
        UserError: it is not one, or it is not complete.

    Example:
        >>> folder = brink.compare("border-clash", "border-clash", runs=20, figures=False).folder
        >>> bool(brink.open_study(folder).summary()["difference"].any())
        False
    """
    folder = Path(path)
    if (folder / MANIFEST).is_file() and not is_study(folder):
        raise UserError(f"{folder}: a batch of runs, not the answer of a study; brink.open_results opens it")
    return ANSWERS.get(manifest(folder)["study"], StudyAnswer)(folder)
