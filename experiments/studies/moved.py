"""What a change does to the questions: each answer in both worlds, the paired difference, and from which date on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, TypeGuard

import numpy as np
import pandas as pd

from ...model.world.asked import PREFIX, STATE, QuestionTable
from ..figures.frames import Frame
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import in_words, on_day
from ..measures.outcomes import Measure
from ..measures.questions.answers import LEVEL, Answer, answers_of
from ..measures.questions.measured import QuestionMeasure, asked_of
from ..measures.questions.moments import dated
from ..measures.statistics import Interval, mean_interval
from .paired import Difference

#: Columns of the table of questions as people read it.
HEADS = ["question", "A", "B", "B - A (95 % interval)", "from"]
MEANING = (
    "Answers in both worlds on the same draws, and B minus A with its 95 % interval (both worlds of a run drawn "
    "together). A share is that of the runs, or acts, that the question is asked of; a number is the mean of those "
    "runs. From: the first date from which on the shares by date lie apart for good."
)


class MovedQuestion(NamedTuple):
    """A question in two worlds: its answers, the paired difference, and the first day that tells it, if one does."""

    a: Answer
    b: Answer
    by: Difference
    since: int | None


def tables_of(measures: Sequence[Measure]) -> list[QuestionTable]:
    """The questions among some outcomes, without conditions on them."""
    return [entry.table for entry in asked_of(measures) if not entry.sign]


def with_units(measures: Sequence[Measure], found: Sequence[Difference]) -> list[Difference]:
    """Differences of which those of questions asked of acts are shares, and those of states levels."""
    asked = {entry.name: entry.table for entry in asked_of(measures)}
    units = {name: "share" if table.per_act else LEVEL if table.kind == STATE else "" for name, table in asked.items()}
    return [entry._replace(unit=units.get(entry.outcome) or entry.unit) for entry in found]


def moved(
    measures: Sequence[Measure], found: Sequence[Difference], runs: Sequence[Any], start: str, days: int
) -> list[MovedQuestion]:
    """What becomes of each question between two worlds.

    Args:
        measures: the outcomes compared; those that are questions count.
        found: the difference of each.
        runs: the tables of both worlds, with the columns of the questions.
        start: day 0.
        days: the horizon.
    """
    asked = tables_of(measures)
    by = {entry.table.name: one for entry, one in zip(measures, found, strict=True) if _plain(entry)}
    since = {table.name: _tells(table, runs[0], runs[1], days) for table in dated(asked, runs[0])}
    answers = zip(*(answers_of(asked, table, start) for table in runs), strict=True)
    return [MovedQuestion(a, b, by[a.name], since.get(a.name)) for a, b in answers]


def _plain(entry: Measure) -> TypeGuard[QuestionMeasure]:
    return isinstance(entry, QuestionMeasure) and not entry.sign


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
        row: dict[str, Any] = {
            "question": entry.a.name,
            "outcome": entry.by.outcome,
            "ask": entry.a.ask,
            "unit": entry.by.unit,
        }
        for world, answer, value in (("a", entry.a, entry.by.a), ("b", entry.b, entry.by.b)):
            row |= {world: value, f"{world}_low": answer.found.low, f"{world}_high": answer.found.high}
            row |= {f"{world}_of": answer.of, f"{world}_came": answer.came, f"{world}_first": answer.first}
        row |= dict(zip(("difference", "difference_low", "difference_high"), entry.by.difference, strict=True))
        row |= {"correlation": entry.by.correlation, "saving": entry.by.saving, "differing": entry.by.differing}
        rows.append(row | {"since": -1 if entry.since is None else entry.since})
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


def since(found: Sequence[MovedQuestion], start: date) -> list[str]:
    """From which date on the worlds part in their answers, in a sentence; none where they do not."""
    said = claims.since([(entry.a.ask, on_day(entry.since, start)) for entry in found if entry.since is not None])
    return [said] if said else []


def others(differences: Frame, questions: Frame) -> Frame:
    """The rows of a table of differences that are no questions."""
    return differences[~differences["outcome"].isin(set(questions["outcome"]))]
