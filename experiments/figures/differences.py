"""Paired differences: how each outcome of the second world stands to the first."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from ...model.outcomes import Direction
from ..measures.claims import capital, headline
from ..measures.numbers import by_unit, decimal, fixed_percent, significant
from ..measures.outcomes import direction_of, labels_in
from .about import About
from .frames import Frame
from .style import BLUE, INK, SOFT, VERMILION, Drawn, new_figure, on_phone, say, styled, wrapped_on_phone

NAME = "differences"
TITLE = "What the change does"
SEE = (
    "Each line is an outcome: the second world over the first, on the same draws, with its 95 % interval. Left of one "
    "there is less of it, right of it more; an interval that holds one says that these runs cannot tell. Red means "
    "more escalation, blue less. Beside each stand both values."
)
#: Letters in a line of a label, on a desk and on a phone.
LABEL_WIDTH, PHONE_LABEL = 40, 24
GREY = "#8a8a8a"


@styled
def differences(data: Frame, about: About, names: tuple[str, str]) -> Drawn:
    """Draw ratios with intervals.

    ``data`` has a row an outcome: ``outcome``, ``unit``, ``a``, ``b``, ``ratio``, ``ratio_low``, ``ratio_high``.
    """
    shown = data[np.isfinite(data["ratio"].to_numpy(float)) & (data["ratio"].to_numpy(float) > 0)]
    shown = shown.assign(words=shown["outcome"].map(labels_in(shown)))
    note = f"{names[1]} over {names[0]}; whiskers: paired bootstrap, 95 %"
    lines = max(
        (_named(row, PHONE_LABEL if on_phone() else LABEL_WIDTH).count("\n") + 1 for row in _rows(shown)), default=1
    )
    row = max(0.62, 0.19 * (lines + 1)) if on_phone() else max(0.4, 0.19 * lines)
    title = headline(TITLE, finding(shown, about), about.runs)
    figure = new_figure(1.3 + row * max(3, len(shown)), title, about, note)
    axes = figure.add_subplot()
    if not len(shown):
        say(axes, "No outcome that both worlds have.")
        return Drawn(figure, data)
    y = np.arange(len(shown))[::-1]
    reach = _reach(shown)
    _whiskers(axes, shown, y, reach)
    axes.set_xscale("log")
    axes.set_xlim(1 / reach, reach)
    axes.xaxis.set_major_locator(FixedLocator(_marks(reach, 1 if on_phone() else 2)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: significant(value)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.axvline(1.0, color=INK, linewidth=1.0, linestyle=(0, (4, 3)))
    axes.set_xlabel(wrapped_on_phone("ratio, logarithmic; an arrow head: the interval goes on", 24), color=SOFT)
    _say(axes, _rows(shown), y, about)
    axes.grid(False, axis="y")
    return Drawn(figure, data)


def _rows(shown: Frame) -> list[dict[str, Any]]:
    return shown.to_dict("records")


def _say(axes: Axes, rows: list[dict[str, Any]], y: np.ndarray, about: About) -> None:
    """Write what each line is before it, and both values after it; on a phone below its name."""
    values = [_values(row, about) for row in rows]
    if on_phone():
        names = [f"{_named(row, PHONE_LABEL)}\n{both}" for row, both in zip(rows, values, strict=True)]
        axes.set_yticks(y, names, fontsize=8)
        return
    axes.set_yticks(y, [_named(row, LABEL_WIDTH) for row in rows])
    for at, both in zip(y, values, strict=True):
        axes.annotate(
            both, (1.0, float(at)), xycoords=("axes fraction", "data"), xytext=(11, 0),
            textcoords="offset points", va="center", fontsize=8.5, color=SOFT,
        )  # fmt: skip


def _values(row: Mapping[str, Any], about: About) -> str:
    """Both values of an outcome by its unit."""
    return " → ".join(by_unit(row[world], row.get("unit", "number"), about.start) for world in "ab")


def _named(row: Mapping[str, Any], letters: int) -> str:
    """An outcome; a day with the share of runs in which it came, which is what its mean is taken over."""
    label = "\n".join(wrap(row["words"], letters))
    if "share_a" not in row or (row.get("unit") != "days" and min(row["share_a"], row["share_b"]) >= 1):
        return label
    return f"{label}\n(in {fixed_percent(row['share_a'], 0)}, {fixed_percent(row['share_b'], 0)} of runs)"


def _reach(shown: Frame) -> float:
    """How far the axis goes on either side of one: all estimates and most intervals lie inside, a wild one need not."""
    middle, low, high = (shown[name].to_numpy(float) for name in ("ratio", "ratio_low", "ratio_high"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.abs(np.log(np.concatenate([low, high])))
    known = ends[np.isfinite(ends)]
    most = 1.3 * np.quantile(known, 0.7) if len(known) else 0.0
    return float(np.exp(max(0.02, 1.25 * np.abs(np.log(middle)).max(), most)))


def _marks(reach: float, most: int) -> list[float]:
    """Ratios to mark: the widest ``most`` round ones inside the axis, the same way up and down."""
    steps = (1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 30, 100, 1e3, 1e4, 1e6, 1e9)
    inside = [step for step in steps if step <= reach * 1.0001][-most:]
    return [*(1 / step for step in reversed(inside)), 1.0, *inside]


def _whiskers(axes: Axes, shown: Frame, y: np.ndarray, reach: float) -> None:
    middle, low, high = (shown[name].to_numpy(float) for name in ("ratio", "ratio_low", "ratio_high"))
    low, high = np.where(np.isfinite(low), low, middle), np.where(np.isfinite(high), high, middle)
    colours = [_colour(*row) for row in zip(shown["outcome"], middle, low, high, strict=True)]
    axes.hlines(y, np.maximum(low, 1 / reach), np.minimum(high, reach), color=colours, linewidth=2.0)
    axes.scatter(middle, y, color=colours, s=34, zorder=3)
    for beyond, at, mark in ((low < 1 / reach, 1 / reach, "<"), (high > reach, reach, ">")):
        axes.scatter(
            np.full(int(beyond.sum()), at), y[beyond], color=np.array(colours)[beyond], s=34, marker=mark, clip_on=False
        )


def _colour(outcome: str, middle: float, low: float, high: float) -> str:
    """Red for more escalation, blue for less, grey where these runs cannot tell or an outcome is neither."""
    way = direction_of(outcome)
    if not (low > 1 or high < 1) or way is Direction.NONE:
        return GREY
    return VERMILION if (middle > 1) == (way is Direction.UP) else BLUE


def finding(shown: Frame, about: About) -> str:
    """Of the outcomes whose interval leaves out one, which is the furthest from it."""
    clear = shown[(shown["ratio_low"] > 1) | (shown["ratio_high"] < 1)]
    if clear.empty:
        return ""
    most = clear.loc[np.log(clear["ratio"].astype(float)).abs().idxmax()]
    return f"{capital(most['words'])}: {_values(most, about)}"


def describe(data: Frame, names: tuple[str, str]) -> str:
    """The figure in words."""
    out = data[(data["ratio_low"] > 1) | (data["ratio_high"] < 1)]
    labels = labels_in(data)
    ratios = ", ".join(f"{labels[row['outcome']]} {decimal(row['ratio'])}" for row in out.to_dict("records")) or "none"
    return f"Ratios of outcomes, {names[1]} over {names[0]}. With an interval that leaves out one: {ratios}."
