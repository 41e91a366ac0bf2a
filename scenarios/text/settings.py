"""Change settings of a scenario by path: ``--set``, sweeps, interventions. Same checks as for the file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..problems import choices
from ..schema.removed import successor
from ..schema.walk import ROOT, Node, allowed_keys, child, children, holds_ids
from .unwrap import QUANTITY_KEYS
from .yaml_text import FilePosition, Path, Text

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


class Change(NamedTuple):
    """A new value for the setting at a path; ``file`` is what a message about it names, such as ``--set a.b``."""

    path: str
    value: Any
    place: FilePosition


class UnknownSetting(ValueError):
    """No setting stands at the path; the argument is what to say about it."""


def split_path(text: str) -> Path:
    """The keys of a dotted path. Ids of options have dots of their own, and so have the settings of interventions."""
    parts = (*text.split("."),)
    section = parts[0] if parts else ""
    if section == "options" and len(parts) > 2:
        known = children_of_option()
        at = next((number for number, part in enumerate(parts) if number > 1 and part in known), len(parts))
        return ("options", ".".join(parts[1:at]), *parts[at:])
    if section == "interventions" and len(parts) > 3 and parts[2] == "set":
        return (*parts[:3], ".".join(parts[3:]))
    return parts


def missing_id(scenario: Assumptions, keys: Path) -> str:
    """What to say of an id on a path that a scenario does not have; nothing if it has them all.

    A tie that it leaves at its defaults is one between two actors.
    """
    section = "actors" if keys[0] == "ties" else keys[0]
    known = getattr(scenario, section, None)
    if not isinstance(known, dict):
        return ""
    asked = keys[1:3] if keys[0] == "ties" else keys[1:2]
    return next(
        (f"there is no {key} in {section}: {choices(key, list(known))}" for key in asked if key not in known), ""
    )


def children_of_option() -> tuple[str, ...]:
    """The fields of an edit of the menu."""
    node = child(ROOT, "options")
    entry = child(node, "any") if node else None
    return allowed_keys(entry) if entry else ()


#: Sections of what happens on a day.
DATED = ("events", "interventions")


class Changed(NamedTuple):
    """The data with changes made, the changes that could not be made with the reason, and what they left out.

    ``left_out``: dates of the events and interventions after the end of a shorter horizon, by path.
    """

    text: Text
    wrong: list[tuple[Change, str]]
    left_out: dict[str, str]


def changed(text: Text, changes: list[Change]) -> Changed:
    """Make changes in the data, one after the other."""
    data, places, wrong, gone = text.data, dict(text.places), [], {}
    for change in changes:
        path = split_path(change.path)
        try:
            data = _with(data, ROOT, path, (), change.value)
        except UnknownSetting as error:
            wrong.append((change, str(error)))
            continue
        places.update(dict.fromkeys(_paths(change.value, path), change.place))
        if path == ("days",):
            gone |= _beyond(data)
            data = _within_horizon(data)
    return Changed(Text(data, places), wrong, gone)


def plain_value(value: Any) -> Any:
    """A value given in Python in the form that a file would give: plain numbers, text, lists, mappings by text."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(entry) for entry in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    # a NumPy scalar knows the plain number it stands for
    return value.item() if hasattr(value, "item") and hasattr(value, "dtype") else value


def _paths(value: Any, path: Path) -> Iterator[Path]:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in entries:
        yield from _paths(below, (*path, str(key)))


def _with(data: Any, node: Node, path: Path, done: Path, value: Any) -> Any:
    """A copy of ``data`` with the value at ``path``; only what lies on the way is copied."""
    key, rest = path[0], path[1:]
    below = child(node, key)
    if below is None and node.number and key in QUANTITY_KEYS and not rest:
        return {**(data if isinstance(data, dict) else {"value": data}), key: value}
    here = ".".join(done) or "the scenario"
    if path == ("extends",):
        raise UnknownSetting("what a scenario extends cannot be changed: write a file that extends another")
    if below is None:
        went = successor(here, key)
        raise UnknownSetting(went or f"there is no setting {key} in {here}: {choices(key, allowed_keys(node))}")
    inside = _opened(data, node, key)
    if not rest:
        return _replaced(inside, node, (*done, key), value)
    if key not in inside and holds_ids(node) and _must_exist(below):
        raise UnknownSetting(f"there is no {key} in {here}: {choices(key, list(inside))}")
    return {**inside, key: _with(inside.get(key), below, rest, (*done, key), value)}


def _opened(data: Any, node: Node, key: str) -> dict[str, Any]:
    """The mapping to write into, where the file may have a shorter form or nothing at all."""
    if isinstance(data, dict):
        return data
    if isinstance(data, list):
        return dict.fromkeys((entry for entry in data if isinstance(entry, str)), 1.0)
    if isinstance(data, str) and node.section is not None and "rule" in children(node.section) and key != "rule":
        return {"rule": data}
    return {}


def _replaced(inside: dict[str, Any], node: Node, path: Path, value: Any) -> dict[str, Any]:
    key = path[-1]
    if value is not None or (path[0] == "options" and len(path) == 2):
        return {**inside, key: value}
    if key not in inside and holds_ids(node):
        raise UnknownSetting(f"null removes an entry, and there is no {key}: {choices(key, list(inside))}")
    return {name: entry for name, entry in inside.items() if name != key}


def _must_exist(below: Node) -> bool:
    """Whether an entry cannot be made by setting one of its fields, since it needs others too."""
    section = below.section
    return section is not None and any(field.is_required() for field in section.model_fields.values())


def _beyond(data: dict[str, Any]) -> dict[str, str]:
    """Dates of the events and interventions after the end of the horizon, by path."""
    end, found = _end(data), {}
    for section in DATED:
        entries = data.get(section)
        if end is not None and isinstance(entries, dict):
            found |= {f"{section}.{key}": entry["date"] for key, entry in entries.items() if _later(entry, end)}
    return found


def _end(data: dict[str, Any]) -> datetime.date | None:
    """The last day of the horizon; None where the data make no sense of it."""
    start, days = data.get("start"), data.get("days")
    if not isinstance(start, str) or not isinstance(days, int) or isinstance(days, bool) or not 0 < days < 10_000:
        return None
    try:
        return datetime.date.fromisoformat(start) + datetime.timedelta(days=days - 1)
    except (ValueError, OverflowError):
        return None


def _within_horizon(data: dict[str, Any]) -> dict[str, Any]:
    """A shorter horizon asked for on the command line leaves out the events and interventions beyond it."""
    end = _end(data)
    if end is None:
        return data
    result = dict(data)
    for section in DATED:
        if isinstance(data.get(section), dict):
            kept = {key: entry for key, entry in data[section].items() if not _later(entry, end)}
            result[section] = kept
    return result


def _later(entry: Any, end: datetime.date) -> bool:
    date = entry.get("date") if isinstance(entry, Mapping) else None
    return isinstance(date, str) and len(date) == 10 and date > end.isoformat()
