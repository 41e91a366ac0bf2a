"""A call in Python as the command line that asks the same: what manifests and reports say of how it came about."""

from __future__ import annotations

import functools
import inspect
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from ...scenarios.scenario import Scenario
from ...scenarios.text.settings import plain_value
from ..results.command_line import asked_as
from ..results.read import Results
from ..runs.engines import compilation

P = ParamSpec("P")
R = TypeVar("R")

#: Arguments that a verb takes without a name.
PLACED = ("scenario", "other", "experiment", "results")
#: Arguments that the command line has no word for: they change no answer.
UNSAID = ("progress", "temporary")
#: Options by the arguments that are called otherwise.
OPTIONS = {"sets": "set", "doctrines": "doctrine", "outcomes": "outcome", "parameters": "parameter"}


def noted(function: Callable[P, R]) -> Callable[P, R]:
    """A function that is noted down as the verb of its name, and says so where the model must be compiled first."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        if said := compilation():
            logging.getLogger("brink").warning(said)
        given = signature.bind(*args, **kwargs).arguments
        defaults = {name: parameter.default for name, parameter in signature.parameters.items()}
        changed = {name: value for name, value in given.items() if value is not defaults[name]}
        with asked_as(in_words(function.__name__, changed)):
            return function(*args, **kwargs)

    return inside


def in_words(verb: str, given: Mapping[str, Any]) -> list[str]:
    """A verb with what it is given, as words of a command line."""
    words = [verb, *(_word(given[name]) for name in PLACED if name in given)]
    for name, value in given.items():
        if name not in (*PLACED, *UNSAID):
            words += _option(name, value)
    return words


def _option(name: str, value: Any) -> Iterator[str]:
    option = f"--{OPTIONS.get(name, name).replace('_', '-')}"
    if name == "figures":
        yield "--no-figures"
    elif isinstance(value, bool):
        yield option
    elif name.endswith("_range"):
        yield from (option, value if isinstance(value, str) else "..".join(map(str, value)))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from (option, f"{key}={_plain(entry)}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for entry in value:
            yield from (option, _word(entry))
    else:
        yield from (option, "all" if value is None else _word(value))


def _word(value: Any) -> str:
    """A value as a word; what is only in the memory of a program is told by what it is."""
    if isinstance(value, Scenario):
        return f"<{value.name}>"
    if isinstance(value, Results):
        return str(value.folder)
    if isinstance(value, str | Path):
        return str(value)
    return f"<{value.__name__}>" if callable(value) and hasattr(value, "__name__") else _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(plain_value(value), default=str)
