"""A chain as a tree: every act on its own line, indented under the act that it answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ...model.world.ladder import RUNG_NAMES, RUNGS
from ..measures.numbers import several
from .about import About, shorten
from .frames import Column, Frame, frame
from .style import (
    FAINT,
    INK,
    RUNG_COLOURS,
    SOFT,
    Drawn,
    ink_on,
    new_figure,
    on_phone,
    say,
    settle,
    styled,
    wrapped_on_phone,
)
from .tables import flag, number, of_run, text

NAME = "chain"
TITLE = "The longest chain of one run, as a tree"
SEE = (
    "Read downwards: every line is an act, indented under the act that it answers. A chain that stops after one or "
    "two lines fizzled; many lines at the same depth are answers to one provocation; a staircase to the right is a "
    "spiral. Hollow squares are OBSERVED events, grey diamonds are words and signals without force."
)
LINES = 40
LINE = 0.235
#: Letters across a phone.
LETTERS = 50
INDENT_MOST = 0.045


@styled
def tree(acts: Frame, about: About, run: int, chain: int | None = None) -> Drawn:
    """Draw one chain of a run, by default the one with the most acts of force (among equals the deepest).

    The data has a row an act, in drawing order: ``line``, ``act``, ``cause``, ``depth``, ``day``, ``actor``,
    ``target``, ``rung``, ``killed``, ``observed``, ``kinetic``, ``displaced``, ``left_out`` (acts beyond `LINES`).
    """
    about = about.of_run(run)
    data = tree_data(of_run(acts, run), chain)
    line = LINE * (1.75 if on_phone() else 1.0)
    figure = new_figure(1.15 + line * max(4, len(data)), finding(data, about), about, _note(data, about))
    axes = figure.add_subplot()
    if data.empty:
        say(axes, "No act in this run.")
        return Drawn(figure, data)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(-len(data) + 0.4, 0.6)
    step = min(INDENT_MOST, 0.45 / max(1, int(data["depth"].max())))
    _lines(axes, data, step)
    settle(figure)
    for row in data.to_dict("records"):
        _act(axes, row, step, about)
    return Drawn(figure, data)


def tree_data(log: Frame, chain: int | None = None) -> Frame:
    """The acts of a chain in drawing order: each before its answers, answers by day."""
    if chain is None:
        chain = _longest(log)
    part = log[number(log["chain"]) == chain]
    acts, causes = number(part["act"]), number(part["cause"])
    depth = _walk(acts.tolist(), causes.tolist())
    position = {int(act): k for k, act in enumerate(acts)}
    rows = part.iloc[[position[act] for act in depth]]
    data = frame(
        {
            "line": np.arange(len(rows)),
            "act": number(rows["act"]),
            "cause": number(rows["cause"]),
            "depth": list(depth.values()),
            "day": number(rows["day"]),
            "actor": [text(a) for a in rows["actor"]],
            "target": [text(a) for a in rows["target"]],
            "rung": number(rows["rung"]),
            "killed": number(rows["killed"]),
            "observed": flag(rows["observed"]),
            "kinetic": flag(rows["kinetic"]),
            "displaced": flag(rows["displaced"]),
        }
    )
    return data.head(LINES).assign(left_out=max(0, len(data) - LINES))


def finding(data: Frame, about: About) -> str:
    """How long this chain is, and who begins it, as a title."""
    if data.empty or data["left_out"].iloc[0]:
        return TITLE
    root, force = data.iloc[0], int(data["kinetic"].sum())
    days = int(data["day"].max() - data["day"].min())
    begun = f"begun by {about.label(root['actor'])} on {about.on(root['day'])}"
    return f"A chain of run {about.run}: {several(force, 'act')} of force in {several(days, 'day')}, {begun}"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    if data.empty:
        return "Tree of a chain: no act in this run."
    root = data.iloc[0]
    words = (
        f"Tree of a chain in run {about.run}: it begins with {_words(root.to_dict(), about)} on {about.on(root['day'])}"
    )
    force = int(data["kinetic"].sum())
    return f"{words}, holds {force} acts of force and reaches generation {int(data['depth'].max())}."


def _longest(log: Frame) -> int:
    if log.empty:
        return -1
    facts = frame({"chain": number(log["chain"]), "force": flag(log["kinetic"]), "depth": number(log["generation"])})
    best = facts.groupby("chain").agg(force=("force", "sum"), depth=("depth", "max"))
    return int(best.sort_values(["force", "depth"], kind="stable").index[-1])


def _walk(acts: list[int], causes: list[int]) -> dict[int, int]:
    """Acts with their depth, each before its answers; no recursion, since a chain may be thousands deep."""
    answers: dict[int, list[int]] = {}
    for act, cause in zip(acts, causes, strict=True):
        answers.setdefault(cause if cause in set(acts) else -1, []).append(act)
    order: dict[int, int] = {}
    waiting = [(act, 0) for act in reversed(answers.get(-1, []))]
    while waiting:
        act, depth = waiting.pop()
        order[act] = depth
        waiting += [(answer, depth + 1) for answer in reversed(answers.get(act, []))]
    return order


def _lines(axes: Axes, data: Frame, step: float) -> None:
    at = {int(act): (0.02 + step * depth, -line) for act, depth, line in zip(*_columns(data), strict=True)}
    for act, cause in zip(data["act"], data["cause"], strict=True):
        if int(cause) in at:
            (x0, y0), (x1, y1) = at[int(cause)], at[int(act)]
            axes.plot([x0, x0, x1], [y0, y1, y1], color=FAINT, linewidth=1.1, zorder=1)


def _columns(data: Frame) -> tuple[Column, pd.Series, pd.Series]:
    return data["act"], data["depth"], data["line"]


def _act(axes: Axes, row: dict[str, object], step: float, about: About) -> None:
    x, y, rung = 0.02 + step * int(str(row["depth"])), -float(str(row["line"])), int(str(row["rung"]))
    colour = RUNG_COLOURS[rung]
    if row["observed"]:
        axes.plot(x, y, "s", ms=10, mfc="white", mec="#000000", mew=1.5, zorder=3)
    elif row["kinetic"]:
        axes.plot(x, y, "o", ms=11, mfc=colour, mec="white", zorder=3)
    else:
        axes.plot(x, y, "D", ms=9.5, mfc=colour, mec="white", zorder=3)
    digit = INK if row["observed"] else ink_on(colour)
    axes.annotate(str(rung), (x, y), ha="center", va="center_baseline", fontsize=7.2, color=digit, zorder=4)
    when = about.on(int(str(row["day"])))
    axes.annotate(
        wrapped_on_phone(f"{when}   {_words(row, about)}", int(LETTERS * (1 - x))),
        (x, y),
        xytext=(11, 0),
        textcoords="offset points",
        va="center" if on_phone() else "center_baseline",
        fontsize=8.4 if on_phone() else 8.8,
        color=INK if row["kinetic"] else SOFT,
        fontweight="bold" if row["observed"] else "normal",
    )


def _words(row: dict[str, object], about: About) -> str:
    rung, killed = int(str(row["rung"])), int(str(row["killed"]))
    name = RUNG_NAMES[rung] if 0 <= rung < RUNGS else "act"
    extra = f", {killed} dead" if killed else ""
    extra += ", displaced onto a third party" if row["displaced"] else ""
    who = f"{about.label(row['actor'])} → {about.label(row['target'])}" if row["target"] else about.label(row["actor"])
    return f"{f'{about.mark}  ' if row['observed'] else ''}{who}: {name}{extra}"


def _note(data: Frame, about: About) -> str:
    if data.empty:
        return f"Run {about.run}"
    left = int(data["left_out"].iloc[0])
    more = f"; {left:,} more acts are not drawn" if left else ""
    return shorten(f"Run {about.run}: {int(data['kinetic'].sum())} acts of force drawn{more}", 120)
