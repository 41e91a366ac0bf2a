"""The primary forecaster of each frame, named with its date in a file before the frame is scored."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

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
OPENINGS, REPLIES, MONTHS, CRISES, EVENTS = "openings", "replies", "months", "crises", "events"
Frame = Literal["openings", "replies", "months", "crises", "events"]

Line = Annotated[str, Field(max_length=2_000), AfterValidator(one_line)]


class Primary(BaseModel):
    """What is scored, and the one forecaster of each frame whose score counts.

    Of imported events: ``sha256`` is of the file of acts, ``begin`` the first day that is looked at, ``cut`` the last.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    named: datetime.date
    why: Line
    learn: Line
    score: Line
    since: datetime.date | None = None
    sha256: Line | None = None
    begin: datetime.date | None = Field(default=None, alias="from")
    cut: datetime.date | None = None
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

    def told(self) -> dict[str, Any]:
        """As plain data: its name, its day, the file that it stands in, the forecasters."""
        return {
            "name": self.name,
            "named": self.primary.named.isoformat(),
            "file": self.sha256,
            "forecasters": dict(self.primary.forecasters),
        }

    def agreed(self, option: str, given: object, said: object) -> None:
        """See that an option, if it is given, says the same.

        Raises:
            UserError: it says another thing.
        """
        if given is not None and given != said:
            raise UserError(f"{option} {given}: the primary {self.name} was named for {said}; leave the option out")


def known_as(name: str | None, made: Iterable[str]) -> str | None:
    """The forecaster that was named before, if one was.

    Raises:
        UserError: there is no forecaster of that name.
    """
    if name is not None and name not in made:
        raise UserError(f"--primary: no forecaster is called {name!r}: {', '.join(made)}")
    return name


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
