"""The box of a discovery: where in its range each bounded setting lies, and what the peeling bought."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes

from ..measures.claims import headline
from ..measures.numbers import significant, span
from .about import About
from .frames import Frame
from .style import BLUE, FAINT, INK, SOFT, VERMILION, Drawn, new_figure, on_phone, say, styled

NAME = "discovery-box"
TITLE = "Under which conditions it happens"
SEE = (
    "First: the bounded settings, the surest on top; the grey bar is the range drawn, the blue part lies in the box. "
    "Second: each dot is a step of the peeling; to the right the box holds more of the runs asked for, further up it "
    "holds less of anything else. The red dot is the box shown: without bounds that luck may have set, so it need not "
    "lie among the steps."
)
MOST = 12
#: Letters of a line of a setting.
LETTERS = 30


@styled
def box(limits: Frame, steps: Frame, about: About, finding: str = "") -> Drawn:
    """Draw a box; ``finding`` is what the title says, if anything was found.

    ``limits`` has ``parameter``, ``meaning`` (what readers call it), ``low``, ``high`` (NaN where unbounded),
    ``least``, ``most``, ``chance``; ``steps`` has ``coverage``, ``density``, ``chosen``.
    """
    shown = limits.head(MOST)
    shown = shown.assign(words=["\n".join(wrap(str(words), LETTERS)) for words in shown["meaning"]])
    lines = max((words.count("\n") + 1 for words in shown["words"]), default=1)
    bars = max(2.2, max(0.36, 0.1 + 0.14 * lines) * len(shown))
    note, title = "Box found by peeling; trade-off of every step", headline(TITLE, finding, about.runs)
    figure = new_figure(1.4 + bars + (2.6 if on_phone() else 0.0), title, about, note)
    if on_phone():
        left, right = figure.subplots(2, 1, height_ratios=[bars, 2.6])
    else:
        left, right = figure.subplots(1, 2, width_ratios=[1.5, 1.0])
    if len(shown):
        _bars(left, shown)
    else:
        say(left, "No setting is bounded.")
    right.scatter(steps["coverage"], steps["density"], s=16, color=BLUE, alpha=0.7)
    best = steps[steps["chosen"]]
    right.scatter(best["coverage"], best["density"], s=52, color=VERMILION, zorder=3)
    right.set_xlabel("coverage", color=SOFT)
    right.set_ylabel("density", color=SOFT)
    right.set_xlim(0, 1.03)
    right.set_ylim(0, 1.03)
    return Drawn(figure, limits)


def _bars(axes: Axes, shown: Frame) -> None:
    y = np.arange(len(shown))[::-1]
    least, width = shown["least"].to_numpy(float), (shown["most"] - shown["least"]).to_numpy(float)
    low = np.where(np.isnan(shown["low"].to_numpy(float)), least, shown["low"].to_numpy(float))
    high = np.where(np.isnan(shown["high"].to_numpy(float)), least + width, shown["high"].to_numpy(float))
    start, end = (low - least) / width, (high - least) / width
    axes.barh(y, np.ones(len(y)), color=FAINT, height=0.2, alpha=0.6)
    axes.barh(y, end - start, left=start, color=BLUE, height=0.36)
    for at, first, last, a, b in zip(y, start, end, low, high, strict=True):
        axes.annotate(
            span(a, b, significant), ((first + last) / 2, at + 0.2), ha="center", va="bottom", fontsize=7.5, color=INK
        )
    axes.set_yticks(y, list(shown["words"]), fontsize=8)
    axes.set_xticks([0, 1], ["lowest", "highest"])
    axes.set_ylim(-0.6, len(shown) - 0.2)
    axes.grid(False)


def describe(limits: Frame) -> str:
    """The figure in words."""
    names = ", ".join(str(name) for name in limits["meaning"].head(5))
    return (
        f"Bars of the ranges that the box keeps, and the trade-off of coverage and density. Bounded: {names or 'none'}."
    )
