"""Daily series of actors: quantiles over many runs, and the full series of the first few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..model.world import Case
from .columns import series_columns, table

#: Runs whose whole series are kept.
KEPT_SERIES = 20
QUANTILES: tuple[tuple[str, float], ...] = (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95))
#: Numbers held in memory at a time while quantiles are taken.
BLOCK_VALUES = 20_000_000


def quantile_tables(parts: Sequence[Path], case: Case) -> Iterator[pa.Table]:
    """Quantiles over runs for each day, actor and measure, a stretch of days at a time.

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
    ordered = np.sort(block.reshape(len(block), -1).astype(np.float64), axis=0)
    quantiles = np.quantile(ordered, [q for _, q in QUANTILES], axis=0)
    return {"mean": ordered.mean(axis=0)} | {name: quantiles[n] for n, (name, _) in enumerate(QUANTILES)}


def kept_series(parts: Sequence[Path], case: Case) -> Iterator[pa.Table]:
    """Full series of the first `KEPT_SERIES` runs: run, day, actor, measure, value; a table a run."""
    run = 0
    for part in parts:
        array = np.load(part, mmap_mode="r")
        for series in array[: KEPT_SERIES - run]:
            columns = series_columns(np.array([run]), np.arange(array.shape[1]), case)
            yield table(columns | {"value": np.ascontiguousarray(series).reshape(-1)})
            run += 1
