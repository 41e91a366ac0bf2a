"""Cases held against each other: the cells in which they differ, and whether they are the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.tables import Case, World


class Cells(NamedTuple):
    """Where a setting lands as it is: world, table, field and rows."""

    world: int
    table: str
    field: str
    rows: NDArray[np.int64]


def moved_columns(
    number: int, base: World, one: World, two: World
) -> list[tuple[Cells, NDArray[np.float64], NDArray[np.float64]]] | None:
    """Columns in which either world differs from the base, with both new values; None if a shape or a list differs."""
    found = []
    for name in World._fields[:-2]:
        table, first, second = getattr(base, name), getattr(one, name), getattr(two, name)
        if table.shape != first.shape or table.shape != second.shape:
            return None
        if table.dtype.names is None:
            if not (np.array_equal(table, first) and np.array_equal(table, second)):
                return None
            continue
        for field in table.dtype.names:
            rows = np.flatnonzero((table[field] != first[field]) | (table[field] != second[field]))
            if len(rows):
                found.append((Cells(number, name, field, rows), first[field][rows], second[field][rows]))
    return found


def same_case(one: Case, two: Case) -> bool:
    """Whether two cases are the same to the last bit."""
    return (
        one._replace(worlds=()) == two._replace(worlds=())
        and len(one.worlds) == len(two.worlds)
        and all(_same_world(a, b) for a, b in zip(one.worlds, two.worlds, strict=True))
    )


def _same_world(one: World, two: World) -> bool:
    tables = zip(one[:-2], two[:-2], strict=True)
    return one[-2:] == two[-2:] and all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in tables)
