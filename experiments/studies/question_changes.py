"""What a change does to the questions: the one it moves most and what hangs on it first, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ...model.world.asked import QuestionTable
from ..measures import claims
from ..measures.numbers import in_words
from ..measures.outcomes import Measure
from ..measures.questions.measured import QuestionMeasure, asked_of
from .paired import Difference, compared

#: Questions that the first sentence tells of at most.
MOST = 4


def lead(measures: Sequence[Measure], found: Sequence[Difference], tables: Sequence[QuestionTable]) -> list[str]:
    """The questions that a comparison tells of first, by name; none where no question moves.

    Of those that move, the one that moves most for the width of its interval; before it what it hangs on (``answers``,
    ``after``, ``given``) and moves too, after it what hangs on that.
    """
    by_name = {entry.outcome: entry for entry in found}
    asked = {entry.table.name: by_name[entry.name] for entry in asked_of(measures) if not entry.sign}
    moved = [name for name, entry in asked.items() if claims.side(_finding(entry)) in claims.WAYS]
    if not moved:
        return []
    above = hangs_on(tables)
    most = max(moved, key=lambda name: _clearness(asked[name]))
    first = next((name for name in moved if name in above[most] and not above[name] & set(moved)), most)
    return [name for name in [first, *(n for n in asked if first in above[n])] if name in asked][:MOST]


def hangs_on(tables: Sequence[QuestionTable]) -> dict[str, set[str]]:
    """For each question with a name, the names of those that it hangs on, near and far."""
    above: list[set[str]] = []
    for table in tables:
        mine: set[str] = set()
        for k in (table.to, table.given):
            if k >= 0:
                mine |= above[k] | ({tables[k].name} - {""})
        above.append(mine)
    return {table.name: names for table, names in zip(tables, above, strict=True) if table.name}


def lead_sentence(names: Sequence[str], measures: Sequence[Measure], one: Any, two: Any, start: date) -> str:
    """What happens to some questions, in a sentence; ``one`` and ``two`` are the runs of both worlds from ``start`` on.

    A question that is not asked of every run is told of over all runs first, so that it says how often it comes true.
    """
    asked = {entry.table.name: entry for entry in asked_of(measures) if not entry.sign}
    changes: list[claims.AnswerChange] = []
    for name in names:
        entry = asked[name]
        found = compared([entry], one, two)[0]
        if entry.unit == "share" and min(found.share_a, found.share_b) < 1:
            changes.append(_change(entry, compared([replace(entry, of_all=True)], one, two)[0], "all runs", start))
            changes.append(_change(entry, found, "the runs it was asked of", start))
        else:
            changes.append(_change(entry, found, {"share": "runs", "ratio": "acts"}.get(entry.unit, ""), start))
    return claims.answers_change(changes)


def _change(entry: QuestionMeasure, found: Difference, of: str, start: date) -> claims.AnswerChange:
    """A question in two worlds in words by its unit: shares in per cent, their difference in points, days as dates."""
    unit = "share" if entry.unit == "ratio" else entry.unit
    words = in_words(unit, found.a, found.b, found.difference, start)
    numbers = f"{words.difference}; 95 % interval {words.bounds.removesuffix(' points')}"
    return claims.AnswerChange(entry.label, words.a, words.b, of, numbers, _finding(found))


def _finding(found: Difference) -> claims.Finding:
    return claims.Finding(found.difference, found.differing)


def _clearness(found: Difference) -> float:
    """How far a difference lies from zero, in widths of its interval."""
    middle, low, high = found.difference
    return abs(middle) / max(high - low, 1e-9)


def without(names: Sequence[str], measures: Sequence[Measure], found: Sequence[Difference]) -> list[Difference]:
    """The outcomes that the first sentence says nothing of."""
    asked: Mapping[str, str] = {entry.name: entry.table.name for entry in asked_of(measures) if not entry.sign}
    return [entry for entry in found if asked.get(entry.outcome) not in names]
