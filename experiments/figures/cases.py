"""The cases of an experiment, a panel each: what becomes of the questions when one thing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...scenarios.schema.words import as_words
from ..measures.claims import WAYS, capital, headline, side
from ..measures.numbers import fixed_percent, percent
from .about import About
from .asked import LINE, both_answers, difference_words, finding, finding_of, shares
from .frames import Frame
from .style import BLUE, INK, SOFT, VERMILION, Drawn, foot_key, key_height, new_figure, on_phone, say, styled

NAME = "cases"
TITLE = "What becomes of the questions in each case"
SEE = (
    "A panel is a case of the experiment, a line in it a question that has a share for its answer: blue in the first "
    "case, red in this one, each with its 95 % interval. Below them stands the difference on the same draws with its "
    "own interval; bold where that interval leaves out zero."
)
#: Panels side by side on a desk, and letters in a line of a question there and on a phone.
ACROSS, LETTERS, PHONE_LETTERS = 3, 34, 46
#: Inches that dots and difference take.
ROOM = 0.52
#: Inches of a panel's title and of its axis.
HEAD = 0.62


@styled
def cases(data: Frame, about: About, first: str) -> Drawn:
    """Draw the answers of each case beside those of the first.

    ``data`` has a row for each further case and outcome: ``case``, ``label``, ``unit``, ``a``, ``a_low``, ``a_high``
    (the first case), the same of ``b``, ``difference``, ``difference_low``, ``difference_high``, ``differing`` (runs).
    """
    shown = shares(data)
    names = list(dict.fromkeys(shown["case"].astype(str)))
    asked = list(dict.fromkeys(shown["label"]))
    labels = [fill(text, PHONE_LETTERS if on_phone() else LETTERS) for text in asked]
    across = 1 if on_phone() else min(ACROSS, max(1, len(names)))
    down = -(-max(1, len(names)) // across)
    heights = [_height(label) for label in labels]
    key = key_height(2, 2)
    figure = new_figure(
        0.9 + down * max(1.0, sum(heights) + HEAD) + key, headline(TITLE, finding(shown, labelled), about.runs), about,
        "Share of the runs, or acts, that each is asked of; bars: 95 % interval", key,
    )  # fmt: skip
    panels = figure.subplots(down, across, squeeze=False).ravel()
    if not names:
        say(panels[0], "No question that the cases answer with a share.")
        return Drawn(figure, data)
    y = [float(at) for at in -(np.cumsum(heights) - np.array(heights) / 2)]
    for k, (axes, name) in enumerate(zip(panels, names, strict=False)):
        rows = {row["label"]: row for row in shown[(shown["case"] == name).to_numpy(bool)].to_dict("records")}
        _panel(axes, [rows.get(text) for text in asked], labels, y, heights)
        axes.set_title(named(name), fontsize=9.5, loc="left", fontweight="bold")
        if not on_phone() and k % across == 0:
            axes.set_yticks(y, labels, fontsize=8.4)
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    words = (as_words(first), "changed as the panel says")
    handles = [Line2D([], [], color=colour, marker="o", label=word)
               for word, colour in zip(words, (BLUE, VERMILION), strict=True)]  # fmt: skip
    foot_key(figure, handles, 2)
    return Drawn(figure, data)


def _height(label: str) -> float:
    """Inches of a question: beside its dots on a desk, above them on a phone."""
    words = LINE * (label.count("\n") + 1)
    return words + ROOM if on_phone() else max(words + 0.12, ROOM)


def _panel(
    axes: Axes, rows: Sequence[dict[str, Any] | None], labels: Sequence[str], y: Sequence[float],
    heights: Sequence[float],
) -> None:  # fmt: skip
    for row, label, at, high in zip(rows, labels, y, heights, strict=True):
        if row is None:
            continue
        line = at + (0.11 if not on_phone() else -high / 2 + ROOM - 0.12)
        if on_phone():
            axes.text(0.0, at + high / 2 - 0.04, label, transform=axes.get_yaxis_transform(), va="top", fontsize=8,
                      color=INK)  # fmt: skip
        both_answers(axes, line, row)
        weight = "bold" if side(finding_of(row)) in WAYS else "normal"
        words = " ".join(difference_words(row).split()).replace(" points)", ")")
        axes.text(0.5, line - 0.13, words, transform=axes.get_yaxis_transform(), ha="center", va="top", fontsize=7.8,
                  fontweight=weight, color=SOFT)  # fmt: skip
    axes.set_xlim(-0.04, 1.04)
    axes.set_ylim(-sum(heights), 0)
    axes.xaxis.set_major_formatter(lambda value, _: fixed_percent(value, 0))
    axes.grid(False, axis="y")
    axes.set_yticks([])


def named(case: str) -> str:
    """A case as readers see it."""
    return capital(as_words(case))


def labelled(row: dict[str, Any]) -> str:
    """An answer of a case as readers see it."""
    return f"{named(row['case'])}: {row['label']}"


def describe(data: Frame, first: str) -> str:
    """The figure in words."""
    parts = [
        f"{labelled(row)} {percent(row['a'])}, then {percent(row['b'])}" for row in shares(data).to_dict("records")
    ]
    return f"Answers in {as_words(first)} and in each other case: {'; '.join(parts) or 'none'}."
