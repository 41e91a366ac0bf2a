"""What a change does to the questions: each answer in both worlds, the paired difference, and from which date on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.world.asked import PREFIX, STATE, QuestionTable
from ..figures.frames import Frame
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import on_day
from ..measures.questions.moments import dated
from ..measures.questions.told import DATE, LEVEL, NUMBER, SHARE, Answer, told
from ..measures.statistics import Interval, mean_interval
from .paired import Difference, compared, in_words

#: Columns of the table of questions as people read it.
HEADS = ["question", "A", "B", "B - A (95 % interval)", "from"]
MEANING = (
    "Answers in both worlds on the same draws, and B minus A with its 95 % interval (both worlds of a run drawn "
    "together). A share is that of the runs, or acts, that the question is asked of; a number is the mean of those "
    "runs. From: the first date from which on the shares by date lie apart for good."
)


class QuestionMeasure(NamedTuple):
    """A question as an outcome of runs: a numerator and a denominator in each."""

    asked: QuestionTable

    @property
    def name(self) -> str:
        """Its name."""
        return self.asked.name

    @property
    def unit(self) -> str:
        """What its numbers are."""
        if self.asked.kind == STATE:
            return LEVEL
        if self.asked.per_act or self.asked.holds is not None or self.asked.measure == "happens":
            return SHARE
        return DATE if self.asked.measure == "first_day" else NUMBER

    def parts(self, runs: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator in each run."""
        own = f"{PREFIX}{self.name}"
        if self.asked.per_act:
            hits, of = (np.asarray(runs[f"{own}.{part}"], np.float64) for part in ("count", "of"))
            return hits, of
        values = np.asarray(runs[own], np.float64)
        known = ~np.isnan(values)
        top = np.where(known, values, 0.0)
        return (top > 0).astype(np.float64) if self.unit == SHARE else top, known.astype(np.float64)


class MovedQuestion(NamedTuple):
    """A question in two worlds: its answers, the paired difference, and the first day that tells it, if one does.

    ``supposes`` names the question that it hangs on, if any.
    """

    a: Answer
    b: Answer
    by: Difference
    since: int | None
    supposes: str

    def finding(self) -> Finding:
        """The difference as something that may be claimed."""
        return Finding(self.by.difference, self.by.differing)

    def change(self, start: date) -> claims.AnswerChange:
        """What becomes of it, in words."""
        words = in_words(self.by.unit, self.by.a, self.by.b, self.by.difference, start)
        of = [f" of {one.asked()}" if self.by.unit == SHARE else "" for one in (self.a, self.b)]
        since = "" if self.since is None else on_day(self.since, start)
        by = f"({words.difference}; 95 % interval {words.bounds})"
        return claims.AnswerChange(
            self.a.name, self.a.ask, self.supposes, words[:2], tuple(of), by, since, self.finding()
        )


def shared(first: Sequence[QuestionTable], second: Sequence[QuestionTable]) -> tuple[QuestionTable, ...]:
    """The questions of the first world that the second has too."""
    names = {asked.name for asked in second}
    return tuple(asked for asked in first if asked.name and asked.name in names)


def moved(
    questions: Sequence[QuestionTable], tables: Sequence[QuestionTable], first: Any, second: Any, start: str, days: int
) -> list[MovedQuestion]:
    """What becomes of each question between two worlds.

    Args:
        questions: those to compare; ``tables`` are all of the first world, to which their places refer.
        tables: see there.
        first: runs of the one world, with the columns of the questions.
        second: the same runs of the other.
        start: day 0.
        days: the horizon.
    """
    by = {entry.outcome: entry for entry in compared([QuestionMeasure(asked) for asked in questions], first, second)}
    since = {asked.name: _tells(asked, first, second, days) for asked in dated(questions, first)}
    one, two = (told(questions, runs, start) for runs in (first, second))
    return [
        MovedQuestion(a, b, by[a.name], since.get(a.name), _supposes(asked, tables))
        for asked, a, b in zip(questions, one, two, strict=True)
    ]


def _supposes(asked: QuestionTable, tables: Sequence[QuestionTable]) -> str:
    """The name of the question that one hangs on: that it is given, or what it answers or follows."""
    at = asked.given if asked.given >= 0 else asked.to
    return tables[at].name if at >= 0 else ""


def _tells(asked: QuestionTable, first: Any, second: Any, days: int) -> int | None:
    """The first day from which on the shares of both worlds, by that day, lie apart up to the end."""
    own = f"{PREFIX}{asked.name}"
    both = ~(np.isnan(np.asarray(first[own], float)) | np.isnan(np.asarray(second[own], float)))
    one, two = (np.asarray(runs[f"{own}.day"])[both] for runs in (first, second))
    since = None
    for day in sorted({*one[one >= 0], *two[two >= 0]}, reverse=True):
        by = ((two >= 0) & (two <= day)).astype(float) - ((one >= 0) & (one <= day))
        if claims.side(Finding(mean_interval(by), int((by != 0).sum()))) not in claims.WAYS:
            break
        since = int(day)
    return since if since is None or since < days else None


def table_of(found: Sequence[MovedQuestion]) -> Frame:
    """A row a question."""
    rows = []
    for entry in found:
        row: dict[str, Any] = {"question": entry.a.name, "ask": entry.a.ask, "unit": entry.by.unit}
        for world, answer, value in (("a", entry.a, entry.by.a), ("b", entry.b, entry.by.b)):
            row |= {world: value, f"{world}_low": answer.found.low, f"{world}_high": answer.found.high}
            row |= {f"{world}_of": answer.of, f"{world}_came": answer.came, f"{world}_first": answer.first}
        row |= dict(zip(("difference", "difference_low", "difference_high"), entry.by.difference, strict=True))
        row |= {"correlation": entry.by.correlation, "saving": entry.by.saving, "differing": entry.by.differing}
        rows.append(row | {"since": -1 if entry.since is None else entry.since, "supposes": entry.supposes})
    return pd.DataFrame(rows)


def shown_rows(table: Frame, start: date) -> list[list[str]]:
    """The table of questions as rows of text, under `HEADS`."""
    rows = []
    for row in table.to_dict("records"):
        by = Interval(*(row[name] for name in ("difference", "difference_low", "difference_high")))
        words = in_words(row["unit"], row["a"], row["b"], by, start)
        since = on_day(row["since"], start) if row["since"] >= 0 else "-"
        by_how_much = f"{words.difference} ({words.bounds})" if any(by) else words.difference
        rows.append([row["ask"], words.a, words.b, by_how_much, since])
    return rows


def sentences(found: Sequence[MovedQuestion], start: date) -> list[str]:
    """What the change does to the questions; those that it moves come first, with those that hang on them."""
    ordered = sorted(found, key=lambda entry: -_strength(entry.by.difference))
    return claims.answers([entry.change(start) for entry in ordered])


def _strength(by: Interval) -> float:
    """How far a difference lies from none, in halves of its interval."""
    return abs(by.estimate) / max(1e-12, by.high - by.low) if by.low == by.low else 0.0
