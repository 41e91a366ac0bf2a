"""A trial: quick runs of a scenario, the same at every try, with what warnings are read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from ....model.world.ladder import is_kinetic
from ....scenarios.menus.menu import Menu, menus
from ...figures.frames import Frame
from ...runs.batch import Progress, run

if TYPE_CHECKING:
    from ....scenarios.scenario import Scenario
    from ...results.read import Results

#: Runs of a trial, of a very violent world fewer, so that it takes seconds.
MOST_RUNS, FEWEST_RUNS = 300, 30
MOST_ACTS = 300_000
SEED = 1


class Doubt(NamedTuple):
    """Something that looks wrong: the setting it is about, the reason, and what can be done about it."""

    path: tuple[str, ...]
    reason: str
    remedy: str


@dataclass(frozen=True)
class Trial:
    """A scenario and its quick runs."""

    scenario: Scenario
    results: Results

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.results.manifest["runs"]

    @cached_property
    def menus(self) -> Menu:
        """What each actor could do about each account."""
        return menus(self.scenario)

    @cached_property
    def force(self) -> Frame:
        """Acts of force, scripted ones included."""
        acts: Frame = self.results.acts
        return acts[is_kinetic(acts["rung"])]

    @cached_property
    def simulated(self) -> Frame:
        """Acts of force that the model chose or drew: what is scripted says nothing about the scenario's numbers."""
        return self.force[~self.force["observed"]]

    def label(self, actor: str) -> str:
        """Name of an actor."""
        return self.scenario.label(actor)


@contextmanager
def tried(scenario: Scenario, progress: Progress | None = None) -> Iterator[Trial]:
    """Run a scenario a few hundred times in a temporary folder that is gone when the block ends."""
    with TemporaryDirectory(prefix="brink-try-") as folder:
        results = run(scenario, runs_for(scenario), SEED, out=Path(folder) / "trial", progress=progress)
        yield Trial(scenario, results)


def runs_for(scenario: Scenario) -> int:
    """How many runs a trial has: fewer where standing violence alone makes very many acts."""
    rate = sum(campaign.rate for campaign in scenario.campaigns.values())
    rate += sum(actor.attacks.rate for actor in scenario.actors.values() if actor.attacks)
    return int(min(MOST_RUNS, max(FEWEST_RUNS, MOST_ACTS / max(1.0, rate * scenario.days))))
