"""What agents stand on: the facts of a period, and the draws of a run."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from ..model.kernel.draws import HAND, Keys, deal_act, deal_toll, uniform
from ..model.prepared import Facts
from ..model.world.tables import NONE, Table, World


def rows_of(table: Table) -> list[Any]:
    """The rows of a table as named tuples of plain Python numbers; keys stay 64-bit words, as draws want them."""
    names = table.dtype.names or ()
    row = namedtuple("Row", names)
    columns = [list(table[name]) if table.dtype[name] == np.uint64 else table[name].tolist() for name in names]
    return [row(*values) for values in zip(*columns, strict=True)]


class Values:
    """A list of numbers that compiled rules fill in; ``address`` is how they take it."""

    def __init__(self, count: int) -> None:
        """Room for ``count`` numbers."""
        self.numbers = np.zeros(max(1, count))
        self.address: int = self.numbers.ctypes.data

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its size: each decision works its numbers out anew, and an address belongs to a process."""
        return Values, (len(self.numbers),)


class Ground:
    """The facts that hold for a period.

    ``handle`` is what compiled rules take as ``world``; the lists hold the rows that agents look up themselves. Field
    names and units stand in `model/world/tables.py`.
    """

    def __init__(self, world: World) -> None:
        """Read the tables of ``world`` once."""
        self._world = world
        self.facts = Facts(world)
        self.handle: int = self.facts.handle
        self.days, self.first_free = world.days, world.first_free
        self.constants: Any = rows_of(world.constants)[0]
        self.actors = rows_of(world.actors)
        self.locations = rows_of(world.locations)
        self.weapons = rows_of(world.weapons)
        self.arms = rows_of(world.arms)
        self.campaign_locations = rows_of(world.campaign_locations)
        self.options = rows_of(world.rows)
        self.alternatives = rows_of(world.alternatives)
        self.variants = rows_of(world.variants)
        self.campaigns = rows_of(world.campaigns)
        self.events = rows_of(world.events)
        self._dyads = rows_of(world.dyads)
        self._menu: list[int] = world.menu.tolist()
        self.of_options = Values(len(self.options))
        self.of_alternatives = Values(len(self.alternatives))
        self.of_variants = Values(len(self.variants))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as the world it is read from: a handle belongs to a process."""
        return Ground, (self._world,)

    def dyad(self, i: int, j: int) -> Any:
        """What actor i feels toward actor j."""
        return self._dyads[i * len(self.actors) + j]

    def menu(self, i: int, j: int) -> range:
        """Numbers of the options with which actor i can settle its account with actor j."""
        pair = i * len(self.actors) + j
        return range(self._menu[pair], self._menu[pair + 1])

    def host(self, location: int) -> int:
        """The state on whose soil a location lies, or NONE."""
        return self.locations[location].host if location != NONE else NONE

    def territory(self, location: int) -> int:
        """The territory in which a location lies, or NONE."""
        return self.locations[location].territory if location != NONE else NONE


def identity(recipe: Callable[..., Any], *parts: int | np.uint64) -> np.uint64:
    """The identity of an occasion to draw, by the recipe of its mechanism; keys and identities stay 64-bit words."""
    return np.uint64(recipe(*parts))


class Dice:
    """The draws of one run: a number for each occasion and purpose, whoever asks and however often."""

    def __init__(self, keys: Keys, run: int) -> None:
        """The draws of run ``run`` under the keys of a seed."""
        self._keys, self._run = keys, run
        self._hand = np.zeros(1, HAND)
        self._hand_address: int = self._hand.ctypes.data

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as what the draws are a function of."""
        return Dice, (self._keys, self._run)

    @property
    def source(self) -> tuple[int, int]:
        """What rules take that draw for themselves: the address of the keys, and the run."""
        return self._keys.address, self._run

    def chance(self, occasion: np.uint64, purpose: int) -> float:
        """The uniform number in (0, 1) for a purpose on an occasion."""
        return uniform(self._keys.address, self._run, occasion, int(purpose))

    def hand(self, occasion: np.uint64) -> int:
        """Address of the numbers that rules need for an act; the next hand takes its place."""
        deal_act(self._hand_address, self._keys.address, self._run, occasion)
        return self._hand_address

    def hand_of_toll(self, occasion: np.uint64) -> int:
        """The same for an act whose deaths come in one piece."""
        deal_toll(self._hand_address, self._keys.address, self._run, occasion)
        return self._hand_address
