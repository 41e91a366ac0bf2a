"""The menu as nested tables: rows, their rungs, the ways to carry them out, the weapons picked from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.kernel import elementary
from ...model.kernel.compiled import uncompiled
from ...model.kernel.draws import key_of
from ...model.world import tables as w
from ..menus.geography import Reach
from ..menus.menu import Menu, Option
from ..menus.variants import Variant
from .direct import patron_grade
from .numbering import Numbering

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


log = uncompiled(elementary.log)


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


class _Writer:
    """Collects the nested rows, innermost slices first known when their parent is written."""

    def __init__(self, scenario: Assumptions, number: Numbering) -> None:
        self.scenario = scenario
        self.number = number
        self.rows: list[tuple[float | int, ...]] = []
        self.alternatives: list[tuple[float | int, ...]] = []
        self.variants: list[tuple[float | int, ...]] = []
        self.salvos: dict[tuple[str, ...], tuple[float, int]] = {}

    def variant(self, variant: Variant, reach: Reach) -> tuple[float | int, ...]:
        """A variant: measure, perceived weight, warned, whether its weapons point to a patron, arms."""
        if variant.weapons not in self.salvos:
            self.salvos[variant.weapons] = salvo(self.scenario, variant.weapons)
        weight, graded = self.salvos[variant.weapons]
        arms = self.number.arms({name: self.scenario.weapons[name].use for name in variant.weapons}, reach)
        return log(variant.share), weight, int(variant.warned), graded, *arms

    def add(self, option: Option) -> None:
        """Write an option with everything below it."""
        first = len(self.alternatives)
        for alternative in option.alternatives:
            start = len(self.variants)
            self.variants += [self.variant(variant, option.reach) for variant in alternative.variants]
            measure = log(alternative.share)
            self.alternatives.append((alternative.rung, measure, start, len(self.variants)))
        actor = self.number.actor
        self.rows.append(
            (
                option_key(self.scenario, option),
                actor[option.account],
                actor[option.target],
                actor[option.declared],
                self.number.location(option.spot),
                actor[option.executor],
                int(option.credit),
                int(option.third),
                option.opportunities,
                log(option.share),
                first,
                len(self.alternatives),
            )
        )


def menu_tables(scenario: Assumptions, number: Numbering, menu: Menu) -> MenuTables:
    """Write every menu, pair by pair in the order of actors; pairs without a menu get an empty slice."""
    writer = _Writer(scenario, number)
    names = list(scenario.actors)
    starts = np.zeros(len(names) ** 2 + 1, dtype=np.int64)
    for pair in range(len(names) ** 2):
        for option in menu.get((names[pair // len(names)], names[pair % len(names)]), ()):
            writer.add(option)
        starts[pair + 1] = len(writer.rows)
    return MenuTables(
        np.array(writer.rows, dtype=w.ROW),
        np.array(writer.alternatives, dtype=w.ALTERNATIVE),
        np.array(writer.variants, dtype=w.VARIANT),
        starts,
    )
