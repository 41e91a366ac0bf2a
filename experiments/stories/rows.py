"""Rows of a results folder as plain Python values; nulls for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Python values in place of those of NumPy and pandas."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "date":
            found[str(name)] = value.date().isoformat()
        elif value != value:
            found[str(name)] = None
        else:
            found[str(name)] = value.item() if hasattr(value, "item") else value
    return found


def rows_of(table: pd.DataFrame, run: int) -> list[dict[str, Any]]:
    """The rows of a run, in order."""
    found: Any = table[table["run"] == run]
    return [plain(row) for row in found.to_dict("records")]
