"""How deadly runs and single acts are: survival curves on logarithmic axes, since the tail is what matters."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ..measures.claims import headline
from ..measures.numbers import percent, setting
from ..measures.statistics import wilson_bounds
from .about import About
from .frames import Frame, frame, stack
from .style import BLUE, VERMILION, Drawn, new_figure, on_phone, say, styled
from .tables import flag, number, of_run

NAME = "deaths"
TITLE = "How deadly it gets"
SEE = (
    "Read a point as: this share of runs (first panel) or of acts of force (second) killed at least that many. A "
    "straight line to the right end means a heavy tail: the mean then says little, so read the shares. The dead of "
    "the OBSERVED events, the same in every run, are left out."
)
POINTS = 60


@styled
def deaths(runs: Frame, acts: Frame, about: About) -> Drawn:
    """Draw the share of runs, and of simulated acts of force, with at least so many dead.

    The data has a row a curve and number of dead: ``of`` (runs or acts), ``killed``, ``share``, ``low``, ``high``,
    ``total`` (number of runs or acts).
    """
    data = deaths_data(runs, acts)
    figure = new_figure(
        7.0 if on_phone() else 4.4, headline(TITLE, finding(runs, acts), about.kept), about, _note(acts)
    )
    left, right = figure.subplots(*((2, 1) if on_phone() else (1, 2)), sharey=True)
    for axes, of, colour, title in (
        (left, "runs", BLUE, "in a run, simulated acts"),
        (right, "acts", VERMILION, "in one simulated act"),
    ):
        part = data[data["of"] == of]
        _panel(axes, part, colour)
        axes.set_title(title)
    left.set_ylabel("share")
    return Drawn(figure, data)


def deaths_data(runs: Frame, acts: Frame) -> Frame:
    """Both curves; the dead of the observed events, the same in every run, are taken off."""
    free = flag(acts["kinetic"]) & ~flag(acts["observed"])
    known = observed_dead(acts)
    parts = [
        _curve(np.maximum(0, number(runs["killed"]) - known), "runs"),
        _curve(number(acts["killed"])[free], "acts"),
    ]
    return stack(parts)


def finding(runs: Frame, acts: Frame) -> str:
    """How many people half of the runs kill at least, and one in ten."""
    if not len(runs):
        return ""
    killed = np.maximum(0, number(runs["killed"]) - observed_dead(acts))
    half, tenth = (int(np.quantile(killed, share, method="higher")) for share in (0.5, 0.9))
    return f"Half of the runs kill {half:,} people or fewer; one in ten kills {tenth:,} or more" if tenth else ""


def observed_dead(acts: Frame) -> int:
    """Deaths of the observed events; they are the same in every run."""
    if not len(acts):
        return 0
    one = of_run(acts, int(number(acts["run"]).min()))
    return int(number(one["killed"])[flag(one["observed"])].sum())


def _note(acts: Frame) -> str:
    known = observed_dead(acts)
    left_out = f"; the {known:,} dead of the observed events are left out" if known else ""
    return f"Share with at least so many dead, logarithmic axes; band: 95 % interval{left_out}"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    curves = []
    for of in ("runs", "acts"):
        part = data[data["of"] == of]
        if len(part):
            curves.append(
                f"{percent(_at(part, 1))} of {of} kill somebody and {percent(_at(part, 100))} kill a hundred or more"
            )
    return "Survival curves of deaths: " + ("; ".join(curves) if curves else "nobody is killed in any run") + "."


def _at(part: Frame, killed: int) -> float:
    reach = part[part["killed"] >= killed]
    return float(reach["share"].iloc[0]) if len(reach) else 0.0


def _curve(killed: NDArray[np.int64], of: str) -> Frame:
    values, total = np.sort(killed), len(killed)
    top = int(values.max(initial=0))
    steps = np.geomspace(max(1, values[0]), top, POINTS) if top else np.zeros(0)
    at = np.unique(np.round(steps).astype(np.int64))
    hits = total - np.searchsorted(values, at, side="left")
    share, low, high = wilson_bounds(hits, total)
    return frame({"of": of, "killed": at, "share": share, "low": low, "high": high, "total": total})


def _panel(axes: Axes, part: Frame, colour: str) -> None:
    if part.empty:
        say(axes, "Nobody is killed.")
        return
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.fill_between(part["killed"], part["low"], part["high"], color=colour, alpha=0.2, linewidth=0)
    axes.plot(part["killed"], part["share"], "o-", color=colour, ms=3.2)
    top = int(part["killed"].max())
    low = float(part["killed"].min()) * 0.85
    steps = [n * 10**k for k in range(7) for n in (1, 2, 3, 5)]
    marks = [n for n in steps if low <= n <= max(10, 1.3 * top) and (str(n)[0] in "13" or top < 20 * low)]
    axes.set_xlim(low, max(10, top) * 1.3)
    axes.set_xticks(marks, [f"{n:,}" for n in marks])
    floor = max(1e-6, 0.5 * float(part["share"].min()))
    axes.set_ylim(min(floor, axes.get_ylim()[0]), 1.3)
    shares = [1, 0.3, 0.1, 0.03, 0.01, 0.001, 1e-4, 1e-5, 1e-6]
    axes.set_yticks(shares, [f"{setting(100 * s)} %" for s in shares])
    axes.minorticks_off()
    axes.set_xlabel("people killed, at least")
    axes.set_ylim(floor, 1.3)
