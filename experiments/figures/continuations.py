"""History up to a day and the model from there: running totals as fans against the record, the winter of 2023-24."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ..measures.claims import headline
from ..measures.numbers import count, date_of, span
from .frames import Frame, frame, stack
from .plain import bare_figure
from .style import BLUE, INK, Drawn, on_phone, styled

if TYPE_CHECKING:
    from ..evidence.january import Continuation, Track

NAME = "january-backtest"
TITLE = "Handed the record up to a day, does the model go on as history did?"
SEE = (
    "Each column starts on the day named. Bands and line are simulated; hollow squares are OBSERVED. Above: attacks on "
    "US forces in Iraq and Syria, whose rate was set from this very record. Below: overt acts outside campaigns, which "
    "nothing scripts after that day. Where the squares leave the light band, the model goes on otherwise than history."
)
#: Kinds of running total, by the field of `Continuation` that holds them.
ROWS = (("campaign", "attacks on US forces"), ("overt", "overt acts since"))
MOST = 5


@styled
def continuations(found: Sequence[Continuation], runs: int, start: datetime.date) -> Drawn:
    """Draw a column a cut, at most `MOST`: the campaign above, overt acts below; on a phone a row a cut.

    ``start`` is day 0 of the scenario. The data has a row a day, cut and kind: ``cut``, ``kind``, ``day`` (since
    ``start``), ``q05`` to ``q95``, ``observed``.
    """
    shown = found[:MOST]
    note = "Middle run, half of the runs, nine runs in ten (simulated); hollow squares: OBSERVED"
    foot = (
        f"Simulated events, {runs:,} runs a cut.  Scenario middle-east with the record up to the cut.  Made with brink."
    )
    data = continuation_data(found, start)
    down = on_phone()
    figure = bare_figure(1.0 + 1.4 * len(shown) if down else 5.4, headline(TITLE, finding(data), runs), note, foot)
    grid = (len(shown), len(ROWS)) if down else (len(ROWS), len(shown))
    panels = figure.subplots(*grid, sharex="row" if down else "col", sharey="col" if down else "row", squeeze=False)
    of_cut = panels if down else panels.T
    for column, one in zip(of_cut, shown, strict=True):
        for axes, (kind, label) in zip(column, ROWS, strict=True):
            _panel(axes, one.cut, getattr(one, kind), start)
            axes.set_ylabel(label if down or axes in of_cut[0] else "", fontsize=8 if down else None)
            axes.set_ylim(0, 1.08 * max(_top(getattr(other, kind)) for other in shown))
        column[0].set_title(f"from {one.cut.day} {one.cut:%b %Y}", fontsize=10, loc="left")
    return Drawn(figure, data)


def continuation_data(found: Sequence[Continuation], start: datetime.date) -> Frame:
    """The table behind the figure."""
    return stack([_rows(one.cut, kind, getattr(one, kind), start) for one in found for kind, _ in ROWS])


def _rows(cut: datetime.date, kind: str, track: Track, start: datetime.date) -> Frame:
    days = (cut - start).days + np.arange(len(track.observed))
    levels = dict(zip(("q05", "q25", "q50", "q75", "q95"), track.levels, strict=True))
    columns = {"cut": [cut.isoformat()] * len(days), "kind": [kind] * len(days), "day": days}
    return frame({**columns, **levels, "observed": track.observed})


def _panel(axes: Axes, cut: datetime.date, track: Track, start: datetime.date) -> None:
    days = (cut - start).days + np.arange(len(track.observed))
    low, lower, middle, upper, high = track.levels
    axes.fill_between(days, low, high, color=BLUE, alpha=0.18, linewidth=0)
    axes.fill_between(days, lower, upper, color=BLUE, alpha=0.35, linewidth=0)
    axes.plot(days, middle, color=BLUE)
    known = np.isfinite(track.observed)
    changed = known & (np.diff(track.observed, prepend=np.nan) != 0)
    axes.plot(days[changed], track.observed[changed], "s", ms=4.5, mfc="white", mec=INK, mew=1.2, zorder=5)
    ends = [cut, start + datetime.timedelta(days=int(days[-1]))]
    axes.set_xticks([days[0], days[-1]], [f"{day.day} {day:%b}" for day in ends])
    room = 0.04 * len(days)
    axes.set_xlim(days[0] - room, days[-1] + room)


def _top(track: Track) -> float:
    return max(1.0, float(track.levels.max()), float(np.nanmax(track.observed, initial=0.0)))


def finding(data: Frame) -> str:
    """Overt acts from the first cut on: how many there were, and where nine runs in ten end."""
    known = data[data["kind"] == "overt"].dropna(subset=["observed"])
    if known.empty:
        return ""
    last = known[known["cut"] == known["cut"].iloc[0]].iloc[-1]
    band = span(last["q05"], last["q95"], count)
    return f"Overt acts from {date_of(last['cut'])} on: {count(last['observed'])} observed, {band} in nine runs of ten"


def describe(data: Frame) -> str:
    """The figure in words."""
    parts = []
    for (cut, kind), part in data.groupby(["cut", "kind"], sort=False):
        known = part.dropna(subset=["observed"])
        if known.empty:
            continue
        last = known.iloc[-1]
        band = span(last["q05"], last["q95"], count)
        parts.append(f"{dict(ROWS)[kind]} from {cut}: simulated {band} at the end, observed {count(last['observed'])}")
    return "Fans of running totals after each cut; " + "; ".join(parts) + "."
