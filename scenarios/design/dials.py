"""Design points straight into the arrays of the model, without the file schema.

A sweep asks for thousands of points in the space of a few settings. `Dials` builds the case once, finds out which cells
of its tables each setting lands in, and from then on copies those tables and writes the cells. Cells that follow from
several settings (`derived`) are worked out again by the builder's own functions. The reach of a weapon changes the
menu: for each set of places in reach (`shapes`) what depends on it is worked out once (`reached`). Any other setting
that changes what there is, rather than how much, makes a full rebuild.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.tables import Case
from ..loader import apply_sets
from ..problems import Problem, ScenarioError
from ..schema.walk import node_at
from ..stages import stage_on
from ..tables.build import build_stages, date_of
from ..tables.numbering import Numbering
from ..text.handles import Slot, is_numeric, is_whole, private_copy, slot, value_at
from ..text.settings import split_path
from .cases import Cells, moved_columns, same_case
from .catalogue import Catalogue
from .derived import RENEWED, DerivedCells, Exposures, Period
from .plans import EXPOSURE, LearnedCells, Plans
from .reached import Reached
from .shapes import MOST, SHAPED, TOLD_APART, ReachShapes, Shape, weapon_of
from .turned import Turned, apart, turn

if TYPE_CHECKING:
    from ..scenario import Scenario

#: Settings that are not dials: the horizon has its own option, dated changes are rebuilt.
FIXED = ("days", "schema")
#: Two sets of places within the ranges at which cells are recognised: no two settings get the same value there.
GOLDEN = 0.6180339887498949
PROBES = (0.13, 0.71)
#: How far inside an end, as a share of the way to the middle, a limit no longer counts as lying at the end.
INSIDE = 1e-9


class Landing(NamedTuple):
    """What is written into a world: cells by the number of their setting, and those that follow from several."""

    direct: list[tuple[int, Cells]]
    derived: list[tuple[str, DerivedCells]]


class Dials:
    """Cases of one scenario with some settings turned; thread-safe.

    ``paths`` are the settings in the order of the values that a call takes; ``rebuilt`` those for which every point is
    rebuilt.
    """

    def __init__(self, scenario: Scenario, ranges: Mapping[str, tuple[float, float]]) -> None:
        """Learn where the settings of ``scenario`` at these paths land, each between its low and its high end.

        Raises:
            ScenarioError: no number stands at a path, or the scenario does not pass the checks at an end of the ranges.
        """
        _refuse(ranges)
        self.paths = tuple(ranges)
        self._counts = [k for k, path in enumerate(self.paths) if is_whole(path)]
        self._low, self._high = np.array([*ranges.values()], np.float64).reshape(-1, 2).T
        self._ends = self._fit(self._low), self._fit(self._high)
        for ends in self._ends:
            apply_sets(scenario, dict(zip(self.paths, ends, strict=True)))
        # everything is learned where most is in reach: no other shape has an option that this one lacks
        self._ranged = {k: name for k, path in enumerate(self.paths) if (name := weapon_of(path)) is not None}
        self._plain = [k for k in range(len(self.paths)) if k not in self._ranged]
        self._middle = self._at(lambda k: 1.0 if k in self._ranged else 0.5)
        self._open(apply_sets(scenario, dict(zip(self.paths, self._middle, strict=True))))
        self._case, self._number = self._build(self._middle)
        catalogue = Catalogue(self._stages[0][1], self._number.areas())
        self._reached = Reached(self._case, self._stages, catalogue)
        self._learn()

    @cached_property
    def rebuilt(self) -> tuple[str, ...]:
        """Settings that change what there is, so that points that move them need more than a few cells written.

        Where these are ranges of weapons alone, points that reach the same places share what is worked out, at some
        one millisecond; any other is built anew.
        """
        return tuple(self.paths[k] for k in sorted(self._slow | {k for k in self._ranged if self._shapes_by(k)}))

    def __call__(self, values: Sequence[float] | NDArray[np.float64]) -> Case:
        """The case with the settings at ``values``, shape (paths,), in their units; counts are rounded.

        Raises:
            ValueError: a value lies outside its range.
        """
        fitted = self._fit(values)
        for path, low, value, high in zip(self.paths, self._ends[0], fitted, self._ends[1], strict=True):
            if not low <= value <= high:
                raise ValueError(f"{path}: {value:g} lies outside {low:g} to {high:g}")
        if self._slow or any(fitted[k] in ends for k, ends in self._edges.items()):
            with self._lock:
                return self._build(fitted)[0]
        return self._turned(fitted)

    @property
    def edges(self) -> dict[str, set[float]]:
        """Values at the very end of a range at which there is something else than inside it; there, all is rebuilt."""
        return {self.paths[k]: ends for k, ends in self._edges.items()}

    @property
    def case(self) -> Case:
        """The case in the middle of all ranges, in which cells are numbered."""
        return self._case

    def landing(self, values: Sequence[Any]) -> list[Landing]:
        """For each world where settings land, and the cells that follow from several, worked out on ``values``.

        ``values`` are written as they are: formulas in place of numbers give formulas. Only where nothing is rebuilt.
        """
        with self._lock:
            turned = self._shape(self._middle)
            try:
                self._put(values)
                return [
                    Landing(
                        [(k, Cells(number, *cells)) for name, plan in plans.items() for k, cells in apart(name, plan)],
                        [(name, cells) for name, plan in plans.items() for renew in plan.renewed for cells in renew()],
                    )
                    for number, plans in enumerate(turned.plans)
                ]
            finally:
                self._put(self._middle)

    def _fit(self, values: Sequence[float] | NDArray[np.float64]) -> list[float]:
        """Values as a file would have them, one a path."""
        fitted = np.array(values, np.float64).tolist()
        if len(fitted) != len(self.paths):
            raise ValueError(f"{len(fitted)} values for {len(self.paths)} settings")
        for k in self._counts:
            fitted[k] = round(fitted[k])
        return fitted

    def _at(self, place) -> list[float]:
        ends = zip(self._low, self._high, strict=True)
        return self._fit([low + (high - low) * place(k) for k, (low, high) in enumerate(ends)])

    def _open(self, checked: Scenario) -> None:
        """Private copies of every stage, and where each setting stands in the stages in which it has a say."""
        stages = [(day, private_copy(settings)) for day, settings in checked.stages()]
        self._stages = stages
        self._lock = threading.Lock()
        self._slow: set[int] = {k for k, path in enumerate(self.paths) if path.startswith("interventions.")}
        self._edges: dict[int, set[float]] = {}
        self._slots: list[list[Slot]] = [
            [slot(settings, path) for _, settings in stages if value_at(settings, path) == value]
            for path, value in zip(self.paths, self._middle, strict=True)
        ]
        self._dated = checked if self._slow else None

    def _put(self, values: Sequence[float]) -> None:
        for slots, value in zip(self._slots, values, strict=True):
            for box, key in slots:
                box[key] = value

    def _build(self, values: Sequence[float]) -> tuple[Case, Numbering]:
        """The case rebuilt from the private copies; from a checked scenario where dated changes are moved."""
        if self._dated is not None:
            moved = apply_sets(self._dated, dict(zip(self.paths, values, strict=True)))
            return build_stages(moved.stages())
        self._put(values)
        return build_stages(self._stages)

    def _learn(self) -> None:
        """Find the cells of every setting; those that cannot be followed are rebuilt."""
        self._direct: list[tuple[int, Cells]] = []
        self._renewed: list[set[tuple[str, str]]] = [set() for _ in self._case.worlds]
        self._shapes: OrderedDict[tuple[int, ...], Turned] = OrderedDict()
        self._troops: set[int] = set()
        self._exposures = Exposures(self._stages[0][1], self._number) if len(self._stages) == 1 else None
        if self._slow:
            return
        self._follow(self._plain)
        if not self._slow:
            self._shape_up()
        if not self._slow:
            self._check_ends()

    def _shape_up(self) -> None:
        """Learn what the ranges of weapons tell apart; where cells cannot be found in other shapes, build all anew."""
        self._plan()
        self._derives = any(self._renewed)
        if not self._ranged:
            self._reach = ReachShapes((), ())
            return
        self._reach = ReachShapes([entry for _, entry in self._stages], list(self._ranged.values()))
        untold = any(cells.table in SHAPED and cells.table not in TOLD_APART for _, cells in self._direct)
        probes = (self._at(lambda k, at=at: at * 0.5 if k in self._ranged else at) for at in PROBES)
        if untold or not all(self._follows(values) for values in probes):
            self._slow.update(self._ranged)

    def _shapes_by(self, k: int) -> bool:
        """Whether the range of a weapon changes what there is between its ends, all other settings in the middle."""
        with self._lock:
            return k in self._slow or not same_case(self._build(self._with([k], self._low))[0], self._case)

    def _follow(self, group: list[int]) -> None:
        """Learn the cells of a group of settings, or divide it until those that cannot be followed stand alone."""
        if not group:
            return
        probes = [self._probe(group, offset) for offset in PROBES]
        found = self._explained(group, probes)
        if found is not None:
            direct, renewed = found
            self._direct += direct
            for known, more in zip(self._renewed, renewed, strict=True):
                known |= more
        elif len(group) == 1:
            self._slow.add(group[0])
        else:
            half = len(group) // 2
            self._follow(group[:half])
            self._follow(group[half:])

    def _probe(self, group: list[int], offset: float) -> tuple[list[float], Case]:
        values = self._with(group, self._at(lambda k: 0.02 + 0.96 * ((offset + (k + 1) * GOLDEN) % 1.0)))
        return values, self._build(values)[0]

    def _with(self, group: Container[int], moved: Sequence[float] | NDArray[np.float64]) -> list[float]:
        """The settings of a group as ``moved``, all others in the middle."""
        return [moved[k] if k in group else middle for k, middle in enumerate(self._middle)]

    def _follows(self, values: Sequence[float]) -> bool:
        """Whether the case with the cells written is the one that is built anew."""
        return same_case(self._turned(values), self._build(values)[0])

    def _explained(
        self, group: list[int], probes: list[tuple[list[float], Case]]
    ) -> tuple[list[tuple[int, Cells]], list[set[tuple[str, str]]]] | None:
        """The setting behind every cell that moved, and the columns to renew; None if a change has no such reason."""
        direct: list[tuple[int, Cells]] = []
        renewed: list[set[tuple[str, str]]] = [set() for _ in self._case.worlds]
        (values, first), (others, second) = probes
        firsts, seconds = np.array(values)[group], np.array(others)[group]
        for world, base in enumerate(self._case.worlds):
            columns = moved_columns(world, base, first.worlds[world], second.worlds[world])
            if columns is None:
                return None
            for cells, one, two in columns:
                mine = (one[:, None] == firsts) & (two[:, None] == seconds)
                if self._ranged and cells.table == "variants":
                    mine[:] = False  # the weight of a variant has no row of its own in other shapes
                for at in np.flatnonzero(mine.any(axis=0)):
                    direct.append((group[at], cells._replace(rows=cells.rows[mine[:, at]])))
                rest = ~mine.any(axis=1)
                if rest.any():
                    if not self._renewable(cells, rest):
                        return None
                    renewed[world].add((cells.table, cells.field))
                    self._troops.update(cells.rows[rest].tolist() if cells.table == "locations" else ())
        return direct, renewed

    def _renewable(self, cells: Cells, rest: NDArray[np.bool_]) -> bool:
        if (cells.table, cells.field) == EXPOSURE:
            return self._exposures is not None and all(self._exposures.covers(int(r)) for r in cells.rows[rest])
        return (cells.table, cells.field) in RENEWED

    def _plan(self) -> None:
        """Plan what is written into each table of each world."""
        stages = [stage_on(self._stages, day) for day in self._case.from_days]
        dates = [date_of(self._stages[0][1], day) for day in self._case.from_days]
        periods = [(k, Period(self._stages[k][1], date)) for k, date in zip(stages, dates, strict=True)]
        learned = LearnedCells(self._direct, self._renewed, sorted(self._troops), self._exposures)
        self._plans = Plans(Shape(self._case, np.arange(len(self._number.areas()))), periods, learned)

    def _shape(self, values: Sequence[float]) -> Turned:
        """The shape that these values lead to; the latest are kept."""
        key = self._reach.shape_of([values[k] for k in self._ranged])
        if key not in self._shapes:
            self._put(self._with(self._ranged, values))
            self._shapes[key] = self._plans(self._reached())
            if len(self._shapes) > MOST:
                self._shapes.popitem(last=False)
        self._shapes.move_to_end(key)
        return self._shapes[key]

    def _turned(self, values: Sequence[float]) -> Case:
        """The case with the cells written."""
        with self._lock:
            shape = self._shape(values)
            if self._derives:
                self._put(values)
            return turn(shape, values)

    def _check_ends(self) -> None:
        """What the probes did not see shows at the ends: a limit exactly there, or one on the way there."""
        for ends in self._ends:
            self._blame(self._plain, ends)

    def _blame(self, group: list[int], ends: list[float]) -> None:
        values = self._with(group, ends)
        if self._follows(values):
            return
        if len(group) == 1:
            self._limit(group[0], values)
            return
        half = len(group) // 2
        self._blame(group[:half], ends)
        self._blame(group[half:], ends)

    def _limit(self, k: int, values: list[float]) -> None:
        """A limit at the end itself (consent above zero, claims of one): the end is rebuilt. Else all points are.

        A limit short of the end, such as a distance that a weapon begins to reach, may lie anywhere between.
        """
        end, way = values[k], self._middle[k] - values[k]
        inside = [*values]
        inside[k] += float(np.sign(way)) if k in self._counts else way * INSIDE
        if self._follows(inside):
            self._edges.setdefault(k, set()).add(end)
        else:
            self._slow.add(k)


def _refuse(ranges: Mapping[str, tuple[float, float]]) -> None:
    """Refuse paths at which no number stands and ranges that are none."""
    problems = []
    for path, (low, high) in ranges.items():
        if path in FIXED or (node_at(split_path(path)) is not None and not is_numeric(path)):
            problems.append(Problem(f"parameter {path}", 0, 0, path, "this is no number that a design can move"))
        elif not low <= high:
            problems.append(Problem(f"parameter {path}", 0, 0, path, f"{low:g} to {high:g} is no range"))
    if problems:
        raise ScenarioError(problems)
