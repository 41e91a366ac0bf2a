"""Batches as functions: load a scenario, run it many times, open the results again."""

from __future__ import annotations

from pathlib import Path

from ...scenarios.loader import load_scenario as load
from ...scenarios.scenario import Scenario
from ..errors import UserError
from ..results.command_line import command_line
from ..runs import batch
from ..runs.batch import BatchOptions
from ..runs.until import refuse_drawn, runs_until
from . import arguments as a
from .answers import BatchAnswer, TemporaryFolder, open_batch
from .calls import noted


def place_of(out: str | Path | None, temporary: bool) -> tuple[Path | None, TemporaryFolder | None]:
    """The folder of an answer, and what makes it go with the answer if it is not to be kept."""
    if not temporary:
        return (None if out is None else Path(out)), None
    if out is not None:
        raise UserError("out, temporary: an answer in a folder of yours is kept; leave out one of them")
    kept_in = TemporaryFolder()
    return kept_in.path / "answer", kept_in


@a.checked
def load_scenario(scenario: a.World, sets: a.Changes = (), days: a.Days = None) -> Scenario:
    """Load a scenario, with every check of ``brink check``.

    Args:
        scenario: a name (``brink list``), a file, or a scenario that is loaded already and is to be changed.
        sets: values by path, or a list of ``path=value``; None (``null``) removes an entry.
        days: a horizon in place of the scenario's.

    Raises:
        ScenarioError: with every problem of the file, of what it extends and of the changes.

    Example:
        >>> brink.load_scenario("border-clash", {"actors.north.pressure.baseline": 0.5}, days=30).days
        30
    """
    return load(scenario, sets, days)


@a.checked
@noted
def run(  # noqa: D417, PLR0913 - how to go about it is described once, in `brink`
    scenario: a.World,
    runs: a.Runs = batch.RUNS,
    seed: a.Seed = batch.SEED,
    *,
    sets: a.Changes = (),
    days: a.Days = None,
    engine: a.Driver = "ensemble",
    acts: a.Kept = batch.ACTS,
    uncertain: a.Flag = False,
    posterior: a.Out = None,
    until: a.Wish = None,
    on_error: a.Text = "finish",
    cluster: a.Wish = None,
    jobs: a.Jobs = None,
    out: a.Out = None,
    temporary: a.Flag = False,
    force: a.Flag = False,
    progress: a.Tell = None,
) -> BatchAnswer:
    """Run a scenario many times and keep what happened.

    Args:
        scenario: a name (``brink list``), a file, or what `load_scenario` returns.
        runs: number of runs, numbered from 0.
        seed: of the keyed draws; 0 is a seed like any other.
        sets: settings changed first: values by path, or a list of ``path=value``; None removes an entry.
        days: horizon in days, in place of the scenario's.
        engine: ``ensemble`` or ``mesa``; both give the same bytes. Or a function with their signature.
        acts: keep the acts of this many runs, None for all; outcomes are kept for all runs in any case.
        uncertain: each run draws every declared range.
        posterior: draws that ``brink calibrate`` wrote, from which each run takes one: a file, or the name of one.
        until: in place of ``runs``, as many as it takes, such as ``"war +-0.01"``.
        on_error: what a failed run does: ``finish`` makes it a row of `failures`, ``stop`` ends the batch.
        cluster: run on Dask workers: a scheduler's address, or ``local``.

    Returns:
        The results; a folder that answers already is returned as it is, an interrupted one is finished.

    Raises:
        UserError, ScenarioError: an argument is wrong, the folder cannot be used, the scenario fails its checks.

    Example:
        >>> results = brink.run("border-clash", runs=20, sets={"actors.north.pressure.baseline": 0.6})
        >>> len(results.runs)
        20
        >>> results.summary()["outcome"][0]
        'acts of force in a run, mean'
    """
    loaded = load(scenario, sets, days)
    place, kept_in = place_of(out, temporary)
    if until is not None:
        runs = _enough(loaded, until, seed, uncertain or posterior is not None, progress)
    options = BatchOptions(
        runs, seed, engine, jobs, place, acts, uncertain, posterior, force, progress, command_line(), on_error, cluster
    )
    found = batch.answer(loaded, options)
    answer = open_batch(found.folder, kept_in)
    answer.fresh = found.fresh
    return answer


def _enough(scenario: Scenario, until: str, seed: int, drawn: bool, progress: batch.Progress | None) -> int:
    refuse_drawn(drawn or bool(scenario.population))
    return runs_until(scenario, until, seed, progress).runs


@a.checked
def open_results(path: a.Folder) -> BatchAnswer:
    """Open the results folder of a batch.

    Args:
        path: the folder.

    Raises:
        UserError: it is not one, it is not complete, or a later version of brink wrote it.

    Example:
        >>> folder = brink.run("border-clash", runs=20).folder
        >>> brink.open_results(folder).manifest["runs"]
        20
    """
    return open_batch(path)
