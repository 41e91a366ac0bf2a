"""The summary of a batch: what a reader wants to know first, each with its interval and what it means."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..model.ladder import FIRST_HOMELAND
from ..model.outcomes import MEDIATED, QUIET, QUIET_DAYS, SPIRAL_LENGTH
from .statistics import LEVEL, Interval, as_dict, mean_interval, quantile_interval, ratio_interval, wilson

if TYPE_CHECKING:
    import pandas as pd

    from .results import Results

WAR = "runs with a war"
#: Over the plausible ranges of its parameters the model gives almost any chance of war: no single number is its answer.
WAR_CAUTION = "NOT IDENTIFIED: the data do not fix it, and it holds for {this}; compare worlds by it, do not quote it"
THESE = "these parameters only (--uncertain shows how far their ranges move it)"


class Line(NamedTuple):
    """One line of the summary. ``unit`` is share, number, ratio or days and says how to print the interval.

    ``parameters`` are the bounds of nine in ten parameter points, where the runs drew their own.
    """

    outcome: str
    interval: Interval
    unit: str
    meaning: str
    parameters: tuple[float, float] | None = None

    def over_parameters(self) -> str:
        """The bounds over parameters as text."""
        if self.parameters is None or self.parameters[0] != self.parameters[0]:
            return "-"
        return f"{_text(self.parameters[0], self.unit)} to {_text(self.parameters[1], self.unit)}"

    def estimate(self) -> str:
        """The estimate as text."""
        return _text(self.interval.estimate, self.unit)

    def bounds(self) -> str:
        """The interval as text."""
        if self.interval.estimate != self.interval.estimate:
            return "-"
        return f"{_text(self.interval.low, self.unit)} to {_text(self.interval.high, self.unit)}"


def _text(value: float, unit: str) -> str:
    if value != value:
        return "none"
    if unit == "share":
        return f"{100 * value:.1f} %"
    if unit == "ratio":
        return f"{value:.2f}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def summarise(results: Results) -> list[Line]:
    """The headline outcomes of a batch, in the order a reader asks for them."""
    runs = results.runs
    lines = [*_strikes(runs), *_escalation(runs), *_people(runs), *_endings(runs, results.manifest["days"])]
    if not results.manifest["uncertain"]:
        return lines
    known = {row["outcome"]: (row["low"], row["high"]) for row in results.uncertainty.to_dict("records")}
    return [_over(line, known.get(line.outcome)) for line in lines]


def _over(line: Line, parameters: tuple[float, float] | None) -> Line:
    """A line with its bounds over the parameters; the caution about wars says them."""
    found = line._replace(parameters=parameters)
    if line.outcome != WAR:
        return found
    bounds = found.over_parameters()
    points = "what was drawn" if bounds == "-" else f"{bounds} over nine in ten of the plausible parameter points"
    return found._replace(meaning=WAR_CAUTION.format(this=points))


def _share(runs: pd.DataFrame, flags: Any, outcome: str, meaning: str) -> Line:
    return Line(outcome, wilson(int(flags.sum()), len(runs)), "share", meaning)


def _strikes(runs: pd.DataFrame) -> list[Line]:
    return [
        Line(
            "acts of force in a run, mean",
            mean_interval(runs["kinetic_acts"]),
            "number",
            "rockets and drones to open war, scripted and simulated, campaigns included",
        ),
        Line(
            "answers per act",
            ratio_interval(runs["replies"], runs["answerable"]),
            "ratio",
            "branching ratio outside campaigns: below 1 chains die out, from 1 on they feed themselves",
        ),
        Line(
            "answers per campaign act",
            ratio_interval(runs["campaign_replies"], runs["campaign_acts"]),
            "ratio",
            "the same for standing low-level violence",
        ),
        Line(
            "longest chain, median",
            quantile_interval(runs["longest_chain"], 0.5),
            "number",
            "acts of force that hang together as provocation and answer",
        ),
        Line(
            "longest chain, 95th percentile",
            quantile_interval(runs["longest_chain"], 0.95),
            "number",
            "one run in twenty has a longer one",
        ),
    ]


def _escalation(runs: pd.DataFrame) -> list[Line]:
    return [
        _share(
            runs,
            runs["spiral"],
            "runs with a spiral",
            f"a chain of {SPIRAL_LENGTH} acts, or four in a line, none lower than the one before",
        ),
        Line("highest rung, median", quantile_interval(runs["peak_rung"], 0.5), "number", "on the ladder of 0 to 13"),
        _share(
            runs,
            runs["peak_rung"] >= 9,
            "runs with a strike on a homeland",
            "rung 9 or higher: one state hits another at home",
        ),
        _share(runs, runs["war"], WAR, WAR_CAUTION.format(this=THESE)),
        Line(
            "new pairs of adversaries, mean",
            mean_interval(runs["new_dyads"]),
            "number",
            "pairs that meet in an overt strike for the first time: how far it spreads",
        ),
    ]


def _people(runs: pd.DataFrame) -> list[Line]:
    lines = [
        Line(
            f"killed, {name}",
            quantile_interval(runs["killed"], q),
            "number",
            meaning,
        )
        for name, q, meaning in (
            ("median", 0.5, "half of the runs have fewer; no mean is given, for a few runs would make it"),
            ("90th percentile", 0.9, "one run in ten has more"),
        )
    ]
    civilians = quantile_interval(runs["killed_civilians"], 0.5)
    return [*lines, Line("civilians among them, median", civilians, "number", "without the dead of open war")]


def _endings(runs: pd.DataFrame, horizon: int) -> list[Line]:
    """How it ends; a horizon too short to see quiet shows none, which is not the same as no run being quiet."""
    quiet = runs[runs["ended_by"].isin(["quiet", "mediated"])]
    days = runs.loc[runs["days_to_quiet"] >= 0, "days_to_quiet"]
    seen = f"no act of force outside campaigns in the last {QUIET_DAYS} days, and no war"
    when = f"of the {_text(len(days) / max(1, len(runs)), 'share')} of runs in which {QUIET_DAYS} quiet days followed"
    known = len(runs)
    if horizon < QUIET_DAYS:
        seen = when = f"not to be seen in {horizon} days: quiet is {QUIET_DAYS} days without force outside campaigns"
        known = 0
    middle = quantile_interval(days, 0.5)
    return [
        Line("runs quiet at the end", wilson(len(quiet), known), "share", seen),
        Line("days until it falls quiet, median", middle, "days", f"{when}; counted from the start"),
    ]


def as_json(results: Results) -> dict[str, Any]:
    """The summary and where the rest is, for machines. Shares and ratios are plain numbers."""
    manifest = results.manifest
    return {
        "folder": str(results.folder),
        "scenario": manifest["scenario"]["name"],
        "question": manifest["question"],
        **{name: manifest[name] for name in ("runs", "seed", "days", "engine")},
        "level": LEVEL,
        "left_out": manifest["labels"].get("left_out", {}),
        "summary": [
            {
                "outcome": line.outcome,
                **as_dict(line.interval),
                "unit": line.unit,
                "meaning": line.meaning,
                **_parameters(line),
            }
            for line in summarise(results)
        ],
    }


def heading(results: Results) -> str:
    """One line that says what the table is about."""
    m = results.manifest
    return (
        f"{m['scenario']['name']}: {m['runs']:,} simulated runs of {m['days']} days, seed {m['seed']}; "
        f"{100 * LEVEL:.0f} % intervals are sampling error only"
        f"{'; beside them nine in ten of the parameter points' if m['uncertain'] else ''}"
        f"{f'; {results.left_out}' if results.left_out else ''}"
    )


def _parameters(line: Line) -> dict[str, Any]:
    """Bounds over parameters for machines, where there are any."""
    if line.parameters is None:
        return {}
    low, high = (None if value != value else value for value in line.parameters)
    return {"parameters": {"low": low, "high": high}}


def _quantile(column: str, q: float) -> Callable[[Any], float]:
    def headline(runs: Any) -> float:
        known = np.sort(np.asarray(runs[column], np.float64))
        known = known[known >= 0]
        return float(known[max(0, math.ceil(q * len(known)) - 1)]) if len(known) else math.nan

    return headline


def _mean(column: str) -> Callable[[Any], float]:
    return lambda runs: float(np.mean(runs[column]))


def _ratio(above: str, below: str) -> Callable[[Any], float]:
    return lambda runs: float(np.sum(runs[above]) / np.sum(runs[below])) if np.sum(runs[below]) else math.nan


#: The headline numbers as functions of a table of outcomes (`brink.model.outcomes.OUTCOME`), by their line above.
HEADLINES: dict[str, Callable[[Any], float]] = {
    "acts of force in a run, mean": _mean("kinetic_acts"),
    "answers per act": _ratio("replies", "answerable"),
    "answers per campaign act": _ratio("campaign_replies", "campaign_acts"),
    "longest chain, median": _quantile("longest_chain", 0.5),
    "longest chain, 95th percentile": _quantile("longest_chain", 0.95),
    "runs with a spiral": _mean("spiral"),
    "highest rung, median": _quantile("peak_rung", 0.5),
    "runs with a strike on a homeland": lambda runs: float(np.mean(runs["peak_rung"] >= FIRST_HOMELAND)),
    WAR: _mean("war"),
    "new pairs of adversaries, mean": _mean("new_dyads"),
    "killed, median": _quantile("killed", 0.5),
    "killed, 90th percentile": _quantile("killed", 0.9),
    "civilians among them, median": _quantile("killed_civilians", 0.5),
    "runs quiet at the end": lambda runs: float(np.mean(np.isin(runs["ended_by"], (QUIET, MEDIATED)))),
    "days until it falls quiet, median": _quantile("days_to_quiet", 0.5),
}
