"""What can be asked of a study, and how it is to be answered: the same for a verb and for a function in Python.

Each dataclass holds the options of one verb with their defaults; ``question`` checks them and makes them into what the
study answers. `answer` answers any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...scenarios.loader import Sets, load_scenario
from ...scenarios.scenario import Scenario
from ..measures.outcomes import USUAL
from ..measures.questions.measured import measures_of, usual_questions, with_asked
from ..runs.batch import processors
from ..runs.parameters import parse_range
from .branch import asking_the_same, changes_of, other_world
from .compare import LOOKED_AT, Comparison
from .kinds import KINDS, Asked
from .maps import BRANCHING, Map
from .points import Progress
from .sensitivity_answer import Sensitivity, check_size, settings_of
from .sweep import Sweep, load_sweep

#: A scenario by name or file, or one that is loaded.
World = str | Path | Scenario
#: The ends of a setting: two numbers, ``low..high``, or None for those that are declared.
Ends = tuple[float, float] | str | None


class StudyQuestion(Asked, Protocol):
    """A question that knows its kind of study."""

    @property
    def kind(self) -> str:
        """The name of the kind, in the table of kinds."""
        ...


class StudyOptions(Protocol):
    """The options of a study."""

    def question(self) -> StudyQuestion:
        """What the study answers."""
        ...


@dataclass(frozen=True)
class Execution:
    """How a study is carried out; none of it changes what is found.

    ``out`` is the folder, by default one named after the question; ``jobs`` by default one for each processor;
    ``force`` computes again what is there; ``progress`` is called with the numbers done and asked for.
    """

    out: Path | None = None
    jobs: int | None = None
    force: bool = False
    figures: bool = True
    progress: Progress | None = None

    @property
    def workers(self) -> int:
        """How many pieces are computed at a time."""
        return self.jobs or processors()


def answer(question: StudyQuestion, execution: Execution) -> Path:
    """Answer a question, or find the answer; returns its folder.

    Raises:
        UserError: the question cannot be answered, or the folder cannot be used.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    again = KINDS[question.kind].again
    if again is None:
        raise LookupError(f"nothing answers a question of the kind {question.kind}")
    return again.answer(
        question, execution.out, execution.workers, execution.force, execution.figures, execution.progress
    )


@dataclass(frozen=True)
class CompareOptions:
    """Two worlds: ``scenario``, and ``other`` or the first with ``sets`` and ``doctrines``; ``sets`` change the second.

    ``from_day`` makes the changes an intervention on that day; ``days`` is a horizon for both worlds.
    """

    scenario: World
    other: World | None = None
    sets: Sets = ()
    doctrines: Mapping[str, str] | Sequence[str] = ()
    from_day: int | None = None
    runs: int = 1_000
    seed: int = 1
    days: int | None = None
    outcomes: Sequence[str] = ()

    def question(self) -> Comparison:
        """Load both worlds and say what they are called.

        Raises:
            ScenarioError: a scenario or a change does not pass the checks of a file.
            UserError: no such actor, doctrine or outcome, or a day outside the horizon.
        """
        base = with_asked(load_scenario(self.scenario, (), self.days), self.outcomes)
        changes = changes_of(self.sets, self.doctrines, base)
        if self.days is not None and self.other is not None:
            changes["days"] = self.days
        world = other_world(base, self.other, changes, self.from_day)
        written = [f"{path}={'null' if value is None else value}" for path, value in changes.items()]
        named = name_of(self.other or ", ".join(written) or self.scenario)
        names = (name_of(self.scenario), named if self.from_day is None else f"{named} from day {self.from_day}")
        worlds = (base, asking_the_same(base, world, self.outcomes))
        outcomes = self.outcomes or (*usual_questions(worlds), *LOOKED_AT)
        return Comparison(worlds, names, self.runs, self.seed, _columns(outcomes, base))


@dataclass(frozen=True)
class SweepOptions:
    """An experiment by name or file; ``replications`` and ``points`` take the place of the file's."""

    experiment: str | Path | Mapping[str, Any]
    replications: int | None = None
    points: int | None = None

    def question(self) -> Sweep:
        """Read the experiment and lay out its points.

        Raises:
            ScenarioError: with every mistake of the experiment, or of the scenario that it makes.
        """
        return load_sweep(self.experiment, self.replications, self.points)


@dataclass(frozen=True)
class SensitivityOptions:
    """A scenario, the ``parameters`` that vary (by default every declared range), and the sizes of both designs."""

    scenario: World
    outcomes: Sequence[str] = ()
    parameters: Mapping[str, tuple[float, float]] | Sequence[str] = ()
    trajectories: int = 10
    keep: int = 12
    base: int = 128
    replications: int = 40
    seed: int = 1
    days: int | None = None
    sets: Sets = ()

    def question(self) -> Sensitivity:
        """Load the scenario and find the ranges.

        Raises:
            ScenarioError: the scenario does not pass the checks of a file.
            UserError: a setting without a range, no such outcome, or a design that is none.
        """
        loaded = with_asked(load_scenario(self.scenario, self.sets, self.days), self.outcomes)
        names = _columns(self.outcomes or usual_questions((loaded,)) or USUAL, loaded)
        if isinstance(self.parameters, Mapping):
            ranges, left = {path: parse_range(ends, loaded, path) for path, ends in self.parameters.items()}, ()
        else:
            ranges, left = settings_of(loaded, self.parameters)
        sizes = (self.trajectories, self.keep, self.base, self.replications, self.seed)
        asked = Sensitivity(loaded, ranges, names, *sizes, left=left)
        check_size(asked)
        return asked


@dataclass(frozen=True)
class MapOptions:
    """A scenario, two settings with their ranges (by default as declared), an outcome, and the size of the grid.

    Without an outcome it is the scenario's first question, and where it asks none, the answers that an act draws.
    """

    scenario: World
    x: str
    y: str
    x_range: Ends = None
    y_range: Ends = None
    outcome: str | None = None
    side: int = 12
    replications: int = 100
    seed: int = 1
    days: int | None = None
    sets: Sets = ()

    def question(self) -> Map:
        """Load the scenario and read the ranges.

        Raises:
            ScenarioError: the scenario does not pass the checks of a file.
            UserError: a setting without a range, or no such outcome.
        """
        wished = () if self.outcome is None else (self.outcome,)
        loaded = with_asked(load_scenario(self.scenario, self.sets, self.days), wished)
        name, *_ = _columns(wished or usual_questions((loaded,)) or (BRANCHING,), loaded)
        x = (self.x, parse_range(self.x_range, loaded, self.x))
        y = (self.y, parse_range(self.y_range, loaded, self.y))
        return Map(loaded, x, y, name, self.side, self.replications, self.seed)


def name_of(given: World) -> str:
    """What a scenario is called in answers: as it was named."""
    return given.name if isinstance(given, Scenario) else str(given)


def _columns(outcomes: Sequence[str], scenario: Scenario) -> tuple[str, ...]:
    """Outcomes and questions of a scenario by their names, each once."""
    return tuple(dict.fromkeys(entry.name for entry in measures_of(outcomes, scenario)))
