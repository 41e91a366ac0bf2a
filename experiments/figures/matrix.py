"""Who strikes whom: acts of force a run, by actor and by who is hit, and by actor and whose soil is hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ..measures.claims import headline
from ..measures.numbers import count, decimal, significant
from ..measures.strikes import SOIL, TARGET, StrikePair, pairs
from .about import About
from .frames import Frame, frame
from .style import INK, SOFT, Drawn, ink_on, new_figure, on_phone, once_a_figure, say, styled, wrapped_on_phone

NAME = "who-strikes-whom"
TITLE = "Who strikes whom"
SEE = (
    "Rows strike, columns are hit: above by target, below by whose soil it is on, for a strike abroad hits "
    "two at once. The number is how many simulated acts of force there are in a run on average, outside standing "
    "campaigns; darker is more, on a logarithmic scale. A row with several dark cells is an actor that answers many; "
    "cells off the quarrels you expect show displaced retaliation. The bars at the foot give the standing campaigns, "
    "which would drown all else. On a phone the most frequent pairs stand as bars."
)
NOTE = "Simulated acts of force outside campaigns, mean per run"
ACTORS = 16
PAIRS, PHONE_PAIRS = 8, 10
STANDING = "standing campaigns, acts per run"
PANELS = {TARGET: "by target", SOIL: "by whose soil is hit"}
ROW, HEAD = 0.27, 1.05


@styled
def matrix(acts: Frame, about: About) -> Drawn:
    """Draw the matrices of simulated acts outside campaigns and, below them, the campaigns by pair.

    The data has a row a pair: ``by`` (target or soil), ``actor``, ``struck`` (an actor or a territory), ``campaign``
    (bool), ``acts`` in all kept runs, ``runs`` with at least one, ``per_run``.
    """
    data = matrix_data(acts, about)
    if data.empty:
        figure = new_figure(2.6, TITLE, about, NOTE)
        say(figure.add_subplot(), "No simulated act of force in any run.")
        return Drawn(figure, data)
    if on_phone():
        return Drawn(_listed(data, about), data)
    tables = [_table(data[~data["campaign"] & (data["by"] == by)], about) for by in PANELS]
    standing = data[data["campaign"] & (data["by"] == TARGET)].head(PAIRS)
    heights = [HEAD + ROW * max(2, len(rows)) for rows, _, _ in tables]
    if len(standing):
        heights.append(0.5 + 0.22 * len(standing))
    figure = new_figure(1.0 + sum(heights), finding(data, about), about, NOTE + _left_out(data, tables))
    panels = figure.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
    for axes, table, by in zip(panels, tables, PANELS, strict=False):
        _cells(axes, table, by, about)
    if len(standing):
        _bars(panels[-1], standing, STANDING, about)
    return Drawn(figure, data)


def _listed(data: Frame, about: About) -> Figure:
    """The most frequent pairs as bars, for a page too narrow for tables."""
    free = data[~data["campaign"]]
    parts = [(title, free[free["by"] == by].head(PHONE_PAIRS)) for by, title in PANELS.items()]
    parts.append((STANDING.partition(",")[0], data[data["campaign"] & (data["by"] == TARGET)].head(PAIRS)))
    parts = [(title, part) for title, part in parts if len(part)]
    heights = [0.75 + 0.32 * len(part) for _, part in parts]
    figure = new_figure(1.0 + sum(heights), finding(data, about), about, f"{NOTE}; the most frequent pairs")
    panels = figure.subplots(len(parts), 1, height_ratios=heights, squeeze=False)[:, 0]
    for axes, (title, part) in zip(panels, parts, strict=True):
        _bars(axes, part, title, about)
    return figure


@once_a_figure
def matrix_data(acts: Frame, about: About) -> Frame:
    """Mean acts of force a run by pair, by target and by soil, most frequent first; observed events are left out."""
    found = pairs(acts)
    columns = {name: [getattr(pair, name) for pair in found] for name in StrikePair._fields}
    data = frame(columns).astype({"campaign": bool, "acts": int, "runs": int})
    return data.assign(per_run=data["acts"] / max(1, about.kept))


def finding(data: Frame, about: About) -> str:
    """The rates of the first pair by target and by soil, as a title."""
    free = data[~data["campaign"]]
    first = [free[free["by"] == by].head(1).to_dict("records") for by in PANELS]
    leading = [
        f"{about.label(row['actor'])} {joint} {_name(row['by'], row['struck'], about)} {_short(row['per_run'])}"
        for rows, joint in zip(first, ("on", "in"), strict=True)
        for row in rows
    ]
    return headline(TITLE, f"Acts of force a run: {'; '.join(leading)}" if leading else "", about.kept)


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    if data.empty:
        return "Matrix of who strikes whom: no simulated act of force."
    leading = []
    for by, how in ((TARGET, "by target"), (SOIL, "by soil")):
        most = data[~data["campaign"] & (data["by"] == by)].head(3).to_dict("records")
        rates = [
            f"{about.label(row['actor'])} on {_name(by, row['struck'], about)} ({significant(row['per_run'], 2)} a run)"
            for row in most
        ]
        leading.append(f"most frequent {how}: {'; '.join(rates) or 'none'}")
    return f"Matrices of simulated acts of force a run outside campaigns; {', and '.join(leading)}."


def _name(by: str, struck: str, about: About) -> str:
    """Who or whose soil is hit, as readers see it."""
    if not struck:
        return "nobody known"
    return about.label(struck) if by == TARGET else about.place(struck)


#: Rows, columns and cells of a panel; a missing cell is not a number.
Table = tuple[list[str], list[str], NDArray[np.float64]]


def _table(free: Frame, about: About) -> Table:
    """The most frequent pairs as a table: at most `ACTORS` rows and columns, in the order of the scenario."""
    rows: set[str] = set()
    columns: set[str] = set()
    cells: dict[tuple[str, str], float] = {}
    for actor, struck, rate in zip(free["actor"], free["struck"], free["per_run"], strict=True):
        if len(rows | {actor}) <= ACTORS and len(columns | {struck}) <= ACTORS:
            rows.add(actor)
            columns.add(struck)
            cells[actor, struck] = float(rate)
    down, along = _in_order(rows, about.labels), _in_order(columns, [*about.labels, *about.territories])
    return down, along, np.array([[cells.get((row, column), np.nan) for column in along] for row in down])


def _in_order(names: set[str], order: Iterable[str]) -> list[str]:
    """Names in the order of the scenario, unknown ones last."""
    known = dict.fromkeys(name for name in order if name in names)
    return [*known, *sorted(names - set(known))]


def _left_out(data: Frame, tables: Sequence[Table]) -> str:
    """How many rarer pairs the tables had no room for."""
    shown = sum(int((~np.isnan(cells)).sum()) for _, _, cells in tables)
    rest = int((~data["campaign"]).sum()) - shown
    return f"; {count(rest)} rarer pairs are left out" if rest else ""


def _cells(axes: Axes, found: Table, by: str, about: About) -> None:
    rows, columns, table = found
    if not rows:
        say(axes, "No simulated act outside the standing campaigns.")
        return
    low, high = float(np.nanmin(table)), float(np.nanmax(table))
    norm = LogNorm(max(low, high / 1000), max(high, low * 1.01))
    edges = [np.arange(size + 1) - 0.5 for size in table.shape[::-1]]
    mesh = axes.pcolormesh(*edges, np.ma.masked_invalid(table), cmap="cividis_r", norm=norm, edgecolors="white")
    axes.set_ylim(table.shape[0] - 0.5, -0.5)
    names = [_name(by, column, about) for column in columns]
    axes.set_xticks(range(len(columns)), names, rotation=35, ha="left", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), [about.label(row) for row in rows])
    axes.set_title(PANELS[by], fontweight="bold", color=INK)
    axes.xaxis.tick_top()
    axes.grid(False)
    axes.tick_params(length=0)
    for row, column in np.argwhere(~np.isnan(table)):
        value = float(table[row, column])
        colour = ink_on(mesh.cmap(norm(value))[:3])  # type: ignore[arg-type]
        axes.annotate(_short(value), (column, row), ha="center", va="center", fontsize=8.4, color=colour)


def _short(value: float) -> str:
    if value < 0.005:
        return "<.01"
    return decimal(value).lstrip("0") if value < 0.995 else decimal(value, 1) if value < 99.5 else count(value)


def _bars(axes: Axes, standing: Frame, title: str, about: About) -> None:
    y = np.arange(len(standing))[::-1]
    axes.barh(y, standing["per_run"], color="#9c9c9c", height=0.65)
    names = [
        f"{about.label(row['actor'])} → {_name(row['by'], row['struck'], about)}" for row in standing.to_dict("records")
    ]
    axes.set_yticks(y, [wrapped_on_phone(name, 24) for name in names], fontsize=8 if on_phone() else 9)
    for at, rate in zip(y, standing["per_run"], strict=True):
        end = (float(rate), float(at))
        axes.annotate(
            _short(end[0]), end, xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.4, color=SOFT
        )
    axes.set_title(title, fontweight="bold", color=INK)
    axes.grid(False, axis="y")
    axes.margins(x=0.2 if on_phone() else 0.1)
    axes.tick_params(axis="y", length=0)
