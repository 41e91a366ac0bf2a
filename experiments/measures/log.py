"""Columns of the act log as plain arrays; whether they are categories or text, and whether values are missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

CAMPAIGN = "campaign"


def number(column: Any) -> NDArray[np.int64]:
    """A column of whole numbers as a plain array; a missing value is -1."""
    return column.fillna(-1).to_numpy(dtype=np.int64)


def flag(column: Any) -> NDArray[np.bool_]:
    """A column of yes and no as a plain array; a missing value is no."""
    return column.fillna(False).to_numpy(dtype=bool)


def is_one(column: Any, value: str) -> NDArray[np.bool_]:
    """Which rows of a categorical (or text) column hold ``value``."""
    return (column == value).to_numpy(dtype=bool)


def coded(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """A column of names as numbers and the names they stand for; a missing name is -1."""
    kinds = column.astype("category").cat
    return kinds.codes.to_numpy(dtype=np.int64), [str(name) for name in kinds.categories]
