"""The ensemble engine, the Mesa driver and Mesa's own ``batch_run`` on one scenario, in one process, in turns."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from mesa.batchrunner import batch_run

from brink.benchmarks import loop
from brink.benchmarks.clock import Contestant, race, warm_up
from brink.benchmarks.effort import Effort
from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.world.tables import Case
from brink.scenarios.loader import load_scenario

SCENARIO = "january-2024"
SEED = 1
#: Runs that a thread or a process takes at a time.
CHUNK, PIECE = 500, 4


def engine(case: Case, series: bool = False) -> Callable[[int], object]:
    """The ensemble engine on one core, in the chunks of ``brink run``, without the store.

    ``series``: it also records the daily measures that the Mesa model collects.
    """

    def work(runs: int) -> None:
        for first in range(0, runs, CHUNK):
            ensemble.simulate(case, SEED, first, min(CHUNK, runs - first), series)

    return work


def engine_on_threads(case: Case, pool: ThreadPoolExecutor) -> Callable[[int], object]:
    """The ensemble engine as ``brink run`` uses it, chunks on threads, without the store."""

    def work(runs: int) -> None:
        size = min(CHUNK, max(1, runs // 8))
        firsts = range(0, runs, size)
        list(pool.map(lambda first: ensemble.simulate(case, SEED, first, min(size, runs - first)).count, firsts))

    return work


def mesa_driver(case: Case) -> Callable[[int], object]:
    """The Mesa driver's own batch on one core."""
    return lambda runs: crisis.simulate(case, SEED, 0, runs)


def _piece(case: Case, first: int, count: int) -> int:
    return crisis.simulate(case, SEED, first, count).count


def mesa_in_processes(case: Case, pool: ProcessPoolExecutor) -> Callable[[int], object]:
    """The Mesa driver as ``brink run --engine mesa`` uses it, in processes that are already up, without the store."""

    def work(runs: int) -> None:
        pieces = [pool.submit(_piece, case, first, min(PIECE, runs - first)) for first in range(0, runs, PIECE)]
        for piece in pieces:
            piece.result()

    return work


def mesa_batch_run(case: Case, processes: int = 1) -> Callable[[int], object]:
    """Mesa's ``batch_run`` with everything it does by default, over the very runs that the others do.

    Its iterations would repeat one seed, so the number of the run is a parameter.
    """
    fixed: dict[str, Any] = {"case": [case], "seed": SEED}
    return lambda runs: batch_run(crisis.CrisisModel, fixed | {"run": range(runs)}, number_processes=processes)


@contextmanager
def pools() -> Iterator[tuple[ThreadPoolExecutor, ProcessPoolExecutor]]:
    """Two threads, and two processes that have loaded everything."""
    context = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, context) as processes:
        yield threads, processes


def measure(effort: Effort) -> dict[str, Any]:
    """Paces by contestant; what runs in processes has no CPU time here."""
    case = load_scenario(SCENARIO).case()
    fast, slow = effort.scaled(2_000), effort.scaled(16)
    with pools() as (threads, processes):
        mesa_in_processes(case, processes)(2 * PIECE)
        one = {
            "engine": Contestant(engine(case), fast),
            "engine, daily measures": Contestant(engine(case, series=True), fast // 2),
            "engine, two threads": Contestant(engine_on_threads(case, threads), 2 * fast),
            "Mesa driver": Contestant(mesa_driver(case), slow),
            "batch_run": Contestant(mesa_batch_run(case), slow),
        }
        idle = {
            "one thread": Contestant(loop.spin, effort.scaled(200_000_000)),
            "two threads": Contestant(loop.on_threads(threads), effort.scaled(400_000_000)),
        }
        two = {
            "Mesa driver, two processes": Contestant(mesa_in_processes(case, processes), 2 * slow),
            "batch_run, two processes": Contestant(mesa_batch_run(case, 2), 2 * slow),
        }
        warm_up(one | idle)
        paces = race(one | idle, 2 * effort.laps + 1) | race(two, min(3, effort.laps))
    acts = len(ensemble.simulate(case, SEED, 0, slow).acts) / slow
    return {
        "scenario": SCENARIO,
        "days": case.worlds[0].days,
        "actors": len(case.names.actors),
        "acts a run": acts,
        "paces": {name: pace._asdict() for name, pace in paces.items() if name not in idle},
        "loop": {name: paces[name]._asdict() for name in idle},
    }
