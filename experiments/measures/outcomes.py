"""Outcomes of a study: each a ratio of two sums over runs, so that means, shares and ratios are one thing.

An outcome is written as a column of ``runs`` or by its label (its mean, or the share of runs for true and false), as a
condition such as ``peak_rung >= 9`` (the share of runs in which it holds; several are joined by ``and``), or as
``branching_ratio``, which is the ratio of sums and not the mean of ratios. Acts and people are counted over simulated
acts alone: what a script says is no effect of anything, and a world without it would seem to have fewer dead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...model.outcomes import Direction, Measured, outcomes_of, scripted
from ...model.world.tables import Case
from ...scenarios.problems import choices
from ..errors import UserError
from .conditions import COLUMNS, NUMBERS, Condition, read, shown
from .numbers import decimal, setting
from .statistics import LEVEL, NOTHING, Interval, normal_quantile, wilson

#: Ratios of sums: replies, and what could be answered.
RATIOS = {name: (NUMBERS[name].above, NUMBERS[name].below) for name in outcomes_of(Measured.RATIO)}
FLAGS = outcomes_of(Measured.FLAG)
#: Days since the start; -1 where it never came to that: such runs are left out of the mean.
DAYS = outcomes_of(Measured.DAY)
COUNTS = outcomes_of(Measured.COUNT)
#: What a study looks at unless told otherwise.
USUAL = ("branching_ratio", "longest_chain", "spiral", "peak_rung >= 9", "war", "killed")
#: How an outcome of each kind is put together over runs.
UNITS = {Measured.RATIO: "ratio", Measured.FLAG: "share", Measured.DAY: "days", Measured.COUNT: "number"}


def simulated_only(runs: Any, case: Case) -> Any:
    """A table of outcomes without what the scripted acts of its case add to the counts of acts and people."""
    kept = runs.copy()
    for name, many in scripted(case).items():
        kept[name] = kept[name] - many
    return kept


class Measure(Protocol):
    """What a study looks at: an outcome of the whole theatre, or a question, made of two sums over runs.

    ``name`` is how tables call it; ``unit`` is share, number, ratio or days.
    """

    @property
    def name(self) -> str:
        """How it is written."""
        ...

    @property
    def unit(self) -> str:
        """What kind of number it is."""
        ...

    @property
    def label(self) -> str:
        """What readers call it."""
        ...

    @property
    def sentence(self) -> str:
        """That it happens, as a clause."""
        ...

    @property
    def axis(self) -> str:
        """The label with what its numbers are."""
        ...

    @property
    def direction(self) -> Direction:
        """Whether more of it is more escalation."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ``runs`` that it needs."""
        ...

    def parts(self, runs: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator in each run."""
        ...


class OutcomeMeasure(NamedTuple):
    """An outcome: how it is written, its unit (share, number, ratio or days), and what it is made of."""

    name: str
    unit: str
    column: str = ""
    below: str = ""
    conditions: tuple[Condition, ...] = ()

    @property
    def label(self) -> str:
        """What readers call it."""
        return f"share of runs in which {self.sentence}" if self.conditions else shown(NUMBERS[self.name])

    @property
    def sentence(self) -> str:
        """That it happens, as a clause; only a share of runs is something that happens or does not."""
        if self.conditions:
            return " and ".join(condition.sentence() for condition in self.conditions)
        return NUMBERS[self.name].sentence.format("a")

    @property
    def axis(self) -> str:
        """What the axis of a figure says: the label with what its numbers are."""
        counted = NUMBERS[self.name].unit if self.name in NUMBERS else ""
        units = {"number": f" ({counted}, mean of a run)", "days": " (mean where it came)"}
        return self.label + units.get(self.unit, "")

    @property
    def direction(self) -> Direction:
        """Whether more of it is more escalation, less, or neither; conditions that do not agree are neither."""
        ways = {condition.direction() for condition in self.conditions} or {NUMBERS[self.name].direction}
        return ways.pop() if len(ways) == 1 else Direction.NONE

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ``runs`` that it needs."""
        return tuple(condition.column for condition in self.conditions) or tuple(
            filter(None, (self.column, self.below))
        )

    def parts(self, runs: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator in each run; ``runs`` has the columns of ``runs.parquet``."""
        if self.conditions:
            holds = np.ones(len(runs), bool)
            for condition in self.conditions:
                holds &= condition.holds(runs)
            return holds.astype(np.float64), np.ones(len(runs))
        top = np.asarray(runs[self.column]).astype(np.float64)
        if self.unit == "ratio":
            return top, np.asarray(runs[self.below]).astype(np.float64)
        if self.unit == "days":
            known = top >= 0
            return np.where(known, top, 0.0), known.astype(np.float64)
        return top, np.ones(len(runs))


def measure(text: str, more: Sequence[str] = ()) -> OutcomeMeasure:
    """Read an outcome; its name is that of its column, whatever it is called; ``more`` could have been meant as well.

    Raises:
        UserError: it is no outcome; the message names the nearest one.
    """
    name = " ".join(text.split())
    if name in COLUMNS:
        return _plain(COLUMNS[name])
    parts = re.split(r"\band\b", name)
    found = [condition for part in parts if (condition := read(part))]
    wrong = [condition.column for condition in found if condition.column not in NUMBERS]
    if len(found) < len(parts) or wrong:
        word = wrong[0] if wrong else name
        raise UserError(
            f"outcome {text!r}: {choices(word, (*more, *COLUMNS))}; or a condition such as 'peak_rung >= 9' (joined by "
            "and)"
        )
    return OutcomeMeasure(_by_columns(name, parts, found), "share", conditions=tuple(found))


def _plain(column: str) -> OutcomeMeasure:
    above, below = RATIOS.get(column, (column, ""))
    return OutcomeMeasure(column, UNITS[NUMBERS[column].kind], above, below)


def _by_columns(name: str, parts: Sequence[str], found: Sequence[Condition]) -> str:
    """Conditions as written, with columns where labels stand: one question is one name."""
    if all(
        re.split("[<>=!]", part)[0].strip() == condition.column for part, condition in zip(parts, found, strict=True)
    ):
        return name
    return " and ".join(f"{condition.column} {condition.sign} {setting(condition.number)}" for condition in found)


def label_of(name: str) -> str:
    """What readers call an outcome that a table of results names; a name that is none stays as it is."""
    return _known(name, lambda entry: entry.label)


def axis_of(name: str, label: str = "") -> str:
    """The same for the axis of a figure, with what its numbers are; ``label`` is that of one that is no outcome."""
    axis = _known(name, lambda entry: entry.axis)
    return label if label and axis == name else axis


def labels_in(table: Any) -> dict[str, str]:
    """What readers call each outcome that a table of results has in its column ``outcome``.

    A question is called as the table says; one written before tables said it has outcomes alone.
    """
    names = table["outcome"]
    said = dict(zip(names, table.get("label", names), strict=True))
    return {name: label_of(name) if name == label else label for name, label in said.items()}


def unit_and_sentence(name: str) -> dict[str, str]:
    """What an outcome is counted in and that it happens as a clause; nothing of a name that is none."""
    try:
        entry = measure(name)
    except UserError:
        return {}
    counted = NUMBERS[entry.name].unit if entry.name in NUMBERS else "runs"
    happens = {"sentence": entry.sentence} if entry.unit == "share" else {}
    return {"unit": counted} | happens


def direction_of(name: str) -> Direction:
    """Whether more of an outcome that a table of results names is more escalation."""
    try:
        return measure(name).direction
    except UserError:
        return Direction.NONE


def _known(name: str, words: Callable[[OutcomeMeasure], str]) -> str:
    try:
        return words(measure(name))
    except UserError:
        return name


#: What is kept of the runs of a point, for each outcome.
SUMS = ("runs", "top", "bottom", "top2", "cross", "bottom2", "half_top", "half_bottom")


def parts_of(measures: Sequence[Measure], runs: Any) -> NDArray[np.float64]:
    """Numerator and denominator of every outcome in every run: shape (runs, measures, 2)."""
    return np.stack([np.stack(entry.parts(runs), axis=1) for entry in measures], axis=1)


def sums(measures: Sequence[Measure], runs: Any) -> NDArray[np.float64]:
    """What is kept of some consecutive runs (an even number first): shape (measures, sums); such parts add up."""
    return np.stack([_sums(*entry.parts(runs)) for entry in measures])


def sums_of(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same from the numerators and denominators of `parts_of`."""
    return np.stack([_sums(parts[:, k, 0], parts[:, k, 1]) for k in range(parts.shape[1])])


def _sums(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    half = slice(0, None, 2)
    return np.array(
        (len(top), top.sum(), bottom.sum(), top @ top, top @ bottom, bottom @ bottom, top[half].sum(),
         bottom[half].sum()), np.float64,
    )  # fmt: skip


def estimate(entry: Measure, kept: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """The outcome at a point from its sums: Wilson for shares, the linearised ratio (Cochran 1977) for the rest."""
    runs, top, bottom, top2, cross, bottom2 = (float(v) for v in kept[:6])
    if entry.unit == "share":
        return wilson(round(top), round(bottom), level)
    if bottom == 0:
        return NOTHING
    ratio = top / bottom
    variance = max(0.0, top2 - 2 * ratio * cross + ratio * ratio * bottom2) / runs
    half = normal_quantile(0.5 + level / 2) * math.sqrt(variance / runs) / (bottom / runs)
    return Interval(ratio, ratio - half, ratio + half)


def halves(kept: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The outcome from the even runs and from the odd runs alone, for sums of shape (points, sums)."""
    top, bottom, even_top, even_bottom = kept[:, 1], kept[:, 2], kept[:, 6], kept[:, 7]
    with np.errstate(invalid="ignore", divide="ignore"):
        return even_top / even_bottom, (top - even_top) / (bottom - even_bottom)


def shares(entry: Measure, kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of runs that the outcome of each point is taken over.

    All, but for a day those in which it came, and for a question those that it was asked of.
    """
    return kept[:, 2] / kept[:, 0] if entry.unit != "ratio" else np.ones(len(kept))


def shown_share(label: str, values: Sequence[float], day: bool) -> str:
    """A label with the share of runs it is taken over, from the least to the most over points, where not all are."""
    if min(values) >= 1 and not day:
        return label
    ends = " to ".join(dict.fromkeys(decimal(100 * value, 1) for value in (min(values), max(values))))
    over = f"mean over the {ends} % of runs in which it came" if day else f"over the {ends} % of runs it was asked of"
    return f"{label} ({over})"


def means(kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outcome at each point, for sums of shape (points, sums); NaN where there was nothing to measure."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return kept[:, 1] / kept[:, 2]
