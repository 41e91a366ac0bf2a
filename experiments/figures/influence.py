"""What an outcome goes with: first-order and total Sobol indices, a panel an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ..measures.claims import headline
from ..measures.numbers import decimal
from ..measures.outcomes import labels_in
from .about import About
from .frames import Frame
from .style import BLUE, INK, SKY, Drawn, foot_key, key_height, new_figure, on_phone, say, styled

NAME = "influence"
TITLE = "Which settings the result goes with"
SEE = (
    "For each outcome, the settings with the largest indices. Dark: the share of the variance over the declared ranges "
    "that goes with the setting alone; light: with everything it does together with others. Whiskers are 95 % "
    "intervals. Where the light bar is much longer, the setting matters through others."
)
MOST_BARS, MOST_PANELS = 10, 6
#: Letters of a line of a setting and of a panel's title, on a desk and on a phone.
LETTERS, PHONE_LETTERS = (34, 48), (22, 34)


@styled
def influence(data: Frame, about: About, called: Mapping[str, str], finding: str = "") -> Drawn:
    """Draw indices; ``data`` has ``outcome``, ``parameter``, ``S1``, ``S1_conf``, ``ST``, ``ST_conf``.

    ``called`` has the settings in words, ``finding`` is what the title says, if anything was found.
    """
    names = list(dict.fromkeys(data["outcome"]))[:MOST_PANELS]
    bars = min(MOST_BARS, max([1, *(int((data["outcome"] == name).sum()) for name in names)]))
    across = 1 if on_phone() else min(2, max(1, len(names)))
    down = -(-max(1, len(names)) // across)
    key = key_height(2, 2)
    setting, letters = PHONE_LETTERS if on_phone() else LETTERS
    named = {path: "\n".join(wrap(words, setting)) for path, words in called.items()}
    line = 0.12 + 0.14 * max((named[path].count("\n") + 1 for path in set(data["parameter"])), default=1)
    title, note = headline(TITLE, finding, about.runs), "Sobol indices, 95 % intervals"
    figure = new_figure(1.0 + down * (0.6 + line * bars) + key, title, about, note, key)
    panels = figure.subplots(down, across, squeeze=False).ravel()
    labels = labels_in(data)
    for axes, name in zip(panels, names, strict=False):
        _panel(axes, data[data["outcome"] == name].head(MOST_BARS), named)
        axes.set_title("\n".join(wrap(labels[name], letters)), fontsize=9.5, loc="left")
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    if not names:
        panels[0].set_visible(True)
        say(panels[0], "No outcome varies over the declared ranges.")
    foot_key(figure, [Patch(color=BLUE, label="alone (first order)"), Patch(color=SKY, label="with others (total)")], 2)
    return Drawn(figure, data)


def _panel(axes: Axes, rows: Frame, named: Mapping[str, str]) -> None:
    y = np.arange(len(rows))[::-1]
    total, alone = rows["ST"].to_numpy(float), rows["S1"].to_numpy(float)
    axes.barh(y, np.maximum(total, 0), color=SKY, height=0.74, alpha=0.75)
    axes.barh(y, np.maximum(alone, 0), color=BLUE, height=0.36)
    spread = rows["ST_conf"].to_numpy(float)
    axes.hlines(y, np.maximum(total - spread, 0), total + spread, color=INK, linewidth=0.9)
    axes.set_yticks(y, [named[name] for name in rows["parameter"]], fontsize=7.5)
    axes.set_xlim(0, max(0.2, float(np.nanmax(total + spread)) * 1.05))
    axes.grid(False, axis="y")
    axes.tick_params(axis="y", length=0)


def describe(data: Frame, called: Mapping[str, str]) -> str:
    """The figure in words."""
    parts, labels = [], labels_in(data)
    for name, rows in data.groupby("outcome", sort=False):
        best = rows.iloc[0]
        parts.append(f"{labels[str(name)]}: {called[best['parameter']]} ({decimal(best['ST'])} in all)")
    return f"Bar charts of Sobol indices. The strongest setting for {'; '.join(parts) or 'no outcome'}."
