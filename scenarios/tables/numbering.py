"""Numbers for named things: what stands where in the tables of a world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.world import tables as w
from ..menus.areas import Area
from ..menus.geography import NON_STATE

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


#: A list of weapons: number, running sum of the shares, and the places that it reaches.
Arms = tuple[tuple[int, float, tuple[str, ...]], ...]


class Numbering:
    """Numbers of actors, territories, places, weapons and defences; areas and weapon lists get theirs when first used.

    Equal areas and equal lists share one number, so the tables stay small.
    """

    def __init__(self, scenario: Assumptions) -> None:
        """Number what the scenario names, in the order of the file."""
        self.scenario = scenario
        self.actor = {name: k for k, name in enumerate(scenario.actors)}
        self.territory = {name: k for k, name in enumerate(scenario.territories)}
        self.place = {name: k for k, name in enumerate(scenario.places)}
        self.weapon = {name: k for k, name in enumerate(scenario.weapons)}
        self.defence = {name: k for k, name in enumerate(scenario.defences)}
        self._areas: dict[Area, int] = {}
        self._arms: dict[Arms, tuple[int, int]] = {}
        self._arm_rows: list[tuple[int, float, int, int]] = []
        self._sites: dict[tuple[str, ...], tuple[int, int]] = {}
        self._site_rows: list[int] = []

    def areas(self) -> tuple[Area, ...]:
        """The areas used so far, in the order of the table of locations."""
        return tuple(self._areas)

    def location(self, area: Area) -> int:
        """Number of an area in the table of locations."""
        return self._areas.setdefault(area, len(self._areas))

    def sites(self, names: tuple[str, ...]) -> tuple[int, int]:
        """Slice of the numbers of sites for these places."""
        if names not in self._sites:
            start = len(self._site_rows)
            self._site_rows.extend(self.place[name] for name in names)
            self._sites[names] = start, len(self._site_rows)
        return self._sites[names]

    def arms(self, shares: Mapping[str, float], reach: Mapping[str, tuple[str, ...]]) -> tuple[int, int]:
        """Slice of the table of arms for weapons with these shares, in any measure; ``reach``: what each reaches."""
        return self.arms_of(self.list_of(shares, reach))

    def list_of(self, shares: Mapping[str, float], reach: Mapping[str, tuple[str, ...]]) -> Arms:
        """A list of weapons, each with the running sum of the shares and the places it reaches; unnumbered yet."""
        running = zip(shares, cumulative(shares.values()), strict=True)
        return tuple((self.weapon[name], share, reach[name]) for name, share in running)

    def arms_of(self, arms: Arms) -> tuple[int, int]:
        """Slice of the table of arms for a list of weapons."""
        found = self._arms.get(arms)
        if found is None:
            start = len(self._arm_rows)
            self._arm_rows.extend((weapon, share, *self.sites(places)) for weapon, share, places in arms)
            found = self._arms[arms] = (start, len(self._arm_rows))
        return found

    def arms_table(self) -> w.Table:
        """The table of arms used so far."""
        return np.array(self._arm_rows, dtype=w.ARM)

    def locations_tables(self) -> tuple[w.Table, NDArray[np.int64], NDArray[np.int64]]:
        """The table of areas used so far, the numbers of their places, and those of the groups in their territories."""
        table = np.zeros(len(self._areas), dtype=w.LOCATION)
        guests, of_territory = self._guests()
        for area, k in self._areas.items():
            host = self.scenario.territories[area.territory].host
            table[k] = (
                self.territory[area.territory],
                self.actor[host] if host else w.NONE,
                self.defence[area.defence] if area.defence else w.NONE,
                int(area.setting),
                area.exposure,
                *self.sites(area.sites),
                *of_territory[area.territory],
            )
        return table, np.array(self._site_rows, dtype=np.int64), np.array(guests, dtype=np.int64)

    def _guests(self) -> tuple[list[int], dict[str, tuple[int, int]]]:
        """The groups that live, or have forces, in each territory, side by side; and the slice of each territory."""
        there: dict[str, dict[str, None]] = {territory: {} for territory in self.territory}
        for name, actor in self.scenario.actors.items():
            for territory in actor.sits_in:
                there[territory][name] = None
        for force in self.scenario.forces.values():
            if self.scenario.actors[force.of].kind in NON_STATE:
                there[force.territory][force.of] = None
        guests: list[int] = []
        slices: dict[str, tuple[int, int]] = {}
        for territory, groups in there.items():
            start = len(guests)
            guests.extend(sorted(self.actor[name] for name in groups))
            slices[territory] = start, len(guests)
        return guests, slices


def cumulative(shares: Iterable[float]) -> list[float]:
    """Running sums of shares made to sum to one; the last is one exactly, so that no draw falls beyond it."""
    values = list(shares)
    total = sum(values)
    sums: list[float] = []
    for value in values:
        sums.append((sums[-1] if sums else 0.0) + value / total)
    if sums:
        sums[-1] = 1.0
    return sums
