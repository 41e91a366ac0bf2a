"""Contained or runaway: an outcome over two settings, and the line on which acts feed themselves."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes

from ..measures.claims import capital, headline
from ..measures.outcomes import axis_of, label_of
from .about import About
from .frames import Frame
from .style import INK, SOFT, Drawn, in_percent, new_figure, on_phone, say, styled

#: Letters of a line along an axis, and of one across a phone.
AXIS_WIDTH, ON_PHONE = 60, 34
NAME = "runaway"
TITLE = "Contained or runaway"
SEE = (
    "Colour is the outcome at each pair of settings. Across the black line an act of force draws one answer on "
    "average: on one side of it chains die out, on the other they feed themselves. Where there is no line, the note "
    "says on which side everything lies. The square marks the scenario as given."
)


@styled
def runaway(
    data: Frame, about: About, axes_of: Mapping[str, str], outcome: str, given: tuple[float, float], note: str,
    label: str = "", unit: str = "",
) -> Drawn:  # fmt: skip
    """Draw the map.

    ``data`` has a row a point: the two paths, ``outcome``, ``branching_ratio``; ``axes_of`` has both settings in words
    by path; ``given`` is where the scenario stands; ``note`` says on which side of one answer an act the map lies, and
    is the title; ``label`` is what readers call a question, ``unit`` what its numbers are.
    """
    x_path, y_path = axes_of
    subject = f"Colour: {label or label_of(outcome)}"
    figure = new_figure(5.2, headline(TITLE, capital(note), about.runs), about, subject)
    axes = figure.add_subplot()
    if len(data) < 4:
        say(axes, "Too few points for a map.")
        return Drawn(figure, data)
    x, y, z = table_of(data, x_path, y_path, outcome)
    if not np.isfinite(z).any():
        say(axes, "Nothing to measure at any point.")
        return Drawn(figure, data)
    mesh = axes.pcolormesh(x, y, z, cmap="cividis", shading="nearest")
    scale = figure.colorbar(mesh, ax=axes, label="\n".join(wrap(axis_of(outcome, label), AXIS_WIDTH)), pad=0.01)
    if unit == "share":
        in_percent(scale.ax.yaxis)
    _line(axes, x, y, table_of(data, x_path, y_path, "branching_ratio")[2])
    if x[0] <= given[0] <= x[-1] and y[0] <= given[1] <= y[-1]:
        axes.scatter([given[0]], [given[1]], marker="s", s=46, facecolor="white", edgecolor=INK, zorder=5)
    axes.set_xlabel("\n".join(wrap(axes_of[x_path], ON_PHONE if on_phone() else AXIS_WIDTH)), color=SOFT)
    axes.set_ylabel("\n".join(wrap(axes_of[y_path], AXIS_WIDTH)), color=SOFT)
    axes.grid(False)
    return Drawn(figure, data)


def table_of(data: Frame, x_path: str, y_path: str, column: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The values of a column as a grid: x and y in order, z of shape (y, x)."""
    grid = data.pivot_table(index=y_path, columns=x_path, values=column, dropna=False)
    return grid.columns.to_numpy(float), grid.index.to_numpy(float), grid.to_numpy(float)


def _line(axes: Axes, x: np.ndarray, y: np.ndarray, branching: np.ndarray) -> None:
    known = branching[np.isfinite(branching)]
    if not len(known) or not known.min() < 1 < known.max():
        return
    lines = axes.contour(x, y, np.ma.masked_invalid(branching), levels=[1.0], colors=[INK], linewidths=1.8)
    axes.clabel(lines, fmt={1.0: "one answer an act"}, fontsize=8)


def describe(axes_of: Mapping[str, str], outcome: str, note: str) -> str:
    """The figure in words."""
    return f"Map of {label_of(outcome)} over {' and '.join(axes_of.values())}: {note}."
