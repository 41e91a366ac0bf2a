"""The inline grammar: a question in one line, such as ``pakistan on iran 6+ answers (iran on pakistan 6+) within 7``.

    question  = body { tail }
    body      = act | combination | state | "(" question ")"
    act       = [ actor ] { key ids | key range | [ "not" ] flag | range }      a range alone is the rung
    ids       = [ "not" ] id { "," id }
    range     = 6 | 6+ | 4-5
    combination = ( "any" | "all" | "none" | "then" | "ordered" ) part { part }
    part      = "(" question ")" | name
    state     = "state" actor measure date
    tail      = ( "answers" | "settles" | "after" | "among" | "given" ) part | "within" range [ "days" ]
              | "from" date | "to" date | "measure" word | "is" range | "per" "act" | "step" word | "strata" ids

A word alone is the name of a question, of an event or of an actor, whichever there is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, NoReturn, get_args

from ...model.world.acts import ORIGIN_NAMES
from ..problems import choices, shown
from ..schema.fields import check_date
from ..schema.questions import LONGEST_TEXT, Daily, Measure, Stratum, check_span
from .typed import COMBINATIONS, FLAGS, LINKS, SPANS, WORDS, ActorState, ActPattern, IdWords, Name, Span, TypedQuestion

MEASURES, DAILY, STRATA = get_args(Measure), get_args(Daily), get_args(Stratum)
STEPS = ("up", "same", "down")
TAILS = (*LINKS, "given", "within", "from", "to", "measure", "is", "per", "step", "strata")
KEYS = (*WORDS, *SPANS, *FLAGS, "event")
KEYWORDS = frozenset({*TAILS, *KEYS, *COMBINATIONS, "state", "not", "days", "day"})
DEEPEST = 12
_TOKEN = re.compile(r"[(),]|[^\s(),]+")
_ID = re.compile(r"[a-z][a-z0-9_]*")


class Misread(ValueError):
    """An inline question that cannot be read; ``at`` is the place of the character, from 0."""

    def __init__(self, text: str, at: int, message: str) -> None:
        """Say where in the text, and what."""
        self.at = at
        super().__init__(f"{shown(text, 120)}, character {at + 1}: {message}")


class Token(NamedTuple):
    """A word or sign, and where it begins."""

    text: str
    at: int


def read(text: str) -> TypedQuestion | Name:
    """Read an inline question; a word alone is a `Name`.

    Raises:
        Misread: it is not written by the grammar; the message points at the character.
    """
    if len(text) > LONGEST_TEXT:
        raise Misread(text, LONGEST_TEXT, f"longer than {LONGEST_TEXT:,} characters")
    reader = _InlineReader(text)
    found = reader.question(0)
    if reader.now is not None:
        reader.refuse("nothing more is expected here" if reader.now.text == ")" else reader.unknown(TAILS))
    return found


class _InlineReader:
    """Reads tokens from left to right; each method takes what it names and leaves the rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [Token(found[0], found.start()) for found in _TOKEN.finditer(text)]
        self.place = 0

    @property
    def now(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    @property
    def word(self) -> str:
        return self.now.text if self.now else ""

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def refuse(self, message: str, at: Token | None = None) -> NoReturn:
        token = at or self.now
        raise Misread(self.text, token.at if token else len(self.text), message)

    def unknown(self, allowed: tuple[str, ...]) -> str:
        if self.now is None:
            return f"something is missing at the end: {choices('', allowed, 20)}"
        return f"{shown(self.word)} is not expected here: {choices(self.word, allowed, 20)}"

    # ------------------------------------------------------------ questions

    def question(self, depth: int) -> TypedQuestion | Name:
        if depth > DEEPEST:
            self.refuse(f"more than {DEEPEST} levels of brackets")
        body = self.body(depth)
        if self.now is None or self.word == ")":
            return body
        found = TypedQuestion(combine="any", parts=(body,)) if isinstance(body, Name) else body
        given: set[str] = set()
        while self.word in TAILS:
            key = self.take()
            group = "link" if key.text in LINKS else key.text
            if group in given:
                self.refuse(f"{key.text} stands twice" if group != "link" else "only one link to other acts", key)
            given.add(group)
            found = self.tail(found, key.text, depth)
        return found

    def body(self, depth: int) -> TypedQuestion | Name:
        if self.word in COMBINATIONS:
            return self.combination(self.take().text, depth)
        if self.word == "state":
            self.take()
            return TypedQuestion(state=ActorState(self.name("actors"), self.one_of(DAILY), self.date()))
        if self.word == "(":
            return self.part(depth)
        return self.act()

    def combination(self, kind: str, depth: int) -> TypedQuestion:
        parts = [self.part(depth)]
        while self.word == "(" or (_ID.fullmatch(self.word) and self.word not in KEYWORDS):
            parts.append(self.part(depth))
        return TypedQuestion(combine=kind, parts=tuple(parts))

    def part(self, depth: int) -> TypedQuestion | Name:
        if self.word != "(":
            return self.name("a question in brackets or its name")
        opened = self.take()
        found = self.question(depth + 1)
        if self.now is None:
            self.refuse("this bracket is never closed", opened)
        if self.word != ")":
            self.refuse(self.unknown((*TAILS, ")")))
        self.take()
        return found

    # ------------------------------------------------------------ acts

    def act(self) -> TypedQuestion | Name:
        if self.now is None or self.word in (")", ","):
            self.refuse("a question is missing here" if self.now is None else self.unknown(KEYS))
        words: dict[str, Any] = {}
        if _ID.fullmatch(self.word) and self.word not in KEYWORDS:
            subject = self.name("an actor")
            if self.now is None or self.word in (")", *TAILS):
                return subject
            words["by"] = IdWords((subject,))
        spans: dict[str, Span] = {}
        flags: dict[str, bool] = {}
        event: Name | None = None
        while self.now is not None and self.word != ")" and self.word not in TAILS:
            event = self.clause(words, spans, flags) or event
        return TypedQuestion(
            act=ActPattern(
                tuple((key, words[key]) for key in WORDS if key in words),
                tuple((key, spans[key]) for key in SPANS if key in spans),
                tuple((key, flags[key]) for key in FLAGS if key in flags),
                event,
            )
        )

    def clause(self, words: dict[str, IdWords], spans: dict[str, Span], flags: dict[str, bool]) -> Name | None:
        first = self.now
        if self.word[:1].isdigit():
            self.once(spans, "rung", first)
            spans["rung"] = self.span()
            return None
        negated = self.word == "not"
        key = self.take().text if not negated else ""
        if negated:
            self.take()
            key = self.one_of(FLAGS)
        if key in FLAGS:
            self.once(flags, key, first)
            flags[key] = not negated
        elif key in SPANS:
            self.once(spans, key, first)
            spans[key] = self.span()
        elif key == "event":
            return self.name("an event")
        elif key in WORDS:
            self.once(words, key, first)
            words[key] = self.ids(ORIGIN_NAMES if key == "origin" else ())
        else:
            self.place -= 1
            self.refuse(self.unknown((*KEYS, *TAILS)))
        return None

    def once(self, known: dict[str, Any], key: str, at: Token | None) -> None:
        if key in known:
            self.refuse(f"{key} stands twice", at)

    def ids(self, also: tuple[str, ...]) -> IdWords:
        """Ids, among them words of the grammar that mean something else elsewhere."""
        negated = self.word == "not"
        if negated:
            self.take()
        names = [self.name("an id", also)]
        while self.word == ",":
            self.take()
            names.append(self.name("an id", also))
        return IdWords(tuple(names), negated)

    # ------------------------------------------------------------ tails

    def tail(self, found: TypedQuestion, key: str, depth: int) -> TypedQuestion:
        if key in LINKS:
            return replace(found, link=key, to=self.part(depth))
        takers: dict[str, Callable[[], dict[str, Any]]] = {
            "given": lambda: {"given": self.part(depth)},
            "within": lambda: {"within": self.days()},
            "from": lambda: {"starts": self.date()},
            "to": lambda: {"ends": self.date()},
            "measure": lambda: {"measure": self.one_of(MEASURES)},
            "is": lambda: {"holds": self.span()},
            "per": lambda: {"per_act": self.one_of(("act",)) == "act"},
            "step": lambda: {"step": self.one_of(STEPS)},
            "strata": lambda: {"strata": self.strata()},
        }
        return replace(found, **takers[key]())

    def days(self) -> Span:
        found = self.span()
        if self.word in ("days", "day"):
            self.take()
        return found

    def strata(self) -> tuple[str, ...]:
        found = [self.one_of(STRATA)]
        while self.word == ",":
            self.take()
            found.append(self.one_of(STRATA))
        return tuple(dict.fromkeys(found))

    # ------------------------------------------------------------ words

    def name(self, what: str, also: tuple[str, ...] = ()) -> Name:
        if self.now is None:
            self.refuse(f"{what} is missing here")
        if not _ID.fullmatch(self.word) or (self.word in KEYWORDS and self.word not in also):
            self.refuse(f"{shown(self.word)} stands where {what} is expected")
        token = self.take()
        return Name(token.text, token.at)

    def one_of(self, allowed: tuple[str, ...]) -> str:
        if self.word not in allowed:
            self.refuse(self.unknown(allowed))
        return self.take().text

    def span(self) -> Span:
        try:
            text = check_span(self.word)
        except ValueError as fault:
            self.refuse(str(fault) if self.now else "a number or a range is missing here")
        return replace(Span.of(str(text)), at=self.take().at)

    def date(self) -> datetime.date:
        try:
            found = check_date(self.word)
        except ValueError as fault:
            self.refuse(str(fault) if self.now else "a date is missing here")
        self.take()
        assert isinstance(found, datetime.date)
        return found
