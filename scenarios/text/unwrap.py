"""Numbers written as ``{value, range, source}``: take the value, keep the range and the source."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..problems import choices, shown
from ..schema.walk import ROOT, Node, child
from .yaml_text import Path

QUANTITY_KEYS = ("value", "range", "source")


class Mistake(NamedTuple):
    """Something wrong at a path; ``at_key`` points at the key instead of the value."""

    path: Path
    message: str
    at_key: bool = False


class Quantity(NamedTuple):
    """What a file says about a number besides its value."""

    value: Any
    low: float | None
    high: float | None
    source: str


@dataclass
class Unwrapped:
    """Data with plain numbers, what was said about them, and what was wrong with it."""

    data: Any = None
    quantities: dict[Path, Quantity] = field(default_factory=dict)
    findings: list[Mistake] = field(default_factory=list)


def unwrap(data: Any) -> Unwrapped:
    """Replace every ``{value, range, source}`` that stands for a number by its value."""
    result = Unwrapped()
    result.data = _plain(data, ROOT, (), result)
    return result


def is_number(value: object) -> bool:
    """Whether a value is a finite number (true and false are none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _plain(data: Any, node: Node | None, path: Path, result: Unwrapped) -> Any:
    if not isinstance(data, dict) or node is None:
        return data
    if node.number:
        return _quantity(data, node, path, result)
    return {
        key: _plain(value, child(node, key), (*path, key), result) if isinstance(value, dict) else value
        for key, value in data.items()
    }


def _quantity(data: dict[str, Any], node: Node, path: Path, result: Unwrapped) -> Any:
    for key in data:
        if key not in QUANTITY_KEYS:
            message = f"unknown key in a number with its range: {choices(key, QUANTITY_KEYS)}"
            result.findings.append(Mistake((*path, key), message, at_key=True))
    if "value" not in data:
        result.findings.append(Mistake(path, "value is missing: write {value: ..., range: [low, high], source: ...}"))
        return None
    value = data["value"]
    low, high = _range(data, node, path, result)
    source = data.get("source", "")
    if not isinstance(source, str):
        result.findings.append(Mistake((*path, "source"), f"{shown(source)} is not text"))
        source = ""
    result.quantities[path] = Quantity(value, low, high, source)
    return value


def _range(data: dict[str, Any], node: Node, path: Path, result: Unwrapped) -> tuple[float | None, float | None]:
    if "range" not in data:
        return None, None
    ends = data["range"]
    message = _range_mistake(ends, data["value"], node)
    if message:
        result.findings.append(Mistake((*path, "range"), message))
        return None, None
    return float(ends[0]), float(ends[1])


def _range_mistake(ends: Any, value: Any, node: Node) -> str:
    if not isinstance(ends, list) or len(ends) != 2 or not all(is_number(end) for end in ends):
        return "a range is two numbers: [low, high]"
    low, high = ends
    if low > high:
        return f"the range is the wrong way round: {low:g} is above {high:g}"
    if (node.low is not None and low < node.low) or (node.high is not None and high > node.high):
        return f"the range leaves what is allowed here: {node.low:g} to {node.high:g}"
    if is_number(value) and not low <= value <= high:
        return f"the value {value:g} lies outside its range {low:g} to {high:g}"
    return ""
