"""Verbs that ask many points: sweep and compare."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import completing
from .answering import Answering, answer_and_show, spread
from .console import duration, give
from .options import Days, DryRun, Outcomes, Replications, Runs, Seed, Sets

if TYPE_CHECKING:
    from ..studies.sweep import Sweep


@spread
def sweep(
    experiment: Annotated[
        str, typer.Argument(help="A shipped experiment by name, or a file.", autocompletion=completing.experiments)
    ],
    replications: Replications = None,
    points: Annotated[int | None, typer.Option("--points", help="Sampled points, in place of the file's.")] = None,
    dry_run: DryRun = False,
    *,
    how: Answering,
) -> None:
    """Run a scenario over a design: grid, list, Latin hypercube or Sobol sequence, as an experiment file says."""
    from ..studies.options import SweepOptions

    answer_and_show(SweepOptions(experiment, replications, points), how, plan=_plan if dry_run else None)


@spread
def compare(  # noqa: PLR0913 - an argument for each option of the command line
    scenario: Annotated[
        str,
        typer.Argument(
            help="The first world: a shipped scenario by name, or a file.", autocompletion=completing.scenarios
        ),
    ],
    other: Annotated[
        str | None,
        typer.Argument(
            help="The second world; else --set and --doctrine make it.", autocompletion=completing.scenarios
        ),
    ] = None,
    sets: Sets = None,
    doctrines: Annotated[
        list[str] | None,
        typer.Option(
            "--doctrine",
            metavar="ACTOR=NAME",
            help="How an actor decides; repeatable.",
            autocompletion=completing.doctrines,
        ),
    ] = None,
    from_day: Annotated[int | None, typer.Option("--from-day", help="Same history before this day.")] = None,
    runs: Runs = 1_000,
    seed: Seed = 1,
    days: Days = None,
    outcomes: Outcomes = None,
    run: Annotated[int | None, typer.Option("--run", help="Tell both stories of this run, side by side.")] = None,
    story: Annotated[bool, typer.Option("--story", help="The same for a run in which the worlds part.")] = False,
    *,
    how: Answering,
) -> None:
    """Compare two worlds on the same draws: what a change does, with intervals, and from which day on."""
    from ..studies.compare import story_of
    from ..studies.options import CompareOptions

    asked = CompareOptions(scenario, other, sets or (), doctrines or (), from_day, runs, seed, days, outcomes or ())
    folder = answer_and_show(asked, how, "runs")
    if folder and not how.as_json and (run is not None or story):
        give(story_of(folder, run, shutil.get_terminal_size().columns))


def _plan(asked: Sweep, jobs: int, out: Path | None) -> dict[str, Any]:
    from ..studies.points import seconds

    design = asked.design
    return {
        "experiment": asked.experiment.name,
        "scenario": asked.scenario.name,
        "points": len(design.which),
        "runs": len(design.which) * design.replications,
        "at most": None if design.stop is None else len(design.which) * design.stop.at_most,
        "estimated time": duration(seconds(design, jobs)),
        "levers": ", ".join(asked.experiment.levers) or "none",
        "uncertainties": ", ".join(asked.experiment.uncertainties) or "none",
        "folder": str(asked.study().folder(out)),
    }
