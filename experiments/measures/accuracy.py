"""Whether as many projectiles hit, over many acts, as the scenario states for the weapon and the rung.

Of N launched a share R arrives; S are stopped; of the rest a share T is on target. So hits less ``T (R N - S)`` is zero
on average, whatever the defence does, and by Freedman's inequality (1975) its sum strays no further from zero than
`LIMIT` of chance allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.mechanisms.campaign import has_toll
from ...model.world.acts import Origin
from ...model.world.ladder import RUNG_NAMES
from ...model.world.tables import Case
from .numbers import count

#: Chance with which sound acts of one weapon at one rung would be called wrong.
LIMIT = 1e-9
DRAWN = (Origin.CAMPAIGN, Origin.REPLY, Origin.DISPLACED)


class HitTally:
    """Hits against what was to be expected, by weapon and rung, over any number of tables of acts."""

    def __init__(self, case: Case) -> None:
        """Begin with nothing; chances are read from the world that holds on the day of an act."""
        self._case = case
        raids = [raid for world in case.worlds for raid in world.campaigns]
        self._of_toll = {(int(raid["by"]), int(raid["against"])) for raid in raids if has_toll(raid["killed_mean"])}
        shape = (len(case.names.weapons), len(RUNG_NAMES))
        self._launched, self._hits, self._apart, self._spread = (np.zeros(shape) for _ in range(4))

    def add(self, acts: Mapping[str, NDArray[Any]]) -> None:
        """Count the simulated acts with a weapon.

        A spoiler's attack on people is no salvo, nor is an act of a campaign with a toll of its own, a hit if it kills.
        """
        drawn = np.isin(acts["origin"], DRAWN) & (acts["weapon"] >= 0) & (acts["launched"] > 0)
        drawn &= (acts["rung"] >= 0) & (acts["rung"] < len(RUNG_NAMES)) & (acts["weapon"] < len(self._launched))
        for by, against in self._of_toll:
            drawn &= (acts["origin"] != Origin.CAMPAIGN) | (acts["actor"] != by) | (acts["target"] != against)
        weapon, rung, day = (acts[name][drawn].astype(np.int64) for name in ("weapon", "rung", "day"))
        launched, stopped, hits = (acts[name][drawn].astype(float) for name in ("launched", "intercepted", "hits"))
        arrives, on_target = self._chances(weapon, rung, day)
        apart = hits - on_target * (arrives * launched - stopped)
        spread = launched * arrives * on_target * (1 - on_target + on_target * (1 - arrives))
        for total, values in zip(
            (self._launched, self._hits, self._apart, self._spread), (launched, hits, apart, spread), strict=True
        ):
            np.add.at(total, (weapon, rung), values)

    def _chances(
        self, weapon: NDArray[np.int64], rung: NDArray[np.int64], day: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Chance to arrive and to be on target of each act, in the period of its day."""
        period = np.searchsorted(np.asarray(self._case.from_days), day, side="right") - 1
        arrives, on_target = np.zeros(len(day)), np.zeros(len(day))
        for number, world in enumerate(self._case.worlds):
            here = (period == number) & (weapon < len(world.weapons))
            arrives[here] = world.weapons["reliability"][weapon[here]]
            on_target[here] = world.rungs["on_target"][rung[here]]
        return arrives, on_target

    def problems(self) -> Iterator[str]:
        """A sentence for each weapon and rung whose hits chance does not explain."""
        log = math.log(2 / LIMIT)
        allowed = np.sqrt(2 * log * self._spread) + 2 / 3 * log
        for weapon, rung in np.argwhere(np.abs(self._apart) > allowed):
            launched, hits, apart = (float(of[weapon, rung]) for of in (self._launched, self._hits, self._apart))
            yield (
                f"acts.parquet: {self._case.names.weapons[weapon]} at rung {rung} ({RUNG_NAMES[rung]}): {count(hits)} "
                f"of {count(launched)} launched hit, where the scenario states {count(hits - apart)}"
            )
