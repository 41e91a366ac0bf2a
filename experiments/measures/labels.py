"""Plain names of the things in a scenario, by id, for stories, figures and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from ruamel.yaml import YAML

from ...scenarios.schema.words import as_name, as_words
from ..system.printable import printable

#: Sections of a scenario whose entries may carry a ``name``.
SECTIONS: tuple[str, ...] = ("actors", "territories", "places", "weapons")

#: Those of them whose names may take an article in sentences, and the section that says which do.
WITH_ARTICLE, ARTICLES, ARTICLE = ("actors", "territories"), "articles", "the"
#: Entries that are named before the rest is only counted.
SHOWN = 5
#: What scripted acts are marked with: those of a scenario that says it is a record, and those of any other.
OBSERVED, SCRIPTED = "OBSERVED", "SCRIPTED"
LEGENDS = {
    OBSERVED: "Acts marked OBSERVED are from the record. All others are simulated: they did not happen.",
    SCRIPTED: "Acts marked SCRIPTED are supposed by the scenario, no record. All others are simulated; none happened.",
}


def mark_of(label: Callable[[str, str], str]) -> str:
    """The mark of scripted acts, by what gives the names of a results folder; without a word of it, SCRIPTED."""
    return OBSERVED if label("scripted", "marks") == OBSERVED else SCRIPTED


def worded(text: str, mark: str) -> str:
    """A text about scripted acts, written for a record, in the words that hold for acts with this mark."""
    if mark == OBSERVED:
        return text
    return text.replace(" (scripted)", "").replace(OBSERVED, SCRIPTED).replace("observed", "scripted")


def after_the_end(left_out: Mapping[str, str]) -> str:
    """What a shorter horizon left out, in words: ``1 event after the end left out``; nothing if there is nothing."""
    counts = Counter(path.split(".")[0].removesuffix("s") for path in left_out)
    named = " and ".join(f"{many:,} {kind}{'' if many == 1 else 's'}" for kind, many in counts.items())
    which = ", ".join(f"{path.partition('.')[2]} on {date}" for path, date in list(left_out.items())[:SHOWN])
    more = ", ..." if len(left_out) > SHOWN else ""
    return f"{named} after the end left out ({which}{more})" if left_out else ""


class HasText(Protocol):
    """A scenario as far as names go."""

    def resolved_yaml(self) -> str:
        """The scenario with its bases merged in, as text."""
        ...


@runtime_checkable
class HasData(Protocol):
    """Anything that has the data of its scenario at hand, read already."""

    @property
    def merged(self) -> dict[str, Any]:
        """The scenario with its bases merged in, as data."""
        ...


def labels(scenario: HasText | HasData) -> dict[str, dict[str, str]]:
    """Names by id, for each of `SECTIONS`; the mark of ``scripted`` acts; the ``articles`` of names that take one.

    An entry without ``name`` is called by its id in words.
    """
    content: Any = scenario.merged if isinstance(scenario, HasData) else YAML(typ="safe").load(scenario.resolved_yaml())
    content = content or {}
    marks = {"scripted": OBSERVED if content.get("record") is True else SCRIPTED}
    names = {section: _names(section, content.get(section) or {}) for section in SECTIONS}
    return names | {"marks": marks, ARTICLES: _articles(content)}


def in_sentence(label: Callable[[str, str], str], identifier: str, section: str) -> str:
    """What a thing is called within a sentence: ``the United States`` where a table has ``United States``."""
    name = label(identifier, section)
    return f"{ARTICLE} {name}" if label(f"{section}.{identifier}", ARTICLES) == ARTICLE else name


def _names(section: str, entries: dict[str, Any]) -> dict[str, str]:
    """Things are called in lower case when they have no name of their own; actors and places are not."""
    spoken = as_words if section == "weapons" else as_name
    return {str(key): printable(str((entry or {}).get("name") or spoken(str(key)))) for key, entry in entries.items()}


def _articles(content: dict[str, Any]) -> dict[str, str]:
    """The article of each name that takes one, by section and id."""
    return {
        f"{section}.{key}": ARTICLE
        for section in WITH_ARTICLE
        for key, entry in (content.get(section) or {}).items()
        if (entry or {}).get("article")
    }
