"""What readers call a setting: its meaning and whose it is, in words; the path is for those who type it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .schema.walk import node_at
from .schema.words import as_words
from .text.settings import split_path

if TYPE_CHECKING:
    from .schema.sections import Assumptions

#: What a meaning says besides: a further clause, or a symbol at its end.
BESIDES = re.compile(r";.*| \([^()]*\)$")
#: What joins the words of an id.
PLAIN = re.compile("[_.]")


def called(path: str, scenario: Assumptions) -> str:
    """A setting in words, such as ``fear of the other's reply (Iran towards Pakistan)``; a path that is none stays."""
    keys = split_path(path)
    node = node_at(keys)
    meaning = BESIDES.sub("", node.meaning) if node else ""
    whose = _whose(keys, scenario)
    return f"{meaning} ({whose})" if meaning and whose else meaning or path


def words_by_path(paths: Iterable[str], scenario: Assumptions) -> dict[str, str]:
    """What readers call some settings; those that words do not tell apart keep their paths."""
    words = {path: called(path, scenario) for path in dict.fromkeys(map(str, paths))}
    said = list(words.values())
    return {path: text if said.count(text) == 1 else path for path, text in words.items()}


def _whose(keys: tuple[str, ...], scenario: Assumptions) -> str:
    """The entry that a setting belongs to, by name; nothing for a setting of the whole."""
    section = keys[0]
    if section == "ties":
        return " towards ".join(_named(key, scenario.actors.get(key)) for key in keys[1:3])
    entries: Any = getattr(scenario, section, None)
    if len(keys) < 3 or not isinstance(entries, dict):
        return ""
    first = entries.get(keys[1])
    name = _named(keys[1], first) if section == "actors" else getattr(first, "name", None) or PLAIN.sub(" ", keys[1])
    return ", ".join([name, *(_named(key, scenario.actors[key]) for key in keys[2:] if key in scenario.actors)])


def _named(key: str, actor: Any) -> str:
    return getattr(actor, "name", None) or as_words(key).title()
