"""A scenario run to hold its expectations: outcomes and answers of so many runs, in memory, without a folder."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ...model.world.tables import Case
from ...scenarios.questions.expected import expected_of
from ..errors import UserError
from ..measures.questions.held import LEVEL, Held, held
from ..results.question import LARGEST_RUNS, LARGEST_SEED, Chunk, chunks
from .attempts import attempt
from .batch import processors

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: Runs unless told otherwise: a share of one half is then known to within four points at the level of the bounds.
RUNS = 1_000


class Checked(NamedTuple):
    """The expectations of a scenario as its runs bear them out."""

    runs: int
    held: list[Held]


def check_expectations(
    scenario: Scenario,
    runs: int = RUNS,
    seed: int = 1,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    level: float = LEVEL,
) -> Checked:
    """Run a scenario and hold its expectations against what the runs answer.

    Raises:
        UserError: nothing is expected of it, or a number is out of bounds.
        EngineFault: a run failed.
    """
    if not scenario.expectations:
        raise UserError(f"{scenario.name}: nothing is expected of it; write expectations: into its file")
    for name, value, low, high in (("--runs", runs, 1, LARGEST_RUNS), ("--seed", seed, 0, LARGEST_SEED)):
        if not low <= value <= high:
            raise UserError(f"{name}: {value!r} is not a whole number from {low:,} to {high:,}")
    expected = expected_of(scenario)
    case = scenario.case()._replace(questions=expected.tables)
    frame = _answered(case, runs, seed, jobs or processors(), progress)
    return Checked(runs, held(expected.bounds, expected.tables, frame, level))


def _answered(case: Case, runs: int, seed: int, jobs: int, progress: Callable[[int, int], None] | None) -> pd.DataFrame:
    """Outcomes and answers, a row a run, in run order."""

    def part(chunk: Chunk) -> pd.DataFrame:
        found = attempt(case, "ensemble", seed, chunk, "stop")
        return pd.DataFrame(
            {name: found.measured[name] for name in found.measured.dtype.names or ()} | {**found.answered}
        )

    parts: list[pd.DataFrame] = []
    waiting: deque[tuple[Chunk, Future[pd.DataFrame]]] = deque()
    todo, done = chunks(runs, 0), 0
    with ThreadPoolExecutor(jobs) as pool:
        for chunk in todo:
            waiting.append((chunk, pool.submit(part, chunk)))
            if len(waiting) > 2 * jobs:
                parts.append(waiting.popleft()[1].result())
        while waiting:
            chunk, future = waiting.popleft()
            parts.append(future.result())
            done = chunk.first + chunk.runs
            if progress is not None:
                progress(done, runs)
    return pd.concat(parts, ignore_index=True)
