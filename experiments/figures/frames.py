"""Tables as figures use them: what a column holds is said in docstrings, since type checkers cannot know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

if TYPE_CHECKING:
    # pandas comes without types: a checker would see a union of everything in every column of every table.
    Frame: TypeAlias = Any
    Column: TypeAlias = Any
else:
    Frame, Column = pd.DataFrame, pd.Series


def frame(columns: Mapping[str, Any]) -> Frame:
    """A table from its columns by name."""
    return pd.DataFrame(dict(columns))


def stack(parts: Sequence[Frame]) -> Frame:
    """Tables with the same columns, one below the other, renumbered."""
    return pd.concat(list(parts), ignore_index=True)
