"""One run on a time axis: who did what when, and which act answers which."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from ...model.world.ladder import FIRST_HOMELAND
from ..measures.numbers import several
from .about import About
from .dates import date_axis
from .frames import Column, Frame, frame
from .labels import Label, marks, place
from .style import (
    FAINT,
    INK,
    RUNG_COLOURS,
    SOFT,
    Drawn,
    foot_key,
    ink_on,
    key_height,
    new_figure,
    on_phone,
    rung_label,
    say,
    settle,
    styled,
)
from .tables import CAMPAIGN, cause_rows, flag, is_one, number, of_run, text

NAME = "timeline"
TITLE = "What happened in one run"
SEE = (
    "Each row is an actor, each circle a simulated act of force by it, darker the higher the rung (the number "
    "inside). An arrow runs from a provocation to the act that answers it; dashed where the answer fell on a third "
    "party. Hollow squares are OBSERVED events that the scenario prescribes. Small ticks are the standing "
    "campaigns, circled only where an act of theirs was answered."
)
LANES = 14
ROW = 0.135
MARK_PIXELS = 14.0
AXIS_PIXELS, PHONE_PIXELS = 740.0, 340.0
CROWDED = 7
KEY_COLUMNS = 4
GRAVE = 10
LABELS = 24
ARROW = "#4d6a86"
OTHERS = "(others)"


@styled
def timeline(acts: Frame, about: About, run: int) -> Drawn:
    """Draw one run: lanes by actor, rungs by colour, arrows from provocation to answer.

    The data has a row an act of force: ``act``, ``day``, ``lane``, ``actor``, ``target``, ``rung``, ``kind`` (observed,
    simulated, campaign), ``cause`` (the act it answers, -1), ``displaced``, ``killed``, ``level`` (place in the lane).
    """
    about = about.of_run(run)
    data = timeline_data(of_run(acts, run), about)
    heights = _heights(data, about)
    key = _key(data, about)
    strip = key_height(len(key), KEY_COLUMNS)
    height = (1.7 if on_phone() else 1.5) + strip + ROW * max(8, sum(heights.values()))
    figure = new_figure(height, finding(data, about), about, _note(data, about), strip)
    axes = figure.add_subplot()
    if data.empty:
        say(axes, "No act of force in this run.")
        return Drawn(figure, data)
    rows = _rows(heights)
    _lanes(axes, rows, heights, about)
    foot_key(figure, key, KEY_COLUMNS)
    span = max(1, about.days)
    _scripted(axes, about)
    date_axis(axes, about, -0.012 * span, span * 1.012, most=5 if on_phone() else 9)
    settle(figure)
    spots = _spots(data, rows)
    _ticks(axes, data, rows)
    _arrows(axes, data, spots)
    _marks(axes, data, spots)
    _labels(axes, data, spots, about)
    return Drawn(figure, data)


def timeline_data(log: Frame, about: About) -> Frame:
    """The acts of force of one run, each with its lane and its level within the lane."""
    kinetic = log[flag(log["kinetic"])]
    seen, campaign = flag(kinetic["observed"]), is_one(kinetic["origin"], CAMPAIGN)
    answered = set(number(kinetic["cause"])[cause_rows(kinetic) >= 0].tolist())
    data = frame(
        {
            "act": number(kinetic["act"]),
            "day": number(kinetic["day"]),
            "actor": [text(a) for a in kinetic["actor"]],
            "target": [text(a) for a in kinetic["target"]],
            "site": [text(a) or text(b) for a, b in zip(kinetic["site"], kinetic["place"], strict=True)],
            "rung": number(kinetic["rung"]),
            "kind": np.select([seen, campaign], ["observed", "campaign"], "simulated"),
            "cause": np.where(cause_rows(kinetic) >= 0, number(kinetic["cause"]), -1),
            "displaced": flag(kinetic["displaced"]),
            "killed": number(kinetic["killed"]),
        }
    )
    data.insert(2, "lane", _lane_of(data, about))
    data["mark"] = (data["kind"] != "campaign") | data["act"].isin(answered)
    data["level"] = _levels(data, about)
    return data


def finding(data: Frame, about: About) -> str:
    """How high this run climbs and when, as a title: by whom if once, else how often."""
    free = data[data["kind"] == "simulated"] if len(data) else data
    if free.empty:
        return TITLE
    top = free.loc[free["rung"].idxmax()]
    climbs, times = f"Run {about.run} climbs to rung {rung_label(int(top['rung']))}", sum(free["rung"] == top["rung"])
    if times > 1:
        return f"{climbs} {times} times, first on {about.on(top['day'])}"
    return f"{climbs}: {about.label(top['actor'])} on {about.label(top['target'])}, {about.on(top['day'])}"


def describe(data: Frame, about: About) -> str:
    """The figure in words, for those who cannot see it."""
    if data.empty:
        return "Time line of one run without any act of force."
    counts = {kind: int((data["kind"] == kind).sum()) for kind in ("observed", "simulated", "campaign")}
    free = data[data["kind"] == "simulated"]
    wording = f"Time line of run {about.run}: {several(counts['observed'], 'observed event')}, "
    wording += f"{several(counts['simulated'], 'simulated act')} outside campaigns and "
    wording += f"{several(counts['campaign'], 'campaign act')} in {several(data['lane'].nunique(), 'lane')}."
    if len(free):
        top = free.loc[free["rung"].idxmax()]
        wording += f" The highest simulated act is rung {rung_label(int(top['rung']))} by {about.label(top['actor'])} "
        wording += f"against {about.label(top['target'])} on {about.on(top['day'])}."
    return wording


def _lane_of(data: Frame, about: About) -> list[str]:
    free = data[data["kind"] != "campaign"].groupby("actor").size()
    weight = data.groupby("actor").size().add(5 * free, fill_value=0)
    busiest = weight.sort_values(ascending=False, kind="stable").index[:LANES]
    return [actor if actor in set(busiest) else OTHERS for actor in data["actor"]]


def _levels(data: Frame, about: About) -> list[int]:
    """Where marks of a lane would cover each other, the later one moves to the next level."""
    apart = MARK_PIXELS * max(1, about.days) / (PHONE_PIXELS if on_phone() else AXIS_PIXELS)
    most = CROWDED * (2 if on_phone() else 1)
    free: dict[str, list[float]] = {}
    levels = []
    for lane, day, mark in zip(data["lane"], data["day"], data["mark"], strict=True):
        ends = free.setdefault(lane, [])
        level = next((k for k, end in enumerate(ends) if end <= day), len(ends)) if mark else 0
        if mark and level < most:
            ends[level:] = [day + apart, *ends[level + 1 :]]
        levels.append(min(level, most - 1))
    return levels


def _heights(data: Frame, about: About) -> dict[str, float]:
    """The height of each lane in rows, lanes in the order of the scenario."""
    order = data.groupby("lane")["level"].max()
    marked = set(data.loc[data["mark"], "lane"])
    ticks = set(data.loc[data["kind"] == "campaign", "lane"])
    rank = {actor: k for k, actor in enumerate(about.labels)}
    lanes = sorted(order.index, key=lambda lane: (lane == OTHERS, rank.get(lane, len(rank)), lane))
    rows = {lane: 2.0 + int(order[lane]) if lane in marked else 0.8 for lane in lanes}
    name = 1.0 if on_phone() else 0.0
    return {lane: rows[lane] + name + (0.9 if lane in ticks else 0.0) for lane in lanes}


def _rows(heights: dict[str, float]) -> dict[str, float]:
    """The floor of each lane, in rows from the foot."""
    floors, floor = {}, 0.0
    for lane in reversed(heights):
        floors[lane] = floor
        floor += heights[lane]
    return floors


def _lanes(axes: Axes, rows: dict[str, float], heights: dict[str, float], about: About) -> None:
    top = sum(heights.values())
    axes.set_ylim(0, top)
    axes.grid(False, axis="y")
    _call(axes, rows, heights, about)
    for number_, lane in enumerate(rows):
        if number_ % 2 == 0:
            axes.axhspan(rows[lane], rows[lane] + heights[lane], color="#f6f6f6", zorder=0, linewidth=0)


def _call(axes: Axes, rows: dict[str, float], heights: dict[str, float], about: About) -> None:
    """Write the actors' names before their lanes, on a phone along the ceiling of each."""
    axes.tick_params(axis="y", length=0)
    names = {lane: "others" if lane == OTHERS else about.label(lane) for lane in rows}
    if not on_phone():
        axes.set_yticks([rows[lane] + heights[lane] / 2 for lane in rows], list(names.values()))
        return
    axes.set_yticks([])
    across = axes.get_yaxis_transform()
    for lane, name in names.items():
        ceiling = rows[lane] + heights[lane] - 0.15
        axes.text(0.008, ceiling, name, transform=across, fontsize=7.6, fontweight="bold", va="top", color=SOFT)


