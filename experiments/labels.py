"""Plain names of the things in a scenario, by id, for stories, figures and reports."""

from __future__ import annotations

from typing import Any

from .manifest_schema import printable

#: Sections of a scenario whose entries may carry a ``name``.
SECTIONS: tuple[str, ...] = ("actors", "territories", "places", "weapons")


def plain(identifier: str) -> str:
    """An id as words: underscores become spaces."""
    return identifier.replace("_", " ")


def labels(scenario: str) -> dict[str, dict[str, str]]:
    """Names by id, for each of `SECTIONS`.

    Args:
        scenario: a resolved scenario as YAML; an entry without ``name`` is called by its id in words.
    """
    from ruamel.yaml import YAML

    content: Any = YAML(typ="safe").load(scenario) or {}
    return {section: _names(section, content.get(section) or {}) for section in SECTIONS}


def _names(section: str, entries: dict[str, Any]) -> dict[str, str]:
    """Things are called in lower case when they have no name of their own; actors and places are not."""
    spoken = plain if section == "weapons" else lambda key: plain(key).title()
    return {str(key): printable(str((entry or {}).get("name") or spoken(str(key)))) for key, entry in entries.items()}
