"""What a batch changes: against the scenario it was asked for, and what that scenario changes against its base.

It is worked out when the batch is asked, from the text the scenario was read from, and frozen in the plan. No file is
opened for it again: the one that was asked may have been changed since, or be somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ...scenarios.describe import explain
from ...scenarios.problems import ScenarioError
from ...scenarios.scenario import Scenario
from ...scenarios.text.origin import origin_of
from ..system.printable import printable

#: What a scenario says about itself.
ABOUT_ITSELF = ("name", "summary", "schema", "extends")
#: Changes that are listed, and entries that are named; the rest are counted, or left out.
MOST, MOST_NAMED = 60, 1_000
#: Longest value shown.
LONGEST = 300
Leaf = tuple[str, ...]


class Changes(NamedTuple):
    """Changes against ``base``: ``own`` to the batch, or those of its scenario.

    ``changed`` has path, old and new value as text; ``left`` more are not listed; ``added`` counts entries by section,
    ``removed`` names them.
    """

    base: str
    own: bool
    changed: tuple[tuple[str, str, str], ...]
    left: int
    added: dict[str, int]
    removed: tuple[str, ...]


def frozen_changes(scenario: object) -> tuple[Changes, ...]:
    """What was changed in a scenario after its file was read, and what the file changes against the one it extends."""
    if not isinstance(scenario, Scenario):
        return ()
    origin = origin_of(scenario)
    texts = [origin.text.data, *(layer.data for layer in origin.layers)]
    leaves = [_leaves(text) for text in texts]
    found = [
        _between(printable(layer.label), number == 0, leaves[number + 1], leaves[number])
        for number, layer in enumerate(origin.layers)
    ]
    return tuple(entry for entry in found if entry.changed or entry.added or entry.removed)


def differing(one: Scenario, two: Scenario) -> list[tuple[str, str, str]]:
    """Settings in which two scenarios differ: path, value in the first, value in the second."""
    first, second = (_leaves(origin_of(scenario).text.data) for scenario in (one, two))
    paths = [*first, *(path for path in second if path not in first)]
    shown = [
        (path, *(_shown(side[path]) if path in side else _default(path) for side in (first, second))) for path in paths
    ]
    return [(".".join(path), old, new) for path, old, new in shown if old != new]


def numbers_between(one: Scenario, two: Scenario) -> dict[str, float | None] | None:
    """What makes the second scenario of the first: numbers by path, and None for an event taken out.

    None where they differ by more than that.
    """
    first, second = (_leaves(origin_of(scenario).text.data) for scenario in (one, two))
    left, found = {path[:2] for path in second}, dict[str, float | None]()
    for path in dict.fromkeys([*first, *second]):
        new = second.get(path)
        if path in first and path in second and first[path] == new:
            continue
        if path[0] == "events" and path[:2] not in left:
            found[".".join(path[:2])] = None
        elif isinstance(new, int | float) and not isinstance(new, bool):
            found[".".join(path)] = new
        else:
            return None
    return found


def _leaves(data: Any) -> dict[Leaf, Any]:
    """Every setting by its path; a number with range and source is one setting, its value."""
    return dict(_settings(data, ()))


def _settings(data: Any, path: Leaf) -> Iterable[tuple[Leaf, Any]]:
    if not isinstance(data, Mapping):
        yield path, data
    elif "value" in data:
        yield path, data["value"]
    else:
        for key, value in data.items():
            step = str(key)
            if not (path == () and step in ABOUT_ITSELF) and step != "source":
                yield from _settings(value, (*path, step))


def _between(label: str, own: bool, old: Mapping[Leaf, Any], new: Mapping[Leaf, Any]) -> Changes:
    known = {path[:2] for path in old} | {("constants",)}
    moved: list[tuple[str, str, str]] = []
    for path, value in new.items():
        if path in old:
            moved.append((".".join(path), _shown(old[path]), _shown(value)))
        elif len(path) > 1 and (path[:2] in known or path[:1] in known):
            moved.append((".".join(path), _default(path), _shown(value)))
    moved = [entry for entry in moved if entry[1] != entry[2]]
    fresh, gone = ([e for e in _entries(*sides) if e[0] != "constants"] for sides in ((new, old), (old, new)))
    counted = {section: sum(entry[0] == section for entry in fresh) for section in dict.fromkeys(e[0] for e in fresh)}
    removed = tuple(".".join(entry) for entry in gone[:MOST_NAMED])
    return Changes(label, own, tuple(moved[:MOST]), max(0, len(moved) - MOST), counted, removed)


def _entries(there: Mapping[Leaf, Any], not_there: Mapping[Leaf, Any]) -> list[tuple[str, str]]:
    """Entries of sections (an actor, an event) that only one side has."""
    other = {path[:2] for path in not_there}
    own = dict.fromkeys(path[:2] for path in there if len(path) > 1)
    return [(path[0], path[1]) for path in own if path not in other]


def _shown(value: Any) -> str:
    value = value.get("value") if isinstance(value, Mapping) else value
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_shown(one) for one in value)[:LONGEST]
    return printable(str(value))[:LONGEST]


def _default(path: Leaf) -> str:
    """What a setting is where nothing is stated."""
    try:
        default = explain(".".join(path)).default
    except ScenarioError:
        return "not stated"
    return "not stated" if default is None else _shown(default)
