"""Test vectors: what runs of the shipped scenarios are, to the byte, on every machine that gives the same answers.

A vector is a scenario, a seed, a number of runs and the hash of all that was recorded of them: acts, answers, wars,
mediation and daily measures. Whoever computes another hash has other arithmetic, or other rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...model.batch import Batch
from ...scenarios.loader import load_scenario
from ..errors import NotStarted
from ..results.question import Chunk
from .engines import ENGINES, engine_name, simulate
from .verify import Check, Verdict

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "vectors.json"
#: The Mesa driver is some hundred times slower: it computes vectors of at most so many runs.
MOST_FOR_MESA = 5
MESA = "mesa"


class Vector(NamedTuple):
    """The first ``runs`` runs of a scenario under a seed: how many ``acts`` they have, and the hash of everything."""

    scenario: str
    seed: int
    runs: int
    acts: int
    sha256: str


def fingerprint(batch: Batch) -> str:
    """SHA-256 of a batch: each column by itself, little-endian, so that no layout in memory enters."""
    found = hashlib.sha256()
    for name, table in batch._asdict().items():
        for column in _columns(np.asarray(table)):
            found.update(f"{name} {column.dtype.str} {column.shape}\n".encode())
            found.update(np.ascontiguousarray(column).tobytes())
    return found.hexdigest()


def _columns(table: np.ndarray) -> Iterator[np.ndarray]:
    for column in [table[name] for name in table.dtype.names] if table.dtype.names else [table]:
        yield column.astype(column.dtype.newbyteorder("<"), copy=False)


def compute(engine: str, scenario: str, seed: int, runs: int) -> Vector:
    """What an engine gives here.

    Raises:
        EngineFault: the engine failed.
        NotStarted: it cannot be loaded.
    """
    batch = simulate(load_scenario(scenario).case(), engine, seed, Chunk(0, runs, True))
    return Vector(scenario, seed, runs, len(batch.acts), fingerprint(batch))


def known() -> list[Vector]:
    """The vectors that come with brink."""
    return [Vector(**entry) for entry in json.loads(FILE.read_text(encoding="utf-8"))["vectors"]]


def verify_vectors(engines: Sequence[str] = tuple(ENGINES)) -> Verdict:
    """Compute the vectors on this machine and compare.

    Raises:
        UserError: there is no such engine.
    """
    for engine in engines:
        engine_name(engine)
    unstarted: list[str] = []
    checks = [check for engine in engines for check in _checked(engine, known(), unstarted)]
    return Verdict(checks, [], tuple(unstarted))


def _checked(engine: str, vectors: Iterable[Vector], unstarted: list[str]) -> Iterator[Check]:
    wanted = [vector for vector in vectors if engine != MESA or vector.runs <= MOST_FOR_MESA]
    try:
        problems = [problem for vector in wanted for problem in _differs(engine, vector)]
    except NotStarted as fault:
        unstarted.append(str(fault))
        return
    yield Check(f"vectors, engine {engine}", f"{len(wanted)} vectors, {sum(v.runs for v in wanted):,} runs", problems)


def _differs(engine: str, vector: Vector) -> Iterator[str]:
    found = compute(engine, vector.scenario, vector.seed, vector.runs)
    if found != vector:
        yield (
            f"{vector.scenario}, seed {vector.seed}, {vector.runs:,} runs in the engine {engine}: {_told(found)}, "
            f"where {_told(vector)} are expected; the rules were changed here, or this machine calculates differently"
        )


def _told(vector: Vector) -> str:
    return f"{vector.acts:,} acts with hash {vector.sha256[:12]}"
