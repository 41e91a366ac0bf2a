"""The primary forecaster of each frame, named with its date in a file before the frame is scored."""

from __future__ import annotations

import datetime
import hashlib
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML, YAMLError

from ....scenarios.problems import Problem, ScenarioError, choices
from ....scenarios.text.yaml_text import utf8
from ...errors import UserError
from ...system.printable import one_line
from ...system.regular import read_regular
from ..episodes import PACKAGE

SHIPPED = "primary.yaml"
MOST_BYTES = 1024 * 1024
#: Frames that are scored.
OPENINGS, REPLIES, MONTHS, CRISES = "openings", "replies", "months", "crises"
Frame = Literal["openings", "replies", "months", "crises"]

Line = Annotated[str, Field(max_length=2_000), AfterValidator(one_line)]


class Primary(BaseModel):
    """What is scored, and the one forecaster of each frame whose score counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    named: datetime.date
    why: Line
    learn: Line
    score: Line
    since: datetime.date | None = None
    forecasters: dict[Frame, Line]


class Primaries(BaseModel):
    """A file of primaries by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    layout: Literal[1] = Field(alias="schema")
    primaries: dict[Line, Primary]


class NamedPrimary(NamedTuple):
    """A primary by its name, with the hash of the file that it stands in."""

    name: str
    primary: Primary
    sha256: str


def read_primary(name: str) -> NamedPrimary:
    """The primary of this name in the file that ships, or in ``FILE:NAME`` of a file of one's own.

    Raises:
        ScenarioError: the file is wrong.
        UserError: it cannot be read, or has no primary of that name.
    """
    path, found, own = name.rpartition(":")
    raw = read_regular(Path(path), MOST_BYTES) if found else (resources.files(PACKAGE) / SHIPPED).read_bytes()
    file, wanted = path or SHIPPED, own
    listed = _parsed(raw, file).primaries
    if wanted not in listed:
        raise UserError(f"--primary: {file} has no {wanted!r}: {choices(wanted, list(listed))}")
    return NamedPrimary(wanted, listed[wanted], hashlib.sha256(raw).hexdigest())


def _parsed(raw: bytes, file: str) -> Primaries:
    try:
        return Primaries.model_validate(YAML(typ="safe", pure=True).load(utf8(raw, file)))
    except YAMLError as fault:
        raise ScenarioError([Problem(file, 0, 0, "", f"no YAML: {str(fault).splitlines()[0]}")]) from None
    except ValidationError as fault:
        problems = [
            Problem(file, 0, 0, ".".join(map(str, error["loc"])), error["msg"].lower()) for error in fault.errors()
        ]
        raise ScenarioError(problems) from None
