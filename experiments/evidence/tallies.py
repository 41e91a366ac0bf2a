"""The tallies of an act as a piece of a backtest's folder, a row each, kept by the hash of what determines them."""

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
    if stands(place, {FILE}, place.name):
        known = load_array(place / FILE, (rows, WIDTH), np.float64)
        if known is not None:
            return [_unpacked(np.asarray(row)) for row in known]
    found = list(count())
    with appearing(place, place.name) as part:
        np.save(part / FILE, np.array([_packed(one) for one in found]))
    return found


def name_of(number: str, *what: object) -> str:
    """Everything that determines a piece, as a name."""
    return f"{number}-{hashlib.sha256(repr((model_hash(), SEED, *what)).encode()).hexdigest()[:24]}"


def _packed(one: ReplyTally) -> NDArray[np.float64]:
    return np.concatenate([[one.runs, one.proxies], one.rungs, one.delays])


def _unpacked(row: NDArray[np.float64]) -> ReplyTally:
    return ReplyTally(float(row[0]), row[2 : 2 + RUNGS], row[2 + RUNGS :], float(row[1]))
