"""The summary of a batch: what a reader wants to know first, each with its interval and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.outcomes import QUIET_DAYS, SPIRAL_LENGTH
from .statistics import LEVEL, Interval, as_dict, mean_interval, quantile_interval, ratio_interval, wilson

if TYPE_CHECKING:
    import pandas as pd

    from .results import Results

#: Over the prior of its parameters the model gives almost any small chance of war, so no single number is its answer.
WAR_CAUTION = (
    "NOT IDENTIFIED: the data do not fix it. This holds for these parameters only; over their plausible ranges "
    "a prototype of this model gave median 0, upper quartile .03, 95th percentile .28"
)


class Line(NamedTuple):
    """One line of the summary. ``unit`` is share, number, ratio or days and says how to print the interval."""

    outcome: str
    interval: Interval
    unit: str
    meaning: str

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
    return [*_strikes(runs), *_escalation(runs), *_people(runs), *_endings(runs)]


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
        _share(runs, runs["war"], "runs with a war", WAR_CAUTION),
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


def _endings(runs: pd.DataFrame) -> list[Line]:
    quiet = runs["ended_by"].isin(["quiet", "mediated"])
    days = runs.loc[runs["days_to_quiet"] >= 0, "days_to_quiet"]
    return [
        _share(
            runs,
            quiet,
            "runs quiet at the end",
            f"no act of force outside campaigns in the last {QUIET_DAYS} days, and no war",
        ),
        Line(
            "days until it falls quiet, median",
            quantile_interval(days, 0.5),
            "days",
            f"of the runs in which {QUIET_DAYS} quiet days followed; counted from the start",
        ),
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
        "summary": [
            {"outcome": line.outcome, **as_dict(line.interval), "unit": line.unit, "meaning": line.meaning}
            for line in summarise(results)
        ],
    }


def heading(results: Results) -> str:
    """One line that says what the table is about."""
    m = results.manifest
    return (
        f"{m['scenario']['name']}: {m['runs']:,} simulated runs of {m['days']} days, seed {m['seed']}; "
        f"{100 * LEVEL:.0f} % intervals are sampling error only"
    )
