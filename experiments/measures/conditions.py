"""Conditions on outcomes, such as ``peak_rung >= 9``: read, looked up in runs, and put into words.

What never happened did not happen early: ``first_overt < 10`` holds in no run without an overt act, whose day is
written as -1.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.outcomes import OUTCOMES, Direction, Measured, Outcome
from .numbers import setting

#: Outcomes that are numbers or true and false, by column.
NUMBERS: dict[str, Outcome] = {outcome.name: outcome for outcome in OUTCOMES if outcome.kind != Measured.CATEGORY}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
#: How each comparison of a number or of a day is said.
BOUNDS = {">=": "at least", "<=": "at most", "==": "exactly", "!=": "other than", ">": "over", "<": "under"}
DAY_BOUNDS = {
    ">=": "comes on day {} or later",
    "<=": "comes by day {}",
    "==": "comes on day {}",
    "!=": "does not come on day {}",
    ">": "comes after day {}",
    "<": "comes before day {}",
}
_CONDITION = re.compile(r"\s*(\w+(?: \w+)*)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")
NEITHER = Direction.NONE
_REVERSED = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.NONE: Direction.NONE}


def shown(outcome: Outcome) -> str:
    """What readers call an outcome over many runs: of something true or false, its share of the runs."""
    return f"share of runs with a {outcome.label}" if outcome.kind == Measured.FLAG else outcome.label


#: Columns by all that they may be called.
COLUMNS = {
    word: name for name, outcome in NUMBERS.items() for word in (name, outcome.label, shown(outcome))
}  # fmt: skip


class Condition(NamedTuple):
    """A comparison of a column of ``runs`` with a number."""

    column: str
    sign: str
    number: float

    def holds(self, runs: Any) -> NDArray[np.bool_]:
        """In which runs it holds."""
        values = np.asarray(runs[self.column])
        found = np.asarray(COMPARISONS[self.sign](values, self.number))
        asks_for_early = (self.sign == "<" and self.number > 0) or (self.sign == "<=" and self.number >= 0)
        return found & (values >= 0) if asks_for_early and NUMBERS[self.column].kind == Measured.DAY else found

    def sentence(self) -> str:
        """It as a clause: ``the highest rung is at least 9``."""
        outcome = NUMBERS[self.column]
        words = {Measured.FLAG: self._truth, Measured.DAY: self._day}.get(outcome.kind, self._bound)()
        return outcome.sentence.format(words) if words else f"{outcome.label} {self.sign} {setting(self.number)}"

    def direction(self) -> Direction:
        """Whether more runs in which it holds are more escalation, less, or neither."""
        outcome = NUMBERS[self.column]
        if outcome.kind == Measured.DAY:
            return self._way_of_days(outcome.direction)
        if self.sign in ("==", "!="):
            return NEITHER
        return outcome.direction if self.sign.startswith(">") else _REVERSED[outcome.direction]

    def _way_of_days(self, later: Direction) -> Direction:
        """The same of days, of which ``later`` says what a later one is: never is the latest of all."""
        ever = self._ever()
        if ever is False:
            return later
        return _REVERSED[later] if ever or self.sign in ("<", "<=") else NEITHER

    def _bound(self) -> str:
        return f"{BOUNDS[self.sign]} {setting(self.number)}"

    def _truth(self) -> str:
        """Nothing where it holds always or never."""
        no, yes = (bool(COMPARISONS[self.sign](value, self.number)) for value in (0, 1))
        return "" if no == yes else "a" if yes else "no"

    def _day(self) -> str:
        ever = self._ever()
        if ever is None:
            return DAY_BOUNDS[self.sign].format(setting(self.number))
        return "comes" if ever else "never comes"

    def _ever(self) -> bool | None:
        """Whether it asks for days that came at all, or for those that never did; a day of -1 is never."""
        never, first, later = (bool(COMPARISONS[self.sign](day, self.number)) for day in (-1, 0, 1))
        return first if never != first == later else None


def read(text: str) -> Condition | None:
    """Read a condition; its outcome may be called by its label. None if it is not written as one.

    An outcome that does not exist stays as it is written: whoever asks says what there is.
    """
    found = _CONDITION.fullmatch(text)
    return Condition(COLUMNS.get(found[1], found[1]), found[2], float(found[3])) if found else None
