"""Running a stretch of runs so that one bad run is found and named, and the others are kept."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..model.batch import Batch
from ..model.errors import AgentClassesError
from ..model.outcomes import outcomes
from ..model.world import Case
from .errors import EngineFault, NotStarted, UserError
from .failures import FINISH, STOP, Failure, empty_run, halves
from .question import Chunk

if TYPE_CHECKING:
    from .uncertain import Uncertain

    Subject = Case | Uncertain
Engine = Callable[[Case, int, int, int, bool], Batch]

#: Modules of the package whose ``simulate(case, seed, first, count, series)`` answers.
ENGINES: dict[str, str] = {"ensemble": "..model.ensemble", "mesa": "..model.crisis"}

#: Runs that must all fail for a batch to be given up.
MANY = 10


class Attempt(NamedTuple):
    """A stretch of runs, its outcomes (dtype `OUTCOME`, a row a run), and which of the runs failed.

    A failed run is empty in the batch; its row of outcomes means nothing. ``parameters``: those of each run by path,
    where the runs drew their own.
    """

    batch: Batch
    measured: NDArray[np.void]
    failures: tuple[Failure, ...]
    parameters: Mapping[str, NDArray[np.float64]]


def simulate(case: Case, engine: str | Engine, seed: int, chunk: Chunk) -> Batch:
    """Run one stretch of runs.

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
    """Outcomes of a stretch of runs.

    Raises:
        EngineFault: they cannot be taken; the cause is chained.
    """
    try:
        return outcomes(batch, case)
    except Exception as fault:
        raise EngineFault(batch.first, batch.count, f"{type(fault).__name__}: {fault}", "outcomes") from fault


def attempt(subject: Subject, engine: str | Engine, seed: int, chunk: Chunk, on_error: str = FINISH) -> Attempt:
    """Run and measure a stretch of runs.

    Args:
        subject: the world, or worlds of runs that draw their own parameters.
        engine: its name, or a function.
        seed: of the draws.
        chunk: which runs.
        on_error: ``stop`` raises the first fault; ``finish`` narrows it down to the runs that have it, half by half,
            and makes data of them. A run that passes on its own is no failure.

    Raises:
        EngineFault: with ``stop``, when a run fails.
    """
    try:
        return _tried(subject, engine, seed, chunk)
    except EngineFault as fault:
        if on_error == STOP:
            raise
        if chunk.runs == 1:
            return failed_run(subject, chunk, Failure(chunk.first, fault.origin, fault.reason))
    return join_attempts([attempt(subject, engine, seed, part) for part in halves(chunk)])


def _tried(subject: Subject, engine: str | Engine, seed: int, chunk: Chunk) -> Attempt:
    if isinstance(subject, Case):
        batch = simulate(subject, engine, seed, chunk)
        return Attempt(batch, measure(subject, batch), (), {})

    def one(case: Case, first: int, count: int) -> Batch:
        return simulate(case, engine, seed, Chunk(first, count, chunk.series))

    try:
        found = subject.measured(one, chunk.first, chunk.runs)
    except (EngineFault, NotStarted, UserError):
        raise
    except Exception as fault:
        raise EngineFault(chunk.first, chunk.runs, f"{type(fault).__name__}: {fault}", "outcomes") from fault
    return Attempt(found.batch, found.outcomes, (), found.parameters)


def refuse_hopeless(subject: Subject, engine: str | Engine, seed: int, chunk: Chunk, found: Attempt) -> None:
    """Stop where no run of a chunk passes: that is no accident of one run, and the rest would fail as well.

    Raises:
        EngineFault: all of at least `MANY` runs failed in the engine; the cause is chained.
    """
    if len(found.failures) == chunk.runs >= MANY and all(entry.origin != "worker" for entry in found.failures):
        attempt(subject, engine, seed, chunk, STOP)


def read_by(subject: Subject) -> Case:
    """The case by which the acts of any run are read."""
    return subject if isinstance(subject, Case) else subject.reading


def failed_run(subject: Subject, chunk: Chunk, failure: Failure) -> Attempt:
    """The attempt at a chunk of one run that failed."""
    run, parameters = chunk.first, {}
    if not isinstance(subject, Case):
        parameters = {path: np.array([value]) for path, value in zip(subject.paths, subject.values(run), strict=True)}
    case = read_by(subject)
    batch = empty_run(case, run, chunk.series)
    return Attempt(batch, outcomes(batch, case), (failure,), parameters)


def join_attempts(parts: list[Attempt]) -> Attempt:
    """Put attempts at consecutive runs together; at least one, in run order."""
    return Attempt(
        join([part.batch for part in parts]),
        np.concatenate([part.measured for part in parts]),
        tuple(failure for part in parts for failure in part.failures),
        {path: np.concatenate([part.parameters[path] for part in parts]) for path in parts[0].parameters},
    )


def join(batches: list[Batch]) -> Batch:
    """Put batches of consecutive runs together; at least one, in run order."""

    def offsets(name: str) -> np.ndarray:
        lengths = np.concatenate([np.diff(getattr(b, name)) for b in batches])
        return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def rows(name: str) -> np.ndarray:
        return np.concatenate([getattr(b, name) for b in batches])

    recorded = [b.series for b in batches if len(b.series)]
    return Batch(
        batches[0].first,
        sum(b.count for b in batches),
        rows("acts"),
        offsets("act_offsets"),
        rows("answers"),
        offsets("answer_offsets"),
        rows("wars"),
        offsets("war_offsets"),
        rows("mediated"),
        np.concatenate(recorded) if recorded else batches[0].series,
    )
