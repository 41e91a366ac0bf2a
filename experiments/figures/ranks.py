"""Rank histograms: whether a calibration finds the constants that it hid from itself, a panel a constant."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from scipy.stats import binom

from ..measures.numbers import several
from .frames import Frame, frame, stack
from .plain import bare_figure
from .style import BLUE, FAINT, INK, SOFT, VERMILION, Drawn, on_phone, styled

NAME = "ranks"
TITLE = "Does the calibration find what it hides?"
SEE = (
    "In each trial a constant was hidden and inferred again; its rank among the draws of its posterior is counted in "
    "ten bins. If intervals mean what they say, every bin holds as many: the line, and the grey band that luck allows. "
    "A hill means intervals that are too wide, a valley too narrow, a slope a posterior that leans to one side. Red: "
    "more uneven than luck among so many constants."
)
#: Chance of a histogram as uneven by luck, of all constants together, below which it is called uneven.
SURE = 0.05
#: Share of right histograms whose bin lies in the band.
BAND = 0.95
COLUMNS, ON_PHONE = 5, 3


@styled
def ranks(report: dict[str, Any]) -> Drawn:
    """Draw the histograms of `evidence.ranks.as_json`.

    The data has a row a constant and bin: ``constant``, ``bin`` from 1, ``count``, ``low`` and ``high`` of the band,
    ``luck`` of the histogram and whether it is ``uneven``.
    """
    data = ranks_data(report)
    names = list(report["constants"])
    across = ON_PHONE if on_phone() else COLUMNS
    down = -(-len(names) // across)
    note = f"Ranks of hidden constants among {report['draws']} draws in ten bins; band: what luck allows a bin, 95 %"
    foot = f"Simulated data of {report['size']['trials']} trials, not a forecast.  Made with brink."
    figure = bare_figure(0.9 + 1.25 * down, TITLE, note, foot)
    panels = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for panel, name in zip(panels, names, strict=False):
        _panel(panel, data[data["constant"] == name], name, report["size"]["trials"])
    for panel in panels[len(names) :]:
        panel.set_axis_off()
    return Drawn(figure, data)


def ranks_data(report: dict[str, Any]) -> Frame:
    """The table behind the figure."""
    trials, single = report["size"]["trials"], SURE / len(report["constants"])
    parts = []
    for name, row in report["constants"].items():
        bins = len(row["ranks"])
        low, high = binom.interval(BAND, trials, 1 / bins)
        columns = {"constant": name, "bin": np.arange(1, bins + 1), "count": row["ranks"], "low": low, "high": high}
        parts.append(frame(columns | {"luck": row["luck"], "uneven": row["luck"] < single}))
    return stack(parts)


def _panel(axes: Axes, part: Frame, name: str, trials: int) -> None:
    at = part["bin"].to_numpy()
    axes.fill_between([0.5, at[-1] + 0.5], part["low"].iloc[0], part["high"].iloc[0], color=FAINT, alpha=0.4, lw=0)
    axes.bar(at, part["count"], width=0.86, color=VERMILION if part["uneven"].any() else BLUE)
    axes.axhline(trials / len(at), color=INK, linewidth=0.9)
    axes.set_title(name, fontsize=8.5, loc="left")
    axes.set_xticks([at[0], at[-1]], ["low", "high"], fontsize=8, color=SOFT)


def describe(data: Frame) -> str:
    """The figure in words."""
    names = data["constant"].unique()
    uneven = data.loc[data["uneven"], "constant"].unique()
    verdict = f"uneven beyond luck: {', '.join(uneven)}" if len(uneven) else "none is uneven beyond luck"
    return f"Rank histograms of {several(len(names), 'constant')}; {verdict}."
