"""How long an answer takes: delays of replies by force, against those of coded disputes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ..measures.claims import headline
from ..measures.numbers import fixed_percent, percent, several
from ..measures.statistics import between_runs
from .about import About
from .frames import Column, Frame, frame, stack
from .style import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, Drawn, new_figure, once_a_figure, say, styled
from .tables import cause_rows, coded, flag, number

NAME = "delays"
TITLE = "How long an answer takes"
SEE = (
    "The curve gives the share of replies by force that came within so many days of the act they answer; the band "
    "is a 95 % interval. Hollow diamonds are the quartiles of 34 coded historical replies: the nearer the blue "
    "curve passes, the better the timing fits. The long right tail is patience."
)
#: Quartiles of 34 replies by force in the coded episodes, in days.
CODED = (1.0, 3.0, 6.5)
DAYS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 25, 30, 40, 50, 60, 75, 90, 120, 180, 365)
MARKS = (0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 60, 120, 365)
KINDS = (
    ("state", "state", "state on state", GREEN),
    ("state", "group", "state on a group", ORANGE),
    ("group", "", "militia", PURPLE),
)
FEWEST = 20


@styled
def delays(acts: Frame, about: About, quartiles: Sequence[float] | None = CODED) -> Drawn:
    """Draw the share of simulated replies by force given within so many days, all and by who answers whom.

    ``quartiles`` are the days by which a quarter, half and three quarters of real replies had come; None leaves them
    out. The data has a row a curve and day: ``replies`` (all or a kind), ``days``, ``share``, ``low``,
    ``high``, ``count``.
    """
    data = delays_data(acts, about)
    note = "Share of simulated replies by force given within so many days; band: 95 % interval"
    figure = new_figure(4.4, headline(TITLE, finding(data), about.kept), about, note)
    axes = figure.add_subplot()
    if data.empty:
        say(axes, "No reply by force in any run.")
        return Drawn(figure, data)
    for _, _, kind, colour in KINDS:
        part = data[data["replies"] == kind]
        if len(part) and FEWEST <= part["count"].iloc[0] < data["count"].iloc[0]:
            axes.plot(_x(part["days"]), part["share"], color=colour, linewidth=1.2, label=_label(part, kind))
    every = data[data["replies"] == "all"]
    axes.fill_between(_x(every["days"]), every["low"], every["high"], color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(_x(every["days"]), every["share"], color=BLUE, linewidth=2.6, label=_label(every, "all replies"))
    if quartiles:
        axes.plot(_x(quartiles), (0.25, 0.5, 0.75), "D", ms=8, mfc="white", mec=INK, mew=1.6, ls="", zorder=5,
                  label="coded history: quartiles")  # fmt: skip
    _axes(axes, float(data["days"].max()))
    return Drawn(figure, data)


@once_a_figure
def delays_data(acts: Frame, about: About) -> Frame:
    """The curves; an observed act is never counted as a reply, but it may be what is answered."""
    wait, run, who, whom = _replies(acts, about)
    parts = [_curve(wait, run, "all")]
    for left, right, kind, _ in KINDS:
        chosen = (who == left) & ((whom == right) | (right == ""))
        parts.append(_curve(wait[chosen], run[chosen], kind))
    return stack(parts)


def finding(data: Frame) -> str:
    """Within how many days half of the replies come, and three quarters."""
    every = data[data["replies"] == "all"]
    if every.empty:
        return ""
    half, most = (_within(_reached(every, share)) for share in (0.5, 0.75))
    return f"Half of the replies by force come {half}, three quarters {most}"


def _within(days: int) -> str:
    return f"within {several(days, 'day')}" if days else "on the same day"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    every = data[data["replies"] == "all"]
    if every.empty:
        return "Curve of response delays: no reply by force."
    found = [_reached(every, share) for share in (0.25, 0.5, 0.75)]
    late = 1 - float(every.loc[every["days"] <= 20, "share"].max())
    return (
        f"Curve of response delays of {int(every['count'].iloc[0]):,} simulated replies by force: a quarter come "
        f"within {found[0]} days, half within {found[1]}, three quarters within {found[2]}; {percent(late)} take more "
        "than 20 days."
    )


def _reached(part: Frame, share: float) -> int:
    return int(part.loc[part["share"] >= share, "days"].iloc[0])


def _replies(acts: Frame, about: About) -> tuple[NDArray[np.int64], NDArray[np.int64], np.ndarray, np.ndarray]:
    """Days waited, run, kind of who answers and of whom it answers, for each simulated reply by force to force."""
    at, force = cause_rows(acts), flag(acts["kinetic"])
    reply = (at >= 0) & force & ~flag(acts["observed"])
    reply[reply] = force[at[reply]]
    cause, day = at[reply], number(acts["day"])
    codes, names = coded(acts["actor"])
    sides = ["state" if about.kinds.get(name, "state") == "state" else "group" for name in names]
    side = np.array([*sides, "state"])[codes]
    return day[reply] - day[cause], number(acts["run"])[reply], side[reply], side[cause]


def _curve(wait: NDArray[np.int64], run: NDArray[np.int64], kind: str) -> Frame:
    if not len(wait):
        return frame({"replies": [], "days": [], "share": [], "low": [], "high": [], "count": []})
    _, at = np.unique(run, return_inverse=True)
    size = int(at.max()) + 1
    days = np.array([d for d in DAYS if d <= wait.max()] + ([int(wait.max())] if wait.max() not in DAYS else []))
    hits = np.stack([np.bincount(at[wait <= day], minlength=size) for day in days], axis=1).astype(float)
    share, low, high = between_runs(hits, np.bincount(at, minlength=size).astype(float))
    return frame({"replies": kind, "days": days, "share": share, "low": low, "high": high, "count": len(wait)})


def _x(days: Sequence[float] | Column) -> NDArray[np.float64]:
    """Days on a scale that gives room to the first week and still has a zero."""
    return np.log1p(np.asarray(days, dtype=float))


def _label(part: Frame, name: str) -> str:
    return f"{name} ({int(part['count'].iloc[0]):,})"


def _axes(axes: Axes, last: float) -> None:
    marks = [day for day in MARKS if day <= max(14.0, last)]
    axes.set_xticks(_x(marks), ["same day" if day == 0 else str(day) for day in marks])
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(lambda value, _: fixed_percent(value, 0))
    axes.set_xlabel("days after the act that is answered", color=SOFT)
    axes.legend(loc="lower right")
