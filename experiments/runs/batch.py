"""A batch of runs, from a scenario to a complete results folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...model.batch import Batch
from ...model.world.tables import Case
from ...scenarios.loader import load_scenario
from ..errors import EngineFault, InterruptedBatch, StorageFault, UserError
from ..measures.labels import labels
from ..results.answer import refuse_other
from ..results.changes import frozen_changes
from ..results.columns import table as columns_table
from ..results.failures import FINISH, STOP
from ..results.lock import locked
from ..results.manifest import now
from ..results.parquet import write_parquet
from ..results.place import CHUNKS, make_folder, reason, sweep
from ..results.question import LARGEST_RUNS, LARGEST_SEED, BatchQuestion, Chunk, folder_name, model_hash
from ..results.read import Results, open_results
from ..results.store import (
    PLAN,
    POSTERIOR,
    SCENARIO,
    UNCERTAINTY,
    Plan,
    affordable_series,
    begin,
    begun,
    difference,
    end,
    failed_runs,
    fits,
    merge,
    read_plan,
)
from ..results.sums import MANIFEST
from ..system.interrupts import heed, honoured, later
from ..system.printable import printable
from ..system.whole import whole
from .cluster import check_address
from .engines import Engine, engine_mark, engine_name, simulate
from .job import Job
from .posterior import DECLARED, Draws, drawing, drawn_from, read_posterior
from .uncertain import headlines, spread, table
from .workers import work

if TYPE_CHECKING:
    from .uncertain import Uncertain

#: Called with the number of runs finished and the number asked for.
Progress = Callable[[int, int], None]

RUNS, SEED, ACTS = 1_000, 1, 10_000
#: Where results go unless told otherwise.
HOME = Path("results")


@dataclass(frozen=True)
class BatchOptions:
    """What is asked of a batch, and how it is run.

    Attributes:
        runs: number of runs, numbered from 0.
        seed: of the keyed draws; 0 is a seed like any other.
        engine: ``ensemble`` or ``mesa``; both give the same bytes. Or a function with their signature.
        jobs: chunks computed at a time; by default one for each processor.
        out: results folder; by default ``results/<scenario>-<hash of the question>``.
        acts: keep the acts of this many runs, None for all; outcomes are kept for all runs in any case.
        uncertain: each run draws every declared range, by a Latin hypercube over runs.
        posterior: a CSV file of draws, a setting a column, from which each run takes one.
        force: compute again what the folder already answers.
        progress: called from time to time with the number of runs finished and asked for.
        command: the command line, for the manifest.
        on_error: what a failed run does: ``finish`` makes it a row of ``failures.parquet``, ``stop`` ends the batch.
        cluster: run on Dask workers: a scheduler's address, or ``local``.
    """

    runs: int = RUNS
    seed: int = SEED
    engine: str | Engine = "ensemble"
    jobs: int | None = None
    out: str | Path | None = None
    acts: int | None = ACTS
    uncertain: bool = False
    posterior: str | Path | None = None
    force: bool = False
    progress: Progress | None = None
    command: list[str] | None = None
    on_error: str = FINISH
    cluster: str | None = None


class RunnableScenario(Protocol):
    """What a batch asks of a scenario."""

    @property
    def name(self) -> str:
        """Label of the scenario."""
        ...

    def case(self) -> Case:
        """The plain arrays the engines read."""
        ...

    def left_out(self) -> dict[str, str]:
        """Dates of what a shorter horizon left out, by path."""
        ...

    def digest(self) -> str:
        """SHA-256 of the resolved scenario, in hexadecimal."""
        ...

    def resolved_yaml(self) -> str:
        """The scenario with its bases merged in, as text."""
        ...


def run(scenario: RunnableScenario | str, runs: int = RUNS, seed: int = SEED, **options: Any) -> Results:
    """Run a scenario many times and keep what happened; ``options`` are those of `BatchOptions`."""
    return answer(scenario, BatchOptions(runs, seed, **options))


def answer(scenario: RunnableScenario | str, options: BatchOptions) -> Results:
    """Answer a batch, or find its answer.

    Args:
        scenario: what `load_scenario` gives, or what it takes: a name or a file.
        options: what is asked, and how it is run.

    Returns:
        The results; a folder that answers already is returned as it is, an interrupted one is finished.

    Raises:
        UserError: a number out of bounds, a folder that cannot be written or that holds something else.
        InterruptedBatch: Ctrl-C; what was finished is kept.
        StorageFault, ClusterFault: the disk is full, the cluster is gone. What was finished is kept.
        EngineFault: an engine failed on every run, or on one with ``on_error="stop"``.
    """
    _check_manner(options.on_error, options.cluster)
    asked = _asked(scenario, options)
    make_folder(asked.folder)
    plan = _plan(asked, options)
    with locked(asked.folder):
        answered = begin(asked.folder, plan, asked.scenario.resolved_yaml(), options.force)
        if not answered:
            _keep(asked.draws, asked.folder)
            job = _job(asked.scenario, asked.case, read_plan(asked.folder) or plan, asked.folder, options.engine)
            job = job._replace(on_error=options.on_error, cluster=options.cluster)
            _answer(job, options.jobs or processors(), options.progress)
        sweep(asked.folder, CHUNKS)
    return _opened(asked, fresh=not answered)


class _Asked(NamedTuple):
    """A batch as far as it is settled before its folder is touched."""

    scenario: RunnableScenario
    case: Case
    draws: Draws | None
    question: BatchQuestion
    folder: Path


def _asked(scenario: RunnableScenario | str, options: BatchOptions) -> _Asked:
    """Take in what is asked, checked as far as possible without doing it."""
    scenario, runs, seed = _taken_in(scenario, options.runs, options.seed, options.jobs, options.acts)
    case, posterior = scenario.case(), options.posterior
    draws = drawn_from(scenario, posterior)  # pyright: ignore[reportArgumentType]
    mark = engine_mark(options.engine)
    question = ask(scenario, case.worlds[0].days, runs, seed, options.acts, options.uncertain, draws, mark)
    home = HOME / folder_name(question, engine_name(options.engine))
    return _Asked(scenario, case, draws, question, home if options.out is None else Path(options.out))


def _plan(asked: _Asked, options: BatchOptions) -> Plan:
    """What is settled before run one."""
    question, scenario = asked.question, asked.scenario
    named = labels(scenario) | {"left_out": scenario.left_out()}
    series, changes = affordable_series(question, asked.case), frozen_changes(scenario)
    return Plan(question, engine_name(options.engine), series, now(), options.command, named, changes)


def _opened(asked: _Asked, fresh: bool) -> Results:
    results = open_results(asked.folder)
    results.fresh, results.case, results.sure = fresh, asked.case, fresh and not asked.question.engine
    return results


def plan(scenario: RunnableScenario, options: BatchOptions) -> dict[str, Any]:
    """What `answer` would do with the same arguments, checked as far as possible without doing it.

    Raises:
        UserError: as `answer` would.
    """
    asked = _asked(scenario, options)
    question, folder = asked.question, asked.folder
    known = read_plan(folder)
    if known is not None:
        refuse_other(folder, difference(known.question, question, folder, asked.scenario.resolved_yaml()))
    return {
        "scenario": asked.scenario.name,
        "runs": question.runs,
        "seed": question.seed,
        "days": question.days,
        "actors": len(asked.case.names.actors),
        "runs with acts kept": question.kept_runs(),
        "engine": options.engine,
        "folder": str(folder),
        "already answered": (folder / MANIFEST).is_file(),
    }


def ask(
    scenario: RunnableScenario,
    days: int,
    runs: int,
    seed: int,
    acts: int | None,
    uncertain: bool = False,
    draws: Draws | None = None,
    engine: str = "",
) -> BatchQuestion:
    """The question that a call of `run` asks; its hash names the results folder."""
    kept = -1 if acts is None else acts
    mark = draws.mark(uncertain) if draws is not None else ""
    drawn = uncertain or draws is not None
    return BatchQuestion(
        printable(scenario.name), scenario.digest(), runs, seed, days, kept, drawn, mark, model_hash(), engine=engine
    )


def _keep(draws: Draws | None, folder: Path) -> None:
    """Keep the posterior in the folder, so that the batch can be finished without the file it was read from."""
    if draws is not None:
        with whole(folder / POSTERIOR) as part:
            part.write_bytes(draws.raw)


def _job(scenario: RunnableScenario, case: Case, plan: Plan, folder: Path, engine: str | Engine) -> Job:
    """The work of a plan; where runs draw their parameters, with the cases of them all."""
    if not plan.question.uncertain:
        return Job(case, plan, folder, engine)
    asked = plan.question
    drawn = drawing(scenario, asked.runs, asked.seed, asked.posterior, folder)  # pyright: ignore[reportArgumentType]
    return Job(drawn.reading, plan, folder, engine, drawn)


def resume(
    folder: Path,
    load: Callable[[Path], RunnableScenario],
    jobs: int | None = None,
    progress: Progress | None = None,
    *,
    on_error: str = FINISH,
    cluster: str | None = None,
) -> Results:
    """Finish an interrupted batch, to the bytes it would have had; a complete one is returned as it is.

    Args:
        folder: the results folder, with the plan that was frozen in it.
        load: reads the resolved scenario kept there.
        jobs: chunks computed at a time.
        progress: as in `BatchOptions`.
        on_error: as in `BatchOptions`.
        cluster: as in `BatchOptions`.

    Raises:
        UserError: no plan there, or scenario or model have changed since.
    """
    plan = read_plan(folder)
    if plan is None:
        raise UserError(f"{folder}: no interrupted batch there ({PLAN} is missing)")
    scenario = load(folder / SCENARIO)
    old = plan.question
    acts = None if old.acts < 0 else old.acts
    if not (folder / MANIFEST).is_file():
        drawn = old.uncertain and (not old.posterior or old.posterior.endswith(DECLARED))
        posterior = folder / POSTERIOR if old.posterior else None
        draws = read_posterior(posterior) if posterior else None
        new = ask(scenario, scenario.case().worlds[0].days, old.runs, old.seed, acts, drawn, draws)
        if old.engine:
            raise UserError(f"{folder}: an engine of your own made it ({plan.engine}); call brink.run again with it")
        if changed := difference(old, new, folder, scenario.resolved_yaml()):
            raise UserError(f"{folder}: cannot be finished to the same result ({changed})")
        asked = BatchOptions(
            old.runs, old.seed, plan.engine, jobs, folder, acts, drawn, posterior,
            progress=progress, on_error=on_error, cluster=cluster,
        )  # fmt: skip
        return answer(scenario, asked)
    return open_results(folder)


def processors() -> int:
    """Number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _check(runs: int, seed: int, jobs: int | None, acts: int | None) -> None:
    """Refuse numbers that make no batch."""
    bounds: tuple[tuple[str, Any, int, int], ...] = (
        ("--runs", runs, 1, LARGEST_RUNS),
        ("--seed", seed, 0, LARGEST_SEED),
        ("--jobs", 1 if jobs is None else jobs, 1, 1_024),
        ("--acts", 0 if acts is None else acts, 0, LARGEST_RUNS),
    )
    for name, value, low, high in bounds:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UserError(f"{name}: {value!r} is not a whole number from {low:,} to {high:,}")


