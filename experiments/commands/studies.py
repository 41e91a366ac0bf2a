"""Verbs that ask many points: sweep and compare."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .batches import Days, DryRun, Force, Jobs, Json, NoFigures, Runs, Seed, Sets, announce_compilation, load
from .console import give, give_json, give_table, progress_bar

if TYPE_CHECKING:
    from ..studies.sweep import Sweep

Out = Annotated[Path | None, typer.Option("--out", help="Folder of the answer; default results/<verb>-<name>-<hash>.")]
Outcomes = Annotated[
    list[str] | None,
    typer.Option("--outcome", help="A column of runs, or a condition such as 'peak_rung >= 9'; repeatable."),
]
ACTS = ("appear", "vanish", "changed")
#: Columns of a comparison's table that are printed.
DIFFERENCES = (
    "outcome", "a", "b", "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high",
    "correlation", "saving",
)  # fmt: skip
Replications = Annotated[int | None, typer.Option("--replications", help="Runs of each point.")]


def sweep(
    experiment: Annotated[str, typer.Argument(help="A shipped experiment by name, or a file.")],
    replications: Replications = None,
    points: Annotated[int | None, typer.Option("--points", help="Sampled points, in place of the file's.")] = None,
    jobs: Jobs = None,
    out: Out = None,
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
    show_sweep(folder, as_json)


def compare(  # noqa: PLR0913 - an argument for each option of the command line
    scenario: Annotated[str, typer.Argument(help="The first world: a shipped scenario by name, or a file.")],
    other: Annotated[str | None, typer.Argument(help="The second world; else --set and --doctrine make it.")] = None,
    sets: Sets = None,
    doctrines: Annotated[
        list[str] | None, typer.Option("--doctrine", metavar="ACTOR=NAME", help="How an actor decides; repeatable.")
    ] = None,
    from_day: Annotated[int | None, typer.Option("--from-day", help="Same history before this day.")] = None,
    runs: Runs = 1_000,
    seed: Seed = 1,
    days: Days = None,
    outcomes: Outcomes = None,
    run: Annotated[int | None, typer.Option("--run", help="Tell both stories of this run, side by side.")] = None,
    story: Annotated[bool, typer.Option("--story", help="The same for a run in which the worlds part.")] = False,
    jobs: Jobs = None,
    out: Out = None,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Compare two worlds on the same draws: what a change does, with intervals, and from which day on."""
    from ..runs.batch import processors
    from ..studies.branch import changes_of, other_world
    from ..studies.compare import LOOKED_AT, Comparison, answer_compare

    base = load(scenario, None, days)
    changes = changes_of(sets or [], doctrines or [], base)
    if days is not None and other is not None:
        changes["days"] = days
    world = other_world(base, other, changes, from_day)
    written = [f"{path}={'null' if value is None else value}" for path, value in changes.items()]
    named = other or ", ".join(written) or scenario
    names = (scenario, named if from_day is None else f"{named} from day {from_day}")
    asked = Comparison((base, world), names, runs, seed, tuple(outcomes or LOOKED_AT))
    announce_compilation()
    with progress_bar("runs") as progress:
        folder = answer_compare(asked, out, jobs or processors(), force, not no_figures, progress)
    show_compare(folder, as_json, (run, story))


def show_compare(folder: Path, as_json: bool, told: tuple[int | None, bool] = (None, False)) -> None:
    """Print a finished comparison; ``told`` asks for the two stories of a run, by number or as a matter of course."""
    from ..results.study import manifest
    from ..results.study import table as read_table
    from ..studies.compare import HEADS, default_run, shown_table, side_by_side

    table: Any = read_table(folder, "differences", *DIFFERENCES)
    acts: Any = read_table(folder, "acts", "actor", "target", "act", *ACTS)
    if as_json:
        give_study(folder, differences=table, acts=acts)
        return
    asked = manifest(folder)["question"]
    title = f"A {asked['names'][0]}; B {asked['names'][1]}: {asked['runs']:,} paired runs"
    give_table(title, HEADS, shown_table(table))
    for line in manifest(folder)["found"]:
        give(line)
    if len(acts):
        rows = [
            [f"{r['actor']} on {r['target']}", r["act"], *(f"{r[n]:.3f}" for n in ACTS)]
            for r in acts.to_dict("records")
        ]
        give_table("acts of force a run", ["who", "what", *ACTS], rows[:10])
    give_folder(folder)
    number, story = told
    if number is not None or story:
        days: Any = read_table(folder, "days", "first_day")["first_day"]
        give(side_by_side(folder, default_run(days) if number is None else number, shutil.get_terminal_size().columns))


def resume_study(folder: Path, jobs: int | None, figures: bool, as_json: bool) -> None:
    """Finish an interrupted study and print what the verb that asked for it prints."""
    from ..runs.batch import processors
    from ..studies.frozen import finish
    from .inquiries import show_found, show_sensitivity

    announce_compilation()
    with progress_bar("points") as progress:
        kind = finish(folder, jobs or processors(), figures, progress)
    if kind == "map":
        show_found(folder, "points", as_json)
        return
    {"sweep": show_sweep, "sensitivity": show_sensitivity, "compare": show_compare}[kind](folder, as_json)


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


def give_plan(told: dict[str, Any], as_json: bool) -> None:
    """What a study would do, a line for each thing that there is to say."""
    if as_json:
        give_json(told)
        return
    for name, value in told.items():
        if value is not None:
            give(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def show_sweep(folder: Path, as_json: bool) -> None:
    """Print a finished sweep: a row for each case and combination of values."""
    from ..report.study import cell
    from ..results.study import manifest
    from ..results.study import table as read_table

    summary: Any = read_table(folder, "summary", "case", "outcome", "estimate", "low", "high")
    if as_json:
        give_study(folder, summary=summary)
        return
    facts = manifest(folder)
    title = f"{facts['label']}: {facts['scenario']}, {facts['points']:,} points; sampling 95 %"
    keys = [str(name) for name in summary.columns[: list(summary.columns).index("outcome")]]
    keys = keys[1:] if summary["case"].nunique() == 1 and len(keys) > 1 else keys
    names = list(dict.fromkeys(summary["outcome"]))
    summary["shown"] = [
        f"{cell(row.estimate)} ({cell(row.low)} to {cell(row.high)})" for row in summary.itertuples(index=False)
    ]
    wide = summary.pivot_table(index=keys, columns="outcome", values="shown", aggfunc="first", sort=False)
    rows = [[cell(value) for value in _listed(head)] + [row[name] for name in names] for head, row in wide.iterrows()]
    give_table(title, [*keys, *names], rows)
    give_folder(folder)


def _listed(head: object) -> tuple[object, ...]:
    return head if isinstance(head, tuple) else (head,)


def give_folder(folder: Path) -> None:
    """Where the answer is, and its report if there is one."""
    give(f"results: {folder}")
    if (folder / "report.html").is_file():
        give(f"report:  {folder / 'report.html'}")


def give_study(folder: Path, **tables: Any) -> None:
    """A finished study for machines: its manifest, and the tables that its verb prints."""
    from ..results.study import manifest

    rows = {name: plain_records(table) for name, table in tables.items()}
    give_json({"folder": str(folder), "manifest": manifest(folder), **rows})


def plain_records(table: Any) -> list[dict[str, object]]:
    """Rows of a table for JSON, which has no NaN."""
    import json

    return json.loads(table.to_json(orient="records"))
