"""Arguments of the functions in Python: checked before anything is computed, and called what the caller calls them."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from operator import index
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

from pydantic import ConfigDict, PlainValidator, ValidationError, validate_call

from ...scenarios.problems import ScenarioError, choices, shown
from ...scenarios.scenario import Scenario
from ..errors import UserError
from ..results.question import LARGEST_RUNS, LARGEST_SEED, LONGEST_DAYS
from ..results.read import Results
from ..runs.batch import Progress
from ..runs.engines import Engine
from ..studies.files import MOST_POINTS

P = ParamSpec("P")
R = TypeVar("R")

#: An option of the command line in a message; those of a command that the message recommends stay what they are.
OPTION = re.compile(r"brink [a-z][^;:]*|--([a-z][a-z-]*)")
#: Options that are called otherwise in Python.
RENAMED = {"set": "sets", "doctrine": "doctrines", "parameter": "parameters"}


def _whole(least: int, most: int) -> Callable[[object], int]:
    """A whole number within bounds, of Python or NumPy."""

    def check(given: Any) -> int:
        try:
            number = least - 1 if isinstance(given, bool) else index(given)
        except TypeError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError(f"{shown(given)} is not a whole number from {least:,} to {most:,}")
        return number

    return check


def _or_none(check: Callable[[Any], Any]) -> PlainValidator:
    return PlainValidator(lambda given: None if given is None else check(given))


def _one_of(what: str, *kinds: type) -> Callable[[Any], Any]:
    def check(given: Any) -> Any:
        if isinstance(given, kinds):
            return given
        raise ValueError(f"{shown(given)} is {what}")

    return check


def _words(given: Any) -> tuple[str, ...]:
    listed: tuple[Any, ...] = (given,) if isinstance(given, str) or not isinstance(given, Sequence) else tuple(given)
    if not all(isinstance(word, str) for word in listed):
        raise ValueError(f"{shown(given)} is neither a text nor a list of texts")
    return listed


def _by_name(given: Any) -> Any:
    """Values by name, or a list of texts such as ``name=value``."""
    return {str(name): value for name, value in given.items()} if isinstance(given, Mapping) else _words(given)


def _path(given: Any) -> Path:
    return Path(_one_of("no path", str, os.PathLike)(given))


def _called(given: Any) -> Any:
    if not callable(given):
        raise ValueError(f"{shown(given)} cannot be called")
    return given


def _engine(given: Any) -> Any:
    return given if callable(given) else _one_of("neither ensemble, mesa nor a function", str)(given)


def _ends(given: Any) -> Any:
    return given if isinstance(given, str) else tuple(_one_of("no pair of numbers", tuple, list)(given))


#: A scenario by name or file, or one that is loaded.
World = Annotated[
    str | Path | Scenario,
    PlainValidator(_one_of("no scenario: give its name, its file, or what load_scenario returns", str, Path, Scenario)),
]
Another = Annotated[str | Path | Scenario | None, _or_none(_one_of("no scenario", str, Path, Scenario))]
Batch = Annotated[
    str | Path | Results,
    PlainValidator(_one_of("no results: give what run returns, or its folder", str, Path, Results)),
]
#: Settings and their values by path, or a list of ``path=value``.
Changes = Annotated[Mapping[str, Any] | Sequence[str], PlainValidator(_by_name)]
Names = Annotated[str | Sequence[str], PlainValidator(_words)]
Text = Annotated[str, PlainValidator(_one_of("no text", str))]
Wish = Annotated[str | None, _or_none(_one_of("no text", str))]
Ends = Annotated[tuple[float, float] | str | None, _or_none(_ends)]
Experiment = Annotated[str | Path | Mapping[str, Any], PlainValidator(_one_of("no experiment", str, Path, Mapping))]
Flag = Annotated[bool, PlainValidator(_one_of("neither True nor False", bool))]
Folder = Annotated[str | Path, PlainValidator(_path)]
Out = Annotated[str | Path | None, _or_none(_path)]
Runs = Annotated[int, PlainValidator(_whole(1, LARGEST_RUNS))]
Kept = Annotated[int | None, _or_none(_whole(0, LARGEST_RUNS))]
Points = Annotated[int, PlainValidator(_whole(1, MOST_POINTS))]
MaybePoints = Annotated[int | None, _or_none(_whole(1, MOST_POINTS))]
Seed = Annotated[int, PlainValidator(_whole(0, LARGEST_SEED))]
Days = Annotated[int | None, _or_none(_whole(1, LONGEST_DAYS))]
Jobs = Annotated[int | None, _or_none(_whole(1, 1_024))]
Driver = Annotated[str | Engine, PlainValidator(_engine)]
Tell = Annotated[Progress | None, _or_none(_called)]


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """A function whose arguments are checked first; what is wrong is one `UserError` that names them.

    What else goes wrong speaks of arguments, too, and not of options of the command line.
    """
    call = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)
    names = [name for name in function.__annotations__ if name != "return"]

    @functools.wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except ValidationError as error:
            wrong = [_wrong(entry, names) for entry in error.errors(include_url=False)]
            raise UserError(f"brink.{function.__name__}: {'; '.join(wrong)}") from None
        except UserError as error:
            raise UserError(in_python(str(error))) from error.__cause__
        except ScenarioError as error:
            renamed = [p._replace(file=in_python(p.file), message=in_python(p.message)) for p in error.problems]
            raise ScenarioError(renamed) from None

    return inside


def _wrong(entry: Any, names: Sequence[str]) -> str:
    """What is wrong with an argument, in words."""
    name = entry["loc"][0]
    if entry["type"] == "missing_argument":
        return f"{name} is missing"
    if entry["type"] in ("unexpected_keyword_argument", "unexpected_positional_argument"):
        return f"there is no argument {name}: {choices(name, names)}"
    called = names[name] if isinstance(name, int) else name
    return f"{called}: {entry.get('ctx', {}).get('error', entry['msg'])}"


def in_python(message: str) -> str:
    """A message about options as one about arguments: ``--from-day`` is ``from_day``."""

    def argument(found: re.Match[str]) -> str:
        option = found[1]
        return found[0] if option is None else RENAMED.get(option, option.replace("-", "_"))

    return OPTION.sub(argument, message)
