"""All that was aimed at in one table: each goal with what was measured last, and whether it is met.

The bounds were set before the work began, and are not moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any, NamedTuple

#: What the first model executed for an act, and what the tests took when the work began, in CPU seconds.
FIRST_MODEL, FIRST_SUITE = 2_112, 1_676
Sections = Mapping[str, Mapping[str, Any]]


class Goal(NamedTuple):
    """A ratio and its bound; ``first`` and ``second`` are what it is the ratio of, in ``unit``, where they are known.

    ``ratio`` is None as long as nothing was measured; ``least`` says that it is to be at least the bound.
    """

    name: str
    bound: float
    ratio: float | None = None
    first: float | None = None
    second: float | None = None
    unit: str = "s"
    least: bool = False

    def verdict(self) -> str:
        """Met, missed, or not measured."""
        if self.ratio is None:
            return "not measured"
        return "met" if (self.ratio >= self.bound if self.least else self.ratio <= self.bound) else "missed"


def goals(sections: Sections) -> list[Goal]:
    """Every goal, from what the sections measured."""
    whole = [
        Goal(one["name"], one["goal"], one["ratio"], one["first"], one["second"], least=bool(one.get("least")))
        for one in sections.get("commands", {}).get("ratios", ())
    ]
    return [_first_start(sections), *whole, _an_act(sections), _suite(sections)]


def _first_start(sections: Sections) -> Goal:
    name, found = "installed wheel: first start / a later one", sections.get("wheel", {})
    if not found:
        return Goal(name, 1.2)
    ratio = median(first / second for first, second in zip(found["first"], found["second"], strict=True))
    return Goal(name, 1.2, ratio, median(found["first"]), median(found["second"]))


def _an_act(sections: Sections) -> Goal:
    name, found = "instructions an act / in the first model", sections.get("instructions", {})
    counts = [row["an act"] for row in found.get("counted", ()) if row["scenario"] == "january-2024"]
    if not counts:
        return Goal(name, 0.62)
    return Goal(name, 0.62, counts[0] / FIRST_MODEL, counts[0], FIRST_MODEL, "")


def _suite(sections: Sections) -> Goal:
    name, found = "the tests / when the work began", sections.get("suite", {})
    if not found:
        return Goal(name, 0.5)
    return Goal(name, 0.5, found["cpu"] / FIRST_SUITE, found["cpu"], FIRST_SUITE)
