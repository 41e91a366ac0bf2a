"""Verbs that compute: run and resume."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UserError
from ..results.command_line import command_line
from . import completing
from .console import give, give_json, give_table, progress_bar, say
from .options import (
    Acts,
    Cluster,
    Csv,
    Days,
    DryRun,
    Engine,
    Force,
    Jobs,
    Json,
    NoFigures,
    NoLive,
    OnError,
    Out,
    Posterior,
    Runs,
    Seed,
    Sets,
    Uncertain,
    Until,
    announce_compilation,
    is_given,
    load,
)

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ..measures.questions.answers import Answer
    from ..results.read import Results


def run(  # noqa: PLR0913 - an argument for each option of the command line
    context: typer.Context,
    scenario: Annotated[
        str, typer.Argument(help="A shipped scenario by name, or a file.", autocompletion=completing.scenarios)
    ],
    runs: Runs = 1_000,
    seed: Seed = 1,
    days: Days = None,
    sets: Sets = None,
    engine: Engine = "ensemble",
    jobs: Jobs = None,
    out: Out = None,
    acts: Acts = "10000",
    uncertain: Uncertain = False,
    posterior: Posterior = None,
    until: Until = None,
    csv: Csv = False,
    dry_run: DryRun = False,
    no_figures: NoFigures = False,
    no_live: NoLive = False,
    force: Force = False,
    on_error: OnError = "finish",
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Run a scenario many times: results folder, figures, report, and a summary with intervals."""
    kept = parse_acts(acts)
    loaded = load(scenario, sets, days)
    from ..results.place import try_folder
    from ..runs import batch

    if not dry_run:
        # before --until computes anything; whether the folder holds something else is seen once its name is known
        try_folder(out or batch.HOME)
    if until is not None:
        if is_given(context, "runs"):
            raise UserError("--until finds the number of runs itself: leave out --runs, or --until")
        drawn = bool(uncertain or posterior is not None or loaded.population)
        runs = enough_runs(loaded, until, seed, drawn)
    options = batch.BatchOptions(
        runs, seed, engine, jobs, out, kept, uncertain, posterior, force, command=command_line(),
        on_error=on_error, cluster=cluster,
    )  # fmt: skip
    if dry_run:
        _tell_plan(batch.plan(loaded, options), as_json)
        return
    announce_compilation()
    with progress_bar("runs") as progress:
        results = batch.answer(loaded, replace(options, progress=progress))
    if not results.fresh:
        say(f"already answered on {results.manifest['ended']}; --force computes it again")
    finish(results, csv, not no_figures, as_json, not no_live)


def enough_runs(scenario: Scenario, until: str, seed: int, uncertain: bool) -> int:
    """How many runs ``--until`` asks for: found by making them, which costs nothing that is not needed anyway."""
    from ..runs.until import refuse_drawn, runs_until

    refuse_drawn(uncertain)
    announce_compilation()
    with progress_bar("runs") as progress:
        found = runs_until(scenario, until, seed, progress)
    say(found.message)
    return found.runs


def parse_acts(text: str) -> int | None:
    """A number of runs, or None for ``all``."""
    if text == "all":
        return None
    try:
        return int(text)
    except ValueError:
        raise UserError(f"--acts: {text!r} is neither a number of runs nor all") from None


def finish(results: Results, csv: bool, figures: bool, as_json: bool, live: bool = True) -> None:
    """What follows a complete batch: CSV, figures, report with its live page, and the summary."""
    if csv:
        write_csv(results)
    report = results.folder / "report.html"
    if figures and (results.fresh or not report.is_file()):
        from ..report import draw

        say("drawing figures and report")
        report = draw(results, live)
    show_summary(results, report if report.is_file() else None, as_json)
    tell_failures(results)


def tell_failures(results: Results) -> None:
    """Say which runs failed, and end with exit code 1 if any did."""
    if not results.failed:
        return
    first = results.failures.iloc[0]
    say(
        f"{results.failed:,} of {results.manifest['runs']:,} runs failed; they are in {results.folder}/failures.parquet"
    )
    say(f"the first is run {first['run']}: {first['message']}")
    say(f"see it again with: {shlex.join(['brink', 'verify', str(results.folder), '--run', str(first['run'])])}")
    raise typer.Exit(1)


def write_csv(results: Results) -> None:
    """The tables as CSV, beside the Parquet files."""
    from ..results import sums
    from ..results.parquet import write_csv as write
    from ..results.place import make_folder
    from ..results.store import TABLES

    make_folder(results.folder)
    for name in TABLES:
        if (table := results.folder / f"{name}.parquet").is_file():
            sums.leave_out(results.folder, f"{name}.csv")
            write(table)
    sums.add(results.folder)


def show_summary(results: Results, report: Path | None, as_json: bool) -> None:
    """The summary table with where to look next; or all of it for machines."""
    from ..measures.strikes import HEADS
    from ..results import summary

    if as_json:
        give_json(summary.as_json(results) | {"report": str(report) if report else None})
        return
    show_answers(results.answers_to_questions)
    give_table(summary.heading(results), *summary.table(results))
    pairs, runs = summary.strikes(results)
    if pairs:
        title = f"Most frequent simulated strikes, by target and by whose soil they fall on; mean of {runs:,} runs"
        give_table(title, HEADS, [pair.cells() for pair in pairs])
    give(f"results: {results.folder}")
    give(f"report:  {report}" if report else f"story:   brink show {results.folder}")


def show_answers(answers: Sequence[Answer], title: str = "The questions of the scenario") -> None:
    """The questions with their answers; nothing where nothing was asked."""
    from ..measures.questions.answers import BRIEF_HEADS, brief

    if answers:
        give_table(
            f"{title}; the first act in the median of the runs that have one", BRIEF_HEADS, list(map(brief, answers))
        )


def _tell_plan(planned: dict[str, Any], as_json: bool) -> None:
    if as_json:
        give_json(planned)
        return
    for name, value in planned.items():
        give(f"{name}: {value}")
