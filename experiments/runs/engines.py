"""Which engine answers: one of the two that come with brink, or a function of the user's own, known by its source."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch
from ...model.errors import AgentClassesError
from ...model.kernel.compiled import cache_folder
from ...model.kernel.native import is_made
from ...model.outcomes import outcomes
from ...model.world.tables import Case
from ..errors import EngineFault, NotStarted, UserError
from ..measures.questions.evaluate import answers
from ..results.question import Chunk

Taken = TypeVar("Taken")

#: An address in memory, as Python prints objects that say nothing of themselves: no two processes have the same.
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def compilation() -> str:
    """Why the first start takes its time, in words; nothing where the compiled model is on disk."""
    from ...model.engine.ensemble import live_runs

    if is_made(live_runs):
        return ""
    often = "this happens once" if cache_folder() else "at every start, for no cache folder is yours alone and writable"
    return f"compiling the model for this machine; {often} and takes up to a minute"


def engine_name(engine: str | Engine) -> str:
    """The name of an engine, for people and for the folder.

    Raises:
        UserError: a name that is none.
    """
    if not isinstance(engine, str):
        return getattr(_bare(engine), "__name__", "custom")
    if engine not in ENGINES:
        raise UserError(f"--engine: {engine!r} is not an engine; choose one of {', '.join(sorted(ENGINES))}")
    return engine


def engine_mark(engine: str | Engine) -> str:
    """What of an engine determines the results: nothing for those of brink, which give the same bytes.

    A function of the user's own is known by its name, its source, and, under `functools.partial`, by what it is given;
    so are the agent classes among that. What a function reads from elsewhere, or an object remembers, is not seen; nor
    are the bases that come with brink (the question has the version of the model), with Mesa (every one that is allowed
    gives the same bytes) and with Python.
    """
    if isinstance(engine, str):
        return ""
    text = _told(engine)
    return f"{engine_name(engine)}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _bare(engine: object) -> object:
    while isinstance(engine, partial):
        engine = engine.func
    return engine


def _told(value: object) -> str:
    """A value in words that are the same in every process, as far as that can be."""
    if isinstance(value, partial):
        return f"partial({_told(value.func)}, {_told(value.args)}, {_told(value.keywords)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key!r}: {_told(value[key])}' for key in sorted(value, key=repr))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_told, value))}]"
    if inspect.isclass(value):
        return " < ".join(_sourced(kind) for kind in value.__mro__ if kind is value or _own(kind))
    if inspect.isroutine(value):
        return _sourced(value)
    if callable(value):
        return _sourced(type(value))
    return _ADDRESS.sub("", repr(value))


def _own(kind: type) -> bool:
    """Whether a class is the user's."""
    package = kind.__module__.partition(".")[0]
    return package not in (__name__.partition(".")[0], "mesa", *sys.stdlib_module_names)


def _sourced(thing: object) -> str:
    name = f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', thing)}"
    try:
        source = inspect.getsource(thing)  # pyright: ignore[reportArgumentType]
    except (OSError, TypeError):
        return name  # typed into a session that keeps no source
    return f"{name} {hashlib.sha256(source.encode()).hexdigest()[:12]}"


Engine = Callable[[Case, int, int, int, bool], Batch]


#: Modules of the package whose ``simulate(case, seed, first, count, series)`` answers.
ENGINES: dict[str, str] = {"ensemble": "...model.engine.ensemble", "mesa": "...model.crisis"}


def simulate(case: Case, engine: str | Engine, seed: int, chunk: Chunk) -> Batch:
    """Run one batch of runs.

    Raises:
        EngineFault: the engine failed; the cause is chained.
        UserError: it was given agent classes that it cannot run.
        NotStarted: it cannot be loaded.
    """
    simulate_runs = loaded(engine) if isinstance(engine, str) else engine
    try:
        return simulate_runs(case, seed, chunk.first, chunk.runs, chunk.series)
    except AgentClassesError as error:
        raise UserError(str(error)) from error
    except Exception as fault:
        raise EngineFault(chunk.first, chunk.runs, f"{type(fault).__name__}: {fault}") from fault


def loaded(engine: str) -> Engine:
    """An engine of brink, by name.

    Raises:
        NotStarted: it cannot be loaded; the cause is chained.
    """
    try:
        return importlib.import_module(ENGINES[engine], __package__).simulate
    except Exception as fault:
        raise NotStarted(f"the engine {engine} did not start: {type(fault).__name__}: {fault}") from fault


def measure(case: Case, batch: Batch) -> NDArray[np.void]:
    """Outcomes of a batch of runs.

    Raises:
        EngineFault: they cannot be taken; the cause is chained.
    """
    return _taken(outcomes, case, batch)


def answered(case: Case, batch: Batch) -> dict[str, NDArray[Any]]:
    """What a batch of runs answers to the questions of its case, by column.

    Raises:
        EngineFault: they cannot be answered; the cause is chained.
    """
    return _taken(answers, case, batch)


def _taken(take: Callable[[Batch, Case], Taken], case: Case, batch: Batch) -> Taken:
    try:
        return take(batch, case)
    except Exception as fault:
        raise EngineFault(batch.first, batch.count, f"{type(fault).__name__}: {fault}", "outcomes") from fault
