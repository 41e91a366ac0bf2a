"""Rows of a results folder as plain Python values; nulls for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Python values in place of those of NumPy and pandas."""
    plain: dict[str, Any] = {}
    for name, value in row.items():
        if name == "date":
            plain[str(name)] = value.date().isoformat()
        elif value != value:
            plain[str(name)] = None
        else:
            plain[str(name)] = value.item() if hasattr(value, "item") else value
    return plain


def rows_of(table: pd.DataFrame, run: int) -> list[dict[str, Any]]:
    """The rows of a run, in order."""
    return [plain(row) for row in table[table["run"] == run].to_dict("records")]
