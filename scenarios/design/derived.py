"""Cells of a world that follow from several settings at once, worked out again by the builder's own small functions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.mechanisms.restraint import fear_with_hostages
from ...model.world.tables import RUNG, World
from ..menus import areas
from ..menus.areas import Area
from ..tables.course_facts import rates_on
from ..tables.direct import exposed_forces, resting_pressure, rung_rows
from ..tables.numbering import Numbering
from ..tables.options import mean_weight

if TYPE_CHECKING:
    from ..scenario import Scenario


class Period(NamedTuple):
    """What a world was built from: the settings in force and the date of its first day."""

    settings: Scenario
    date: datetime.date


class DerivedCells(NamedTuple):
    """Cells of one column and what stands in them: numbers, or formulas where the settings are."""

    field: str
    rows: NDArray[np.int64]
    values: Sequence[Any]


#: Works cells out anew, from the settings as they are by then.
Renew = Callable[[], list[DerivedCells]]


def _all(field: str, values: Sequence[Any]) -> DerivedCells:
    return DerivedCells(field, np.arange(len(values)), values)


def rungs(period: Period, _world: World) -> Renew:
    """Severity, steadiness and nuclear shadow of the ladder; the damage of each rung with them."""
    names = RUNG.names or ()

    def cells() -> list[DerivedCells]:
        return [
            _all(name, column)
            for name, column in zip(names, zip(*rung_rows(period.settings), strict=True), strict=True)
        ]

    return cells


def resting(period: Period, _world: World) -> Renew:
    """The level that each actor's pressure returns to."""
    names = list(period.settings.actors)
    return lambda: [_all("rest", [resting_pressure(period.settings, name, period.date) for name in names])]


def rates(period: Period, _world: World) -> Renew:
    """Acts a day of each campaign, fewer where it keeps a truce."""
    return lambda: [_all("rate", rates_on(period.settings, period.date))]


def fears(period: Period, _world: World) -> Renew:
    """Fear toward each actor, with what exposed forces add to it."""
    settings = period.settings
    number = {name: k for k, name in enumerate(settings.actors)}
    named = [(i, j) for i, others in settings.ties.items() for j in others]
    pairs = list(dict.fromkeys([*named, *exposed_forces(settings)]))
    rows = np.array([number[i] * len(number) + number[j] for i, j in pairs], np.int64)

    def cells() -> list[DerivedCells]:
        hostages = exposed_forces(settings)
        found = [(settings.tie(i, j).fear, hostages.get((i, j), 0.0)) for i, j in pairs]
        return [DerivedCells("fear", rows, [fear_with_hostages(fear, added) for fear, added in found])]

    return cells


def weights(period: Period, world: World) -> Renew:
    """Mean perceived weight of the weapons that each variant is picked from."""
    names = list(period.settings.weapons)
    arms = {(int(row["arm_lo"]), int(row["arm_hi"])) for row in world.variants}
    used = {slot: [names[k] for k in world.arms["weapon"][slot[0] : slot[1]]] for slot in sorted(arms)}
    rows = {
        slot: np.flatnonzero((world.variants["arm_lo"] == slot[0]) & (world.variants["arm_hi"] == slot[1]))
        for slot in used
    }

    def cells() -> list[DerivedCells]:
        means = {slot: mean_weight(period.settings, weapons) for slot, weapons in used.items()}
        return [DerivedCells("weight", rows[slot], [mean] * len(rows[slot])) for slot, mean in means.items()]

    return cells


#: Columns that this file renews, by table and field.
RENEWED: dict[tuple[str, str], Callable[[Period, World], Renew]] = {
    ("rungs", "severity"): rungs,
    ("rungs", "steady"): rungs,
    ("rungs", "nuclear"): rungs,
    ("actors", "rest"): resting,
    ("campaigns", "rate"): rates,
    ("dyads", "fear"): fears,
    ("variants", "weight"): weights,
}

#: Those of them that depend on the date; the others are the same in all periods of a stage.
DATED = (resting, rates)


class Exposures:
    """Factors on deaths at the areas whose troops a design moves."""

    def __init__(self, settings: Scenario, number: Numbering) -> None:
        """Find what force, or group with forces, each area belongs to."""
        self.settings = settings
        self.makers = [self._maker(area) for area in number.areas()]

    def covers(self, row: int) -> bool:
        """Whether it is known, without doubt, whose troops make the exposure of a location."""
        return self.makers[row] is not None

    def renew(self, rows: Mapping[int, int]) -> Renew:
        """What writes the exposure of these locations anew, each into the row it has in a table; all are covered."""
        makers = [(at, make) for row, at in rows.items() if (make := self.makers[row]) is not None]
        places = np.array([at for at, _ in makers], np.int64)
        return lambda: [DerivedCells("exposure", places, [make().exposure for _, make in makers])]

    def _maker(self, area: Area) -> Callable[[], Area] | None:
        settings = self.settings
        found: list[Callable[[], Area]] = []
        for name, entry in settings.forces.items():
            found.append(lambda name=name: areas.force(settings, name))
            if settings.actors[entry.of].kind in ("militia", "spoiler"):
                found.append(lambda entry=entry: areas.group(settings, entry.of, entry.territory))
        fitting = [make for make in found if make()._replace(sites=area.sites) == area and _shares(make(), area)]
        return fitting[0] if len(fitting) == 1 else None


def _shares(made: Area, area: Area) -> bool:
    return set(area.sites) <= set(made.sites)
