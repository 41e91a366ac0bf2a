"""Attacks on US forces in Iraq and Syria: the simulated fan against the observed running total."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import numpy as np
import pandas as pd

from ..measures.claims import headline
from ..measures.numbers import count, fixed_percent, span
from .about import About
from .dates import date_axis
from .frames import Frame, frame
from .style import BLUE, INK, PACKAGE, Drawn, new_figure, say, styled
from .tables import flag, is_one, number

NAME = "attacks-on-us-forces"
TITLE = "Attacks on US forces in Iraq and Syria"
SEE = (
    "The line is the middle simulated run, the dark band holds half of the runs, the light band nine in ten. Hollow"
    " squares are the OBSERVED running totals that officials gave. Where the squares leave the light band, the "
    "model's campaign is too fast or too slow. The campaign's rate was set from this very record, so agreement is a"
    " check of bookkeeping, not a prediction."
)
TARGET = "united_states"
SOIL = ("iraq", "syria")
FROM = date(2023, 10, 17)
RUNS = 10_000
QUANTILES = {"q05": 5, "q25": 25, "q50": 50, "q75": 75, "q95": 95}


@styled
def fan(acts: Frame, about: About, tally: Frame | None = None) -> Drawn:
    """Draw simulated running totals since 17 October 2023 and the observed ones.

    ``tally`` has ``date`` and ``total``; by default the record that ships with brink. The data has a row a day with
    the quantiles of the simulated total and, where it was reported, ``observed``.
    """
    data = fan_data(acts, about, observed_tally() if tally is None else tally)
    note = "Running total since 17 Oct 2023: simulated (bands) and observed (hollow squares)"
    figure = new_figure(4.3, headline(TITLE, finding(data, about), about.kept), about, note)
    axes = figure.add_subplot()
    if data.empty:
        say(axes, "No attack on US forces in any run.")
        return Drawn(figure, data)
    axes.fill_between(
        data["day"], data["q05"], data["q95"], color=BLUE, alpha=0.18, linewidth=0, label="nine runs in ten"
    )
    axes.fill_between(
        data["day"], data["q25"], data["q75"], color=BLUE, alpha=0.35, linewidth=0, label="half of the runs"
    )
    axes.plot(data["day"], data["q50"], color=BLUE, label="middle run (simulated)")
    axes.plot(
        data["day"],
        data["observed"],
        "s",
        ms=6,
        mfc="white",
        mec=INK,
        mew=1.4,
        label="OBSERVED running total",
        zorder=5,
    )
    axes.set_ylim(0)
    axes.set_ylabel("attacks so far")
    date_axis(axes, about, float(data["day"].min()), float(data["day"].max()) + 1)
    axes.legend(loc="upper left")
    return Drawn(figure, data)


def applies(acts: Frame, about: About) -> bool:
    """Whether the scenario has such attacks in the months of the record."""
    first, last = (FROM - about.start).days, (date(2024, 1, 18) - about.start).days
    return TARGET in about.labels and last >= 0 and first < about.days and bool(_attacks(acts).any())


def observed_tally() -> Frame:
    """The running totals that ship beside this file, a row a report."""
    with (files(PACKAGE) / "us_forces_attack_tally.csv").open(encoding="utf-8") as lines:
        return pd.read_csv(lines)


def fan_data(acts: Frame, about: About, tally: Frame) -> Frame:
    """Quantiles over runs of the number of attacks up to each day; runs without an attack count as zero."""
    kept, first = min(about.kept, RUNS), max(0, (FROM - about.start).days)
    span = about.days - first
    if not kept or span <= 0:
        return frame({name: [] for name in ("day", *QUANTILES, "observed")})
    chosen = _attacks(acts) & (number(acts["run"]) < kept) & (number(acts["day"]) >= first)
    cell = number(acts["run"])[chosen] * span + number(acts["day"])[chosen] - first
    total = np.bincount(cell, minlength=kept * span).reshape(kept, span).cumsum(axis=1)
    levels = np.percentile(total, list(QUANTILES.values()), axis=0)
    data = frame({"day": np.arange(first, about.days), **dict(zip(QUANTILES, levels, strict=True))})
    known = {
        (date.fromisoformat(d) - about.start).days: float(n) for d, n in zip(tally["date"], tally["total"], strict=True)
    }
    return data.assign(observed=data["day"].map(known).astype(float))


def finding(data: Frame, about: About) -> str:
    """The simulated and the observed total on the last day on which there is one."""
    both = data.dropna(subset=["observed"])
    if both.empty:
        return ""
    last = both.iloc[-1]
    simulated = span(last["q05"], last["q95"], count)
    day, observed = about.on(last["day"]), count(last["observed"])
    return f"Attacks on US forces by {day}: {simulated} in nine runs of ten, {observed} observed"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    both = data.dropna(subset=["observed"])
    if both.empty:
        return "Fan of cumulative attacks on US forces; no observed total falls into the simulated days."
    last = both.iloc[-1]
    inside = ((both["observed"] >= both["q05"]) & (both["observed"] <= both["q95"])).mean()
    return (
        f"Fan of cumulative attacks on US forces: on {about.on(last['day'])} the middle run has {count(last['q50'])} "
        f"(5-95 %: {span(last['q05'], last['q95'], count)}), observed {count(last['observed'])}; "
        f"{fixed_percent(inside, 0)} of the reports lie in the light band."
    )


def _attacks(acts: Frame) -> np.ndarray:
    soil = is_one(acts["place"], SOIL[0]) | is_one(acts["place"], SOIL[1])
    return flag(acts["kinetic"]) & is_one(acts["target"], TARGET) & soil
