"""Verbs that read finished results: show and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .batches import draw
from .console import give, give_json, give_table, say

if TYPE_CHECKING:
    from ..verify import Verdict

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


def verify(
    results: Folder,
    replay: Annotated[int, typer.Option("--replay", help="Number of runs to run again, spread evenly.")] = 20,
    run: Annotated[list[int] | None, typer.Option("--run", help="Run this one again instead; repeatable.")] = None,
    engine: Annotated[
        list[str] | None, typer.Option("--engine", help="Run again in this engine only; default both.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
) -> None:
    """Check a results folder: hashes, columns, what must hold of acts, and a sample of runs run again."""
    from ..errors import MismatchError
    from ..verify import ENGINES, verify

    verdict = verify(results, replay, run or (), engine or tuple(ENGINES))
    if as_json:
        give_json({"ok": not verdict.problems, "notes": verdict.notes, "checks": [c._asdict() for c in verdict.checks]})
    else:
        _tell_verdict(verdict)
    if verdict.problems:
        raise MismatchError(f"{results}: {len(verdict.problems):,} things are not as they should be")


def _tell_verdict(verdict: Verdict) -> None:
    rows = [[c.name, c.tried, f"{len(c.problems):,} problems" if c.problems else "ok"] for c in verdict.checks]
    give_table("what was looked at", ["check", "tried", "found"], rows)
    for problem in verdict.problems:
        give(problem)
    for note in verdict.notes:
        say(f"note: {note}")
