"""What a batch changes: against the scenario it was asked for, and what that scenario changes against its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...scenarios import shipped
from ...scenarios.describe import explain
from ...scenarios.loader import Source, read_merged
from ...scenarios.problems import ScenarioError
from ..figures.about import clean, mapping, plain

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario
    from ..results import Results

#: What a scenario says about itself.
ABOUT_ITSELF = ("name", "summary", "schema", "extends")
#: Source of what a batch changes without giving one.
BATCH = "set for this batch"
#: Changes that are listed; the rest are counted.
MOST = 60
Leaf = tuple[str, ...]


class Change(NamedTuple):
    """A setting that is not what it was: its path, both values, what it means, the source of the new value."""

    path: str
    old: str
    new: str
    meaning: str
    source: str


class Changes(NamedTuple):
    """Changes against ``base``: ``own`` to the batch, or those of its scenario.

    ``left`` more are not listed; ``added`` counts entries by section, ``removed`` names them.
    """

    base: str
    own: bool
    changed: tuple[Change, ...]
    left: int
    added: tuple[tuple[str, int], ...]
    removed: tuple[str, ...]


def changes(results: Results) -> tuple[Changes, ...]:
    """What this batch changed against its scenario, and what the scenario changes against what it extends.

    A scenario that is no longer where it was cannot be compared with; then there is less to say.
    """
    found = []
    source = _asked(results)
    asked = _read(source)
    if source is not None and asked is not None:
        whole = _leaves(asked)
        found.append(_between(_name(source), True, whole, _leaves(_stated(results.scenario)), results))
        base = _base_of(source)
        below = _read(base)
        if base is not None and below is not None:
            found.append(_between(_name(base), False, _leaves(below), whole, results))
    return tuple(entry for entry in found if entry.changed or entry.added or entry.removed)


def differing(one: Scenario, two: Scenario) -> list[tuple[str, str, str]]:
    """Settings in which two scenarios differ: path, value in the first, value in the second."""
    first, second = (_leaves(_stated(scenario)) for scenario in (one, two))
    paths = [*first, *(path for path in second if path not in first)]
    shown = [
        (path, *(_shown(side[path]) if path in side else _default(path) for side in (first, second))) for path in paths
    ]
    return [(".".join(path), old, new) for path, old, new in shown if old != new]


def _stated(scenario: object) -> Mapping[str, Any]:
    """A scenario as its file states it, without the defaults of what it does not state."""
    from ...scenarios.origin import origin_of
    from ...scenarios.schema import Scenario

    return origin_of(scenario).text.data if isinstance(scenario, Scenario) else mapping(scenario)


def _asked(results: Results) -> Source | None:
    """The scenario named on the command line, else a shipped one with the same title."""
    words = results.manifest.get("command") or []
    words = words.split() if isinstance(words, str) else [str(word) for word in words]
    named = words[words.index("run") + 1] if "run" in words[:-1] else ""
    if named in shipped.names():
        return Source(named + shipped.SUFFIX)
    if named and Path(named).is_file():
        return Source(named, Path(named))
    title = results.manifest["scenario"]["name"]
    names = [entry.name for entry in shipped.shipped_scenarios() if entry.title == title]
    return Source(names[0] + shipped.SUFFIX) if names and not named else None


def _base_of(source: Source) -> Source | None:
    """What a file extends."""
    from ...scenarios.yaml_text import read_yaml

    try:
        raw = source.path.read_bytes() if source.path else shipped.read(_name(source))
        extends = read_yaml(raw.decode("utf-8"), source.label).data.get("extends")
    except (OSError, UnicodeDecodeError, ScenarioError, AttributeError):
        return None
    if extends in shipped.names():
        return Source(f"{extends}{shipped.SUFFIX}")
    return Source(str(extends), source.path.parent / str(extends)) if extends and source.path else None


def _read(source: Source | None) -> Mapping[str, Any] | None:
    try:
        return read_merged(source).data if source is not None else None
    except ScenarioError:
        return None


def _name(source: Source) -> str:
    return source.label.removesuffix(shipped.SUFFIX) if source.path is None else Path(source.label).name


def _leaves(data: Any, path: Leaf = ()) -> dict[Leaf, Any]:
    """Every setting by its path; a number with range and source is one setting, its value."""
    if not isinstance(data, Mapping):
        return {path: data}
    if "value" in data:
        return {path: data["value"]}
    found: dict[Leaf, Any] = {}
    for key, value in data.items():
        step = str(key)
        if not (path == () and step in ABOUT_ITSELF) and step != "source":
            found |= _leaves(value, (*path, step))
    return found


def _between(label: str, own: bool, old: Mapping[Leaf, Any], new: Mapping[Leaf, Any], results: Results) -> Changes:
    sources, known = _sources(results), {path[:2] for path in old} | {("constants",)}
    moved: list[tuple[Leaf, str, str]] = []
    for path, value in new.items():
        if path in old:
            moved.append((path, _shown(old[path]), _shown(value)))
        elif len(path) > 1 and (path[:2] in known or path[:1] in known):
            moved.append((path, _default(path), _shown(value)))
    moved = [entry for entry in moved if entry[1] != entry[2]]
    listed = tuple(
        Change(".".join(path), before, after, _meaning(path), _source(path, sources) or (BATCH if own else ""))
        for path, before, after in moved[:MOST]
    )
    fresh, gone = ([e for e in _entries(*sides) if e[0] != "constants"] for sides in ((new, old), (old, new)))
    counted = {section: sum(entry[0] == section for entry in fresh) for section, _ in fresh}
    return Changes(label, own, listed, len(moved) - len(listed), tuple(counted.items()), tuple(map(".".join, gone)))


def _entries(there: Mapping[Leaf, Any], not_there: Mapping[Leaf, Any]) -> list[tuple[str, str]]:
    """Entries of sections (an actor, an event) that only one side has."""
    other = {path[:2] for path in not_there}
    own = dict.fromkeys(path[:2] for path in there if len(path) > 1)
    return [(path[0], path[1]) for path in own if path not in other]


def _shown(value: Any) -> str:
    value = plain(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_shown(one) for one in value)
    return clean(str(value))


def _default(path: Leaf) -> str:
    """What a setting is where nothing is stated."""
    try:
        default = explain(".".join(path)).default
    except ScenarioError:
        return "not stated"
    return "not stated" if default is None else _shown(default)


def _meaning(path: Leaf) -> str:
    try:
        return explain(".".join(path)).meaning
    except ScenarioError:
        return ""


def _sources(results: Results) -> dict[str, str]:
    ask = getattr(results.scenario, "sources", None)
    return ask() if ask is not None else {}


def _source(path: Leaf, sources: Mapping[str, str]) -> str:
    """The source stated for the value, or for the nearest entry around it."""
    for end in range(len(path), 1, -1):
        if ".".join(path[:end]) in sources:
            return clean(sources[".".join(path[:end])])
    return ""
