"""Verbs that ask many points: sweep and compare."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .console import duration, give, progress_bar
from .options import (
    Days,
    DryRun,
    Force,
    Jobs,
    Json,
    NoFigures,
    Outcomes,
    Replications,
    Runs,
    Seed,
    Sets,
    StudyOut,
    announce_compilation,
)
from .shown import give_plan, show_study

if TYPE_CHECKING:
    from ..studies.sweep import Sweep


def sweep(
    experiment: Annotated[
        str, typer.Argument(help="A shipped experiment by name, or a file.", autocompletion=completing.experiments)
    ],
    replications: Replications = None,
    points: Annotated[int | None, typer.Option("--points", help="Sampled points, in place of the file's.")] = None,
    jobs: Jobs = None,
    out: StudyOut = None,
    dry_run: DryRun = False,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Run a scenario over a design: grid, list, Latin hypercube or Sobol sequence, as an experiment file says."""
    from ..runs.batch import processors
    from ..studies.sweep import load_sweep
    from ..studies.sweep_answer import answer_sweep

    asked = load_sweep(experiment, replications, points)
    workers = jobs or processors()
    announce_compilation()
    if dry_run:
        _tell_sweep(asked, workers, out, as_json)
        return
    with progress_bar("points") as progress:
        folder = answer_sweep(asked, out, workers, force, not no_figures, progress)
    show_study(folder, as_json)


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
    jobs: Jobs = None,
    out: StudyOut = None,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Compare two worlds on the same draws: what a change does, with intervals, and from which day on."""
    from ..runs.batch import processors
    from ..studies.asking import ask_compare
    from ..studies.compare import answer_compare, story_of

    asked = ask_compare(scenario, other, sets or (), doctrines or (), from_day, runs, seed, days, outcomes or ())
    announce_compilation()
    with progress_bar("runs") as progress:
        folder = answer_compare(asked, out, jobs or processors(), force, not no_figures, progress)
    show_study(folder, as_json)
    if not as_json and (run is not None or story):
        give(story_of(folder, run, shutil.get_terminal_size().columns))


def _tell_sweep(asked: Sweep, jobs: int, out: Path | None, as_json: bool) -> None:
    from ..studies.points import seconds

    design = asked.design
    told = {
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
    give_plan(told, as_json)
