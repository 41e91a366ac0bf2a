"""A shape of a case with what is written into it at each point: the cells of settings, and those that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.kernel.memory import copied
from ...model.world.tables import NONE, Case, Table, World
from .cases import Cells
from .derived import DerivedCells, Renew

#: Bytes of a number, in every column of every table.
WIDTH = 8
#: Cells of a column: field, rows, and the place of the setting written into each.
Write = tuple[str, NDArray[np.int64], NDArray[np.int64]]
#: Cells of a table as plain numbers of one type, end to end: the type, their places, and the places of the settings.
Flat = tuple[np.dtype, NDArray[np.int64], NDArray[np.int64]]


class TablePlan(NamedTuple):
    """What is done to one table: cells written by setting, then cells that are renewed. Shared where it is the same.

    ``flat`` are the ``writes`` of all columns of a type together: the constants alone are more than a hundred columns.
    """

    writes: tuple[Write, ...]
    flat: tuple[Flat, ...]
    renewed: tuple[Renew, ...]


def plan(dtype: np.dtype, writes: Sequence[Write], renewed: Sequence[Renew]) -> TablePlan:
    """The plan for a table of some type, all of whose columns are as wide as each other."""
    fields: Any = dtype.fields
    width = dtype.itemsize // WIDTH
    parts: dict[np.dtype, list[tuple[NDArray[np.int64], NDArray[np.int64]]]] = {}
    for field, rows, of in writes:
        kind, offset = fields[field][:2]
        parts.setdefault(kind, []).append((rows * width + offset // WIDTH, of))
    flat = []
    for kind, cells in parts.items():
        places, settings = zip(*cells, strict=True)
        flat.append((kind, np.concatenate(places), np.concatenate(settings)))
    return TablePlan(tuple(writes), tuple(flat), tuple(renewed))


class Turned(NamedTuple):
    """A shape with what is written into it: a plan for each world and table."""

    case: Case
    plans: list[dict[str, TablePlan]]


def apart(table: str, plan: TablePlan) -> list[tuple[int, tuple[str, str, NDArray[np.int64]]]]:
    """What is written into a table, setting by setting: its place; table, field and rows."""
    return [(int(k), (table, field, rows[of == k])) for field, rows, of in plan.writes for k in np.unique(of)]


def by_table(direct: Sequence[tuple[int, Cells]]) -> dict[str, tuple[Write, ...]]:
    """Cells by table, those of a column together."""
    columns: dict[tuple[str, str], list[tuple[int, NDArray[np.int64]]]] = {}
    for k, cells in direct:
        columns.setdefault((cells.table, cells.field), []).append((k, cells.rows))
    found: dict[str, tuple[Write, ...]] = {}
    for (table, field), parts in columns.items():
        settings = np.repeat([k for k, _ in parts], [len(rows) for _, rows in parts])
        found[table] = (*found.get(table, ()), (field, np.concatenate([rows for _, rows in parts]), settings))
    return found


def moved_write(write: Write, rows: NDArray[np.int64]) -> Write:
    """What is written where its cells stand in other rows; NONE: nowhere."""
    field, _, settings = write
    there = rows != NONE
    return field, rows[there], settings[there]


class _Turn:
    """One point of a design: what worlds have in common is worked out, and written, once."""

    def __init__(self, values: Sequence[float]) -> None:
        self._numbers = np.array(values, np.float64)
        self._cells: dict[int, list[DerivedCells]] = {}
        self._tables: dict[tuple[int, int], Table] = {}

    def __call__(self, world: World, plans: dict[str, TablePlan]) -> World:
        """A world with the cells written."""
        return world._replace(**{name: self._table(getattr(world, name), plan) for name, plan in plans.items()})

    def _table(self, base: Table, plan: TablePlan) -> Table:
        known = id(base), id(plan)
        if known not in self._tables:
            table = self._tables[known] = copied(base)
            for kind, places, settings in plan.flat:
                table.view(kind)[places] = self._numbers[settings]
            for renew in plan.renewed:
                for field, rows, values in self._renewed(renew):
                    table[field][rows] = values
        return self._tables[known]

    def _renewed(self, renew: Renew) -> list[DerivedCells]:
        if id(renew) not in self._cells:
            self._cells[id(renew)] = renew()
        return self._cells[id(renew)]


def turn(shape: Turned, values: Sequence[float]) -> Case:
    """The case of a shape with the cells written; what follows from several settings reads them where they stand."""
    turned = _Turn(values)
    worlds = tuple(turned(world, plans) for world, plans in zip(shape.case.worlds, shape.plans, strict=True))
    return shape.case._replace(worlds=worlds)
