"""The menu as nested tables: rows, their rungs, the ways to carry them out, the weapons picked from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.kernel import elementary
from ...model.kernel.compiled import uncompiled
from ...model.kernel.draws import key_of
from ...model.world import tables as w
from ..menus.areas import Area
from ..menus.menu import Menu, Option
from ..menus.variants import Variant
from .direct import patron_grade
from .numbering import Arms, Numbering

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


#: Shares repeat: the same few classes of weapon stand on every menu.
log = lru_cache(maxsize=10_000)(uncompiled(elementary.log))


class MenuTables(NamedTuple):
    """Rows, alternatives and variants, and where the menu of each pair of actors begins among the rows."""

    rows: w.Table
    alternatives: w.Table
    variants: w.Table
    starts: NDArray[np.int64]


def option_key(scenario: Assumptions, option: Option) -> int:
    """Key of an option: from its id, with actors under the names that key their draws."""
    words = [scenario.key(word) if word in scenario.actors else word for word in option.id.split(".")]
    return key_of(f"option:{'.'.join(words)}")


def mean_weight(scenario: Assumptions, weapons: Iterable[str]) -> float:
    """Mean perceived weight of some weapons, by how readily each is used."""
    used = [scenario.weapons[name] for name in weapons]
    return sum(entry.use * entry.weight for entry in used) / sum(entry.use for entry in used)


def salvo(scenario: Assumptions, weapons: tuple[str, ...]) -> tuple[float, int]:
    """What a variant takes from its weapons: mean perceived weight, and whether they point to a patron."""
    return mean_weight(scenario, weapons), int(all(patron_grade(scenario, name) for name in weapons))


class Written(NamedTuple):
    """An option as it is written, but for what is numbered in the order of writing: its area, and lists of weapons.

    ``alternatives``: rung and measure of each, with its variants. A variant has measure, perceived weight, whether it
    is warned, and whether its weapons point to a patron.
    """

    before: tuple[float | int, ...]
    area: Area
    after: tuple[float | int, ...]
    alternatives: tuple[tuple[int, float, tuple[tuple[tuple[float | int, ...], Arms], ...]], ...]


class _Clerk:
    """Writes options; what is taken from the same weapons is worked out once."""

    def __init__(self, scenario: Assumptions, number: Numbering) -> None:
        self.scenario = scenario
        self.number = number
        self.salvos: dict[tuple[str, ...], tuple[float, int]] = {}

    def __call__(self, option: Option) -> Written:
        actor = self.number.actor
        return Written(
            (option_key(self.scenario, option), *(actor[x] for x in (option.account, option.target, option.declared))),
            option.area,
            (actor[option.executor], int(option.credit), int(option.third), option.opportunities, log(option.share)),
            tuple(
                (each.rung, log(each.share), tuple(self.variant(variant, option) for variant in each.variants))
                for each in option.alternatives
            ),
        )

    def variant(self, variant: Variant, option: Option) -> tuple[tuple[float | int, ...], Arms]:
        if variant.weapons not in self.salvos:
            self.salvos[variant.weapons] = salvo(self.scenario, variant.weapons)
        weight, graded = self.salvos[variant.weapons]
        uses = {name: self.scenario.weapons[name].use for name in variant.weapons}
        fields = log(variant.share), weight, int(variant.warned), graded
        return fields, self.number.list_of(uses, option.reach)


def clerk(scenario: Assumptions, number: Numbering) -> Callable[[Option], Written]:
    """What writes the options of a scenario; of ``number`` it uses nothing that depends on the order of writing."""
    return _Clerk(scenario, number)


def menu_tables(scenario: Assumptions, number: Numbering, menu: Menu) -> MenuTables:
    """Write every menu, pair by pair in the order of actors; pairs without a menu get an empty slice."""
    write = clerk(scenario, number)
    return numbered({pair: [write(option) for option in options] for pair, options in menu.items()}, number)


def numbered(written: Mapping[tuple[str, str], Sequence[Written]], number: Numbering) -> MenuTables:
    """The tables of written menus, pair by pair in the order of actors."""
    return written_out((written.get(pair, ()) for pair in product(number.actor, number.actor)), number)


def written_out(menus: Iterable[Sequence[Written]], number: Numbering) -> MenuTables:
    """The tables of menus one after another, innermost slices first known when their parent is written."""
    rows: list[tuple[float | int, ...]] = []
    alternatives: list[tuple[float | int, ...]] = []
    variants: list[tuple[float | int, ...]] = []
    starts = [0]
    for menu in menus:
        for option in menu:
            first = len(alternatives)
            for rung, measure, ways in option.alternatives:
                start = len(variants)
                variants += [(*fields, *number.arms_of(arms)) for fields, arms in ways]
                alternatives.append((rung, measure, start, len(variants)))
            place = number.location(option.area)
            rows.append((*option.before, place, *option.after, first, len(alternatives)))
        starts.append(len(rows))
    return MenuTables(
        np.array(rows, dtype=w.ROW),
        np.array(alternatives, dtype=w.ALTERNATIVE),
        np.array(variants, dtype=w.VARIANT),
        np.array(starts, dtype=np.int64),
    )
