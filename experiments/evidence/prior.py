"""Points of a prior: a Latin hypercube over declared ranges, keyed by the name of each setting.

The column of a setting depends on its name, the seed and the number of points alone: two situations that share an actor
share its draws, and adding a setting leaves the others where they are.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...model.kernel.draws import Keys, key_of, uniform

#: Purposes of the two draws of a point: its stratum and its place within it; no rule of the model uses these numbers.
STRATUM, PLACE = 1001, 1002


def column(path: str, count: int, seed: int) -> NDArray[np.float64]:
    """Numbers in (0, 1), one in each of ``count`` equal strata, in random order; shape (count,)."""
    key = np.uint64(key_of(f"prior:{path}"))
    keys = Keys(seed)
    order = np.argsort([uniform(keys.address, k, key, STRATUM) for k in range(count)], kind="stable")
    place = np.array([uniform(keys.address, k, key, PLACE) for k in range(count)])
    return (order + place) / count


def points(ranges: Mapping[str, tuple[float, float]], count: int, seed: int) -> NDArray[np.float64]:
    """Points spread evenly over each range, shape (count, settings), in the order of ``ranges`` (McKay et al. 1979)."""
    columns = [low + (high - low) * column(path, count, seed) for path, (low, high) in ranges.items()]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))
