"""Where each setting stands in an image, and how the cells that follow from several are worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...model.kernel.formula import Formula
from ...model.world.access import WEIGHTS
from ...model.world.tables import Case, World
from ...scenarios.design.cases import same_case
from ...scenarios.design.dials import Dials, Landing
from ...scenarios.design.shapes import weapon_of
from ...scenarios.text.handles import is_whole, value_at

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: Why a setting is not moved in place.
SHAPES = (
    "it changes what there is (options, reach or dates) and not how much: change it in the file and make the page anew"
)
UNCERTAIN = "what follows from it is no plain calculation: change it in the file and make the page anew"
ABSENT = "the scenario has no such setting"
#: Where the copies of a column stand.
COPIES = {(of, "log_weight"): name for name, of in WEIGHTS.items()}


class Nodes:
    """Formulas as a list in which each is written once: an operation and the numbers of its parts."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows: list[list[Any]] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def number(self, value: Any) -> int:
        """The number of a formula, or of a plain number, on the list."""
        if isinstance(value, Formula):
            parts = value.parts if value.operation == "setting" else [self.number(part) for part in value.parts]
            return self._row(value.operation, *parts)
        return self._row("number", float(value))

    def _row(self, *row: Any) -> int:
        if row not in self._known:
            self._known[row] = len(self.rows)
            self.rows.append(list(row))
        return self._known[row]


def settings_of(
    scenario: Scenario, ranges: Mapping[str, tuple[float, float]], case: Case, places: Sequence[Mapping[str, int]]
) -> dict[str, Any]:
    """The header's part on settings: those that can be moved, the others, and the cells of each.

    ``places`` says where each table of a world begins.
    """
    dials, fixed = movable(scenario, ranges, case)
    if dials is None:
        return {"settings": [], "fixed": fixed, "cells": [], "derived": [], "nodes": []}
    edges, found = dials.edges, []
    for path in dials.paths:
        low, high = ranges[path]
        entry = {"path": path, "given": float(value_at(scenario, path)), "low": low, "high": high}
        found.append({**entry, "whole": is_whole(path), "without": sorted(edges.get(path, ()))})
    nodes = Nodes()
    landings = dials.landing([Formula("setting", k) for k in range(len(dials.paths))])
    parts = [_placed(one, world, where, nodes) for one, world, where in zip(landings, case.worlds, places, strict=True)]
    cells = [cell for direct, _ in parts for cell in direct]
    derived = [cell for _, worked_out in parts for cell in worked_out]
    return {"settings": found, "fixed": fixed, "cells": cells, "derived": derived, "nodes": nodes.rows}


def movable(
    scenario: Scenario, ranges: Mapping[str, tuple[float, float]], case: Case
) -> tuple[Dials | None, dict[str, str]]:
    """Dials for the settings that can be moved in place, and the others with the reason why they cannot."""
    left, fixed = dict(ranges), {}

    def leave_out(paths: Sequence[str], reason: str) -> None:
        for path in paths:
            fixed[path] = reason
            del left[path]

    leave_out([path for path in left if value_at(scenario, path) is None], ABSENT)
    leave_out([path for path in left if weapon_of(path) is not None], SHAPES)
    while left:
        dials = Dials(scenario, left)
        given = {path: float(value_at(scenario, path)) for path in dials.paths}
        slow = [path for path in dials.paths if path in dials.rebuilt or given[path] in dials.edges.get(path, ())]
        if slow:
            leave_out(slow, SHAPES)
            continue
        unclear = _unclear(dials, scenario)
        if not unclear:
            if not same_case(dials(list(given.values())), case):
                raise RuntimeError("the settings as given do not make the scenario as it is built")
            return dials, fixed
        leave_out(unclear, UNCERTAIN)
    return None, fixed


def _unclear(dials: Dials, scenario: Scenario) -> list[str]:
    """Settings that a rule asks something about, so that what follows from them cannot be written down."""
    given = [float(value_at(scenario, path)) for path in dials.paths]
    found = []
    for k, path in enumerate(dials.paths):
        values: list[Any] = [Formula("setting", k) if place == k else value for place, value in enumerate(given)]
        try:
            dials.landing(values)
        except TypeError:
            found.append(path)
    return found


def _placed(
    landing: Landing, world: World, places: Mapping[str, int], nodes: Nodes
) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """The cells of a world: (setting, place, kind) as they are, and (formula, place, kind) of those worked out."""
    direct = [
        (k, place, kind)
        for k, cells in landing.direct
        for row in cells.rows.tolist()
        for place, kind in _cell(world, places, cells.table, cells.field, row)
    ]
    derived = [
        (nodes.number(value), place, kind)
        for table, cells in landing.derived
        for row, value in zip(cells.rows.tolist(), cells.values, strict=True)
        if isinstance(value, Formula)
        for place, kind in _cell(world, places, table, cells.field, row)
    ]
    return direct, derived


def _cell(world: World, places: Mapping[str, int], table: str, field: str, row: int) -> list[tuple[int, str]]:
    """Where a cell stands, and its kind; also where its copy does."""
    fields: Any = getattr(world, table).dtype.fields
    kind, offset = fields[field][0], fields[field][1]
    found = [(places[table] + row * getattr(world, table).dtype.itemsize + offset, kind.str[1:])]
    if (copy := COPIES.get((table, field))) is not None:
        found.append((places[copy] + row * kind.itemsize, kind.str[1:]))
    return found
