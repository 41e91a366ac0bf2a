"""Paired differences: how each outcome of the second world stands to the first."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .about import About
from .frames import Frame
from .style import BLUE, INK, SOFT, VERMILION, Drawn, new_figure, say, styled

NAME = "differences"
TITLE = "What the change does"
SEE = (
    "Each line is an outcome: the second world over the first, on the same draws, with its 95 % interval. Left of one "
    "there is less of it, right of it more; an interval that holds one says that these runs cannot tell. Beside each "
    "stand both values, and how many times more runs independent seeds would have needed."
)


@styled
def differences(data: Frame, about: About, names: tuple[str, str]) -> Drawn:
    """Draw ratios with intervals.

    ``data`` has a row an outcome: ``outcome``, ``a``, ``b``, ``ratio``, ``ratio_low``, ``ratio_high``, ``saving``.
    """
    shown = data[np.isfinite(data["ratio"].to_numpy(float)) & (data["ratio"].to_numpy(float) > 0)]
    note = f"{names[1]} over {names[0]}; whiskers: paired bootstrap, 95 %"
    figure = new_figure(1.3 + 0.4 * max(3, len(shown)), TITLE, about, note)
    axes = figure.add_subplot()
    if not len(shown):
        say(axes, "No outcome that both worlds have.")
        return Drawn(figure, data)
    y = np.arange(len(shown))[::-1]
    _whiskers(axes, shown, y)
    axes.axvline(1.0, color=INK, linewidth=1.0, linestyle=(0, (4, 3)))
    axes.set_yticks(y, list(shown["outcome"]))
    axes.set_xlabel("ratio", color=SOFT)
    for at, row in zip(y, shown.to_dict("records"), strict=True):
        text = f"{_short(row['a'])} → {_short(row['b'])}   {_saved(row['saving'])}"
        axes.annotate(
            text, (1.0, float(at)), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=8.5, color=SOFT,
        )  # fmt: skip
    axes.grid(False, axis="y")
    return Drawn(figure, data)


def _whiskers(axes: Axes, shown: Frame, y: np.ndarray) -> None:
    middle, low, high = (shown[name].to_numpy(float) for name in ("ratio", "ratio_low", "ratio_high"))
    low, high = np.where(np.isfinite(low), low, middle), np.where(np.isfinite(high), high, middle)
    sure = (low > 1) | (high < 1)
    colours = np.where(~sure, "#8a8a8a", np.where(middle > 1, VERMILION, BLUE))
    axes.hlines(y, low, high, color=colours, linewidth=2.0)
    axes.scatter(middle, y, color=colours, s=34, zorder=3)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _saved(factor: float) -> str:
    if not np.isfinite(factor):
        return "identical" if factor == np.inf else ""
    return f"saves {factor:.1f}x runs"


def describe(data: Frame, names: tuple[str, str]) -> str:
    """The figure in words."""
    clear = data[(data["ratio_low"] > 1) | (data["ratio_high"] < 1)]
    told = ", ".join(f"{row['outcome']} {row['ratio']:.2f}" for row in clear.to_dict("records")) or "none"
    return f"Ratios of outcomes, {names[1]} over {names[0]}. Clearly different: {told}."
