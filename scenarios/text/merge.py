"""Put one file on top of another: deep merge by id; lists and single values replace; null removes."""

from __future__ import annotations

from typing import Any

from ..problems import Problem, ScenarioError, choices
from ..schema.actors import DoctrineChoice, name_to_rule
from ..schema.walk import ROOT, Node, child, holds_ids
from .yaml_text import FilePosition, Path, Text


def keeps_null(path: Path) -> bool:
    """Whether null is a value at this path: under ``options`` it removes a generated option, not an inherited edit."""
    return len(path) == 2 and path[0] == "options"


def merge(base: Text, over: Text) -> Text:
    """The data of ``base`` with that of ``over`` on top, each value keeping the place where it was written.

    Raises:
        ScenarioError: a null removes an id that is not there.
    """
    problems: list[Problem] = []
    data = _merged(base.data, over.data, ROOT, (), over.places, problems)
    if problems:
        raise ScenarioError(problems)
    return Text(data, {**base.places, **over.places})


def _merged(
    base: Any, over: Any, node: Node | None, path: Path, places: dict[Path, FilePosition], problems: list[Problem]
) -> Any:
    if not isinstance(over, dict):
        return over
    base = _doctrine_below(base, over) if node is not None and node.section is DoctrineChoice else base
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in over.items():
        below = (*path, key)
        if value is None and not keeps_null(below):
            if key not in result and node is not None and holds_ids(node):
                problems.append(_nothing(key, result, below, places))
            result.pop(key, None)
        else:
            next_node = child(node, key) if node else None
            result[key] = _merged(result.get(key), value, next_node, below, places, problems)
    return result


def _doctrine_below(base: Any, over: dict[str, Any]) -> Any:
    """What stays of a doctrine under a mapping laid over it: its parameters go with its name."""
    base = name_to_rule(base)
    stays = isinstance(base, dict) and over.get("rule") in (None, base.get("rule"))
    return base if stays else {}


def _nothing(key: str, there: dict[str, Any], path: Path, places: dict[Path, FilePosition]) -> Problem:
    place = places[path]
    message = f"null removes an entry, and there is no {key}: {choices(key, list(there))}"
    return Problem(place.file, place.line, place.column, ".".join(path), message)