def _scripted(axes: Axes, about: About) -> None:
    if 0 < about.first_free < about.days:
        axes.axvline(about.first_free, color=INK, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
        axes.annotate(
            "simulated from here ▸",
            (about.first_free, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(3, 2),
            textcoords="offset points",
            fontsize=8.5,
            color=SOFT,
        )


def _base(data: Frame) -> Column:
    ticks = set(data.loc[data["kind"] == "campaign", "lane"])
    return data["lane"].map(lambda lane: 0.9 if lane in ticks else 0.0)


def _spots(data: Frame, rows: dict[str, float]) -> dict[int, tuple[float, float]]:
    y = data["lane"].map(rows).astype(float) + _base(data) + 1.0 + data["level"]
    return {int(a): (float(x), float(v)) for a, x, v in zip(data["act"], data["day"], y, strict=True)}


def _ticks(axes: Axes, data: Frame, rows: dict[str, float]) -> None:
    ticks = data[data["kind"] == "campaign"]
    floor = ticks["lane"].map(rows).astype(float)
    axes.vlines(ticks["day"], floor + 0.15, floor + 0.85, color=FAINT, linewidth=0.9, zorder=2)


def _arrows(axes: Axes, data: Frame, spots: dict[int, tuple[float, float]]) -> None:
    answers = data[(data["cause"] >= 0) & data["mark"]]
    for act, cause, displaced in zip(answers["act"], answers["cause"], answers["displaced"], strict=True):
        if int(cause) in spots:
            axes.add_patch(_arrow(spots[int(cause)], spots[int(act)], bool(displaced)))


def _arrow(start: tuple[float, float], end: tuple[float, float], displaced: bool) -> FancyArrowPatch:
    return FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=8,
        shrinkA=5.5,
        shrinkB=6,
        linewidth=1.1,
        linestyle=(0, (3, 2)) if displaced else "solid",
        color=ARROW,
        alpha=0.85,
        connectionstyle="arc3,rad=0.12",
        zorder=3,
    )


def _marks(axes: Axes, data: Frame, spots: dict[int, tuple[float, float]]) -> None:
    drawn = data[data["mark"]]
    for (kind, rung), group in drawn.groupby(["kind", "rung"]):
        x, y = zip(*[spots[int(act)] for act in group["act"]], strict=True)
        colour = RUNG_COLOURS[int(rung)]
        if kind == "observed":
            axes.plot(x, y, "s", ms=8.6, mfc="white", mec="#000000", mew=1.5, zorder=5)
        else:
            axes.plot(x, y, "o", ms=6.5 if kind == "campaign" else 9.4, mfc=colour, mec="white", mew=0.7, zorder=4)
        if kind != "campaign":
            ink = INK if kind == "observed" else ink_on(colour)
            for at in zip(x, y, strict=True):
                axes.text(*at, str(rung), ha="center", va="center_baseline", fontsize=6.8, color=ink, zorder=6)


def _labels(axes: Axes, data: Frame, spots: dict[int, tuple[float, float]], about: About) -> None:
    drawn = data[data["mark"]].sort_values(["killed", "rung"], ascending=False, kind="stable")
    taken = marks(axes, [spots[int(act)] for act in drawn["act"]], 6.5)
    seen = [_label(row, spots, about) for row in drawn[drawn["kind"] == "observed"].to_dict("records")]
    grave = (drawn["kind"] == "simulated") & ((drawn["killed"] >= GRAVE) | (drawn["rung"] >= FIRST_HOMELAND))
    labels = [_label(row, spots, about) for row in drawn[grave].head(LABELS).to_dict("records")]
    place(axes, [*seen, *labels], taken, ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1)))


