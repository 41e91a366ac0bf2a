"""The generic crisis against the statistics of real disputes, target by target: hits and misses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..measures.disputes import called
from ..measures.numbers import fixed_percent
from .frames import Frame, frame
from .plain import bare_figure
from .style import BLUE, FAINT, INK, SOFT, VERMILION, Drawn, styled

NAME = "targets"
TITLE = "Does the generic crisis look like real disputes?"
SEE = (
    "Hollow diamonds are OBSERVED statistics of real disputes, with what sampling and the difference of definitions "
    "allow. Thin grey lines are the model over the whole prior, thick lines after calibration: blue where the observed "
    "value lies within reach, red where it does not. Small bars are the constants as shipped."
)
WIDE = 1.645


@styled
def targets(fit: Sequence[dict[str, Any]], runs: int) -> Drawn:
    """Draw a row a statistic; ``fit`` has the fields of `calibrate.StatisticFit`, ``runs`` is how many were run.

    The data is the table of the fit with ``kind``: share or amount (days, deaths).
    """
    data = targets_data(fit)
    hits, number = int(data["hit"].sum()), len(data)
    note = f"{hits} of {number} statistics within reach after calibration; diamonds: observed, lines: simulated"
    foot = f"Simulated disputes, not a forecast.  Generic crisis, {runs:,} runs over the prior.  Made with brink."
    figure = bare_figure(0.9 + 0.235 * number, TITLE, note, foot)
    sizes = [int((data["kind"] == kind).sum()) for kind in ("share", "amount")]
    panels = figure.subplots(2, 1, height_ratios=[max(1, size) for size in sizes])
    for panel, kind in zip(panels, ("share", "amount"), strict=True):
        _panel(panel, data[data["kind"] == kind].reset_index(drop=True), kind)
    return Drawn(figure, data)


def targets_data(fit: Sequence[dict[str, Any]]) -> Frame:
    """The table behind the figure."""
    table = frame({name: [row[name] for row in fit] for name in fit[0]})
    amount = table["name"].str.startswith(("delay", "deaths"))
    return table.assign(kind=np.where(amount, "amount", "share"))


def _panel(axes: Axes, part: Frame, kind: str) -> None:
    place = (lambda value: value) if kind == "share" else (lambda value: np.log1p(np.maximum(value, 0)))
    rows = np.arange(len(part))[::-1]
    for y, (_, row) in zip(rows, part.iterrows(), strict=True):
        colour = BLUE if row["hit"] else VERMILION
        _line(axes, y, row["prior"], row["prior_sd"], place, FAINT, 1.2)
        _line(axes, y, row["posterior"], row["posterior_sd"], place, colour, 4.0)
        _line(axes, y + 0.24, row["observed"], row["tolerance"], place, INK, 0.8)
        axes.plot(place(row["observed"]), y + 0.24, "D", ms=5, mfc="white", mec=INK, mew=1.3)
        axes.plot(place(row["shipped"]), y, "|", ms=9, color=INK, mew=1.4)
    axes.set_yticks(rows, [called(str(name)) for name in part["name"]], fontsize=8)
    axes.set_ylim(-0.6, len(part) - 0.3)
    if kind == "share":
        axes.set_xlim(-0.02, 1.0)
        axes.xaxis.set_major_formatter(lambda value, _: fixed_percent(value, 0))
    else:
        marks = (0, 1, 2, 5, 10, 20, 50)
        axes.set_xticks([np.log1p(mark) for mark in marks], [str(mark) for mark in marks])
        axes.set_xlabel("days, or deaths", color=SOFT)


def _line(axes: Axes, y: float, middle: float, sd: float, place: Any, colour: str, width: float) -> None:
    low, high = max(0.0, middle - WIDE * sd), middle + WIDE * sd
    axes.plot([place(low), place(high)], [y, y], color=colour, linewidth=width, solid_capstyle="butt")


def describe(data: Frame) -> str:
    """The figure in words."""
    missed = [called(str(name)) for name in data.loc[~data["hit"], "name"]]
    words = f"missed: {', '.join(missed)}" if missed else "none is missed"
    return (
        f"Statistics of real disputes against the generic crisis: {int(data['hit'].sum())} of {len(data)} hit; {words}."
    )
