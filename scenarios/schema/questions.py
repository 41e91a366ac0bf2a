"""What is asked of a scenario's runs: questions over acts, and what their answers are expected to be.

Fields hold the words of the file, in one form; `brink.scenarios.questions` reads them into the typed form, and checks
what only the rest of the scenario can tell.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .fields import Day, Id, Section, about, as_tuple

#: Words that may not name a question: the inline grammar gives them a meaning.
Measure = Literal["happens", "count", "first_day", "first_rung", "killed", "wounded", "highest_rung", "delay"]
Daily = Literal["pressure", "account", "restraint"]
Stratum = Literal["rung", "origin", "killed"]
#: Longest text of an inline question.
LONGEST_TEXT = 1_000
#: Largest number that a range may name.
LARGEST = 10_000_000
_SPAN = re.compile(r"([0-9]{1,8})(?:(\+)|\s*-\s*([0-9]{1,8}))?")


def check_span(value: object) -> object:
    """Return a whole number, ``6+`` or ``4-5`` as text.

    Raises:
        ValueError: it is none of these.
    """
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{value!r} is no whole number and no range: write 6, 6+ or 4-5")
    low, high = int(found[1]), int(found[3] or found[1])
    if high < low or high > LARGEST:
        raise ValueError(f"{text} is no range: write the lower number first, {LARGEST:,} at most")
    return f"{low}+" if found[2] else f"{low}" if high == low else f"{low}-{high}"


def check_days(value: object) -> object:
    """Return a range of days, with or without the word, as text.

    Raises:
        ValueError: it is none.
    """
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    found = re.fullmatch(r"(.*?)\s*(?:days?)?", text)
    if not found or not _SPAN.fullmatch(found[1]):
        raise ValueError(f"{value!r} is no number of days: write 7 days, or 1-3 days")
    return check_span(found[1])


def check_words(value: object) -> object:
    """Return an id, a list of them, or either after ``not``, as text such as ``not iran, iraq``.

    Raises:
        ValueError: it is none of these.
    """
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no id and no list of ids")
    negated, rest = (True, value.strip()[4:]) if value.strip().startswith("not ") else (False, value)
    words = [word.strip() for word in rest.split(",")]
    for word in words:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", word):
            raise ValueError(f"{word!r} is not an id: write a lower-case letter, then letters, digits or underscores")
        if words.count(word) > 1:
            raise ValueError(f"{word} stands in the list more than once")
    return ("not " if negated else "") + ", ".join(words)


def check_flag(value: object) -> object:
    """Return true, false or ``any``.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, bool) or value == "any":
        return value
    raise ValueError(f"{value!r} stands where true, false or any is expected")


Span = Annotated[str, BeforeValidator(check_span)]
Days = Annotated[str, BeforeValidator(check_days)]
Words = Annotated[str, BeforeValidator(check_words)]
Flag = Annotated[bool | str, BeforeValidator(check_flag)]
#: The name of a question or of an event, or a question in the inline grammar.
Inline = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Inlines = Annotated[tuple[Inline, ...], BeforeValidator(as_tuple)]


def _words(meaning: str) -> Words | None:
    return about(f"{meaning}: an id, a list, or either after not", "questions", default=None)


def _span(meaning: str) -> Span | None:
    return about(f"{meaning}: 6, 6+ or 4-5", "questions", default=None)


def _flag(meaning: str) -> Flag | None:
    return about(f"{meaning}: true, false or any", "questions", default=None)


def _link(meaning: str) -> Inline | None:
    return about(f"{meaning}: a question, an event, or an inline question", "questions", default=None)


class ActAsked(Section):
    """Acts that fit: everything that is said must hold. Scripted acts fit only where ``observed`` says so."""

    by: Words | None = _words("who ordered it")
    through: Words | None = _words("who carried it out; own or proxy for the channel")
    against: Words | None = _words("who is hit")
    declared: Words | None = _words("whom the actor says it struck")
    account: Words | None = _words("whose account it settles")
    on: Words | None = _words("whose soil: a state, or a territory")
    at: Words | None = _words("the site")
    rung: Span | None = _span("rung of the ladder")
    weapon: Words | None = _words("the weapon")
    kind: Words | None = about(
        "class of the weapon: an id, a list, or either after not", "questions", alias="class", default=None
    )
    origin: Words | None = _words("where it comes from: event, campaign, spoiler, reply or displaced")
    kinetic: Flag | None = _flag("whether it is an act of force (rungs 4 to 12)")
    killed: Span | None = _span("people killed")
    wounded: Span | None = _span("people wounded")
    launched: Span | None = _span("projectiles launched")
    rank: Span | None = _span("grade of a leader killed")
    warned: Flag | None = _flag("whether a warning was given")
    closing: Flag | None = _flag("whether it came with closing words")
    claimed: Words | None = _words("who claims it; nobody")
    blamed: Words | None = _words("who is blamed; nobody")
    displaced: Flag | None = _flag("whether it was displaced onto a third party")
    observed: Flag | None = _flag("whether it is scripted (default false)")
    event: Id | None = about("one scripted event, by its id", "questions", default=None)


