"""What ``brink check --try`` does besides checking: quick runs, and warnings with a reason and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..measures.numbers import several
from .console import give, give_prose, progress_bar
from .options import announce_compilation

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ..evidence.critic.critic import ScenarioWarning


class TrialRuns(NamedTuple):
    """What came of trying a scenario."""

    runs: int
    seed: int
    warnings: list[ScenarioWarning]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {"runs": self.runs, "seed": self.seed, "warnings": [entry.as_json() for entry in self.warnings]}


def try_out(scenario: Scenario) -> TrialRuns:
    """Run a scenario a few hundred times and hear what the critic says."""
    from ..evidence.critic.critic import criticise
    from ..evidence.critic.trial import SEED, tried

    announce_compilation()
    with progress_bar("trying") as progress, tried(scenario, progress) as trial:
        return TrialRuns(trial.runs, SEED, criticise(trial))


def show(file: str, found: TrialRuns) -> None:
    """Print the warnings, each with its place, its name, the reason and what to do."""
    many = several(len(found.warnings), "warning") if found.warnings else "nothing looks wrong"
    give(f"{file}: tried {several(found.runs, 'run')}, seed {found.seed}: {many}")
    for entry in found.warnings:
        give_prose(str(entry.problem), 4)
        give(f"    warning: {entry.name}")
        give_prose(f"    what to do: {entry.remedy}", 4)
