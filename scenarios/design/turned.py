"""A shape of a case with what is written into it at each point: the cells of settings, and those that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.tables import Case, World
from .cases import Cells
from .derived import Renew

#: Cells of a column: field, rows, and the place of the setting written into each.
Write = tuple[str, NDArray[np.int64], NDArray[np.int64]]


class Turned(NamedTuple):
    """A shape with what is written into it: for each world and table, cells by setting, and what is renewed."""

    case: Case
    writes: list[dict[str, list[Write]]]
    plans: list[dict[str, list[Renew]]]


def apart(table: str, writes: Sequence[Write]) -> list[tuple[int, str, str, NDArray[np.int64]]]:
    """What is written into a table, setting by setting: its place, table, field and rows."""
    return [(int(k), table, field, rows[of == k]) for field, rows, of in writes for k in np.unique(of)]


def by_table(direct: Sequence[tuple[int, Cells]]) -> dict[str, list[Write]]:
    """Cells by table, those of a column together."""
    columns: dict[tuple[str, str], list[tuple[int, NDArray[np.int64]]]] = {}
    for k, cells in direct:
        columns.setdefault((cells.table, cells.field), []).append((k, cells.rows))
    found: dict[str, list[Write]] = {}
    for (table, field), parts in columns.items():
        settings = np.repeat([k for k, _ in parts], [len(rows) for _, rows in parts])
        found.setdefault(table, []).append((field, np.concatenate([rows for _, rows in parts]), settings))
    return found


def turn(shape: Turned, number: int, values: Sequence[float]) -> World:
    """A world of a shape with the cells written."""
    base, plan, changed, numbers = shape.case.worlds[number], shape.plans[number], {}, np.array(values, np.float64)
    for name, writes in shape.writes[number].items():
        table = getattr(base, name).copy()
        for field, rows, settings in writes:
            table[field][rows] = numbers[settings]
        for renew in plan.get(name, ()):
            renew(table)
        changed[name] = table
    return base._replace(**changed)
