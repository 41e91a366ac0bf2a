"""What a worker is given to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...model.world.tables import Case
from ..results.failures import FINISH
from ..results.store import Plan
from .engines import Engine

if TYPE_CHECKING:
    from .attempts import Subject
    from .uncertain import Uncertain


class Job(NamedTuple):
    """A batch to be run: the world, the plan, the folder it goes to, and the engine by name or as a function.

    ``uncertain``: each run has a case of its own; ``case`` is then the one by which their acts are read. ``on_error``
    says what a failed run does to the batch; ``cluster`` is the address of a Dask scheduler, or ``local``.
    """

    case: Case
    plan: Plan
    folder: Path
    engine: str | Engine
    uncertain: Uncertain | None = None
    on_error: str = FINISH
    cluster: str | None = None

    @property
    def subject(self) -> Subject:
        """What is run: one case, or a case a run."""
        return self.uncertain or self.case
