"""The question a batch answers: everything that determines its results, and nothing else.

The hash of the question names the results folder. Which of the two engines, number of workers and time of day are not
part of it: they must not change a byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from ..system.printable import slug

#: Bounds of what can be asked.
LARGEST_RUNS, LARGEST_SEED, LONGEST_DAYS = 1_000_000_000, 2**63 - 1, 3_650
#: Layout of the tables; a change of a column's meaning raises it.
FORMAT = 1
#: Runs in a chunk: the unit that is written, resumed and merged. Fixed, so that bytes do not depend on workers.
CHUNK_RUNS = 500
#: Runs that the daily quantiles are taken over, as long as their series stay within `SERIES_VALUES` numbers.
SERIES_RUNS = 1_000
SERIES_VALUES = 60_000_000
#: Rooms whose sources decide what a run does.
ROOMS: tuple[str, ...] = ("model", "agents", "scenarios")
PACKAGE = Path(__file__).resolve().parents[2]


class BatchQuestion(NamedTuple):
    """What is asked: a resolved scenario by its digest, how many runs from which seed, how much of them is kept.

    ``acts`` is the number of runs whose acts are kept, -1 for all; ``posterior`` the hash of a posterior file;
    ``model`` the hash of the sources that decide what a run does; ``engine`` stands for one of the user's own.
    """

    scenario: str
    digest: str
    runs: int
    seed: int
    days: int
    acts: int
    uncertain: bool
    posterior: str
    model: str
    format: int = FORMAT
    engine: str = ""

    def hash(self) -> str:
        """Twelve hexadecimal digits that stand for the question; the scenario's label does not enter."""
        content = self._asdict()
        del content["scenario"]
        if not self.engine:
            del content["engine"]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]

    def kept_runs(self) -> int:
        """Number of runs whose acts are kept."""
        return self.runs if self.acts < 0 else min(self.acts, self.runs)


class Chunk(NamedTuple):
    """Runs ``first`` to ``first + runs - 1``; ``series``: the daily series of these are recorded."""

    first: int
    runs: int
    series: bool


def series_runs(runs: int, days: int, actors: int, measures: int) -> int:
    """Number of runs whose series feed the daily quantiles: the first 1,000, fewer in a very large world."""
    affordable = SERIES_VALUES // max(1, days * actors * measures)
    return min(runs, SERIES_RUNS, max(20, affordable))


def chunks(runs: int, with_series: int) -> Iterator[Chunk]:
    """Cut a batch into chunks of `CHUNK_RUNS`; the last run with a series also ends one."""
    first = 0
    while first < runs:
        end = min(first - first % CHUNK_RUNS + CHUNK_RUNS, runs)
        end = with_series if first < with_series < end else end
        yield Chunk(first, end - first, first < with_series)
        first = end


def first_before(first: int, with_series: int) -> int:
    """The first run of the chunk before the one that begins with run ``first``, which is not 0."""
    begun = first - 1 - (first - 1) % CHUNK_RUNS
    return with_series if begun < with_series < first else begun


def folder_name(question: BatchQuestion, engine: str) -> str:
    """Name of the default results folder: ``<scenario>-<hash>``, marked when it was not the ensemble that answered.

    The mark keeps a comparison of the engines honest: one must not find the other's answer.
    """
    mark = "" if engine == "ensemble" else f"-{engine}"
    return f"{slug(question.scenario)}-{question.hash()}{mark}"


@cache
def model_hash() -> str:
    """Hash of the sources that decide what a run does, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def brink_version() -> str:
    """Version of the installed distribution; ``unknown`` when run from sources that were never installed."""
    try:
        return version("brink-sim")
    except PackageNotFoundError:
        return "unknown"
