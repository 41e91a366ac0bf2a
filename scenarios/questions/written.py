"""From the words of a file to the typed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ..schema.questions import ActAsked, QuestionAsked
from .inline import Misread, read
from .typed import COMBINATIONS, FLAGS, LINKS, SPANS, WORDS, ActorState, ActPattern, IdWords, Name, Span, TypedQuestion

#: The field of an act where the key of a file is a word of Python's.
_FIELDS = {"class": "kind"}


class Wrong(NamedTuple):
    """What is wrong with a question: the path below it, and the message."""

    path: tuple[str, ...]
    message: str


def typed(asked: QuestionAsked) -> tuple[TypedQuestion, list[Wrong]]:
    """The typed form of a question of a file, and what is wrong with how it is written."""
    if asked.inline is not None:
        return _in_a_line(asked, asked.inline)
    wrong = list(_shape(asked))
    combine = next((name for name in COMBINATIONS if getattr(asked, name)), "")
    link = next((name for name in LINKS if getattr(asked, name)), "")

    def inline(text: str | None, *path: str) -> TypedQuestion | Name | None:
        try:
            return None if text is None else read(text)
        except Misread as fault:
            wrong.append(Wrong(path, str(fault)))
            return None

    parts = [inline(text, combine, str(k)) for k, text in enumerate(getattr(asked, combine) if combine else ())]
    to = inline(getattr(asked, link), link) if link else None
    window, state = asked.when, asked.state
    question = TypedQuestion(
        asked.ask,
        _act(asked.act) if asked.act else None,
        combine,
        tuple(part for part in parts if part),
        ActorState(Name(state.actor), state.measure, state.day) if state else None,
        link if to else "",
        to,
        asked.step or "",
        Span.of(asked.within) if asked.within else None,
        window.starts if window else None,
        window.ends if window else None,
        inline(asked.given, "given"),
        asked.measure,
        Span.of(asked.holds) if asked.holds else None,
        asked.per == "act",
        asked.strata,
    )
    return question, wrong


def _in_a_line(asked: QuestionAsked, text: str) -> tuple[TypedQuestion, list[Wrong]]:
    """The same of a question that is written in one line; one that only names another asks it again."""
    more = asked.model_dump(exclude_defaults=True).keys() - {"ask", "inline"}
    wrong = [Wrong((), "inline is the whole question: only ask goes with it")] if more else []
    try:
        found = read(text)
    except Misread as fault:
        return TypedQuestion(asked.ask), [*wrong, Wrong(("inline",), str(fault))]
    whole = TypedQuestion(combine="any", parts=(found,)) if isinstance(found, Name) else found
    return replace(whole, ask=asked.ask or text), wrong


def words_of(text: str) -> IdWords:
    """The ids that a text such as ``not iran, iraq`` names."""
    negated = text.startswith("not ")
    return IdWords(tuple(Name(word.strip()) for word in text[4 * negated :].split(",")), negated)


def _act(asked: ActAsked) -> ActPattern:
    def given(keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for key in keys:
            value = getattr(asked, _FIELDS.get(key, key))
            if value is not None:
                yield key, value

    return ActPattern(
        tuple((key, words_of(text)) for key, text in given(tuple(WORDS))),
        tuple((key, Span.of(text)) for key, text in given(SPANS)),
        tuple((key, None if value == "any" else bool(value)) for key, value in given(FLAGS)),
        Name(asked.event) if asked.event else None,
    )


def _shape(asked: QuestionAsked) -> Iterator[Wrong]:
    """Keys that do not go together."""
    bodies = [name for name in ("act", *COMBINATIONS, "state") if getattr(asked, name)]
    if len(bodies) != 1:
        what = f"{' and '.join(bodies)} stand together" if bodies else "there is nothing asked"
        yield Wrong((), f"{what}: a question has one of act, {', '.join(COMBINATIONS)}, state, inline")
    links = [name for name in LINKS if getattr(asked, name)]
    if len(links) > 1:
        yield Wrong((links[1],), f"{' and '.join(links)} stand together: a question has one of {', '.join(LINKS)}")