def _taken_in(
    scenario: RunnableScenario | str, runs: int, seed: int, jobs: int | None, acts: int | None
) -> tuple[RunnableScenario, int, int]:
    """The scenario, loaded if it is named, and plain numbers, checked."""
    runs, seed = _plain(runs), _plain(seed)
    _check(runs, seed, jobs, acts)
    return load_scenario(scenario) if isinstance(scenario, str | Path) else scenario, runs, seed


def _plain(number: int) -> int:
    """A whole number of NumPy's as one of Python's; whatever else it is, is left for `_check` to name."""
    return index(number) if hasattr(number, "__index__") and not isinstance(number, bool) else number


def _check_manner(on_error: str, cluster: str | None) -> None:
    """Refuse ways to run that do not exist."""
    if on_error not in (FINISH, STOP):
        raise UserError(f"--on-error: {on_error!r} is neither {FINISH} nor {STOP}")
    if cluster is not None:
        check_address(cluster)


def _answer(job: Job, jobs: int, progress: Progress | None) -> None:
    """Compute the chunks that are missing, merge all, and write the manifest last."""
    runs, drawn = job.plan.question.runs, job.uncertain.paths if job.uncertain else ()
    there = [chunk for chunk in begun(job.folder, job.plan) if fits(job.folder, job.plan, chunk, job.case, drawn)]
    done, kept = sum(chunk.runs for chunk in there), {chunk.first for chunk in there}
    todo = (chunk for chunk in job.plan.chunks() if chunk.first not in kept)
    try:
        with honoured():
            for count in work(job, todo, jobs):
                done += count
                if progress is not None:
                    progress(done, runs)
                heed()
            if failed_runs(job.folder, job.plan) == runs:
                raise EngineFault(0, runs, "no run passed")
            rows = merge(job.folder, job.plan, job.case)
            if job.uncertain is not None:
                rows[UNCERTAINTY] = _spread(job, job.uncertain)
        end(job.folder, job.plan, rows, jobs)
    except KeyboardInterrupt as stop:
        with later():
            raise InterruptedBatch(job.folder, _safe(job), runs) from stop
    except OSError as fault:
        raise StorageFault(job.folder, _safe(job), runs, reason(job.folder, fault)) from fault


def _safe(job: Job) -> int:
    """Number of runs that stand in whole chunks."""
    return sum(chunk.runs for chunk in begun(job.folder, job.plan))


def _spread(job: Job, uncertain: Uncertain) -> int:
    """Write how the headline numbers vary over the parameters; returns the number of rows."""

    def some(case: Case, first: int, count: int) -> Batch:
        return simulate(case, job.engine, job.plan.question.seed, Chunk(first, count, False))

    columns = columns_table(table(spread(uncertain, some, headlines())))
    return write_parquet(job.folder / f"{UNCERTAINTY}.parquet", [columns], 1)
