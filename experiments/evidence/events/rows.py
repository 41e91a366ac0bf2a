"""What a row of an event file becomes: acts, or a reason why it becomes none; and how values are read."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from ....model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNGS, Rung
from ..record.directed import DISPLAY, FORCE, NO_ACTION, THREAT, WAR

#: Rungs that levels of hostility stand for where a file has no rung (judgement): a threat is words, an attack of the
#: datasets mostly an open strike on forces, war a campaign.
RUNG_OF = {THREAT: Rung.CONDEMNATION, DISPLAY: Rung.SHOW_OF_FORCE, FORCE: Rung.STRIKE_ON_FORCES, WAR: Rung.CAMPAIGN}
WORDS = {"threat": THREAT, "display": DISPLAY, "show": DISPLAY, "force": FORCE, "attack": FORCE, "war": WAR}
UNKNOWN_NUMBERS = {"", "-9", "-8", "-99", "-999", "na", "nan", ".", "null"}
#: Where in its month an act lies whose day is not known.
MIDDLE = 15


class Raw(NamedTuple):
    """An act before it has its number: names as the file has them; ``deaths`` -1 where not known.

    ``order`` is where it stands within its day; ``guessed`` what was guessed of this very act.
    """

    line: int
    case: str
    date: datetime.date
    actor: str
    target: str
    level: int
    deaths: int
    place: str = ""
    rung: int = -1
    order: int = 0
    state: bool = True
    guessed: tuple[str, ...] = ()


class Drop(NamedTuple):
    """A row, or a part of it, that becomes no act: where it stands, why, and the value that says so."""

    line: int
    reason: str
    value: str = ""


class Unusable(ValueError):
    """A value that makes no act: the reason, and the value."""


def whole(text: str) -> int | None:
    """A whole number, also written as 3.0; None where it is not known.

    Raises:
        Unusable: it is neither.
    """
    if text.lower() in UNKNOWN_NUMBERS:
        return None
    if re.fullmatch(r"-?\d{1,9}(\.0*)?", text):
        return int(float(text))
    raise Unusable("no whole number", text)


def deaths(text: str) -> int:
    """Deaths, -1 where they are not known.

    Raises:
        Unusable: no number, or below zero.
    """
    number = whole(text)
    if number is not None and number < 0:
        raise Unusable("deaths below zero", text)
    return -1 if number is None else number


def level(text: str) -> int:
    """A level of hostility as a number from 1 to 5 or a word.

    Raises:
        Unusable: it is no such level.
    """
    known = WORDS.get(text.lower())
    if known is not None:
        return known
    number = None if text.lower() in UNKNOWN_NUMBERS else _number(text)
    if number is None or not NO_ACTION <= number <= WAR:
        raise Unusable("unknown level of hostility (1 to 5)", text)
    return number


def rung(text: str) -> int:
    """A rung of the ladder.

    Raises:
        Unusable: there is no such rung.
    """
    number = _number(text)
    if number is None or not 0 <= number < RUNGS:
        raise Unusable(f"unknown rung (0 to {RUNGS - 1})", text)
    return number


def _number(text: str) -> int | None:
    return int(float(text)) if re.fullmatch(r"\d{1,2}(\.0*)?", text) else None


def of_force(number: int) -> bool:
    """Whether a rung uses force."""
    return FIRST_KINETIC <= number <= LAST_DRAWN


ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})([T ].*)?|(\d{4})/(\d{1,2})/(\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def date(text: str) -> datetime.date:
    """A date: 2001-05-30, 20010530, 2001/5/30 or 30.5.2001, with or without a time.

    Raises:
        Unusable: none of these, or no day of the calendar. 5/6/2001 can be read in two ways and is refused.
    """
    found = ISO.fullmatch(text)
    parts = [part for part in found.groups() if part and part[0].isdigit()][:3] if found else None
    if parts is None and (dotted := DOTTED.fullmatch(text)):
        parts = list(dotted.groups()[::-1])
    try:
        year, month, day = (int(part) for part in parts or ())
        return datetime.date(year, month, day)
    except ValueError:
        raise Unusable("no date (write 2001-05-30)", text) from None


def date_of(year: str, month: str, day: str) -> tuple[datetime.date, tuple[str, ...]]:
    """A date of three columns, and what was guessed: a day that is not known becomes the middle of its month.

    Raises:
        Unusable: year or month are not known, or there is no such day.
    """
    numbers = [whole(text) for text in (year, month, day)]
    written = f"{year}-{month}-{day}"
    if numbers[0] is None or numbers[1] is None:
        raise Unusable("year or month not known", written)
    try:
        found = datetime.date(numbers[0], numbers[1], MIDDLE if numbers[2] is None else numbers[2])
    except ValueError:
        raise Unusable("no date", written) from None
    return found, ("day not known: the middle of its month",) if numbers[2] is None else ()
