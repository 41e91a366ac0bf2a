"""Cells of a world that follow from several settings at once, worked out again by the builder's own small functions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.mechanisms.restraint import fear_with_hostages
from ...model.world.tables import Table, World
from ..menus import spots
from ..menus.spots import Site
from ..tables.course_facts import rates_on
from ..tables.direct import exposed_forces, resting_pressure, rungs_table
from ..tables.numbering import Numbering
from ..tables.options import mean_weight

if TYPE_CHECKING:
    from ..scenario import Scenario


class Period(NamedTuple):
    """What a world was built from: the settings in force and the date of its first day."""

    settings: Scenario
    date: datetime.date


Renew = Callable[[Table], None]


def rungs(period: Period, _world: World) -> Renew:
    """Severity, steadiness and nuclear shadow of the ladder; the damage of each rung with them."""

    def renew(table: Table) -> None:
        table[:] = rungs_table(period.settings)

    return renew


def resting(period: Period, _world: World) -> Renew:
    """The level that each actor's pressure returns to."""
    names = list(period.settings.actors)

    def renew(table: Table) -> None:
        table["rest"] = [resting_pressure(period.settings, name, period.date) for name in names]

    return renew


def rates(period: Period, _world: World) -> Renew:
    """Acts a day of each campaign, fewer where it keeps a truce."""

    def renew(table: Table) -> None:
        table["rate"] = rates_on(period.settings, period.date)

    return renew


def fears(period: Period, _world: World) -> Renew:
    """Fear toward each actor, with what exposed forces add to it."""
    settings = period.settings
    number = {name: k for k, name in enumerate(settings.actors)}
    named = [(i, j) for i, others in settings.ties.items() for j in others]
    pairs = list(dict.fromkeys([*named, *exposed_forces(settings)]))
    cells = np.array([number[i] * len(number) + number[j] for i, j in pairs], np.int64)

    def renew(table: Table) -> None:
        hostages = exposed_forces(settings)
        found = [(settings.tie(i, j).fear, hostages.get((i, j), 0.0)) for i, j in pairs]
        table["fear"][cells] = [fear_with_hostages(fear, added) for fear, added in found]

    return renew


def weights(period: Period, world: World) -> Renew:
    """Mean perceived weight of the weapons that each variant is picked from."""
    names = list(period.settings.weapons)
    arms = {(int(row["arm_lo"]), int(row["arm_hi"])) for row in world.variants}
    used = {slot: [names[k] for k in world.arms["weapon"][slot[0] : slot[1]]] for slot in sorted(arms)}
    cells = {
        slot: np.flatnonzero((world.variants["arm_lo"] == slot[0]) & (world.variants["arm_hi"] == slot[1]))
        for slot in used
    }

    def renew(table: Table) -> None:
        for slot, weapons in used.items():
            table["weight"][cells[slot]] = mean_weight(period.settings, weapons)

    return renew


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


class Exposures:
    """Factors on deaths at the spots whose troops a design moves."""

    def __init__(self, settings: Scenario, number: Numbering) -> None:
        """Find what force, or group with forces, each spot belongs to."""
        self.settings = settings
        self.makers = [self._maker(spot) for spot in number.spots()]

    def covers(self, row: int) -> bool:
        """Whether it is known, without doubt, whose troops make the exposure of a location."""
        return self.makers[row] is not None

    def renew(self, rows: Mapping[int, int]) -> Renew:
        """What writes the exposure of these locations anew, each into the row it has in a table; all are covered."""
        makers = [(at, make) for row, at in rows.items() if (make := self.makers[row]) is not None]

        def renew(table: Table) -> None:
            for row, make in makers:
                table["exposure"][row] = make().exposure

        return renew

    def _maker(self, spot: Site) -> Callable[[], Site] | None:
        settings = self.settings
        found: list[Callable[[], Site]] = []
        for name, entry in settings.forces.items():
            found.append(lambda name=name: spots.force(settings, name))
            if settings.actors[entry.of].kind in ("militia", "spoiler"):
                found.append(lambda entry=entry: spots.group(settings, entry.of, entry.territory))
        fitting = [make for make in found if make()._replace(sites=spot.sites) == spot and _shares(make(), spot)]
        return fitting[0] if len(fitting) == 1 else None


def _shares(made: Site, spot: Site) -> bool:
    return set(spot.sites) <= set(made.sites)
