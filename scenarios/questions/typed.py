"""The typed form of a question: what a file and the inline grammar both say, before any name is looked up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from ...model.world.asked import ENDLESS

#: Keys of an act whose words are ids, and the column of the log that each is about.
WORDS: dict[str, str] = {
    "by": "actor",
    "through": "executor",
    "against": "target",
    "declared": "declared",
    "account": "account",
    "on": "territory",
    "at": "site",
    "weapon": "weapon",
    "class": "weapon",
    "origin": "origin",
    "claimed": "claimed_by",
    "blamed": "blamed",
}
#: Keys of an act that are ranges of numbers, and keys that are true, false or any; columns have their names.
SPANS = ("rung", "killed", "wounded", "launched", "rank")
FLAGS = ("kinetic", "warned", "closing", "displaced", "observed")
COMBINATIONS = ("any", "all", "none", "then", "ordered")
LINKS = ("answers", "settles", "after", "among")


@dataclass(frozen=True)
class Name:
    """A word that names something, and where it stands in an inline question (-1: in a file)."""

    word: str
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class IdWords:
    """One of several ids, or none of them."""

    names: tuple[Name, ...]
    negated: bool = False


@dataclass(frozen=True)
class Span:
    """From ``low`` to ``high``, both included, and where it stands in an inline question (-1: in a file)."""

    low: int
    high: int = ENDLESS
    at: int = field(default=-1, compare=False)

    @classmethod
    def of(cls, text: str) -> Span:
        """The range that ``6``, ``6+`` or ``4-5`` is, checked before."""
        low, _, high = text.partition("-")
        return cls(int(low[:-1])) if low.endswith("+") else cls(int(low), int(high or low))


@dataclass(frozen=True)
class ActPattern:
    """Acts that fit: ids, ranges and flags by key; a flag of None is any. ``event``: one scripted event."""

    words: tuple[tuple[str, IdWords], ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()
    flags: tuple[tuple[str, bool | None], ...] = ()
    event: Name | None = None


@dataclass(frozen=True)
class ActorState:
    """A daily measure of an actor on a day."""

    actor: Name
    measure: str
    day: datetime.date


@dataclass(frozen=True)
class TypedQuestion:
    """A question, typed. What it refers to is another, or the name of one (or of an event, or an actor)."""

    ask: str = ""
    act: ActPattern | None = None
    combine: str = ""
    parts: tuple[TypedQuestion | Name, ...] = ()
    state: ActorState | None = None
    link: str = ""
    to: TypedQuestion | Name | None = None
    step: str = ""
    within: Span | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    given: TypedQuestion | Name | None = None
    measure: str = "happens"
    holds: Span | None = None
    per_act: bool = False
    strata: tuple[str, ...] = ()
