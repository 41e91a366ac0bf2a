"""How outcomes answer to a lever: a panel an outcome, a line a case."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes

from ...scenarios.schema.words import as_words
from ..measures.claims import headline
from ..measures.outcomes import axis_of, labels_in
from .about import About
from .frames import Frame
from .style import OKABE_ITO, SOFT, Drawn, foot_key, in_percent, key_height, new_figure, on_phone, say, styled

NAME = "response"
TITLE = "What turning the lever does"
SEE = (
    "A panel for each outcome. Dots are means over the sampled uncertainties, whiskers their sampling error (95 %); "
    "the band holds nine in ten of the sampled points, so it shows what is not known rather than chance. A line that "
    "stays inside its own band says little about the lever."
)
PANELS = 3
MOST = 6
#: Letters in a line of a panel's title.
TITLE_WIDTH = 31


@styled
def response(
    data: Frame, about: About, lever: str, series: str = "case", called: str = "", finding: str = ""
) -> Drawn:  # fmt: skip
    """Draw each outcome over the values of a lever.

    ``data`` has a row for each value, line and outcome: the lever's column (names, where ``lever`` is ``case``),
    ``series`` (which line), ``outcome``, ``estimate``, ``low``, ``high``, ``least``, ``most``.
    ``called`` is the lever in words, ``finding`` what the title says, if anything was found.
    """
    names = list(dict.fromkeys(data["outcome"]))[:MOST]
    lines = list(dict.fromkeys(data[series].astype(str))) if series in data and series != lever else [""]
    across = 1 if on_phone() else min(PANELS, max(1, len(names)))
    down = -(-max(1, len(names)) // across)
    key = key_height(len(lines), 3) if len(lines) > 1 else 0.0
    title, note = headline(TITLE, finding, about.runs), f"Over {called or lever}; band: nine in ten sampled points"
    figure = new_figure(1.2 + 2.5 * down + key, title, about, note, key)
    panels = figure.subplots(down, across, squeeze=False).ravel()
    handles, labels = [], labels_in(data)
    for axes, name in zip(panels, names, strict=False):
        handles = _panel(axes, data[data["outcome"] == name], lever, series, lines)
        if set(data.loc[data["outcome"] == name].get("unit", ())) == {"share"}:
            in_percent(axes.yaxis)
        if lever != "case":
            axes.set_xlabel("\n".join(wrap(called or lever, TITLE_WIDTH)), fontsize=8, color=SOFT)
        axes.set_title("\n".join(wrap(axis_of(name, labels[name]), TITLE_WIDTH)), fontsize=9.5, loc="left")
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    if not names:
        say(panels[0], "No outcomes.")
    if len(lines) > 1:
        foot_key(figure, handles, 3)
    return Drawn(figure, data)


def _panel(axes: Axes, rows: Frame, lever: str, series: str, lines: list[str]) -> list:
    handles = []
    words = not np.issubdtype(np.asarray(rows[lever]).dtype, np.number)
    for k, line in enumerate(lines):
        mine = rows[rows[series].astype(str) == line] if line else rows
        colour = OKABE_ITO[k % len(OKABE_ITO)]
        x = np.arange(len(mine)) if words else mine[lever].to_numpy(float)
        middle = mine["estimate"].to_numpy(float)
        below, above = middle - mine["low"].to_numpy(float), mine["high"].to_numpy(float) - middle
        if not words:
            axes.fill_between(x, mine["least"].to_numpy(float), mine["most"].to_numpy(float), color=colour, alpha=0.16)
        handle = axes.errorbar(
            x, middle, yerr=np.maximum(0, np.stack([below, above])), color=colour, marker="o", markersize=4,
            linestyle="none" if words else "-", linewidth=1.3, elinewidth=1.0, label=line,
        )  # fmt: skip
        handles.append(handle)
        if words:
            axes.set_xticks(x, [as_words(str(name)) for name in mine[lever]], rotation=25, ha="right")
    return handles


def describe(data: Frame, lever: str) -> str:
    """The figure in words."""
    names = ", ".join(labels_in(data).values())
    return f"Line charts of {names} over {lever}, with intervals; the numbers stand in the table below."