class DayWindow(Section):
    """Days on which acts count."""

    starts: Day | None = about("first day; that of the scenario if left out", "questions", alias="from", default=None)
    ends: Day | None = about("last day; that of the scenario if left out", "questions", alias="to", default=None)


class StateAsked(Section):
    """What an actor's daily measure is on a day."""

    actor: Id = about("whose", "questions")
    measure: Daily = about("pressure, account or restraint", "questions")
    day: Day = about("on which day", "questions")


class QuestionAsked(Section):
    """A question: acts that fit, a combination of questions, or a state; how they hang on others; what is measured."""

    ask: str = about("the question in words", default="")
    inline: Inline | None = about(
        "the whole question in one line, as on the command line; no other key but ask goes with it", "questions",
        default=None,
    )  # fmt: skip
    act: ActAsked | None = about("acts that fit", "questions", default=None)
    any: Inlines | None = about("one of these questions comes true", "questions", default=None)
    all: Inlines | None = about("each of these comes true, within so many days if said", "questions", default=None)
    none: Inlines | None = about("none of these comes true", "questions", default=None)
    then: Inlines | None = about("these come true in this order", "questions", default=None)
    ordered: Inlines | None = about("these in this order, each act not above the one before", "questions", default=None)
    state: StateAsked | None = about("a daily measure of an actor", "questions", default=None)
    answers: Inline | None = _link("only acts whose cause fits")
    settles: Inline | None = _link("only acts that answer one that fits, or settle it as well")
    after: Inline | None = _link("only acts later than one that fits")
    among: Inline | None = _link("only those of these acts")
    step: Literal["up", "same", "down"] | None = about(
        "only answers whose rung lies so to that of the act they answer", "questions", default=None
    )
    within: Days | None = about(
        "days after the act that is answered or followed (7 or 1-3); of a combination, the days it may span",
        "questions", default=None,
    )  # fmt: skip
    when: DayWindow | None = about("days on which acts count", "questions", default=None)
    given: Inline | None = _link("asked only of runs in which this comes true")
    measure: Measure = about("what is measured of the acts", "questions", default="happens")
    holds: Span | None = about(
        "the question comes true where the measure is: 2-12, 3+", "questions", alias="is", default=None
    )
    per: Literal["act"] | None = about(
        "act: asked of each act that the link leads to, not of each run", "questions", default=None
    )
    strata: Annotated[tuple[Stratum, ...], BeforeValidator(as_tuple)] = about(
        "with per act: also by rung, origin or killed of the act that is asked about", "questions", default=()
    )


Bounds = Annotated[
    tuple[float, float], BeforeValidator(as_tuple), Field(description="least and most", json_schema_extra={})
]


class ExpectationStated(Section):
    """What the answer to a question must be, and where that is known from."""

    question: Inline | None = about(
        "a question, an inline one, or an outcome; the one of the same name if left out", "questions", default=None
    )
    share: Bounds | None = about("least and most share of runs, or of acts", "questions", default=None)
    mean: Bounds | None = about("least and most mean over runs", "questions", default=None)
    median: Bounds | None = about("least and most median over runs", "questions", default=None)
    q10: Bounds | None = about("least and most 10th percentile over runs", "questions", default=None)
    q25: Bounds | None = about("least and most first quartile over runs", "questions", default=None)
    q75: Bounds | None = about("least and most third quartile over runs", "questions", default=None)
    q90: Bounds | None = about("least and most 90th percentile over runs", "questions", default=None)
    per_1000: Bounds | None = about("least and most in 1,000 runs, of a count", "questions", default=None)
    given: Inline | None = _link("over runs in which this comes true")
    less: Inline | None = about("the mean or share is taken less that of this question", "questions", default=None)
    strata: Stratum | None = about("every stratum of the question must hold", "questions", default=None)
    cases: int = Field(
        default=50, ge=1, le=1_000_000, description="fewer cases than these decide nothing",
        json_schema_extra={"unit": "cases", "rule": "questions"},
    )  # fmt: skip
    source: str = about("where this is known from", default="")


STATISTICS = ("share", "mean", "median", "q10", "q25", "q75", "q90", "per_1000")
