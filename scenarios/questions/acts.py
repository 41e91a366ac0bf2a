"""Acts that fit, compiled: words become numbers, ranges and flags become bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...model.world.acts import Origin
from ...model.world.asked import ENDLESS
from ...model.world.ladder import RUNGS
from ..problems import choices
from .typed import WORDS, ActPattern, IdWords, Name, Span
from .vocabulary import ACTORS, NOUNS, Vocabulary

if TYPE_CHECKING:
    from ..schema.course import Event

#: Says what is wrong: the key of an act, the name that is wrong (None: a range), and the message.
Say = Callable[[str, Name | None, str], None]
Codes = dict[str, tuple[int, ...]]
Bounds = dict[str, tuple[int, int]]
CHANNELS = {"own": 1, "proxy": 0}


def compiled(act: ActPattern, known: Vocabulary, say: Say) -> tuple[Codes, Bounds]:
    """The numbers and bounds by column of the log; what names nothing fits no act, and ``say`` is told."""
    codes: Codes = {}
    bounds: Bounds = {}
    for key, words in act.words:
        if key == "through" and _channel(words, known) is not None:
            bounds["own"] = _channel(words, known) or (0, 0)
            continue
        found = _numbers(key, words, known, say)
        column = WORDS[key]
        codes[column] = tuple(k for k in codes[column] if k in found) if column in codes else found
    for key, span in act.spans:
        if key == "rung" and not _on_ladder(span):
            lacking = f"there is no rung {max(span.low, RUNGS)}: the ladder goes from 0 to {RUNGS - 1}"
            say(key, Name("", span.at), lacking)
        bounds[key] = (span.low, span.high)
    for key, flag in act.flags:
        bounds[key] = (0, 1) if flag is None else (int(flag), int(flag))
    bounds.setdefault("observed", (0, 0))
    return codes, bounds


def event(name: Name, known: Vocabulary) -> tuple[Codes, Bounds, int] | None:
    """The act that a scripted event is, and its day; None where there is no such event.

    How grave it was only tells it from another of that day: a population, a design or a range may move that.
    """
    found = known.events.get(name.word)
    if found is None:
        return None
    codes: Codes = {
        "actor": known.codes("by", found.by),
        "target": known.codes("against", found.against),
        "territory": tuple(k for k, land in enumerate(known.hosts) if land == found.territory),
        "origin": (int(Origin.EVENT),),
    }
    bounds = {"observed": (1, 1)}
    if sum(_alike(found, other) for other in known.events.values()) > 1:
        bounds |= {"rung": (found.rung, found.rung), "killed": (found.killed, found.killed)}
    return codes, bounds, (found.date - known.start).days


def _alike(one: Event, other: Event) -> bool:
    """Whether two events are by the same side on the same day, against the same and in the same place."""
    return (one.date, one.by, one.against, one.territory) == (other.date, other.by, other.against, other.territory)


def _channel(words: IdWords, known: Vocabulary) -> tuple[int, int] | None:
    """Bounds of whether the actor carried it out itself, where that is what is said."""
    first = words.names[0].word
    if len(words.names) > 1 or first not in CHANNELS or first in known.actors:
        return None
    own = CHANNELS[first] ^ int(words.negated)
    return own, own


def _on_ladder(span: Span) -> bool:
    return span.low < RUNGS and (span.high == ENDLESS or span.high < RUNGS)


def _numbers(key: str, words: IdWords, known: Vocabulary, say: Say) -> tuple[int, ...]:
    """The numbers that may stand at a key, in order."""
    found: set[int] = set()
    for name in words.names:
        if name.word not in known.all_of(key):
            noun = "actor" if key in ACTORS else NOUNS[key]
            say(key, name, f"there is no {noun} {name.word}: {choices(name.word, known.all_of(key))}")
        found |= set(known.codes(key, name.word))
    if not words.negated:
        return tuple(sorted(found))
    lowest = -1 if key in ("claimed", "blamed") else 0
    return tuple(k for k in range(lowest, known.size(key)) if k not in found)
