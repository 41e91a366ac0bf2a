"""Where a scenario comes from: the merged data behind it, the place of every value, ranges and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...model.mechanisms.registry import CONSTANTS
from ..problems import Problem
from .unwrap import Mistake, Quantity
from .yaml_text import FilePosition, Path, Text

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


@dataclass(frozen=True)
class Layer:
    """What a file said, all that it extends merged in, before anything was changed; ``label`` is its name."""

    label: str
    data: dict[str, Any]


@dataclass(frozen=True)
class TextOrigin:
    """The text a scenario was made of (merged), and what the text says about its numbers.

    ``layers``: the file it was loaded from, then the file that this one extends. ``left_out``: dates of the events and
    interventions that a shorter horizon left out, by path.
    """

    text: Text
    quantities: dict[Path, Quantity] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)


def origin_of(scenario: Assumptions) -> TextOrigin:
    """The origin of a scenario; one made in Python, without a file, gets its own content as text."""
    if scenario._origin is None:
        data = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
        scenario._origin = TextOrigin(Text(data, {(): FilePosition("the scenario", 0, 0, 0, 0)}))
    return scenario._origin


def ranges_of(scenario: Assumptions, constants: bool) -> dict[str, tuple[float, float, float]]:
    """Declared ranges by path: (value, low, high); see `Scenario.ranges`."""
    result = {}
    if constants:
        uncertain = {name: entry for name, entry in CONSTANTS.items() if not entry.convention}
        values = ((name, entry, getattr(scenario.constants, name)) for name, entry in uncertain.items())
        result = {
            f"constants.{name}": (value, min(value, entry.low), max(value, entry.high)) for name, entry, value in values
        }
    for path, quantity in origin_of(scenario).quantities.items():
        if quantity.low is not None and quantity.high is not None:
            result[".".join(path)] = (float(quantity.value), quantity.low, quantity.high)
    return result


def sources_of(scenario: Assumptions) -> dict[str, str]:
    """Stated sources by path of the value, or of the entry that has a ``source``."""
    origin = origin_of(scenario)
    result = {".".join(path): text for path, text in _stated(origin.text.data, ())}
    result.update({".".join(path): entry.source for path, entry in origin.quantities.items() if entry.source})
    return result


def _stated(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if not isinstance(data, dict):
        return
    source = data.get("source")
    if isinstance(source, str) and source:
        yield path, source
    for key, value in data.items():
        yield from _stated(value, (*path, key))


def located(text: Text, entry: Mistake) -> Problem:
    """A finding with the place where it stands, or that of the nearest value around it."""
    path = _as_listed(text.data, entry.path)
    while path and path not in text.places:
        path = path[:-1]
    place = text.places.get(path, FilePosition("the scenario", 0, 0, 0, 0))
    line, column = (place.key_line, place.key_column) if entry.at_key else (place.line, place.column)
    return Problem(place.file, line, column, ".".join(entry.path), entry.message)


def _as_listed(data: Any, path: Path) -> Path:
    """The path as it stands in the file, where shares by id may be written as a list of ids."""
    steps: list[str] = []
    for key in path:
        if isinstance(data, list):
            if key in data:
                key = str(data.index(key))
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
        steps.append(key)
    return tuple(steps)
