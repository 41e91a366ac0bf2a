"""The questions as given and changed: the answer to each in both worlds, on the same draws, with the difference."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..measures.claims import WAYS, Finding, headline, side
from ..measures.numbers import fixed_percent, percent, signed
from ..measures.statistics import Interval
from .about import About
from .frames import Frame
from .style import (
    BLUE,
    FAINT,
    INK,
    SOFT,
    VERMILION,
    Drawn,
    foot_key,
    key_height,
    new_figure,
    on_phone,
    say,
    styled,
    wrapped_on_phone,
)

NAME = "answers"
TITLE = "What the change does to the questions"
SEE = (
    "Each line is a question that has a share for its answer: blue in the first world, red in the second, each with "
    "its 95 % interval; beside it the difference on the same draws with its own interval, which is narrower than the "
    "two suggest. Bold where that interval leaves out zero and enough runs differ to tell."
)
LETTERS, PHONE_LETTERS = 44, 40
#: Inches below a question on a phone: the difference, both answers, and some room.
PHONE_ROOM = 0.56
#: Inches of a line of text.
LINE = 0.165


@styled
def asked(data: Frame, about: About, names: tuple[str, str]) -> Drawn:
    """Draw the answers of both worlds.

    ``data`` has a row a question: ``ask``, ``unit``, ``a``, ``a_low``, ``a_high``, the same of ``b``, ``difference``,
    ``difference_low``, ``difference_high``, ``differing`` (runs that differ).
    """
    shown = shares(data)
    rows = shown.to_dict("records")
    labels = [fill(row["ask"], PHONE_LETTERS if on_phone() else LETTERS) for row in rows]
    heights = [LINE * (label.count("\n") + 1) + (PHONE_ROOM if on_phone() else 0.12) for label in labels]
    key = key_height(2, 2)
    note = "Share of the runs, or acts, that each is asked of; bars: 95 % interval"
    figure = new_figure(
        1.5 + max(1.0, sum(heights)) + key, headline(TITLE, finding(shown), about.runs), about, note, key
    )
    axes = figure.add_subplot()
    if not rows:
        say(axes, "No question that both worlds answer with a share.")
        return Drawn(figure, data)
    y = -(np.cumsum(heights) - np.array(heights) / 2)
    for at, row, label, high in zip(y, rows, labels, heights, strict=True):
        both_answers(axes, float(at) - (high / 2 - 0.18 if on_phone() else 0), row)
        _words(axes, float(at), row, label, high)
    axes.set_ylim(-sum(heights), 0)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(lambda value, _: fixed_percent(value, 0))
    axes.grid(False, axis="y")
    handles = [Line2D([], [], color=colour, marker="o", label=wrapped_on_phone(name, 50))
               for name, colour in zip(names, (BLUE, VERMILION), strict=True)]  # fmt: skip
    foot_key(figure, handles, 2)
    return Drawn(figure, data)


def both_answers(axes: Axes, at: float, row: dict[str, Any]) -> None:
    """Both answers, one just above the other, and the way between them."""
    axes.plot([row["a"], row["b"]], [at, at], color=FAINT, linewidth=1.0, zorder=1)
    for world, colour, shift in (("a", BLUE, 0.045), ("b", VERMILION, -0.045)):
        axes.hlines(at + shift, row[f"{world}_low"], row[f"{world}_high"], color=colour, linewidth=1.6)
        axes.plot([row[world]], [at + shift], "o", ms=5.5, color=colour, zorder=3)


def _words(axes: Axes, at: float, row: dict[str, Any], label: str, high: float) -> None:
    """The question before its line and the difference behind it; on a phone both stand above it."""
    weight = "bold" if side(finding_of(row)) in WAYS else "normal"
    answered = f"{percent(row['a'])} → {percent(row['b'])}{difference_words(row)}"
    if on_phone():
        words = f"{label}\n{' '.join(answered.split())}"
        axes.text(
            0.0, at + high / 2 - 0.03, words, transform=axes.get_yaxis_transform(), va="top", fontsize=8,
            fontweight=weight,
        )  # fmt: skip
        axes.set_yticks([])
        return
    axes.annotate(label, (0.0, at), xycoords=("axes fraction", "data"), xytext=(-8, 0), textcoords="offset points",
                  ha="right", va="center", fontsize=8.6, fontweight=weight, color=INK)  # fmt: skip
    axes.annotate(answered, (1.0, at), xycoords=("axes fraction", "data"), xytext=(9, 0), textcoords="offset points",
                  va="center", fontsize=8.4, fontweight=weight, color=SOFT)  # fmt: skip
    axes.set_yticks([])


def difference_words(row: dict[str, Any]) -> str:
    """The difference of a row with its interval below it."""
    if not row["differing"]:
        return "\nthe same in every run"
    points = [100 * row[name] for name in ("difference", "difference_low", "difference_high")]
    digits = 2 if any(0 < abs(value) < 0.05 for value in points) else 1  # an end that is not zero is not shown as zero
    middle, low, high = (signed(value, digits) for value in points)
    return f"   {middle} points\n({low} to {high} points)"


def finding_of(row: dict[str, Any]) -> Finding:
    """The difference of a row, with the runs that bear on it."""
    return Finding(Interval(row["difference"], row["difference_low"], row["difference_high"]), int(row["differing"]))


def shares(data: Frame) -> Frame:
    """The rows that can be drawn: shares that both worlds have."""
    return data[(data["unit"] == "share").to_numpy(bool) & np.isfinite(data["difference"].to_numpy(float))]


def finding(shown: Frame, named: Callable[[dict[str, Any]], str] = itemgetter("ask")) -> str:
    """Of the answers that are told to move, the one that moves furthest, as ``named`` calls its row."""
    known = [row for row in shown.to_dict("records") if side(finding_of(row)) in WAYS]
    if not known:
        return "No question moves by more than its interval covers" if len(shown) else ""
    most = max(known, key=lambda row: abs(row["difference"]))
    return f"{named(most)} {percent(most['a'])} → {percent(most['b'])}"


def describe(data: Frame, names: tuple[str, str]) -> str:
    """The figure in words."""
    answered = [
        f"{row['ask']} {percent(row['a'])}, then {percent(row['b'])}" for row in shares(data).to_dict("records")
    ]
    return f"Answers in {names[0]} and in {names[1]}: {'; '.join(answered) or 'none'}."
