"""How high runs climb: the distribution of the highest rung."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ...model.world.ladder import FIRST_KINETIC, FIRST_OVERT
from ..measures.claims import headline
from ..measures.numbers import fixed_percent, percent
from ..measures.statistics import wilson_bounds
from .about import About
from .frames import Frame, frame
from .style import (
    INK,
    RUNG_COLOURS,
    SOFT,
    Drawn,
    new_figure,
    on_phone,
    once_a_figure,
    rung_label,
    say,
    styled,
    wrapped_on_phone,
)
from .tables import flag, number

SHOWN = 3
NAME = "peak-rung"
TITLE = "How high the runs climb"
SEE = (
    "Each bar is the share of runs whose highest simulated act of force stands on that rung; whiskers are 95 % "
    "intervals (sampling error only); the hollow square marks the highest OBSERVED event, which every run contains."
    " Weight at rung 9 and above means that the scenario often reaches a homeland; a short bar at 11 and 12 is not "
    "a probability of war, since the model's own constants move it far more than chance does."
)


@styled
def peak(acts: Frame, about: About) -> Drawn:
    """Draw the share of runs by the highest rung of their simulated acts, with Wilson intervals.

    The data has a row a rung: ``rung`` (0 for none), ``runs`` (count), ``share``, ``low``, ``high``, ``observed`` (the
    highest rung among the observed events).
    """
    data = peak_data(acts, about)
    title = headline(TITLE, finding(data), about.kept)
    figure = new_figure(1.2 + 0.4 * max(4, len(data)), title, about, _note(data))
    axes = figure.add_subplot()
    if not data["runs"].sum():
        say(axes, "No runs.")
        return Drawn(figure, data)
    y = np.arange(len(data))[::-1]
    colours = [RUNG_COLOURS[int(rung)] for rung in data["rung"]]
    axes.barh(y, data["share"], color=colours, height=0.72, edgecolor="#6b6b6b", linewidth=0.5)
    some = (data["runs"] > 0).to_numpy()
    axes.hlines(y[some], data["low"][some], data["high"][some], color=INK, linewidth=1.2)
    axes.set_yticks(y, [_name(int(rung), int(seen)) for rung, seen in zip(data["rung"], data["observed"], strict=True)])
    _numbers(axes, data, y)
    axes.set_xlim(0, float(data["high"].max()) * (1.75 if on_phone() else 1.2))
    axes.xaxis.set_major_formatter(lambda value, _: fixed_percent(value, 0) if value <= 1.001 else "")
    axes.grid(False, axis="y")
    axes.tick_params(axis="y", length=0)
    return Drawn(figure, data)


@once_a_figure
def peak_data(acts: Frame, about: About) -> Frame:
    """Share of the kept runs by the highest rung of a simulated act of force; a run without one stands at 0."""
    seen, force = flag(acts["observed"]), flag(acts["kinetic"])
    free, rung = force & ~seen, number(acts["rung"])
    top = np.zeros(about.kept, dtype=np.int64)
    np.maximum.at(top, number(acts["run"])[free], rung[free])
    reach = max(int(top.max(initial=0)), FIRST_OVERT)
    lowest = min((int(r) for r in (*top, *rung[seen & force]) if r), default=FIRST_KINETIC)
    rungs = [*([0] if (top == 0).any() else []), *range(min(lowest, reach - SHOWN + 1), reach + 1)]
    counts = np.array([(top == rung).sum() for rung in rungs])
    share, low, high = wilson_bounds(counts, len(top))
    observed = int(rung[seen & force].max(initial=0))
    return frame({"rung": rungs, "runs": counts, "share": share, "low": low, "high": high, "observed": observed})


def finding(data: Frame) -> str:
    """On which rung the largest share of runs peaks."""
    if not data["runs"].sum():
        return ""
    best = data.loc[data["runs"].idxmax()]
    if not best["rung"]:
        return f"{percent(best['share'])} of the runs have no simulated act of force"
    return f"{percent(best['share'])} of the runs peak at rung {rung_label(int(best['rung']))}"


def _name(rung: int, observed: int) -> str:
    name = rung_label(rung) if rung else "no simulated act of force"
    return wrapped_on_phone(f"□ {name}" if rung == observed and rung else name, 18)


def _note(data: Frame) -> str:
    seen = int(data["observed"].max()) if len(data) else 0
    note = "Share of runs by the highest rung of a simulated act; whiskers: 95 % interval"
    return f"{note}.   □ highest OBSERVED event: rung {seen}" if seen else note


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    if not data["runs"].sum():
        return "Bar chart of the highest rung: there are no runs."
    best = data.loc[data["runs"].idxmax()]
    high = data.loc[data["rung"] >= 9, "share"].sum()
    name = rung_label(int(best["rung"])) if best["rung"] else "no act of force"
    return (
        f"Bar chart of the highest simulated rung in {int(data['runs'].sum()):,} runs. Most frequent: {name} "
        f"({percent(best['share'])}). "
        f"Rung 9 or above in {percent(high)} of runs."
    )


def _numbers(axes: Axes, data: Frame, y: np.ndarray) -> None:
    for at, share, high, count in zip(y, data["share"], data["high"], data["runs"], strict=True):
        axes.annotate(
            f"{percent(share)}  ({count:,})" if count else "none",
            (float(high) if count else 0.0, float(at)),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.8,
            color=INK if count else SOFT,
        )
