"""Running a chunk of runs so that one bad run is found and named, and the others are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.batch import MEASURES, Batch, join
from ...model.outcomes import outcomes
from ...model.world.asked import wants_series
from ...model.world.tables import Case
from ..errors import EngineFault, NotStarted, UserError
from ..results.failures import FINISH, STOP, Attempt, Failure, empty_run, halves
from ..results.question import SERIES_VALUES, Chunk
from .engines import Engine, answered, measure, simulate

if TYPE_CHECKING:
    from .uncertain import Uncertain

    Subject = Case | Uncertain


#: Runs that must all fail for a batch to be given up.
MANY = 10


def attempt(subject: Subject, engine: str | Engine, seed: int, chunk: Chunk, on_error: str = FINISH) -> Attempt:
    """Run and measure a chunk.

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
    if _too_many(subject, chunk):
        return join_attempts([attempt(subject, engine, seed, part, on_error) for part in halves(chunk)])
    try:
        return _tried(subject, engine, seed, chunk)
    except EngineFault as fault:
        if on_error == STOP:
            raise
        if chunk.runs == 1:
            return failed_run(subject, chunk, Failure(chunk.first, fault.origin, fault.reason))
    return join_attempts([attempt(subject, engine, seed, part) for part in halves(chunk)])


def _too_many(subject: Subject, chunk: Chunk) -> bool:
    """Whether the daily series that questions need of a chunk would take too much memory at a time."""
    case = read_by(subject)
    if chunk.series or chunk.runs == 1 or not wants_series(case.questions):
        return False
    return chunk.runs * case.worlds[0].days * len(case.names.actors) * len(MEASURES) > SERIES_VALUES


def _tried(subject: Subject, engine: str | Engine, seed: int, chunk: Chunk) -> Attempt:
    series = chunk.series or wants_series(read_by(subject).questions)
    if isinstance(subject, Case):
        batch = simulate(subject, engine, seed, chunk._replace(series=series))
        return Attempt(recorded(batch, chunk), measure(subject, batch), (), {}, answered(subject, batch))

    def one(case: Case, first: int, count: int) -> Batch:
        return simulate(case, engine, seed, Chunk(first, count, series))

    try:
        found = subject.measured(one, chunk.first, chunk.runs)
    except (EngineFault, NotStarted, UserError):
        raise
    except Exception as fault:
        raise EngineFault(chunk.first, chunk.runs, f"{type(fault).__name__}: {fault}", "outcomes") from fault
    asked = answered(subject.reading, found.batch)
    return Attempt(recorded(found.batch, chunk), found.outcomes, (), found.parameters, asked)


def recorded(batch: Batch, chunk: Chunk) -> Batch:
    """The batch without the daily series that only its questions needed."""
    return batch if chunk.series else batch._replace(series=batch.series[:0])


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
    return Attempt(batch, outcomes(batch, case), (failure,), parameters, answered(case, batch))


def join_attempts(parts: list[Attempt]) -> Attempt:
    """Put attempts at consecutive runs together; at least one, in run order."""
    return Attempt(
        join([part.batch for part in parts]),
        np.concatenate([part.measured for part in parts]),
        tuple(failure for part in parts for failure in part.failures),
        {path: np.concatenate([part.parameters[path] for part in parts]) for path in parts[0].parameters},
        {name: np.concatenate([part.answered[name] for part in parts]) for name in parts[0].answered},
    )
