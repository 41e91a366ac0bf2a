"""Daily series of actors: quantiles over many runs, and the full series of the first few."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...model.world.tables import Case
from .columns import series_columns, table

#: Runs whose whole series are kept.
KEPT_SERIES = 20
QUANTILES: tuple[tuple[str, float], ...] = (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95))
#: Numbers held in memory at a time while quantiles are taken.
BLOCK_VALUES = 20_000_000


def quantile_tables(parts: Sequence[Path], case: Case) -> Iterator[pa.Table]:
    """Quantiles over runs for each day, actor and measure, some days at a time.

    Args:
        parts: NumPy files of shape (runs, days, actors, measures), in run order.
        case: names of the actors.

    Yields:
        Tables with day, actor, measure, mean, q05, q25, q50, q75, q95, in order of day.
    """
    arrays = [np.load(part, mmap_mode="r") for part in parts]
    days = arrays[0].shape[1]
    a_day = sum(a.shape[0] for a in arrays) * arrays[0].shape[2] * arrays[0].shape[3]
    step = max(1, BLOCK_VALUES // max(1, a_day))
    for start in range(0, days, step):
        block = np.concatenate([a[:, start : start + step] for a in arrays])
        number = np.arange(start, start + block.shape[1])
        columns = series_columns(np.zeros(1, np.int64), number, case)
        del columns["run"]
        yield table(columns | _spread(block))


def _spread(block: NDArray[np.float32]) -> dict[str, Any]:
    """Mean and quantiles over the first axis, flattened; quantiles interpolate between neighbours."""
    if not len(block):
        unknown = np.full(int(np.prod(block.shape[1:])), np.nan)
        return dict.fromkeys(("mean", *(name for name, _ in QUANTILES)), unknown)
    ordered = np.ascontiguousarray(block.reshape(len(block), -1).T)
    ordered.sort(axis=1)  # single precision, a row for each number: a third of the time, and the same order
    return {"mean": _mean(ordered)} | {name: _quantile(ordered, q) for name, q in QUANTILES}


def _mean(ordered: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean of each row, added up from the least to the greatest, one after the other."""
    total = np.zeros(len(ordered))
    for column in ordered.T:
        total += column
    return total / ordered.shape[1]


def _quantile(ordered: NDArray[np.float32], q: float) -> NDArray[np.float64]:
    """Quantile of each row of sorted numbers between its neighbours, as NumPy reckons it in double precision."""
    place = q * (ordered.shape[1] - 1)
    below, share = int(place), place - int(place)
    low, high = (ordered[:, at].astype(np.float64) for at in (below, min(below + 1, ordered.shape[1] - 1)))
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share)


def kept_series(
    parts: Sequence[Path], case: Case, runs: Iterable[NDArray[np.int32]] | None = None
) -> Iterator[pa.Table]:
    """Full series of the first `KEPT_SERIES` runs: run, day, actor, measure, value; a table a run.

    Without any run it is one empty table. ``runs``: for each part the numbers of its runs, counted from 0 if not given.
    """
    left, first = KEPT_SERIES, 0
    for part, numbers in zip(parts, runs if runs is not None else itertools.repeat(None)):  # noqa: B905 - repeat is endless
        array = np.load(part, mmap_mode="r")
        known = np.arange(first, first + len(array)) if numbers is None else numbers
        for run, series in zip(known[:left], array[:left], strict=True):
            columns = series_columns(np.array([run]), np.arange(array.shape[1]), case)
            yield table(columns | {"value": np.ascontiguousarray(series).reshape(-1)})
        left, first = left - len(array[:left]), first + len(array)
    if left == KEPT_SERIES:
        yield no_series(case)


def no_series(case: Case) -> pa.Table:
    """A table of series without a row."""
    none = series_columns(np.zeros(0, np.int64), np.zeros(0, np.int64), case)
    return table(none | {"value": np.zeros(0, np.float32)})


def no_days(case: Case) -> pa.Table:
    """A table of daily quantiles without a row."""
    columns = series_columns(np.zeros(1, np.int64), np.zeros(0, np.int64), case)
    del columns["run"]
    return table(columns | dict.fromkeys(("mean", *(name for name, _ in QUANTILES)), np.zeros(0)))
