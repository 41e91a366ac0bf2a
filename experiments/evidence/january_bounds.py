"""January 2024 as statistics of a fit: how far runs lie outside the bounds that the gates hold them to.

The bounds stand in `january.yaml` and are measured as the gates measure them (`measures.questions.held`); a fit only
asks how far off the estimate is, in standard deviations of chance and tolerance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from importlib import resources
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...scenarios.design.dials import Dials
from ...scenarios.loader import loads_scenario
from ...scenarios.questions.expected import ExpectedBound, expected_of
from ...scenarios.text.yaml_text import read_yaml
from ..measures.questions.held import LEVEL, Held, held
from ..results.question import Chunk, model_hash
from ..runs.answered import answered_chunk
from ..runs.batch import processors
from ..system.threads import threads
from .episodes import PACKAGE
from .predict import SEED
from .tallies import kept_array
from .telling import Progress

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Values = NDArray[np.float64]

BOUNDS = "january.yaml"
#: Runs at each point.
RUNS = 200
#: What lies outside a bound and is tolerated, as a standard deviation: of shares; of all else as a part of the bound.
SHARE_OFF, PART_OFF = 0.05, 0.1
#: Ends beyond which nothing lies: they bound nothing.
ENDLESS = 10_000.0
#: No bound counts for more than one that is missed by so many deviations: some of them no constants reach.
MOST = 3.0
#: Standard deviations from the middle of an interval of the gates to its end.
ENDS = NormalDist().inv_cdf((1 + LEVEL) / 2)
#: Points of a piece that is kept.
PIECE, WINTER = 50, "winter"


class JanuaryBounds:
    """January 2024 with some constants turned, held against its bounds; thread-safe.

    ``names`` are those of the bounds, a statistic and a stratum each, in the order of what `off` returns.
    """

    def __init__(self, free: dict[str, tuple[float, float]], runs: int = RUNS) -> None:
        """``free``: ranges of the constants that vary, by path; ``runs`` at each point."""
        text = (resources.files(PACKAGE) / BOUNDS).read_text(encoding="utf-8")
        scenario = loads_scenario(text, BOUNDS)
        expected, own = expected_of(scenario), read_yaml(text, BOUNDS).data["expectations"]
        self.runs, self.tables = runs, expected.tables
        self.bounds = [bound for bound in expected.bounds if bound.id in own]
        self._dials = Dials(scenario, free)
        self._digest = hashlib.sha256(repr((scenario.digest(), sorted(free.items()))).encode()).hexdigest()
        middle = np.array([(low + high) / 2 for low, high in free.values()])
        self.names = [name_of(row) for row in self.held(middle, runs=2)]

    def held(self, constants: Values, first: int = 0, runs: int | None = None) -> list[Held]:
        """The bounds held against runs with these values of the constants, the first of them with number ``first``."""
        case = self._dials(constants)._replace(questions=self.tables)
        frame = answered_chunk(case, SEED, Chunk(first, runs or self.runs, False))
        return held(self.bounds, self.tables, frame)

    def found(self, constants: Values, number: int = 0) -> Values:
        """What each bound is held against, then the deviation of chance of each; NaN where too few cases tell."""
        rows = self.held(constants, number * self.runs % 2**31)
        told = np.array([(row.found.estimate, chance_of(row)) if tells(row) else (np.nan, np.nan) for row in rows])
        return told.T.ravel()

    def off(self, constants: Values, number: int = 0) -> Values:
        """How far outside each bound, in deviations; 0 inside, and where too few cases tell.

        ``number`` keeps the draws of calls apart.
        """
        return np.array([deviations(row) for row in self.held(constants, number * self.runs % 2**31)])

    def table(
        self,
        points: Values,
        progress: Progress | None = None,
        keep: Path | None = None,
        at: Callable[[Values, int], Values] | None = None,
        what: tuple[str, int] | None = None,
    ) -> Values:
        """`off` at each point, shape (points, bounds); pieces that stand in the folder ``keep`` are not run again.

        ``at`` measures a point, given its number; by default `off` itself. If it gives other numbers than that,
        ``what`` says how they are called and how many they are.
        """
        parts = []
        with threads(processors()) as pool:
            for start in range(0, len(points), PIECE):
                rows = range(start, min(start + PIECE, len(points)))
                name, width = what or (WINTER, len(self.names))
                place = None if keep is None else keep / self._piece(name, points[rows], start)
                measure = partial(_measured, pool, points, rows, at or self.off)
                parts.append(kept_array(place, (len(rows), width), measure))
                if progress is not None:
                    progress(rows[-1] + 1, len(points))
        return np.concatenate(parts)

    def _piece(self, name: str, points: Values, first: int) -> str:
        digest = hashlib.sha256(repr((model_hash(), self._digest, self.runs, first)).encode())
        digest.update(np.ascontiguousarray(points).tobytes())
        return f"{name}-{first:010d}-{digest.hexdigest()[:24]}"


def _measured(pool: ThreadPoolExecutor, points: Values, rows: range, at: Callable[[Values, int], Values]) -> Values:
    return np.array(list(pool.map(lambda k: at(points[k], k), rows)))


def name_of(row: Held) -> str:
    """A bound by its id, statistic and stratum."""
    return f"{row.bound.id} {row.bound.statistic} {row.stratum}".strip()


def deviations(row: Held) -> float:
    """How far an estimate lies outside its bound, in standard deviations of chance and tolerance together."""
    found, bound = row.found, row.bound
    if not tells(row):
        return 0.0
    outside = max(bound.low - found.estimate, found.estimate - bound.high, 0.0)
    return float(outside / np.hypot(chance_of(row), tolerated(bound)))


def tells(row: Held) -> bool:
    """Whether there were cases enough to hold a bound against."""
    return row.cases >= row.bound.cases and bool(np.isfinite(row.found.estimate))


def chance_of(row: Held) -> float:
    """What chance does to an estimate, as a standard deviation."""
    return (row.found.high - row.found.low) / (2 * ENDS)


def tolerated(bound: ExpectedBound) -> float:
    """What of a miss is tolerated, as a standard deviation."""
    if bound.statistic == "share":
        return SHARE_OFF
    ends = [abs(end) for end in (bound.low, bound.high) if abs(end) < ENDLESS]
    return max(SHARE_OFF, PART_OFF * max(ends))


class Likeliness(NamedTuple):
    """Log weights of points by a table of deviations, shape (points,), and whether each is not ruled out."""

    logs: Values
    kept: NDArray[np.bool_]


def likely(off: Values, cut: float, spared: int) -> Likeliness:
    """Weigh points by their misses: none counts for more than `MOST`; all but ``spared`` must lie within ``cut``."""
    return Likeliness(-0.5 * (np.minimum(off, MOST) ** 2).sum(axis=1), np.sort(off, axis=1)[:, -1 - spared] <= cut)
