"""Experiment files: what is asked of a scenario, written down so that it can be asked again.

Read like scenario files: YAML 1.2, every mistake at once, each with file, line, column and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from ...scenarios.problems import Problem, ScenarioError, choices, nearest
from ...scenarios.scenario import Scenario
from ...scenarios.schema.fields import Id, Section
from ...scenarios.schema.questions import ExpectationStated, QuestionAsked
from ...scenarios.shipped import names as scenarios
from ...scenarios.stages import in_order
from ...scenarios.text.settings import plain_value
from ...scenarios.text.wording import plain_message
from ...scenarios.text.yaml_text import MOST_BYTES, FilePosition, Text, decode, read_yaml
from ..errors import UserError
from ..measures.conditions import COLUMNS
from ..measures.outcomes import USUAL, measure
from ..measures.questions.measured import usual_questions

SUFFIX = ".yaml"
FOLDER = "brink.experiments.library"
MOST_POINTS = 10_000_000


def _numbers(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Numbers = Annotated[tuple[float, ...], BeforeValidator(_numbers)]
Words = Annotated[tuple[str, ...], BeforeValidator(_numbers)]


class Factor(Section):
    """A setting that varies: values to go through, or a range to sample (``declared``: the one the scenario states).

    In a file: a list of values, the word ``declared``, or a mapping.
    """

    values: Numbers = Field((), description="values to go through, in every combination")
    range: Numbers | Literal["declared"] = Field((), description="lowest and highest value, or declared")
    steps: int = Field(0, ge=0, le=1000, description="so many values, evenly over the range, to go through")

    @model_validator(mode="after")
    def _one_way(self) -> Factor:
        if bool(self.values) == bool(self.range):
            raise ValueError("give either values, or a range")
        if isinstance(self.range, tuple) and self.range and (len(self.range) != 2 or self.range[0] >= self.range[1]):
            raise ValueError("a range is two numbers: [low, high]")
        if self.steps == 1:
            raise ValueError("one step is no way from low to high: give at least 2")
        return self


def _factor(value: object) -> object:
    if isinstance(value, list):
        return {"values": value}
    return {"range": value} if isinstance(value, str) else value


class Layout(Section):
    """How the points lie: grid, list (the ``cases`` alone), latin_hypercube or sobol over the ranges."""

    kind: Literal["grid", "list", "latin_hypercube", "sobol"] = Field(description="how the points lie")
    points: int = Field(0, ge=0, le=MOST_POINTS, description="sampled points for each combination of values and case")
    seed: int = Field(1, ge=0, le=2**32 - 1, description="of the Latin hypercube")


class Stopping(Section):
    """When a point has enough runs."""

    outcome: str = Field(description="whose 95 % interval is looked at; one of the outcomes")
    half_width: float = Field(gt=0, description="half of the width at which it is tight enough, in the outcome's unit")
    at_most: int = Field(100_000, ge=1, le=10_000_000, description="runs of a point at most")


class Experiment(Section):
    """A question to a scenario: what varies, how, how often each point is run, what is looked at."""

    version: Literal[1] = Field(alias="experiment", description="version of this file format")
    name: str = Field(min_length=1, max_length=200, description="title")
    summary: str = Field("", description="what is asked, in a sentence or two")
    scenario: str = Field(description="a shipped scenario by name, or a file relative to this one")
    changes: dict[str, Any] = Field(default_factory=dict, alias="set", description="settings changed at every point")
    design: Layout = Field(description="how the points lie")
    replications: int = Field(200, ge=2, le=10_000_000, description="runs of each point (the first look, with stop)")
    seed: int = Field(1, ge=0, le=2**63 - 1, description="of the simulation")
    levers: dict[str, Annotated[Factor, BeforeValidator(_factor)]] = Field(
        default_factory=dict, description="what an actor can choose, by path"
    )
    uncertainties: dict[str, Annotated[Factor, BeforeValidator(_factor)]] = Field(
        default_factory=dict, description="what nobody knows, by path"
    )
    cases: dict[Id, dict[str, Any]] = Field(
        default_factory=dict, description="named sets of changes, each combined with everything else; null removes"
    )
    questions: dict[Id, QuestionAsked] = Field(
        default_factory=dict, description="what is asked of the runs besides the questions of the scenario, by name"
    )
    expectations: dict[Id, ExpectationStated] = Field(
        default_factory=dict, description="what brink expect holds the scenario against, changed as set says, by name"
    )
    outcomes: Words = Field(
        (),
        description="what is looked at: questions by name or in one line, outcomes, conditions; by default the "
        "questions of this file, else those of the scenario, else the usual outcomes",
    )
    stop: Stopping | None = Field(None, description="stopping rule for the runs of a point")

    @model_validator(mode="after")
    def _fits(self) -> Experiment:
        ranged = [path for path, factor in self.factors() if not factor.values and not factor.steps]
        twice = sorted(set(self.levers) & set(self.uncertainties))
        if twice:
            raise ValueError(f"{', '.join(twice)}: a lever and an uncertainty at once")
        if self.design.kind == "list" and (not self.cases or self.levers or self.uncertainties):
            raise ValueError("a list is its cases and nothing else: give cases, no levers and no uncertainties")
        if self.design.kind == "grid" and ranged:
            raise ValueError(f"a grid goes through values: give values or steps for {', '.join(ranged)}")
        if self.design.kind in ("latin_hypercube", "sobol") and not (ranged and self.design.points):
            raise ValueError(f"{self.design.kind} samples ranges: give design.points and a range without steps")
        if self.stop and self.outcomes and self.stop.outcome not in self.outcomes:
            raise ValueError(f"stop.outcome: {choices(self.stop.outcome, self.outcomes)}")
        return self

    def looked_at(self, scenario: Scenario) -> tuple[str, ...]:
        """The outcomes, or what stands for them where none are stated."""
        return self.outcomes or tuple(self.questions) or usual_questions((scenario,)) or USUAL

    def factors(self) -> Iterator[tuple[str, Factor]]:
        """Levers, then uncertainties."""
        yield from self.levers.items()
        yield from self.uncertainties.items()


@cache
def shipped() -> tuple[str, ...]:
    """Names of the experiments that come with brink."""
    entries = (entry.name for entry in resources.files(FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in entries if name.endswith(SUFFIX)))


def load_experiment(name_or_path: str) -> tuple[Experiment, Path | None, Text]:
    """Load a shipped experiment by name, or a file; the folder it lies in (None if shipped), and its text.

    Raises:
        ScenarioError: with every mistake found.
    """
    if name_or_path in shipped():
        raw, folder = resources.files(FOLDER).joinpath(name_or_path + SUFFIX).read_bytes(), None
    else:
        path = Path(name_or_path)
        if not path.is_file():
            raise ScenarioError([Problem(name_or_path, 0, 0, "", _nowhere(name_or_path))])
        with path.open("rb") as stream:
            raw, folder = stream.read(MOST_BYTES + 1), path.parent
    text = read_yaml(decode(raw, name_or_path), name_or_path)
    return _checked(text, name_or_path), folder, text


def is_experiment(name_or_path: str) -> bool:
    """Whether a name or a file is that of an experiment; what cannot be read is none."""
    if name_or_path in shipped():
        return True
    try:
        with Path(name_or_path).open("rb") as stream:
            data = read_yaml(decode(stream.read(MOST_BYTES + 1), name_or_path), name_or_path).data
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and "experiment" in data


def _nowhere(name: str) -> str:
    """What may have been meant by an experiment that is not there."""
    word = name.removesuffix(SUFFIX)
    if word in scenarios():
        return "this is a scenario, not an experiment: run it with brink run, or name it in an experiment file"
    if word != name and word in shipped():
        return f"there is no such file; the experiment that comes with brink is called {word}"
    return f"there is no such experiment or file: {choices(name, shipped())}"


def made_experiment(given: Mapping[str, Any]) -> tuple[Experiment, None, Text]:
    """An experiment made in Python, with what a file would hold; version and name may be left out.

    Raises:
        ScenarioError: with every mistake found.
    """
    scenario = given.get("scenario")
    named = {**given, "scenario": scenario.name} if isinstance(scenario, Scenario) else given
    plain = plain_value({"experiment": 1, "name": "experiment", **named})
    text = Text(plain, {(): FilePosition("the experiment", 0, 0, 0, 0)})
    return _checked(text, "the experiment"), None, text


def _checked(text: Text, file: str) -> Experiment:
    if not isinstance(text.data, dict):
        raise ScenarioError([Problem(file, 1, 1, "", "an experiment is a mapping (key: value)")])
    try:
        return Experiment.model_validate(text.data)
    except ValidationError as error:
        problems = [_problem(text, file, entry) for entry in error.errors()]
        raise ScenarioError(
            in_order([*problems, *outcome_problems(text, file), *_scenario_problems(text, file)])
        ) from None


def outcome_problems(text: Text, file: str) -> Iterator[Problem]:
    """Outcomes in the text of an experiment that are surely none; without the scenario its questions are not known."""
    listed = text.data.get("outcomes") if isinstance(text.data, dict) else ()
    for number, name in enumerate(listed if isinstance(listed, list) else ()):
        try:
            measure(str(name))
        except UserError as fault:
            if nearest(name, COLUMNS):
                yield problem_at(text, file, ("outcomes", str(number)), str(fault))


def _scenario_problems(text: Text, file: str) -> Iterator[Problem]:
    """A scenario by name that does not come with brink; a file is opened later, when all else is well."""
    named = text.data.get("scenario")
    if isinstance(named, str) and named not in scenarios() and not named.endswith(SUFFIX):
        said = f"there is no such scenario: {choices(named, scenarios())}"
        yield problem_at(text, file, ("scenario",), said)


def _problem(text: Text, file: str, error: Any) -> Problem:
    path = tuple(str(part) for part in error["loc"] if str(part) != "[key]" and not str(part).startswith("function-"))
    if error["type"] == "missing":
        return problem_at(text, file, path[:-1], f"{path[-1]} is missing", at_key=True)
    if error["type"] == "extra_forbidden":
        return problem_at(text, file, path, f"unknown key: {choices(path[-1], _keys(path[:-1]))}", at_key=True)
    return problem_at(text, file, path, plain_message(error))


def _keys(path: tuple[str, ...]) -> tuple[str, ...]:
    """Keys that may stand at a path of an experiment."""
    inside: dict[str, type[Section]] = {
        "design": Layout,
        "stop": Stopping,
        "levers": Factor,
        "uncertainties": Factor,
        "questions": QuestionAsked,
        "expectations": ExpectationStated,
    }
    section = inside.get(path[0], Experiment) if path else Experiment
    return tuple(field.alias or name for name, field in section.model_fields.items())


def problem_at(text: Text, file: str, path: tuple[str, ...], message: str, at_key: bool = False) -> Problem:
    """A problem at the place of a path, or of the nearest value around it; a bare list stands for its ``values``."""
    here = path
    if here not in text.places and "values" in here:
        here = tuple(part for part in here if part != "values")
    while here and here not in text.places:
        here = here[:-1]
    place = text.places.get(here, FilePosition(file, 1, 1, 1, 1))
    line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
    return Problem(file, line, column, ".".join(path), message)
