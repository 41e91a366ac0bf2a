"""Verbs that compute: run and resume."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..command_line import command_line
from ..errors import UserError
from .console import give, give_json, give_table, progress_bar, say

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario
    from ..results import Results

Runs = Annotated[int, typer.Option("--runs", help="Number of runs.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the random draws; 0 is a seed too.")]
Days = Annotated[int | None, typer.Option("--days", help="Horizon in days, in place of the scenario's.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a setting, checked like the file; repeatable."),
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
        help="As many runs as it takes for so tight an interval; not with --uncertain or --posterior.",
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
Force = Annotated[bool, typer.Option("--force", help="Compute again what is already answered.")]
OnError = Annotated[
    str, typer.Option("--on-error", metavar="finish|stop", help="A failed run: keep it as data, or end the batch.")
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS|local", help="Run on Dask workers: a scheduler's address, or local."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary for machines.")]


def run(  # noqa: PLR0913 - an argument for each option of the command line
    scenario: Annotated[str, typer.Argument(help="A shipped scenario by name, or a file.")],
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
    force: Force = False,
    on_error: OnError = "finish",
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Run a scenario many times: results folder, figures, report, and a summary with intervals."""
    kept = parse_acts(acts)
    loaded = load(scenario, sets, days)
    from .. import batch
    from ..place import try_folder

    if not dry_run:
        # before --until computes anything; whether the folder holds something else is seen once its name is known
        try_folder(out or batch.HOME)
    if until is not None:
        runs = enough_runs(loaded, until, seed, bool(uncertain or posterior is not None or loaded.population))
    if dry_run:
        planned = batch.plan(
            loaded, runs, seed, engine=engine, out=out, acts=kept, uncertain=uncertain, posterior=posterior
        )
        _tell_plan(planned, as_json)
        return
    announce_compilation()
    with progress_bar("running") as progress:
        results = batch.run(
            loaded, runs, seed, engine=engine, jobs=jobs, out=out, acts=kept, uncertain=uncertain,
            posterior=posterior, force=force, progress=progress, command=command_line(),
            on_error=on_error, cluster=cluster,
        )  # fmt: skip
    if not results.fresh:
        say(f"already answered on {results.manifest['ended']}; --force computes it again")
    finish(results, csv, not no_figures, as_json)


def enough_runs(scenario: Scenario, until: str, seed: int, uncertain: bool) -> int:
    """How many runs ``--until`` asks for: found by making them, which costs nothing that is not needed anyway."""
    from ..until import runs_until

    if uncertain:
        raise UserError(
            "--until goes without --uncertain, --posterior and a scenario's population: a hypercube needs to know its "
            "number of runs"
        )
    announce_compilation()
    with progress_bar("until") as progress:
        found = runs_until(scenario.case(), until, seed, progress)
    say(found.told)
    return found.runs


def resume(
    results: Annotated[Path, typer.Argument(help="Folder of an interrupted batch, study or calibration.")],
    jobs: Jobs = None,
    csv: Csv = False,
    no_figures: NoFigures = False,
    on_error: OnError = "finish",
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Finish an interrupted batch, study or calibration, to the same bytes as if it had never been interrupted."""
    from ...scenarios.loader import load_scenario
    from .. import batch
    from ..studies.frozen import is_study
    from .evidence import is_calibration, resume_calibration

    if is_calibration(results):
        resume_calibration(results, as_json)
        return
    if is_study(results):
        from .studies import resume_study

        if cluster is not None:
            raise UserError(f"--cluster: {results} is a study, which runs on this machine")
        resume_study(results, jobs, not no_figures, as_json)
        return
    announce_compilation()
    with progress_bar("running") as progress:
        finished = batch.resume(results, load_scenario, jobs, progress, on_error=on_error, cluster=cluster)
    finish(finished, csv, not no_figures, as_json)


def parse_acts(text: str) -> int | None:
    """A number of runs, or None for ``all``."""
    if text == "all":
        return None
    try:
        return int(text)
    except ValueError:
        raise UserError(f"--acts: {text!r} is neither a number of runs nor all") from None


def load(scenario: str, sets: list[str] | None, days: int | None) -> Scenario:
    """Load a scenario with the changes of the command line; ``--days`` is a change like any other."""
    from ...scenarios.loader import load_scenario

    changes = list(sets or [])
    if days is not None:
        changes.append(f"days={days}")
    return load_scenario(scenario, changes)


def finish(results: Results, csv: bool, figures: bool, as_json: bool) -> None:
    """What follows a complete batch: CSV, figures, report, and the summary."""
    if csv:
        write_csv(results)
    report = results.folder / "report.html"
    if figures and (results.fresh or not report.is_file()):
        say("drawing figures and report")
        report = draw(results)
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


def draw(results: Results) -> Path:
    """Figures and report of a results folder; returns the report's path."""
    from ..figures import draw_all
    from ..place import make_folder
    from ..report import write_report

    make_folder(results.folder)
    draw_all(results, results.folder / "figures")
    return write_report(results)


def write_csv(results: Results) -> None:
    """The tables as CSV, beside the Parquet files."""
    from .. import sums
    from ..parquet import write_csv as write
    from ..place import make_folder
    from ..store import TABLES

    make_folder(results.folder)
    for name in TABLES:
        if (table := results.folder / f"{name}.parquet").is_file():
            sums.leave_out(results.folder, f"{name}.csv")
            write(table)
    sums.add(results.folder)


def show_summary(results: Results, report: Path | None, as_json: bool) -> None:
    """The summary table with where to look next; or all of it for machines."""
    from .. import summary

    if as_json:
        give_json(summary.as_json(results) | {"report": str(report) if report else None})
        return
    lines = summary.summarise(results)
    if results.manifest["uncertain"]:
        heads = ["outcome", "estimate", "sampling, 95 %", "parameters, 90 %", "what it means"]
        rows = [[e.outcome, e.estimate(), e.bounds(), e.over_parameters(), e.meaning] for e in lines]
    else:
        heads = ["outcome", "estimate", "95 % interval", "what it means"]
        rows = [[e.outcome, e.estimate(), e.bounds(), e.meaning] for e in lines]
    give_table(summary.heading(results), heads, rows)
    give(f"results: {results.folder}")
    give(f"report:  {report}" if report else f"story:   brink show {results.folder}")


def _tell_plan(planned: dict[str, Any], as_json: bool) -> None:
    if as_json:
        give_json(planned)
        return
    for name, value in planned.items():
        give(f"{name}: {value}")


def announce_compilation() -> None:
    """Say once why the first start takes its time."""
    from ...model.kernel.compiled import cache_folder, is_warm

    if is_warm():
        return
    often = "this happens once" if cache_folder() else "at every start, for no cache folder is yours alone and writable"
    say(f"compiling the model for this machine; {often} and takes up to a minute")
