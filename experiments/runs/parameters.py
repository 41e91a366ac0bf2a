"""The settings that a study may move: declared ranges of a scenario, and those of the model's constants."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...scenarios.problems import choices
from ...scenarios.schema.walk import node_at
from ...scenarios.text.handles import is_numeric
from ...scenarios.text.settings import split_path
from ..errors import UserError
from .designs import Axis

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


def declared(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Every declared range that has some width, by path: the scenario's own, then the plausible ranges of constants."""
    own = scenario.ranges()
    both = {**own, **{path: entry for path, entry in scenario.ranges(constants=True).items() if path not in own}}
    return {path: (low, high) for path, (_, low, high) in both.items() if low < high}


def range_of(scenario: Scenario, path: str) -> tuple[float, float]:
    """The range of one setting: as declared, else what the schema allows where that is bounded on both sides.

    Raises:
        UserError: no number stands at the path, or nothing bounds it.
    """
    known = declared(scenario)
    if path in known:
        return known[path]
    node = node_at(split_path(path))
    if node is None or not is_numeric(path):
        raise UserError(f"parameter {path}: no number stands there; {choices(path, list(known))}")
    if node.low is None or node.high is None:
        raise UserError(f"parameter {path}: it has no declared range; give one")
    return node.low, node.high


def parse_range(given: tuple[float, float] | str | None, scenario: Scenario, path: str) -> tuple[float, float]:
    """A range written ``low..high``, two numbers, or the setting's own where nothing is given.

    Raises:
        UserError: it is no range.
    """
    if given is None:
        return range_of(scenario, path)
    parts = tuple(given.split("..")) if isinstance(given, str) else given
    try:
        low, high = map(float, parts)
    except (ValueError, TypeError):
        low = high = math.nan
    if not low < high:
        raise UserError(f"range {given!r} of {path}: write it as low..high, such as 0.2..0.8")
    return low, high


def axes_of(ranges: dict[str, tuple[float, float]]) -> list[Axis]:
    """Axes to sample over ranges."""
    return [Axis(path, low, high) for path, (low, high) in ranges.items()]
