"""What is asked of the runs of a case: questions as plain tables of numbers, each after those it refers to.

The scenario's language (`scenarios/questions/`) compiles into these; whoever has the log of a run can evaluate them,
in Python or elsewhere. Every field is a number, a text or a list of them, so `dataclasses.asdict` gives JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Last number of a range without an upper end.
ENDLESS = 2**31 - 1
#: What stands before the name of a question in the columns of ``runs``.
PREFIX = "q."
#: Kinds of a question: acts that fit, combinations of other questions, and the state of an actor on a day.
ACTS, ANY, ALL, NONE, THEN, ORDERED, STATE = "acts", "any", "all", "none", "then", "ordered", "state"
#: How acts hang on those of another question: by their cause, or also as a further provocation, by date, or the same.
ANSWERS, SETTLES, AFTER, AMONG = "answers", "settles", "after", "among"
#: What an answer's rung is compared with that of the act it answers.
STEPS: dict[str, int] = {"down": -1, "same": 0, "up": 1}
#: Strata of `QuestionTable.strata`: the acts asked about, by a column, in ranges.
STRATA: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "rung": tuple((str(rung), rung, rung) for rung in range(4, 13)),
    "origin": (("event", 0, 0), ("campaign", 1, 1), ("spoiler", 2, 2), ("reply", 3, 3), ("displaced", 4, 4)),
    "killed": (("0", 0, 0), ("1", 1, 1), ("2_4", 2, 4), ("5_24", 5, 24), ("25", 25, ENDLESS)),
}


@dataclass(frozen=True)
class QuestionTable:
    """A question, compiled.

    Attributes:
        name: of a question that has one; its columns begin with ``q.`` and this. Parts of others have none.
        ask: the question in words.
        kind: acts, any, all, none, then, ordered or state.
        codes: of acts: by column of the log, the numbers of which one must stand there.
        spans: of acts: by column of the log, the least and the most that may stand there.
        parts: of a combination: places of its questions in the list.
        link: answers, settles, after or among; empty without.
        to: place of the question that the link leads to, -1 without.
        step: how the rung of an answer differs from that of the act it answers (-1, 0, 1); None for whatever it is.
        least: fewest days after the act that the link leads to.
        within: most of them; of a combination, the days that its acts may span, first and last included. -1 any.
        first: first day on which an act counts.
        last: last day on which an act counts.
        given: place of the question that must have come true for this one to be asked, -1 without.
        measure: happens, count, first_day, first_rung, killed, wounded, highest_rung or delay.
        holds: least and most that the measure may be for the question to come true; None: the measure is the answer.
        per_act: of each act that the link leads to: whether it is followed; not of each run.
        strata: columns by which the acts of ``per_act`` are told apart as well, see `STRATA`.
        rowed: whether it comes true by acts of its own, which others may refer to.
        state: number of an actor, number of a daily measure, day; None for other kinds.
    """

    name: str = ""
    ask: str = ""
    kind: str = ACTS
    codes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    parts: tuple[int, ...] = ()
    link: str = ""
    to: int = -1
    step: int | None = None
    least: int = 0
    within: int = -1
    first: int = 0
    last: int = ENDLESS
    given: int = -1
    measure: str = "happens"
    holds: tuple[int, int] | None = None
    per_act: bool = False
    strata: tuple[str, ...] = ()
    rowed: bool = True
    state: tuple[int, int, int] | None = None

    def columns(self) -> tuple[str, ...]:
        """The columns that it adds to ``runs``; none without a name."""
        if not self.name:
            return ()
        own = f"{PREFIX}{self.name}"
        if self.per_act:
            cut = [f"{own}.{by}_{label}" for by in self.strata for label, _, _ in STRATA[by]]
            return (own, *(f"{stem}.{part}" for stem in (own, *cut) for part in ("count", "of")))
        if self.kind == STATE:
            return (own,)
        return (own, f"{own}.day", f"{own}.count") if self.rowed else (own, f"{own}.day")


def wants_series(questions: tuple[QuestionTable, ...]) -> bool:
    """Whether the daily measures of actors are needed to answer."""
    return any(entry.kind == STATE for entry in questions)
