"""A glossary of everything that has a name: languages, settings, constants, outcomes, terms, rungs, rules, doctrines.

It is made from where each is declared, so that nothing here can be out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..model.mechanisms.registry import CONSTANTS, MECHANISMS, TERMS
from ..model.outcomes import OUTCOMES
from ..model.world.doctrines import DOCTRINES
from ..model.world.ladder import RUNG_NAMES
from .problems import Problem, ScenarioError, choices
from .questions.primer import PRIMERS
from .schema.walk import settings

#: How well an entry may fit a search: it is called so; a part of its name is; its meaning has the word.
CALLED, PARTLY, MEANT = range(3)


class GlossaryEntry(NamedTuple):
    """Something with a name: what kind of thing it is, its name, what else it is called, what it means."""

    kind: str
    name: str
    label: str
    meaning: str


@cache
def glossary() -> tuple[GlossaryEntry, ...]:
    """Every entry, by kind."""
    return (*_topics(), *_outcomes(), *_terms(), *_settings(), *_others())


def _topics() -> Iterator[GlossaryEntry]:
    for name, primer in PRIMERS.items():
        yield GlossaryEntry("topic", name, "", f"{primer.notes[0]} (brink explain {name})")


def _outcomes() -> Iterator[GlossaryEntry]:
    for outcome in OUTCOMES:
        unit = f" ({outcome.unit})" if outcome.unit else ""
        yield GlossaryEntry("outcome", outcome.name, outcome.label, f"{outcome.meaning}{unit}")


def _terms() -> Iterator[GlossaryEntry]:
    for name, words in TERMS.items():
        plain = re.sub(r"\{(\w+)\}", r"the \1", words)
        yield GlossaryEntry("term", name, "", f"in a choice: {plain} (brink show --why)")


def _settings() -> Iterator[GlossaryEntry]:
    for path, node in settings():
        if path[0] != "constants":
            yield GlossaryEntry("setting", ".".join(path), "", node.meaning)
    for name, constant in CONSTANTS.items():
        yield GlossaryEntry("constant", name, "", constant.meaning)


def _others() -> Iterator[GlossaryEntry]:
    for number, name in enumerate(RUNG_NAMES):
        yield GlossaryEntry("rung", str(number), name, f"rung {number} of the ladder")
    for mechanism in MECHANISMS:
        head = (mechanism.__doc__ or "").partition("\n")[0]
        yield GlossaryEntry("rule", mechanism.__name__.rpartition(".")[2], "", head)
    for name, doctrine in DOCTRINES.items():
        yield GlossaryEntry("doctrine", name, "", doctrine.summary)


def search(text: str) -> list[GlossaryEntry]:
    """Entries about a word or some words, those that are called so first.

    Raises:
        ScenarioError: there are none; the message names the nearest word.
    """
    wanted = _words(text)
    fits = [(fit, entry) for entry in glossary() if (fit := _fit(entry, wanted)) is not None] if wanted else []
    if not fits:
        called = {word for entry in glossary() for word in (entry.name.rpartition(".")[2], entry.label)}
        known = sorted(word for word in called if word[:1].isalpha())
        raise ScenarioError(
            [Problem(text, 0, 0, "", f"no setting, outcome or term is about it: {choices(text, known)}")]
        )
    return [entry for _, entry in sorted(fits, key=lambda pair: pair[0])]


def _fit(entry: GlossaryEntry, wanted: list[str]) -> int | None:
    """How well an entry fits; None where a word is nowhere in it."""
    called = (_words(name) for name in (entry.name.rpartition(".")[2], entry.label, entry.name))
    if any(_alike(wanted, words) for words in called):
        return CALLED
    named = {*_words(entry.name), *_words(entry.label)}
    if all(_among(word, named) for word in wanted):
        return PARTLY
    if all(_among(word, named | set(_words(entry.meaning))) for word in wanted):
        return MEANT
    return None


def _alike(wanted: list[str], words: list[str]) -> bool:
    """Whether these are the same words, in the singular or the plural."""
    return len(wanted) == len(words) and all(_among(word, {other}) for word, other in zip(wanted, words, strict=True))


def _among(word: str, words: set[str]) -> bool:
    """Whether a word, in the singular or the plural, is one of these."""
    return not words.isdisjoint((word, f"{word}s", word.removesuffix("s")))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
