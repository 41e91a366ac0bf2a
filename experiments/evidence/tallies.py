"""What was simulated of an act as a piece of a backtest's folder, kept by the hash of what determines it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...model.world.ladder import RUNGS
from ..results.pieces import appearing, load_array, stands
from ..results.question import model_hash
from .predict import DAYS, SEED, ReplyTally

FILE = "tallies.npy"
WIDTH = 2 + RUNGS + DAYS


def kept(place: Path | None, rows: int, count: Callable[[], Sequence[ReplyTally]]) -> list[ReplyTally]:
    """So many tallies: those of a piece that stands, or counted now and kept under its name, if there is a place."""
    if place is None:
        return list(count())
    found = kept_array(place, (rows, WIDTH), lambda: np.array([_packed(one) for one in count()]))
    return [_unpacked(np.asarray(row)) for row in found]


def kept_array(
    place: Path | None, shape: tuple[int, ...], make: Callable[[], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """An array: that of a piece that stands, or made now and kept under its name, if there is a place."""
    if place is None:
        return make()
    if stands(place, {FILE}, place.name):
        known = load_array(place / FILE, shape, np.float64)
        if known is not None:
            return np.asarray(known)
    found = make()
    with appearing(place, place.name) as part:
        np.save(part / FILE, found)
    return found


def name_of(number: str, *what: object) -> str:
    """Everything that determines a piece, as a name."""
    return f"{number}-{hashlib.sha256(repr((model_hash(), SEED, *what)).encode()).hexdigest()[:24]}"


def _packed(one: ReplyTally) -> NDArray[np.float64]:
    return np.concatenate([[one.runs, one.proxies], one.rungs, one.delays])


def _unpacked(row: NDArray[np.float64]) -> ReplyTally:
    return ReplyTally(float(row[0]), row[2 : 2 + RUNGS], row[2 + RUNGS :], float(row[1]))
