"""When the questions come true: a panel each, the share of runs with a first act by each date, in one world or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...model.world.asked import QuestionTable
from ..measures.claims import Finding, headline, majorities
from ..measures.numbers import count, fixed_percent, percent
from ..measures.questions.answers import wording
from ..measures.questions.moments import Moments, moments
from ..measures.statistics import Interval
from .about import About
from .dates import date_axis
from .frames import Frame, frame, stack
from .style import (
    BLUE,
    LINE_HEIGHT,
    VERMILION,
    Drawn,
    fixed,
    foot_key,
    key_height,
    new_figure,
    on_phone,
    say,
    styled,
)  # fmt: skip

NAME = "questions"
TITLE = "When each question comes true"
SEE = (
    "Each panel is a question. The curve gives the share of the runs asked in which it had come true by that date; the "
    "band is a 95 % interval. A steep step is a date on which much happens at once; where the curve ends is the "
    "answer. A question that supposes another is asked of the runs in which that one came true; one that never comes "
    "true is left out."
)
SEE_BOTH = (
    f"{SEE} Blue is the first world, red the second, on the same draws: where the curves part, the change begins to "
    "tell."
)
COLUMNS, LETTERS, LINES = 3, 40, 3
COLOURS = (BLUE, VERMILION)
#: Inches of the title and its note, and of the dates and what stands under them.
HEAD, FEET = 0.62, 0.75
#: Inches of a panel, and of the words above it.
PANEL, WORDS = 1.0, 0.72


def when_data(questions: Sequence[QuestionTable], worlds: Mapping[str, Any], days: int) -> Frame:
    """A row a question, world and day; ``worlds`` gives the tables of runs by the name of their world.

    A question that never comes true in any of them has no rows.
    """
    found = {world: [one for one in moments(questions, runs, days) if one.of] for world, runs in worlds.items()}
    ever = {one.asked.name for some in found.values() for one in some if one.share[-1]}
    parts = [_rows(world, one) for world, some in found.items() for one in some if one.asked.name in ever]
    names = ("question", "ask", "world", "day", "share", "low", "high", "of")
    return stack(parts) if parts else frame({name: [] for name in names})


def _rows(world: str, found: Moments) -> Frame:
    named = {"question": found.asked.name, "ask": wording(found.asked), "world": world}
    curve = {"day": np.arange(len(found.share)), "share": found.share, "low": found.low, "high": found.high}
    return frame({**named, **curve, "of": found.of})


@styled
def when(data: Frame, about: About) -> Drawn:
    """Draw the share of runs in which each question had come true, by date.

    ``data`` is that of `when_data`: ``question``, ``ask``, ``world``, ``day``, ``share``, ``low``, ``high``, ``of``
    (runs asked).
    """
    asked, worlds = list(dict.fromkeys(data["question"])), list(dict.fromkeys(data["world"]))
    across = 1 if on_phone() else min(COLUMNS, max(2, len(asked)))
    down = max(1, -(-len(asked) // across))
    key = key_height(len(worlds), 2) if len(worlds) > 1 else 0.0
    note = "Share of the runs asked, by date; band: 95 % interval"
    figure = new_figure(HEAD + (PANEL + WORDS) * down + FEET + key, _title(data, about), about, note, key)
    if not asked:
        say(figure.add_subplot(), "No question that comes true on a day.")
        return Drawn(figure, data)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    grid.flat[0].set_ylim(0, 1.02)  # the panels share it, with its steps
    grid.flat[0].set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    for axes, name in zip(grid.flat, asked, strict=False):
        _panel(axes, data[data["question"] == name], worlds)
    for axes in grid.flat[len(asked) :]:
        axes.set_visible(False)
    _dates(grid, len(asked), about)
    if len(worlds) > 1:
        foot_key(figure, _key(worlds), 2)
    title, subtitle, foot = (text.get_text().count("\n") for text in figure.texts[:3])
    top = HEAD + WORDS + LINE_HEIGHT["title"] * title + LINE_HEIGHT["note"] * subtitle
    fixed(figure, 0.52, 0.42, top, FEET + LINE_HEIGHT["foot"] * foot + key, (0.28, WORDS / PANEL))
    return Drawn(figure, data)


def _dates(grid: Any, many: int, about: About) -> None:
    """Dates under the lowest panel of each column, which need not stand in the last row."""
    across = grid.shape[1]
    for at in range(max(0, many - across), many):
        axes = grid.flat[at]
        date_axis(axes, about, 0, max(1, about.days - 1), most=4)
        axes.tick_params(labelbottom=True, labelsize=8)


def _panel(axes: Axes, part: Frame, worlds: Sequence[str]) -> None:
    for world, colour in zip(worlds, COLOURS, strict=False):
        one = part[part["world"] == world]
        if not len(one):
            continue
        axes.fill_between(one["day"], one["low"], one["high"], color=colour, alpha=0.2, linewidth=0, step="post")
        axes.step(one["day"], one["share"], color=colour, linewidth=1.6, where="post")
    axes.tick_params(labelsize=8, labelbottom=False)
    # at a height of our own: to look for one that is free measures every tick again
    axes.set_title(_heading(part, worlds), fontsize=8.2, loc="left", y=1.0, pad=4, fontweight="normal")


def _heading(part: Frame, worlds: Sequence[str]) -> str:
    """The question in a few lines, and what it comes to in each world."""
    lines = wrap(str(part["ask"].iloc[0]), LETTERS)
    lines = [*lines[: LINES - 1], " ".join(lines[LINES - 1 :])] if len(lines) > LINES else lines
    ends = [percent(one["share"].iloc[-1]) for world in worlds if len(one := part[part["world"] == world])]
    of = " and ".join(dict.fromkeys(count(n) for n in part.groupby("world", sort=False)["of"].first()))
    return "\n".join([*lines, f"{' → '.join(ends)} of {of} runs"])


def _key(worlds: Sequence[str]) -> list[Artist]:
    return [Line2D([], [], color=colour, linewidth=2, label=name) for name, colour in zip(worlds, COLOURS, strict=True)]


def _title(data: Frame, about: About) -> str:
    """What was found: how many questions come true in most runs, or where the two worlds part most."""
    return headline(TITLE, finding(data, about), about.runs)


def finding(data: Frame, about: About) -> str:
    """How many questions mostly come true and mostly do not; between two worlds, which one moves most."""
    ends = last_days(data)
    worlds = list(dict.fromkeys(ends["world"]))
    if len(worlds) < 2:
        return majorities([Finding(Interval(*row), of) for *row, of in ends[["share", "low", "high", "of"]].to_numpy()])
    parted = _parted(ends, worlds)
    return f"By {about.on(about.days - 1)}: {parted}" if parted else ""


def last_days(data: Frame) -> Frame:
    """What each question has come to at the end, in each world."""
    return data.groupby(["question", "world"], sort=False).last().reset_index()


def _parted(ends: Frame, worlds: Sequence[str]) -> str:
    """The question whose shares lie farthest apart, with both."""
    wide = ends.pivot(index="question", columns="world", values="share").dropna()
    if wide.empty:
        return ""
    name = (wide[worlds[1]] - wide[worlds[0]]).abs().idxmax()
    ask = ends.loc[ends["question"] == name, "ask"].iloc[0]
    return f"{ask} {percent(wide.loc[name, worlds[0]])} → {percent(wide.loc[name, worlds[1]])}"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    ends = last_days(data)
    if ends.empty:
        return "Curves of when questions come true: no question that comes true on a day."
    shares = [f"{row['ask']} {fixed_percent(row['share'])} ({row['world']})" for row in ends.to_dict("records")]
    return f"Curves of when each question comes true in {about.runs:,} runs. By the end: {'; '.join(shares)}."
