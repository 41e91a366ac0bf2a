"""Running many points of a design: each a case and a number of runs, kept as sums, so memory does not grow.

Every point is run with the same run numbers: draws are keyed, so two points differ by their settings and not by luck.
Points are written in pieces that appear whole; what is there is not computed again.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import MEASURES
from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.asked import wants_series
from ...model.world.tables import Case
from ..errors import EngineFault, InterruptedBatch, UserError
from ..measures.outcomes import SUMS, Measure, estimate, parts_of, simulated_only, sums, sums_of
from ..measures.questions.evaluate import answers
from ..measures.questions.measured import RunColumns, asked_of
from ..results.pieces import appearing, load_array, stands
from ..results.place import CHUNKS
from ..results.question import SERIES_VALUES
from ..results.study import known_plan
from ..system.interrupts import heed, honoured
from ..system.threads import threads
from ..system.whole import write_text

#: Runs simulated at a time within a point; even, so that halves stay halves.
AT_ONCE = 500
#: Pieces that a design is cut into at most.
PIECES = 1_000
FILE = "sums.npy"
#: Beside them, where points are compared run by run: numerators and denominators of every run.
RUNS = "runs.npy"
#: What the points of a design are known by, beside its pieces.
MARK = "design.json"

Maker = Callable[[NDArray[np.float64]], Case]
#: Called with the number of points finished and asked for.
Progress = Callable[[int, int], None]


class Stop(NamedTuple):
    """When a point has enough runs: the 95 % interval of an outcome is this tight, or the runs are at their most."""

    measure: int
    half_width: float
    at_most: int


class Design(NamedTuple):
    """Points to run: ``makers[which[p]](values[p])`` is the case of point p; shapes (points,) and (points, paths).

    ``paired``: every run of every point is kept, so that points can be compared run by run; not with ``stop``.
    """

    makers: Sequence[Maker]
    which: NDArray[np.int64]
    values: NDArray[np.float64]
    replications: int
    seed: int
    measures: tuple[Measure, ...]
    stop: Stop | None = None
    paired: bool = False


def replicate(case: Case, design: Design) -> NDArray[np.float64]:
    """Runs of one point, as sums of shape (measures, sums); goes on until the stopping rule, if any, is content.

    Raises:
        EngineFault: the engine failed.
    """
    kept = np.zeros((len(design.measures), len(SUMS)))
    done, goal = 0, design.replications
    while True:
        for columns in _by_part(case, design, done, goal):
            kept += sums(design.measures, columns)
        done = goal
        if design.stop is None or goal >= design.stop.at_most or _content(design, kept):
            return kept
        goal = min(design.stop.at_most, 2 * goal)


def run_by_run(case: Case, design: Design) -> NDArray[np.float64]:
    """Runs of one point, as numerators and denominators of shape (runs, measures, 2).

    Raises:
        EngineFault: the engine failed.
    """
    parts = _by_part(case, design, 0, design.replications)
    return np.concatenate([parts_of(design.measures, columns) for columns in parts])


def _by_part(case: Case, design: Design, first: int, end: int) -> Iterator[RunColumns]:
    """What the runs from one number to another come to, some at a time."""
    case = case if asked_of(design.measures) else case._replace(questions=())
    at_once = _at_once(case)
    for done in range(first, end, at_once):
        yield measured(case, design.seed, done, min(at_once, end - done))


def _at_once(case: Case) -> int:
    """Runs at a time, an even number; fewer where questions need the daily series of large worlds."""
    if not wants_series(case.questions):
        return AT_ONCE
    a_run = case.worlds[0].days * len(case.names.actors) * len(MEASURES)
    return min(AT_ONCE, max(2, SERIES_VALUES // a_run // 2 * 2))


def measured(case: Case, seed: int, first: int, count: int) -> RunColumns:
    """What runs of a case come to, scripted acts left out, and what they answer.

    Raises:
        EngineFault: the engine failed.
    """
    try:
        batch = simulate(case, seed, first, count, wants_series(case.questions))
        return RunColumns(simulated_only(outcomes(batch, case), case), answers(batch, case))
    except Exception as fault:
        raise EngineFault(first, count, f"{type(fault).__name__}: {fault}") from fault


def _content(design: Design, kept: NDArray[np.float64]) -> bool:
    if design.stop is None:
        return True
    found = estimate(design.measures[design.stop.measure], kept[design.stop.measure])
    return (found.high - found.low) / 2 <= design.stop.half_width


def pieces(design: Design) -> list[range]:
    """The points of each piece: about as many runs as in a chunk of a batch, and no more than a thousand pieces."""
    points = len(design.which)
    size = max(AT_ONCE // design.replications, -(-points // PIECES), 1)
    return [range(first, min(first + size, points)) for first in range(0, points, size)]


def run_points(
    design: Design, folder: Path, jobs: int, progress: Progress | None = None, part: str = ""
) -> NDArray[np.float64]:
    """Run what is missing of a design; returns the sums of all points, shape (points, measures, sums).

    ``part`` keeps apart the pieces of several designs in one folder.

    Raises:
        InterruptedBatch: Ctrl-C; finished pieces are kept, and the same command goes on from there.
        EngineFault: the engine failed.
        UserError: the pieces there are of other points.
    """
    cut, home = pieces(design), folder / CHUNKS / part
    _freeze(design, home)
    paths = [_place(home, piece) for piece in cut]
    marks = _marks(design, folder, cut)
    todo = [k for k in range(len(cut)) if not _is_whole(design, cut[k], paths[k], marks[k])]
    points = len(design.which)
    done = points - sum(len(cut[k]) for k in todo)
    waiting: deque[tuple[int, Future[None]]] = deque()
    try:
        with honoured(), threads(jobs) as pool:
            for k in todo:
                waiting.append((k, pool.submit(_piece, design, cut[k], paths[k], marks[k])))
                while len(waiting) > 2 * jobs or (k == todo[-1] and waiting):
                    number, future = waiting.popleft()
                    future.result()
                    done += len(cut[number])
                    if progress is not None:
                        progress(done, points)
                    heed()
    except KeyboardInterrupt as stop:
        raise InterruptedBatch(folder, done, points, "points") from stop
    return np.concatenate([np.load(path / FILE) for path in paths])


def runs_of_points(design: Design, folder: Path) -> list[NDArray[np.float64]]:
    """Of every point of a paired design that was run, numerators and denominators by run: (runs, measures, 2)."""
    home = folder / CHUNKS
    return [point for piece in pieces(design) for point in np.load(_place(home, piece) / RUNS)]


def _place(home: Path, piece: range) -> Path:
    return home / f"{piece.start:010d}"


def _marks(design: Design, folder: Path, cut: Sequence[range]) -> list[str]:
    """What each piece is a piece of: the study by its plan, which knows the scenarios too; the design; the points."""
    asked, points = (known_plan(folder) or {}).get("hash"), fingerprint(design)
    return [f"study {asked}, design {points}, points {piece.start} to {piece.stop - 1}" for piece in cut]


def _is_whole(design: Design, points: range, path: Path, of: str) -> bool:
    """Whether a piece stands and holds the sums of these points, and their runs where they are wanted."""
    held: dict[str, tuple[int, ...]] = {FILE: (len(points), len(design.measures), len(SUMS))}
    if design.paired:
        held[RUNS] = (len(points), design.replications, len(design.measures), 2)
    if not stands(path, set(held), of):
        return False
    return all(load_array(path / name, shape, np.float64) is not None for name, shape in held.items())


def fingerprint(design: Design) -> str:
    """What determines the sums of a design besides its cases, as 64 hexadecimal digits."""
    rest = [design.replications, design.seed, [entry.name for entry in design.measures], design.stop]
    digest = hashlib.sha256(json.dumps(rest).encode())
    for array in (design.which, design.values):
        digest.update(repr(array.shape).encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _freeze(design: Design, home: Path) -> None:
    """Write down the points before the first is run; on a later visit see that they are still the same.

    Raises:
        UserError: they are not: pieces of two designs must not be mixed.
    """
    file, mark = home / MARK, json.dumps({"sha256": fingerprint(design)})
    if not file.is_file():
        home.mkdir(parents=True, exist_ok=True)
        write_text(file, mark)
    elif file.read_bytes() != mark.encode():
        raise UserError(
            f"{home}: cannot be finished to the same result (it was begun with other points; another version of SciPy "
            "or SALib draws others); --force starts again"
        )


def _piece(design: Design, points: range, path: Path, of: str) -> None:
    cases = (design.makers[int(design.which[p])](design.values[p]) for p in points)
    runs = [run_by_run(case, design) for case in cases] if design.paired else []
    found = [sums_of(parts) for parts in runs] or [replicate(case, design) for case in cases]
    with appearing(path, of) as part:
        np.save(part / FILE, np.stack(found))
        if runs:
            np.save(part / RUNS, np.stack(runs))


def seconds(design: Design, jobs: int, least: float = 0.5) -> float:
    """Estimated time of a design, from runs of a few of its points; compiling is not counted."""
    makers, order = design.makers, np.linspace(0, len(design.which) - 1, 3).astype(int)
    replicate(makers[int(design.which[0])](design.values[0]), design._replace(replications=2, stop=None))
    started, runs = time.perf_counter(), 0
    while time.perf_counter() - started < least:
        p = order[runs % len(order)]
        count = min(10, design.replications)
        replicate(makers[int(design.which[p])](design.values[p]), design._replace(replications=count, stop=None))
        runs += count
    a_run = (time.perf_counter() - started) / runs
    return a_run * design.replications * len(design.which) / jobs
