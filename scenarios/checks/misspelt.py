"""Ids that were meant to name something inherited and, misspelt, began something new instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..problems import nearest
from ..text.unwrap import Mistake
from .references import used

#: Sections whose entries need no field, so that a misspelt id passes the schema; what nothing refers to does nothing.
OPTIONAL = ("territories", "defences")


def hinted(findings: Sequence[Mistake], data: Mapping[str, Any]) -> list[Mistake]:
    """Findings with the nearest id where an entry lacks what every new one needs."""
    lacking = {entry.path for entry in findings if _lacks(entry)}
    return [
        _with_hint(entry, data, lacking) if entry.path in lacking and _lacks(entry) else entry for entry in findings
    ]


def _lacks(entry: Mistake) -> bool:
    return entry.at_key and len(entry.path) == 2 and " is missing" in entry.message


def _with_hint(entry: Mistake, data: Mapping[str, Any], lacking: set[tuple[str, ...]]) -> Mistake:
    section, key = entry.path
    near = nearest(key, [other for other in data.get(section, ()) if (section, other) not in lacking])
    return entry._replace(message=f"{entry.message}; or did you mean {near}?") if near else entry


def idle(data: Mapping[str, Any], base: Mapping[str, Any]) -> Iterator[Mistake]:
    """Entries that a file adds to what it extends, that nothing refers to, and whose id is nearly one that is there."""
    for section in OPTIONAL:
        there, now = base.get(section), data.get(section)
        if not isinstance(there, Mapping) or not isinstance(now, Mapping):
            continue
        for key in set(now) - set(there) - used(data, section):
            if near := nearest(key, list(there)):
                yield Mistake((section, key), f"nothing refers to it: did you mean {near}?", at_key=True)
