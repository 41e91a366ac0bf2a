"""Cases that differ in nothing but what weapons reach: of a new one, only what depends on reach is worked out.

A design moves the ranges of a dozen weapons, and every run of it reaches other places. What an actor has on its menu
follows from what its own weapons, and those of whom it lets act, reach: a few sets of places for each, which come back
again and again. So menus are kept by what is in reach, and put together and numbered for each case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from ...model.world.tables import Case, World
from ..menus.drafts import Draft
from ..menus.geography import Geography
from ..menus.menu import drafted, menu_of
from ..tables.build import date_of, placed
from ..tables.course import CourseTables
from ..tables.numbering import Numbering
from ..tables.options import Written, clerk, numbered

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

Pair = tuple[str, str]
#: For each weapon that a menu asks about, how many of the distances it covers.
Covered = tuple[int, ...]
#: Menus that are kept at most.
MOST = 20_000


class _Menus:
    """The written menus of one stage, for whatever its weapons reach just now."""

    def __init__(self, settings: Assumptions, number: Numbering) -> None:
        self._settings = settings
        self._write = clerk(settings, number)
        self.facts = Geography(settings)
        self._drafts = {pair: found for pair, found in drafted(self.facts).items() if found}
        self._asked = {pair: _asked(self.facts, pair[0], found) for pair, found in self._drafts.items()}
        self._kept: dict[tuple[Pair, Covered], tuple[list[Written], tuple[str, ...]]] = {}

    def __call__(self) -> tuple[dict[Pair, list[Written]], list[str]]:
        """The menus of every pair, and the ids of all options in their order."""
        self.facts.forget_reach()
        actors = tuple(self._settings.actors)
        ranges = {name: weapon.range_km for name, weapon in self._settings.weapons.items()}
        found: dict[Pair, list[Written]] = {}
        ids: dict[Pair, tuple[str, ...]] = {}
        if len(self._kept) > MOST:
            self._kept.clear()
        for pair, asked in self._asked.items():
            key = pair, tuple(bisect_right(away, ranges[weapon]) for weapon, away in asked)
            if key not in self._kept:
                options = menu_of(self.facts, pair, self._drafts[pair])
                self._kept[key] = [self._write(option) for option in options], tuple(o.id for o in options)
            found[pair], ids[pair] = self._kept[key]
        return found, [name for pair in product(actors, actors) for name in ids.get(pair, ())]


def _asked(facts: Geography, actor: str, drafts: Sequence[Draft]) -> list[tuple[str, list[float]]]:
    """The distances, in order, that a menu asks about each weapon of those who act."""
    sites: dict[str, set[str]] = {}
    for draft in drafts:
        sites.setdefault(draft.executor or actor, set()).update(draft.area.sites)
    return [
        (name, sorted(facts.distance(who, site, name) for site in there))
        for who, there in sites.items()
        for name in facts.scenario.actors[who].arsenal
    ]


class Reached:
    """The case of the ranges that the settings have just now, all else as it was in the case it begins with."""

    def __init__(self, case: Case, stages: Sequence[tuple[int, Assumptions]]) -> None:
        """``case`` was built from ``stages``, and all that is moved in them from then on are ranges of weapons."""
        self._case = case
        self._stages = stages
        self._menus: list[_Menus] = []

    def __call__(self) -> tuple[Case, Numbering]:
        """The case, and the numbering it was written with."""
        number = Numbering(self._stages[0][1])
        if not self._menus:
            self._menus = [_Menus(settings, number) for _, settings in self._stages]
        ids: list[str] = []
        worlds: list[World] = []
        ends = [day for day, _ in self._stages[1:]] + [self._case.worlds[0].days]
        for (first, settings), end, menus in zip(self._stages, ends, self._menus, strict=True):
            written, names = menus()
            ids = ids or names
            options, course = numbered(written, number), CourseTables(menus.facts, number)
            campaigns = course.campaigns_table(date_of(settings, first))
            shaped = {
                "rows": options.rows, "alternatives": options.alternatives, "variants": options.variants,
                "menu": options.starts, "spots": course.spots_table(), "events": course.events_table(),
            }  # fmt: skip
            for world, day in zip(self._case.worlds, self._case.from_days, strict=True):
                if first <= day < end:
                    campaigns = campaigns.copy()
                    campaigns["rate"] = world.campaigns["rate"]
                    worlds.append(world._replace(**shaped, campaigns=campaigns))
        names = self._case.names._replace(options=tuple(ids))
        return self._case._replace(worlds=tuple(placed(world, number) for world in worlds), names=names), number
