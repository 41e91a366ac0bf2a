"""How far chains run: the share of chains that reach at least so many acts of force."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ..measures.claims import headline
from ..measures.numbers import percent, setting
from ..measures.statistics import between_runs
from .about import About
from .frames import Frame, frame, stack
from .style import BLUE, VERMILION, Drawn, foot_key, key_height, new_figure, on_phone, once_a_figure, say, styled
from .tables import chains

NAME = "chain-length"
TITLE = "How far chains of strike and retaliation run"
SEE = (
    "The curve gives the share of chains with at least that many acts of force; the band is a 95 % interval that "
    "takes into account that chains of one run are alike. A steep fall means that most provocations fizzle. Chains "
    "that begin with a shock or a strike are shown apart from those that begin inside a standing campaign, where "
    "most acts go unanswered."
)
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10000)
NOTE = "Share of chains with at least so many acts of force; band: 95 % interval"
AXIS = "acts of force in the chain, at least"
GROUPS = ((False, "begun by an event, a spoiler or a strike", BLUE), (True, "begun by an act of a campaign", VERMILION))


@styled
def survival(acts: Frame, about: About) -> Drawn:
    """Draw the survival curve of chain length, on logarithmic axes.

    The data has a row a curve and length: ``campaign`` (how the chain began), ``length``, ``share`` of chains at least
    that long, ``low``, ``high``, ``chains`` (how many there are in all).
    """
    data = survival_data(acts)
    key = key_height(len(GROUPS), 1) if on_phone() else 0.0
    figure = new_figure(4.4 + key, headline(TITLE, finding(data), about.kept), about, NOTE, key)
    axes = figure.add_subplot()
    if data.empty:
        say(axes, "No chain: nothing happened in any run.")
        return Drawn(figure, data)
    for campaign, label, colour in GROUPS:
        part = data[data["campaign"] == campaign]
        if len(part):
            _curve(axes, part, f"{label} ({int(part['chains'].iloc[0]):,} chains)", colour)
    _axes(axes, data)
    if on_phone():
        foot_key(figure, axes.get_legend_handles_labels()[0], 1)
    else:
        axes.legend(loc="upper right")
    return Drawn(figure, data)


@once_a_figure
def survival_data(acts: Frame) -> Frame:
    """The curve for either kind of beginning, with intervals between runs."""
    found = chains(acts)
    parts = [_group(found[found["campaign"] == campaign], campaign) for campaign, _, _ in GROUPS]
    return stack(parts)


def finding(data: Frame) -> str:
    """How many of the chains begun outside campaigns, else of those begun inside, go on."""
    if data.empty:
        return ""
    campaign = bool(data["campaign"].all())
    part = data[data["campaign"] == campaign].set_index("length")["share"]
    where = "a standing campaign" if campaign else "an event, a spoiler or a strike"
    two, five = percent(part.get(2, 0.0)), percent(part.get(5, 0.0))
    return f"Of chains begun by {where}, {two} are answered by force and {five} reach five acts"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    if data.empty:
        return "Survival curve of chain length: there are no chains."
    curves = []
    for campaign, label, _ in GROUPS:
        part = data[data["campaign"] == campaign].set_index("length")["share"]
        if len(part):
            two, five = percent(part.get(2, 0.0)), percent(part.get(5, 0.0))
            curves.append(f"of chains {label}, {two} have two acts or more and {five} five or more")
    return f"Survival curves of chain length in {about.runs:,} runs: " + "; ".join(curves) + "."


def _group(found: Frame, campaign: bool) -> Frame:
    names = ["campaign", "length", "share", "low", "high", "chains"]
    if found.empty:
        return frame({name: pd.Series(dtype=bool if name == "campaign" else float) for name in names})
    longest = int(found["length"].max())
    lengths = np.array([step for step in STEPS if step <= longest])
    hits, trials = _per_run(found, lengths)
    share, low, high = between_runs(hits, trials)
    columns = dict(zip(names, (campaign, lengths, share, low, high, len(found)), strict=True))
    return frame(columns)


def _per_run(found: Frame, lengths: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each run how many chains reach each length, and how many there are."""
    _, at = np.unique(found["run"].to_numpy(), return_inverse=True)
    size = int(at.max()) + 1
    length = found["length"].to_numpy()
    hits = np.stack([np.bincount(at[length >= least], minlength=size) for least in lengths], axis=1)
    return hits.astype(float), np.bincount(at, minlength=size).astype(float)


def _curve(axes: Axes, part: Frame, label: str, colour: str) -> None:
    axes.fill_between(part["length"], part["low"], part["high"], color=colour, alpha=0.2, linewidth=0)
    axes.plot(part["length"], part["share"], "o-", color=colour, label=label, ms=4)


def _axes(axes: Axes, data: Frame) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    longest = int(data["length"].max())
    marks = [n for n in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 5000) if n <= max(5, longest)]
    axes.set_xlim(0.93, max(5, longest) * 1.12)
    axes.set_xticks(marks, [str(n) for n in marks])
    floor = max(1e-7, float(data["share"].min()) * 0.5)
    axes.set_ylim(floor, 1.3)
    shares = [s for s in (1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-7) if s >= floor]
    axes.set_yticks(shares, [f"{setting(100 * s)} %" for s in shares])
    axes.minorticks_off()
    axes.set_xlabel(AXIS)
    axes.set_ylabel("share of chains")
