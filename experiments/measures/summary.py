"""The summary of a batch: what a reader wants to know first, each with its interval and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ...model.measured import QUIET_DAYS
from .headlines import HEADLINES, WAR, WAR_CAUTION, Headline
from .numbers import in_unit
from .statistics import NOTHING, Interval


class Line(NamedTuple):
    """One line of the summary. ``unit`` is share, number, ratio or days and says how to print the interval.

    ``parameters`` are the bounds of nine in ten parameter points, where the runs drew their own; ``measure`` is what
    the command line calls the outcome.
    """

    outcome: str
    interval: Interval
    unit: str
    meaning: str
    parameters: tuple[float, float] | None = None
    measure: str = ""

    def over_parameters(self) -> str:
        """The bounds over parameters as text."""
        if self.parameters is None or self.parameters[0] != self.parameters[0]:
            return "-"
        return f"{in_unit(self.parameters[0], self.unit)} to {in_unit(self.parameters[1], self.unit)}"

    def estimate(self) -> str:
        """The estimate as text."""
        return in_unit(self.interval.estimate, self.unit)

    def bounds(self) -> str:
        """The interval as text."""
        if self.interval.estimate != self.interval.estimate:
            return "-"
        return f"{in_unit(self.interval.low, self.unit)} to {in_unit(self.interval.high, self.unit)}"


def summarise(runs: Any, horizon: int, uncertainty: Mapping[str, tuple[float, float]] | None) -> list[Line]:
    """The headline outcomes of a batch, in the order a reader asks for them.

    ``runs`` has their columns; ``horizon`` is in days; ``uncertainty`` has the bounds over the parameters by name of
    headline, where the runs drew their own.
    """
    lines = [_line(entry, runs, horizon) for entry in HEADLINES.values()]
    if uncertainty is None:
        return lines
    return [_over(line, uncertainty.get(line.outcome)) for line in lines]


def _line(entry: Headline, runs: Any, horizon: int) -> Line:
    """A headline of a batch; a horizon too short to see quiet shows none, which is not that no run is quiet."""
    if entry.quiet and horizon < QUIET_DAYS:
        seen = f"not to be seen in {horizon} days: quiet is {QUIET_DAYS} days without force outside campaigns"
        return Line(entry.name, NOTHING, entry.unit, seen, measure=entry.measure)
    meaning = entry.meaning
    if entry.unit == "days":
        came = np.count_nonzero(np.asarray(runs[entry.measure]) >= 0)
        meaning = meaning.format(came=in_unit(came / max(1, len(runs)), "share"))
    return Line(entry.name, entry.interval(runs), entry.unit, meaning, measure=entry.measure)


def _over(line: Line, parameters: tuple[float, float] | None) -> Line:
    """A line with its bounds over the parameters; the caution about wars says them."""
    found = line._replace(parameters=parameters)
    if line.outcome != WAR:
        return found
    bounds = found.over_parameters()
    points = "what was drawn" if bounds == "-" else f"{bounds} over nine in ten of the plausible parameter points"
    return found._replace(meaning=WAR_CAUTION.format(this=points))
