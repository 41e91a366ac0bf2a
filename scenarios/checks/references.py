"""Check that every id a scenario names exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..problems import choices
from ..text.unwrap import Mistake
from ..text.yaml_text import Path

#: Where ids stand (``*`` any id, ``[]`` each entry of a list, ``@`` the key itself), and the sections they must be in.
REFERENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("actors.*.home", ("territories",)),
    ("actors.*.patron", ("actors",)),
    ("actors.*.follows", ("actors",)),
    ("actors.*.sits_in.[]", ("territories",)),
    ("actors.*.allies.[]", ("actors",)),
    ("actors.*.stands_for.[]", ("actors",)),
    ("actors.*.commanders_in.[]", ("territories",)),
    ("actors.*.arsenal.[]", ("weapons",)),
    ("actors.*.defence", ("defences",)),
    ("actors.*.attacks.against", ("actors",)),
    ("actors.*.attacks.at", ("places",)),
    ("actors.*.attacks.at.[]", ("places",)),
    ("actors.*.attacks.at.@", ("places",)),
    ("ties.@", ("actors",)),
    ("ties.*.@", ("actors",)),
    ("territories.*.host", ("actors",)),
    ("places.*.territory", ("territories",)),
    ("places.*.stands_for", ("actors",)),
    ("forces.*.of", ("actors",)),
    ("forces.*.in", ("territories",)),
    ("forces.*.at.[]", ("places",)),
    ("forces.*.stands_for.[]", ("actors",)),
    ("forces.*.defence", ("defences",)),
    ("weapons.*.supplier", ("actors",)),
    ("background.*.drip.@", ("actors",)),
    ("background.*.sides.[]", ("actors",)),
    ("truces.*.war", ("background",)),
    ("truces.*.campaigns.[]", ("campaigns",)),
    ("campaigns.*.by", ("actors",)),
    ("campaigns.*.against", ("actors",)),
    ("campaigns.*.in", ("territories",)),
    ("campaigns.*.in.[]", ("territories",)),
    ("campaigns.*.in.@", ("territories",)),
    ("campaigns.*.weapons.[]", ("weapons",)),
    ("campaigns.*.weapons.@", ("weapons",)),
    ("campaigns.*.heavy_weapons.[]", ("weapons",)),
    ("campaigns.*.heavy_weapons.@", ("weapons",)),
    ("events.*.by", ("actors",)),
    ("events.*.against", ("actors",)),
    ("events.*.declared", ("actors",)),
    ("events.*.claimed_by", ("actors",)),
    ("events.*.blamed", ("actors",)),
    ("events.*.through", ("actors",)),
    ("events.*.in", ("territories",)),
    ("events.*.at", ("places",)),
    ("events.*.weapon", ("weapons",)),
    ("events.*.answers", ("events", "campaigns")),
    ("options.*.actor", ("actors",)),
    ("options.*.account", ("actors",)),
    ("options.*.target", ("actors",)),
    ("options.*.declared", ("actors",)),
    ("options.*.through", ("actors",)),
    ("options.*.in", ("territories",)),
    ("options.*.weapons.[]", ("weapons",)),
)

#: Ids of which the nearest is looked for without further ado; of more, for so many mistakes.
MANY, MOST_HINTS = 100, 20
NOUNS = {
    "actors": "actor",
    "territories": "territory",
    "places": "place",
    "weapons": "weapon",
    "defences": "defence",
    "events": "event",
    "campaigns": "campaign",
    "background": "background war",
}


def unknown_ids(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every id in the data (numbers unwrapped) that names nothing, with the nearest id that exists."""
    left = MOST_HINTS
    for pattern, sections in REFERENCES:
        ids = ids_of(data, sections)
        known, few = set(ids), len(ids) <= MANY
        noun = " or ".join(NOUNS[section] for section in sections)
        for path, word, at_key in _named(data, tuple(pattern.split(".")), ()):
            if word not in known:
                hint = f": {choices(word, ids)}" if few or left > 0 else ""
                left -= not few
                yield Mistake(path, f"there is no {noun} {word}{hint}", at_key)


def used(data: Mapping[str, Any], section: str) -> set[str]:
    """The ids of a section that something refers to."""
    patterns = (pattern for pattern, sections in REFERENCES if section in sections)
    return {word for pattern in patterns for _, word, _ in _named(data, tuple(pattern.split(".")), ())}


def ids_of(data: Mapping[str, Any], sections: Iterable[str]) -> list[str]:
    """The ids that stand in some sections."""
    return [key for name in sections if isinstance(data.get(name), dict) for key in data[name]]


def _named(data: Any, steps: Path, path: Path) -> Iterator[tuple[Path, str, bool]]:
    if not steps:
        if isinstance(data, str):
            yield path, data, False
        return
    step, rest = steps[0], steps[1:]
    if step == "[]":
        for number, entry in enumerate(data if isinstance(data, list) else ()):
            yield from _named(entry, rest, (*path, str(number)))
    elif isinstance(data, dict):
        if step == "@":
            yield from (((*path, key), key, True) for key in data)
            return
        for key in data if step == "*" else (step,) if step in data else ():
            yield from _named(data[key], rest, (*path, key))
