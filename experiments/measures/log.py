"""Columns of the act log as plain arrays, of a frame or as they were read.

In a frame they may be categories or text, and values may be missing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CAMPAIGN = "campaign"


class CodedNames(NamedTuple):
    """A column of names: their numbers, -1 for none, and the names they stand for."""

    numbers: NDArray[np.int64]
    names: list[str]


def number(column: Any) -> NDArray[np.int64]:
    """A column of whole numbers as a plain array; a missing value is -1."""
    return column.astype(np.int64) if isinstance(column, np.ndarray) else column.fillna(-1).to_numpy(dtype=np.int64)


def flag(column: Any) -> NDArray[np.bool_]:
    """A column of yes and no as a plain array; a missing value is no."""
    return column if isinstance(column, np.ndarray) else column.fillna(False).to_numpy(dtype=bool)


def is_one(column: Any, value: str) -> NDArray[np.bool_]:
    """Which rows of a categorical (or text) column hold ``value``."""
    if isinstance(column, CodedNames):
        return np.isin(column.numbers, [k for k, name in enumerate(column.names) if name == value])
    return (column == value).to_numpy(dtype=bool)


def coded(column: Any) -> CodedNames:
    """A column of names as numbers and the names they stand for."""
    if isinstance(column, CodedNames):
        return column
    kinds = column.astype("category").cat
    return CodedNames(kinds.codes.to_numpy(dtype=np.int64), [str(name) for name in kinds.categories])
