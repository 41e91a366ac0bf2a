"""Answers over runs, put together and put in words: a line a question, for tables, reports and machines."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ....model.world.asked import PREFIX, STATE, QuestionTable
from ....scenarios.schema.words import as_words
from ..claims import Finding, capital, often
from ..numbers import NBSP, UNKNOWN, date_of, decimal, in_unit, percent, several, span
from ..statistics import NOTHING, Interval, as_dict, mean_interval, quantile_interval, ratio_interval, wilson

SHARE, NUMBER, DATE, LEVEL = "share", "number", "date", "level"


class Answer(NamedTuple):
    """A question with its answer over runs.

    ``of`` counts the runs, or with ``per_act`` the acts, that it was asked of; ``came`` those in which it came true.
    ``first`` is the median day of the first act, over the runs in which there was one; empty without. ``acts`` is the
    mean number of acts that fit, over the runs that it was asked of; NaN where no acts of its own fit.
    """

    name: str
    ask: str
    unit: str
    found: Interval
    of: int
    came: int
    per_act: bool
    first: str
    acts: float = math.nan

    def estimate(self) -> str:
        """The estimate as text."""
        return _text(self.found.estimate, self.unit)

    def bounds(self) -> str:
        """The interval as text."""
        if self.found.estimate != self.found.estimate:
            return "-"
        return span(self.found.low, self.found.high, lambda number: _text(number, self.unit))

    def asked(self) -> str:
        """What it was asked of."""
        return several(self.of, "act" if self.per_act else "run")

    def first_day(self) -> str:
        """The median day of the first act, as text."""
        return date_of(self.first) if self.first else UNKNOWN

    def acts_a_run(self) -> str:
        """The mean number of acts that fit, as text."""
        return UNKNOWN if math.isnan(self.acts) else decimal(self.acts)

    def finding(self) -> Finding:
        """The answer as something that may be claimed."""
        return Finding(self.found, self.of)

    def sentence(self) -> str:
        """The answer in a sentence, or that nothing is to be told."""
        if self.found.estimate != self.found.estimate:
            return f"{self.ask} It was asked of no {'act' if self.per_act else 'run'}."
        if self.unit == SHARE:
            return f"{self.ask} {capital(self._share())}."
        sure = f"95{NBSP}% interval {self.bounds()}; {self.asked()}"
        on = {NUMBER: "", DATE: "on ", LEVEL: "on average "}[self.unit]
        where = "" if self.unit == LEVEL else " in the median run"
        return f"{self.ask} {capital(f'{on}{self.estimate()}{where} ({sure})')}."

    def _share(self) -> str:
        low, high = percent(self.found.low), percent(self.found.high)
        share = f"{percent(self.found.estimate)} of {self.asked()} (95{NBSP}% interval {low} to {high})"
        verdict = often(self.finding())
        day = f"; first on {self.first_day()} in the median of the {self.came:,}" if self.came and self.first else ""
        return (f"{verdict}: " if verdict else "") + share + day


#: Columns of a table of answers on a page, and in a terminal, where there is room for fewer.
HEADS = ["question", "answer", "95 % interval", "asked of", "first act, median", "acts a run"]


BRIEF_HEADS = ["question", "answer, with 95 % interval", "first act"]


def brief(answer: Answer) -> list[str]:
    """An answer as a row of a table, under `BRIEF_HEADS`."""
    of = {SHARE: f" of {answer.asked()}", LEVEL: f", mean of {answer.asked()}"}
    text = answer.estimate() + of.get(answer.unit, f", median of {answer.asked()}") + f" ({answer.bounds()})"
    known = answer.found.estimate == answer.found.estimate
    return [answer.ask, text if known else "asked of no run", answer.first_day()]


def row(answer: Answer) -> list[str]:
    """An answer as a row of a table, under `HEADS`."""
    bounds, day, acts = answer.bounds(), answer.first_day(), answer.acts_a_run()
    return [answer.ask, answer.estimate(), bounds, answer.asked(), day, acts]


def answers_of(questions: Sequence[QuestionTable], runs: Any, start: str) -> list[Answer]:
    """The answers to all questions with a name, in their order; ``runs`` has their columns, ``start`` is day 0."""
    return [_answer(asked, runs, start) for asked in questions if asked.name and f"{PREFIX}{asked.name}" in runs]


def as_json(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """The answers for machines."""
    return [
        {
            "question": entry.name,
            "ask": entry.ask,
            **as_dict(entry.found),
            "unit": entry.unit,
            "per_act": entry.per_act,
            "of": entry.of,
            "came": entry.came,
            "first": entry.first or None,
            "acts": None if math.isnan(entry.acts) else entry.acts,
        }
        for entry in answers
    ]


def _answer(asked: QuestionTable, runs: Any, start: str) -> Answer:
    own = f"{PREFIX}{asked.name}"
    ask = wording(asked)
    if asked.per_act:
        hits, of = (np.asarray(runs[f"{own}.{part}"], np.float64) for part in ("count", "of"))
        found = ratio_interval(hits, of) if of.sum() else NOTHING
        return Answer(asked.name, ask, SHARE, found, int(of.sum()), int(hits.sum()), True, "")
    values = np.asarray(runs[own], np.float64)
    values = values[~np.isnan(values)]
    unit, found = _found(asked, values, start)
    came = int((values > 0).sum())
    return Answer(asked.name, ask, unit, found, len(values), came, False, _first(runs, own, start), _acts(runs, own))


def wording(asked: QuestionTable) -> str:
    """The question in words: as it was written, else from its name."""
    return asked.ask or capital(as_words(asked.name))


def _acts(runs: Any, own: str) -> float:
    """The mean number of acts that fit, over the runs that were asked."""
    if f"{own}.count" not in runs:
        return math.nan
    known = ~np.isnan(np.asarray(runs[own], np.float64))
    return float(np.asarray(runs[f"{own}.count"])[known].mean()) if known.any() else math.nan


def _found(asked: QuestionTable, values: np.ndarray, start: str) -> tuple[str, Interval]:
    """Share, median or mean of the values that were asked for, with what its numbers are."""
    if asked.kind == STATE:
        return LEVEL, mean_interval(values) if len(values) else NOTHING
    if asked.measure == "happens" or asked.holds is not None:
        return SHARE, wilson(int((values > 0).sum()), len(values))
    found = quantile_interval(values, 0.5)
    if asked.measure != "first_day":
        return NUMBER, found
    zero = datetime.date.fromisoformat(start).toordinal()
    return DATE, Interval(*(zero + end for end in found))


def _first(runs: Any, own: str, start: str) -> str:
    if f"{own}.day" not in runs:
        return ""
    days = np.asarray(runs[f"{own}.day"])
    middle = quantile_interval(days[days >= 0], 0.5).estimate
    return "" if math.isnan(middle) else str(datetime.date.fromisoformat(start) + datetime.timedelta(days=int(middle)))


def _text(value: float, unit: str) -> str:
    if unit == DATE and not math.isnan(value):
        return date_of(datetime.date.fromordinal(int(value)))
    return decimal(value) if unit == LEVEL and not math.isnan(value) else in_unit(value, unit)
