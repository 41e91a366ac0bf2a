"""Answers over runs, put together and told: a line a question, for tables, reports and machines."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ....model.world.asked import PREFIX, STATE, QuestionTable
from ..claims import Finding, capital, often
from ..numbers import date_of, decimal, in_unit, several, span
from ..statistics import NOTHING, Interval, as_dict, mean_interval, quantile_interval, ratio_interval, wilson

SHARE, NUMBER, DATE, LEVEL = "share", "number", "date", "level"


class Answer(NamedTuple):
    """A question with its answer over runs.

    ``of`` counts the runs, or with ``per_act`` the acts, that it was asked of; ``came`` those in which it came true.
    ``first`` is the median day of the first act, over the runs in which there was one; empty without.
    """

    name: str
    ask: str
    unit: str
    found: Interval
    of: int
    came: int
    per_act: bool
    first: str

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

    def sentence(self) -> str:
        """The answer in a sentence, or that nothing is to be told."""
        if self.found.estimate != self.found.estimate:
            return f"{self.ask} It was asked of no {'act' if self.per_act else 'run'}."
        verdict = often(Finding(self.found, self.of)) if self.unit == SHARE else ""
        number = f"{self.estimate()} ({self.bounds()}) of {self.asked()}"
        return f"{self.ask} {capital(', '.join(filter(None, (verdict, number))))}."


def told(questions: Sequence[QuestionTable], runs: Any, start: str) -> list[Answer]:
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
        }
        for entry in answers
    ]


def _answer(asked: QuestionTable, runs: Any, start: str) -> Answer:
    own = f"{PREFIX}{asked.name}"
    ask = asked.ask or capital(asked.name.replace("_", " "))
    if asked.per_act:
        hits, of = (np.asarray(runs[f"{own}.{part}"], np.float64) for part in ("count", "of"))
        found = ratio_interval(hits, of) if of.sum() else NOTHING
        return Answer(asked.name, ask, SHARE, found, int(of.sum()), int(hits.sum()), True, "")
    values = np.asarray(runs[own], np.float64)
    values = values[~np.isnan(values)]
    unit, found = _found(asked, values, start)
    return Answer(asked.name, ask, unit, found, len(values), int((values > 0).sum()), False, _first(runs, own, start))


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
