"""The cases of an experiment against its first, run by run: draws are shared, so what differs is the change alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..figures import cases as drawing
from ..figures.about import About
from ..figures.frames import Frame, frame, stack
from ..figures.gallery import FigureEntry
from ..measures.numbers import in_words
from ..measures.outcomes import estimate, sums_of
from ..measures.statistics import Interval
from ..report.study import ReportTable
from .moved import with_units
from .paired import compared_parts, differences_table
from .points import runs_of_points
from .sweep import Sweep

TABLE, TITLE = "differences", "Each case against the first"
MEANING = (
    "Each case (b) against the first (a) on the same draws, and b minus a with its 95 % interval (both cases of a run "
    "drawn together). Acts and people are those of simulated acts; differing counts the runs that are not the same."
)
#: Columns that whatever shows the table needs.
COLUMNS = ("case", "outcome", "label", "unit", "a", "b", "difference", "difference_low", "difference_high")


def differences(sweep: Sweep, folder: Path) -> Frame | None:
    """A row for each further case and outcome: both values with intervals, and the paired difference; None without.

    Only cases by themselves are compared: with settings that go through values or are drawn, points are no pairs.
    """
    if not sweep.design.paired:
        return None
    first, *others = runs_of_points(sweep.design, folder)
    measures = sweep.design.measures
    parts = []
    for name, runs in zip(sweep.cases[1:], others, strict=True):
        found = with_units(measures, compared_parts(measures, first, runs))
        table = differences_table(found).assign(differing=[entry.differing for entry in found])
        for side, kept in (("a", sums_of(first)), ("b", sums_of(runs))):
            bounds = [estimate(entry, row) for entry, row in zip(measures, kept, strict=True)]
            table = table.assign(
                **{f"{side}_low": [found.low for found in bounds], f"{side}_high": [found.high for found in bounds]}
            )
        parts.append(frame({"case": [name] * len(table)}).join(table))
    return stack(parts)


def less_first(table: Frame, start: date) -> dict[tuple[str, str], str]:
    """What an outcome of a case is less that of the first, as text, by case and outcome."""
    found = {}
    for row in table.to_dict("records"):
        by = Interval(row["difference"], row["difference_low"], row["difference_high"])
        words = in_words(row["unit"], row["a"], row["b"], by, start)
        found[row["case"], row["outcome"]] = f"{words.difference} ({words.bounds})" if any(by) else words.difference
    return found


def report_table(table: Frame) -> ReportTable:
    """The table for the report."""
    shown = table[[*COLUMNS, "differing"]].drop(columns=["outcome", "unit"])
    return ReportTable(TITLE, MEANING, shown.rename(columns={"label": "outcome"}))


def figure_entry(table: Frame, sweep: Sweep, facts: About) -> FigureEntry:
    """The figure for the report."""
    first = sweep.cases[0]
    drawn = drawing.cases(table, facts, first)
    return FigureEntry(drawing.NAME, drawing.TITLE, drawing.SEE, drawing.describe(table, first), drawn)
