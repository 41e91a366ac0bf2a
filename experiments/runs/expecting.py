"""A scenario run to hold its expectations: outcomes and answers of so many runs, in memory, without a folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...scenarios.questions.expected import expected_of
from ..errors import UserError
from ..measures.questions.held import LEVEL, Held, held
from ..results.question import LARGEST_RUNS, LARGEST_SEED
from .answered import answered_runs
from .posterior import cases_of, drawn_from

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
    subject = cases_of(scenario, runs, seed, drawn_from(scenario, None))
    frame = answered_runs(subject, expected.tables, runs, seed, jobs, progress)
    return Checked(runs, held(expected.bounds, expected.tables, frame, level))
