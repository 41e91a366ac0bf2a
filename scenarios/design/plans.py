"""What a design does to each table of a case, in whatever shape the case has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...model.world.tables import NONE, World
from .cases import Cells
from .derived import DATED, RENEWED, Exposures, Period, Renew
from .shapes import SHAPED, Shape, moved_rows
from .turned import TablePlan, Turned, Write, by_table, moved_write, plan

#: Column whose cells are renewed by what forces a design moves.
EXPOSURE = ("locations", "exposure")


class LearnedCells(NamedTuple):
    """Where the settings of a design land in the case in which it was learned.

    ``direct``: cells by the number of their setting. ``renewed``: for each world the columns, table and field, in which
    cells follow from several. ``troops``: the areas whose exposure does, with what works it out.
    """

    direct: list[tuple[int, Cells]]
    renewed: list[set[tuple[str, str]]]
    troops: list[int]
    exposures: Exposures | None


#: Makes what renews cells of a table, in a world of a shape.
Maker = Callable[[Shape, World], Renew]


class TableEdit(NamedTuple):
    """One table, of all worlds in which the same is done to it: its cells, and what makes their renewal."""

    table: str
    writes: tuple[Write, ...]
    makers: tuple[Maker, ...]

    def plan(self, base: World, shape: Shape, world: World) -> TablePlan:
        """The plan for a world of a shape, which in the case of which it was learned is ``base``."""
        writes = self.writes
        if self.table in SHAPED:
            there = [moved_rows(self.table, rows, base, world, shape.areas) for _, rows, _ in writes]
            writes = tuple(moved_write(write, rows) for write, rows in zip(writes, there, strict=True))
        return plan(getattr(world, self.table).dtype, writes, [make(shape, world) for make in self.makers])


class Plans:
    """Makes the plans of shapes. What is done to several worlds alike, or in every shape, is planned once."""

    def __init__(self, base: Shape, periods: Sequence[tuple[int, Period]], learned: LearnedCells) -> None:
        """``periods``: of each world of ``base``, the number of its stage and what it was built from."""
        self._base, self._learned = base, learned
        self._steady: dict[int, TablePlan] = {}
        self._entries: list[dict[str, TableEdit]] = []
        known: dict[tuple[object, ...], TableEdit] = {}
        for number, (stage, period) in enumerate(periods):
            writes = by_table([entry for entry in learned.direct if entry[1].world == number])
            makers = self._makers(period, learned.renewed[number])
            own: dict[str, TableEdit] = {}
            for table in dict.fromkeys((*makers, *writes)):
                cells, making = writes.get(table, ()), makers.get(table, {})
                content = tuple((field, rows.tobytes(), of.tobytes()) for field, rows, of in cells)
                entry = TableEdit(table, cells, tuple(making.values()))
                own[table] = known.setdefault((stage, table, content, *making), entry)
            self._entries.append(own)
        self._keep_steady()

    def __call__(self, shape: Shape) -> Turned:
        """A shape with its plans."""
        known, plans = dict(self._steady), []
        for base, world, entries in zip(self._base.case.worlds, shape.case.worlds, self._entries, strict=True):
            for entry in entries.values():
                if id(entry) not in known:
                    known[id(entry)] = entry.plan(base, shape, world)
            plans.append({table: known[id(entry)] for table, entry in entries.items()})
        return Turned(shape.case, plans)

    def _keep_steady(self) -> None:
        """Plan what no shape changes."""
        for world, entries in zip(self._base.case.worlds, self._entries, strict=True):
            for table, entry in entries.items():
                if table not in SHAPED:
                    self._steady[id(entry)] = entry.plan(world, self._base, world)

    def _makers(self, period: Period, columns: set[tuple[str, str]]) -> dict[str, dict[object, Maker]]:
        """What makes the renewals of each table, by what tells one from the others of a stage."""
        found: dict[str, dict[object, Maker]] = {}
        for column in sorted(columns - {EXPOSURE}):
            make = RENEWED[column]
            mark = (make, period.date) if make in DATED else make
            found.setdefault(column[0], {})[mark] = lambda _, world, make=make: make(period, world)
        exposures = self._learned.exposures
        if EXPOSURE in columns and exposures is not None:
            found["locations"] = {EXPOSURE: lambda shape, _: exposures.renew(self._there(shape))}
        return found

    def _there(self, shape: Shape) -> dict[int, int]:
        """The areas whose troops a design moves, as far as a shape uses them, each with its place there."""
        return {area: int(at) for area in self._learned.troops if (at := shape.areas[area]) != NONE}
