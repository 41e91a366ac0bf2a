"""What the small files of a results folder may say: the manifest and the plan as typed, bounded models.

A folder may come from a stranger, or have been damaged on the way. Whatever its manifest or its plan says, reading it
ends in plain values of the right kind or in a `UserError`; nothing in it is taken for the path of a file to open.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import UserError
from ..system.printable import one_line, printable
from ..system.regular import read_regular
from .question import LARGEST_RUNS, LARGEST_SEED, LONGEST_DAYS

#: A manifest has a few hundred bytes a named thing; this is room for a very large world.
MOST_BYTES = 16 * 1024 * 1024
#: Format of the manifests written now: 2 added failed runs, 3 the changes of a batch and `sums.SUMS` next to it, 4 the
#: pauses of standing campaigns.
SCHEMA = 4
#: Layouts of a manifest that can be read.
READABLE = (1, 2, 3, 4)


#: What plain values may raise where something else was expected: keys, types, and whole numbers beyond any float.
MISSHAPEN = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError)

Line = Annotated[str, Field(max_length=200_000), AfterValidator(one_line)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
#: The name of a file in the folder itself.
FileName = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
Runs = Annotated[int, Field(ge=1, le=LARGEST_RUNS)]
Some = Annotated[int, Field(ge=0, le=LARGEST_RUNS)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Days = Annotated[int, Field(ge=1, le=LONGEST_DAYS)]
Rows = Annotated[int, Field(ge=0, le=2**63)]


class Claims(BaseModel):
    """Strict types; what an earlier or later version says besides is left aside."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, defer_build=True)


class Named(Claims):
    """The scenario by its title and the digest of its content."""

    name: Line
    sha256: Line = ""


class Commit(Claims):
    """Sources that made the results."""

    commit: Line
    edited: bool


class FileEntry(Claims):
    """A file of the answer."""

    sha256: Sha256
    size: Rows | None = Field(None, alias="bytes")


class Labels(Claims):
    """Plain names by id, for each of `labels.SECTIONS`; since 0.2 also marks, articles and what is left out."""

    actors: dict[Line, Line]
    territories: dict[Line, Line]
    places: dict[Line, Line]
    weapons: dict[Line, Line]
    marks: dict[Line, Line] = {}
    articles: dict[Line, Line] = {}
    left_out: dict[Line, Line] = {}


class ChangesClaimed(Claims):
    """As `changes.Changes`, which the batch froze when it was asked."""

    base: Line
    own: bool
    changed: list[Annotated[list[Line], Field(min_length=3, max_length=3)]]
    left: Rows
    added: dict[Line, Rows]
    removed: list[Line]


class Manifest(Claims):
    """What a finished batch says of itself."""

    version: Literal[1, 2, 3, 4] = Field(alias="schema")
    brink: Line
    git: Commit | None = None
    python: Line
    platform: Line = ""
    libraries: dict[Line, Line | None]
    scenario: Named
    question: Line
    model: Line
    seed: Seed
    runs: Runs
    failed: Some = 0
    days: Days
    runs_with_acts: Some
    runs_in_quantiles: Some
    uncertain: bool
    posterior: Line | None = None
    engine: Line
    jobs: Some = 1
    command: list[Line] | None = None
    started: Line
    ended: Line
    rows: dict[Line, Rows]
    files: dict[FileName, FileEntry]
    labels: Labels
    changes: list[ChangesClaimed] = []

    @model_validator(mode="after")
    def _fits(self) -> Manifest:
        for name in ("failed", "runs_with_acts", "runs_in_quantiles"):
            if getattr(self, name) > self.runs:
                raise ValueError(f"{name} is {getattr(self, name)}, more than the {self.runs} runs")
        if self.failed == self.runs:
            raise ValueError("no run passed")
        if self.rows.get("runs") != self.runs - self.failed:
            raise ValueError(f"rows.runs is {self.rows.get('runs')}, of {self.runs} runs {self.failed} failed")
        return self


class QuestionClaimed(Claims):
    """As `question.BatchQuestion`."""

    scenario: Line
    digest: Line
    runs: Runs
    seed: Seed
    days: Days
    acts: Annotated[int, Field(ge=-1, le=LARGEST_RUNS)]
    uncertain: bool
    posterior: Line
    model: Line
    format: Annotated[int, Field(ge=1, le=1_000)]
    engine: Line = ""


class PlanClaimed(Claims):
    """As `store.Plan`."""

    question: QuestionClaimed
    engine: Line
    series_runs: Runs
    started: Line
    command: list[Line] | None = None
    labels: Labels
    changes: list[ChangesClaimed] = []

    @model_validator(mode="after")
    def _fits(self) -> PlanClaimed:
        if self.series_runs > self.question.runs:
            raise ValueError(f"series_runs is {self.series_runs}, more than the {self.question.runs} runs")
        return self


class StudyPlan(Claims):
    """The frozen plan of a study; what its ``question`` holds is for the kind of study to read."""

    kind: Line
    label: Line
    hash: Line
    model: Line = ""
    started: Line = ""
    question: dict[str, Any]
    scenarios: list[FileName]
    command: list[Line]


class StudyManifest(Claims):
    """What a finished study says of itself; besides, the facts that its verb prints."""

    model_config = ConfigDict(extra="allow")

    study: Line
    label: Line
    question: dict[str, Any]
    files: dict[FileName, FileEntry]
    points: Some | None = None
    scenario: Line | None = None
    found: list[Line] | None = None
    words: dict[Line, Line] = {}


class CalibrationPlan(Claims):
    """The size of a calibration that was begun."""

    points: Some
    trials: Some


Model = TypeVar("Model", bound=BaseModel)


def read_typed(file: Path, model: type[Model]) -> Model:
    """A JSON file that holds one object of the kind that ``model`` describes.

    Raises:
        UserError: it cannot be read, is too large, or says something else.
    """
    content = read_json(file)
    written = content.get("schema")
    if type(written) is int and written > READABLE[-1]:
        raise UserError(
            f"{file}: written by a later version of brink (format {written}, this one reads {READABLE[-1]})"
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise UserError(f"{file}: cannot be read ({_first(error)})") from error


def read_json(file: Path) -> dict[str, Any]:
    """A JSON file that holds one object, every text of it without control characters, every number finite.

    Raises:
        UserError: it cannot be read, is too large, or is something else.
    """
    raw = read_regular(file, MOST_BYTES)
    try:
        content = json.loads(
            raw.decode("utf-8"), parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once
        )
        if not isinstance(content, dict):
            raise ValueError("no JSON object")
        _check_texts(content)
    except (ValueError, RecursionError) as fault:
        reason = "nested too deep" if isinstance(fault, RecursionError) else fault
        raise UserError(f"{file}: cannot be read ({reason})") from fault
    return content


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    if math.isinf(value := float(text)):
        raise ValueError("a number is out of bounds")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different: of two values for one key, which holds would depend on the reader."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _check_texts(content: Any) -> None:
    """See that no text, however deep, holds control characters."""
    if isinstance(content, str):
        one_line(content)
    elif isinstance(content, dict):
        for key, value in content.items():
            one_line(key)
            _check_texts(value)
    elif isinstance(content, list):
        for value in content:
            _check_texts(value)


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, in words: where, and what stands there."""
    wrong = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in wrong["loc"])
    if wrong["type"] == "missing":
        return f"{where} is missing"
    if wrong["type"] == "value_error":
        return ": ".join(part for part in (where, str(wrong.get("ctx", {}).get("error", wrong["msg"]))) if part)
    return f"{where} is {printable(repr(wrong['input'])[:60])}"
