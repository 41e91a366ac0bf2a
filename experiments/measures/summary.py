"""The summary of a batch: what a reader wants to know first, each with its interval and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.measured import QUIET_DAYS
from . import strikes
from .headlines import HEADLINES, WAR, WAR_CAUTION, Headline
from .numbers import fixed_percent, in_unit
from .questions import answers
from .statistics import LEVEL, NOTHING, Interval, as_dict

if TYPE_CHECKING:
    import pandas as pd

    from ..results.read import Results


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


def summarise(results: Results) -> list[Line]:
    """The headline outcomes of a batch, in the order a reader asks for them."""
    lines = [_line(entry, results.runs, results.manifest["days"]) for entry in HEADLINES.values()]
    if not results.manifest["uncertain"]:
        return lines
    known = {row["outcome"]: (row["low"], row["high"]) for row in results.uncertainty.to_dict("records")}
    return [_over(line, known.get(line.outcome)) for line in lines]


def _line(entry: Headline, runs: pd.DataFrame, horizon: int) -> Line:
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


def table(results: Results) -> tuple[list[str], list[list[str]]]:
    """The summary as people read it: heads of the columns, and a row of text for each headline."""
    lines = summarise(results)
    if results.manifest["uncertain"]:
        heads = ["outcome", "estimate", "sampling, 95 %", "parameters, 90 %", "what it means"]
        return heads, [[e.outcome, e.estimate(), e.bounds(), e.over_parameters(), e.meaning] for e in lines]
    heads = ["outcome", "estimate", "95 % interval", "what it means"]
    return heads, [[e.outcome, e.estimate(), e.bounds(), e.meaning] for e in lines]


def as_json(results: Results) -> dict[str, Any]:
    """The summary and where the rest is, for machines. Shares and ratios are plain numbers."""
    manifest = results.manifest
    pairs, runs = strikes.of_results(results)
    return {
        "folder": str(results.folder),
        "scenario": manifest["scenario"]["name"],
        "question": manifest["question"],
        **{name: manifest[name] for name in ("runs", "seed", "days", "engine")},
        "level": LEVEL,
        "left_out": manifest["labels"].get("left_out", {}),
        "questions": answers.as_json(results.answers_to_questions),
        "summary": [
            {
                "outcome": line.outcome,
                "measure": line.measure,
                **as_dict(line.interval),
                "unit": line.unit,
                "meaning": line.meaning,
                **_parameters(line),
            }
            for line in summarise(results)
        ],
        "strikes": {"runs": runs, "pairs": [pair.as_dict() for pair in pairs]},
    }


def heading(results: Results) -> str:
    """One line that says what the table is about."""
    m = results.manifest
    return (
        f"{m['scenario']['name']}: {m['runs']:,} simulated runs of {m['days']} days, seed {m['seed']}; "
        f"{fixed_percent(LEVEL, 0)} intervals are sampling error only"
        f"{'; beside them nine in ten of the parameter points' if m['uncertain'] else ''}"
        f"{f'; {results.left_out}' if results.left_out else ''}"
    )


def _parameters(line: Line) -> dict[str, Any]:
    """Bounds over parameters for machines, where there are any."""
    if line.parameters is None:
        return {}
    low, high = (None if value != value else value for value in line.parameters)
    return {"parameters": {"low": low, "high": high}}
