"""Verbs that read finished results: show and report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .batches import draw
from .console import give, give_json

Folder = Annotated[Path, typer.Argument(help="A results folder.")]


def show(
    results: Folder,
    run: Annotated[int | None, typer.Option("--run", help="Number of the run; default the median run.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell every campaign act, unanswered ones too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the acts for machines.")] = False,
) -> None:
    """Tell one run as a story: each act, what it answers, what it did."""
    from ..results import open_results
    from ..story import median_run, records, tell

    opened = open_results(results)
    number = median_run(opened) if run is None else run
    if as_json:
        give_json({"run": number, "acts": records(opened, number)})
        return
    give(tell(opened, number, everything=everything, median=run is None))


def report(results: Folder) -> None:
    """Draw the figures and write the report again."""
    from ..results import open_results

    give(str(draw(open_results(results))))
