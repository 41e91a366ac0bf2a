"""Options that several verbs share, and what every verb does with them first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .console import say

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

Runs = Annotated[int, typer.Option("--runs", help="Number of runs.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the random draws; 0 is a seed too.")]
Days = Annotated[int | None, typer.Option("--days", help="Horizon in days, in place of the scenario's.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a setting, checked like the file; repeatable.",
        autocompletion=completing.settings,
    ),
]
Engine = Annotated[str, typer.Option("--engine", help="ensemble (fast) or mesa (readable); same bytes.")]
Jobs = Annotated[int | None, typer.Option("--jobs", help="Chunks at a time; default one for each processor.")]
Out = Annotated[Path | None, typer.Option("--out", help="Results folder; default results/<scenario>-<hash>.")]
Acts = Annotated[str, typer.Option("--acts", metavar="N|all", help="Keep the acts of the first N runs, or of all.")]
Uncertain = Annotated[bool, typer.Option("--uncertain", help="Each run draws every declared range.")]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar='"war +-0.01"',
        help="As many runs as it takes for so tight an interval; not with --runs, --uncertain or --posterior.",
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="Write the tables as CSV too.")]
Posterior = Annotated[
    Path | None,
    typer.Option(
        "--posterior", metavar="FILE|shipped|disputes", help="Draws that brink calibrate wrote: each run takes one."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and say what would be done.")]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="Leave out figures and report.")]
NoLive = Annotated[bool, typer.Option("--no-live", help="Leave out the live page beside the report.")]
Force = Annotated[bool, typer.Option("--force", help="Compute again what is already answered.")]
OnError = Annotated[
    str, typer.Option("--on-error", metavar="finish|stop", help="A failed run: keep it as data, or end the batch.")
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS|local", help="Run on Dask workers: a scheduler's address, or local."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary for machines.")]
StudyOut = Annotated[
    Path | None, typer.Option("--out", help="Folder of the answer; default results/<verb>-<name>-<hash>.")
]
Outcomes = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        help="A question by name or in one line such as 'iran on pakistan 6+', an outcome by label or column, or a "
        "condition such as 'highest rung >= 9'; repeatable. Default the scenario's questions, where it has any.",
        autocompletion=completing.outcomes,
    ),
]
Replications = Annotated[int | None, typer.Option("--replications", help="Runs of each point.")]


def load(scenario: str, sets: list[str] | None, days: int | None) -> Scenario:
    """Load a scenario with the changes of the command line; ``--days`` is a change like any other."""
    from ...scenarios.loader import load_scenario

    return load_scenario(scenario, sets or (), days)


def is_given(context: typer.Context, name: str) -> bool:
    """Whether an option stands on the command line, and not only its default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def announce_compilation() -> None:
    """Say once why the first start takes its time."""
    from ..runs.engines import compilation

    if said := compilation():
        say(said)
