"""Numbers that hold for all that may be in reach, and how they become those of a case.

A case numbers areas, lists of weapons and places in the order in which its tables first use them; so two cases that
reach different places number them differently. Here each has one number for good. Tables are written with these, kept,
and given the numbers of a case when they are put together: whole columns at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ...model.world import tables as w
from ..menus.areas import Area
from ..tables.numbering import Arms, Numbering

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

Numbers = NDArray[np.int64]


class Used(NamedTuple):
    """Things in the order of their first use: their numbers here, and the place of each number, NONE if not used."""

    order: Numbers
    places: Numbers


class Lists(NamedTuple):
    """Lists end to end; list k is from ``starts[k]`` to ``starts[k + 1]``."""

    rows: NDArray[Any]
    starts: Numbers

    @classmethod
    def none(cls, dtype: DTypeLike) -> Self:
        """No list yet."""
        return cls(np.zeros(0, dtype), ends_of([]))

    @property
    def known(self) -> int:
        """Number of lists."""
        return len(self.starts) - 1

    def and_more(self, lists: Sequence[Sequence[Any]]) -> Lists:
        """These lists and some more after them."""
        if not lists:
            return self
        more = np.array([row for each in lists for row in each], self.rows.dtype)
        starts = len(self.rows) + ends_of([len(each) for each in lists])
        return Lists(np.concatenate([self.rows, more]), np.concatenate([self.starts, starts[1:]]))

    def of(self, order: Numbers) -> tuple[NDArray[Any], Numbers]:
        """The rows of some lists, end to end, and where each of these begins; the last number is their end."""
        lengths = self.starts[order + 1] - self.starts[order]
        starts = ends_of(lengths)
        return self.rows[np.arange(starts[-1]) + np.repeat(self.starts[order] - starts[:-1], lengths)], starts


class Placed(NamedTuple):
    """The tables of a case that follow from what the others use, with the places of areas, and slices of weapons."""

    tables: dict[str, NDArray[Any]]
    areas: Numbers
    arms: tuple[Numbers, Numbers]


class Catalogue(Numbering):
    """Numbers of areas, of lists of weapons and of lists of places, in the order in which they were first met."""

    def __init__(self, scenario: Assumptions, areas: Sequence[Area]) -> None:
        """``areas`` get the first numbers."""
        super().__init__(scenario)
        self._lists: dict[Arms, int] = {}
        self._places: dict[tuple[str, ...], int] = {}
        self._weapons, self._site_lists = Lists.none(w.ARM), Lists.none(np.int64)
        for area in areas:
            self.location(area)
        self._locations, _, self._guests_there = self.locations_tables()

    def arms_of(self, arms: Arms) -> tuple[int, int]:
        """Number of a list of weapons, in place of both ends of its slice."""
        number = self._lists.setdefault(arms, len(self._lists))
        return number, number

    def sites(self, names: tuple[str, ...]) -> tuple[int, int]:
        """Number of a list of places, in place of both ends of its slice."""
        number = self._places.setdefault(names, len(self._places))
        return number, number

    def placed(self, areas: Sequence[Numbers], arms: Sequence[Numbers]) -> Placed:
        """Number all anew: the areas and the lists of weapons that tables use, in the order of their use."""
        self._catch_up()
        of_area, of_list = used(areas, len(self._locations)), used(arms, len(self._lists))
        there, (weapons, starts) = self._locations[of_area.order], self._weapons.of(of_list.order)
        sites = used([weapons["site_lo"], there["site_lo"]], len(self._places))
        places, begin = self._site_lists.of(sites.order)
        for each in (weapons, there):
            of = sites.places[each["site_lo"]]
            each["site_lo"], each["site_hi"] = begin[of], begin[of + 1]
        tables = {"locations": there, "sites": places, "guests": self._guests_there, "arms": weapons}
        return Placed(tables, of_area.places, (starts[of_list.places], starts[of_list.places + 1]))

    def _catch_up(self) -> None:
        """Write out what was met since the last time."""
        if len(self._locations) < len(self.areas()):
            self._locations, _, self._guests_there = self.locations_tables()
        lists = list(islice(self._lists, self._weapons.known, None))
        self._weapons = self._weapons.and_more(
            [[(weapon, share, *self.sites(places)) for weapon, share, places in arms] for arms in lists]
        )
        names = islice(self._places, self._site_lists.known, None)
        self._site_lists = self._site_lists.and_more([[self.place[name] for name in each] for each in names])


def ends_of(lengths: Sequence[int] | Numbers) -> Numbers:
    """Where lists of these lengths begin, end to end, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def used(columns: Sequence[Numbers], count: int) -> Used:
    """Which of ``count`` numbers are used, in the order of their first use."""
    order = np.array(list(dict.fromkeys(np.concatenate(columns).tolist())), np.int64)
    places = np.full(count, w.NONE, np.int64)
    places[order] = np.arange(len(order))
    return Used(order, places)
