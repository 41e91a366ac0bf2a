"""What is in reach, as the shape of a case: one build serves every range of a weapon that reaches the same places.

The range of a weapon stands in no table: it says which options there are. So a design that moves it goes through a
limited number of shapes, told apart by how many of the distances that were asked about each weapon covers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.tables import NONE, Case, World
from ..menus.geography import Geography
from ..menus.menu import menus
from ..tables.course_facts import campaign_areas
from ..text.settings import split_path

if TYPE_CHECKING:
    from ..schema.course import Campaign
    from ..schema.sections import Assumptions

#: Tables whose rows depend on what is in reach; rows of the others have the same number in every shape.
SHAPED = ("locations", "sites", "guests", "rows", "alternatives", "variants", "arms", "menu", "campaign_locations")
#: Those of them whose rows are told apart, by the key of an option and by the place.
TOLD_APART = ("locations", "rows")
#: Shapes that are kept, the latest used: some hundreds of kilobytes each.
MOST = 256


class Shape(NamedTuple):
    """A case, and where each area known stands among its locations; NONE for those that it does not use."""

    case: Case
    areas: NDArray[np.int64]


def weapon_of(path: str) -> str | None:
    """The weapon whose range stands at a path; None if something else does."""
    words = split_path(path)
    return words[1] if len(words) == 3 and (words[0], words[2]) == ("weapons", "range_km") else None


def distances(settings: Assumptions) -> dict[str, set[float]]:
    """The distances in km at which each weapon comes into use somewhere; more may be in reach than in these settings.

    An option lists every weapon that fits and reaches, so that none hides behind another.
    """
    facts = Geography(settings)
    found: dict[str, set[float]] = {name: set() for name in settings.weapons}

    def use(actor: str, sites: tuple[str, ...], weapons: Iterable[str]) -> None:
        for name in weapons:
            found[name].update(facts.distance(actor, site, name) for site in sites)

    for options in menus(settings).values():
        for option in options:
            ways = [way for rung in option.alternatives for way in rung.variants]
            use(option.executor, option.area.sites, {name for way in ways for name in way.weapons})
    for campaign in settings.campaigns.values():
        for area in campaign_areas(settings, campaign) if takes_what_reaches(campaign) else ():
            use(campaign.by, area.sites, facts.weapons_on(campaign.by, area))
    return found


def takes_what_reaches(campaign: Campaign) -> bool:
    """Whether the file leaves it to the reach of the arsenal what a campaign is waged with."""
    return not (campaign.weapons and campaign.heavy_weapons)


class ReachShapes:
    """Which shape values of the ranges lead to."""

    def __init__(self, stages: Sequence[Assumptions], weapons: Sequence[str]) -> None:
        """Learn at which distances each of ``weapons`` comes into use; all are at the upper end of their ranges."""
        known = [distances(settings) for settings in stages] if weapons else []
        self._limits = [sorted(set().union(*(found[weapon] for found in known))) for weapon in weapons]

    def shape_of(self, ranges: Sequence[float]) -> tuple[int, ...]:
        """What stands for the shape at these ranges, one a weapon."""
        return tuple(bisect_right(limits, value) for limits, value in zip(self._limits, ranges, strict=True))


def moved_rows(
    table: str, rows: NDArray[np.int64], one: World, two: World, areas: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where rows of a table of one shape stand in another, NONE for those that it lacks.

    Areas have in ``one`` the numbers under which they are known, and in ``two`` those in ``areas``.

    Raises:
        KeyError: rows of this table cannot be told apart.
    """
    if table == "locations":
        return areas[rows]
    if table != "rows":
        raise KeyError(table)
    wanted, keys = one.rows["key"][rows], two.rows["key"]
    if not len(keys):
        return np.full(len(rows), NONE, np.int64)
    order = np.argsort(keys)
    places = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    return np.where(keys[places] == wanted, places, NONE)