def _label(row: dict[str, Any], spots: dict[int, tuple[float, float]], about: About) -> Label:
    x, y = spots[int(row["act"])]
    dead = f" ({row['killed']:,} dead)" if row["killed"] else ""
    if row["kind"] == "observed":
        words = f"{about.mark} {about.place(row['site'])}" if row["site"] else about.mark
        return Label(x, y, words + dead, gap=9, size=7.8, weight="bold", halo=True)
    return Label(x, y, f"→ {about.label(row['target'])}{dead}", gap=9, size=7.8, colour=SOFT, halo=True)


def _key(data: Frame, about: About) -> list[Line2D]:
    """What is used, and nothing else."""
    seen, standing = data["kind"] == "observed", data["kind"] == "campaign"
    arrows = (data["cause"] >= 0) & data["mark"]
    given = about.worded("OBSERVED (scripted)")
    entries = [
        (seen, given, {"marker": "s", "ms": 8.6, "mfc": "white", "mec": "k", "mew": 1.5, "ls": ""}),
        (standing, "campaign act (simulated)", {"marker": "|", "ms": 8, "color": FAINT, "mew": 1.2, "ls": ""}),
        (arrows, "is answered by", {"color": ARROW, "linewidth": 1.3}),
        (arrows & data["displaced"], "... on a third party", {"color": ARROW, "linewidth": 1.3, "ls": (0, (3, 2))}),
    ]
    used = sorted({int(rung) for rung in data.loc[data["mark"] & ~seen, "rung"]})
    circle = {"marker": "o", "ms": 9.4, "mec": "white", "ls": ""}
    rungs = [(rung_label(rung), {**circle, "mfc": RUNG_COLOURS[rung]}) for rung in used]
    shown = [(label, look) for needed, label, look in entries if needed.any()]
    return [Line2D([], [], label=label, **look) for label, look in shown + rungs]


def _note(data: Frame, about: About) -> str:
    counts = data["kind"].value_counts() if len(data) else {}
    free, standing = int(counts.get("simulated", 0)), int(counts.get("campaign", 0))
    seen = int(counts.get("observed", 0))
    counts = [several(seen, "observed event"), f"{several(free, 'simulated act')} outside campaigns"]
    return f"Run {about.run}: {', '.join([*counts, several(standing, 'campaign act')])}"
