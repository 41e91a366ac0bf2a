"""What builds up inside each actor: pressure at home, the account it holds, the restraint it feels."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..measures.claims import headline
from ..measures.numbers import decimal
from .about import About
from .dates import date_axis
from .frames import Frame
from .style import BLUE, GREEN, INK, VERMILION, Drawn, fixed, foot_key, key_height, new_figure, on_phone, say, styled
from .tables import flag, number, of_run, text

NAME = "pressure"
TITLE = "What builds up: pressure, account, restraint"
SEE = (
    "One row an actor. The line is the middle run, the dark band holds half of the runs, the light band nine in "
    "ten. Pressure at home (0 to 1) jumps with a shock and drains with time or with a visible answer; the account "
    "is the most it holds against any one other; restraint is what holds it back toward that other. Hollow squares "
    "mark OBSERVED events in which the actor was struck."
)
MEASURES = (
    ("pressure", "pressure at home (0 to 1)", VERMILION),
    ("account", "largest account (severity)", BLUE),
    ("restraint", "restraint (utility)", GREEN),
)
ACTORS = 6
QUANTILES = ("q05", "q25", "q50", "q75", "q95")


@styled
def stocks(days: Frame, acts: Frame, about: About, actors: list[str] | None = None) -> Drawn:
    """Draw pressure, account and restraint by day with bands, for ``actors`` or the six that answer most often.

    The data has a row an actor, measure and day: ``actor``, ``measure``, ``day``, ``mean``, ``q05`` to ``q95``,
    ``struck`` (an observed act hit the actor on that day).
    """
    data = stocks_data(days, acts, about, actors)
    shown = list(dict.fromkeys(data["actor"]))
    note = "By day: middle run, half of the runs (dark), nine in ten (light)" + (
        ", first 1,000 runs" * (about.runs > 1000)
    )
    if len(shown) < data.attrs.get("actors", len(shown)):
        note += f"; the {len(shown)} actors that answer most, of {data.attrs['actors']}"
    key = key_height(4, 4) if on_phone() else 0.0
    figure = new_figure(
        1.97 + 1.05 * max(1, len(shown)) + key, headline(TITLE, finding(data, about), about.kept), about, note
    )
    if not shown:
        say(figure.add_subplot(), "No daily values were kept.")
        return Drawn(figure, data)
    grid = figure.subplots(len(shown), 3, sharex=True, sharey="col", squeeze=False)
    for row, actor in zip(grid, shown, strict=True):
        for axes, (measure, title, colour) in zip(row, MEASURES, strict=True):
            _panel(axes, data[(data["actor"] == actor) & (data["measure"] == measure)], colour)
            if actor == shown[0]:
                axes.set_title(fill(title, 14) + "\n" if on_phone() else title, fontsize=8 if on_phone() else 9.5)
        _call(row[0], about.label(actor))
    grid[0, 0].set_ylim(-0.03, 1.08)
    for column in range(3):
        date_axis(grid[-1, column], about, 0, max(1, about.days - 1), most=2 if on_phone() else 4)
    foot_key(figure, _key(about), 4)
    if on_phone():
        fixed(figure, left=0.36, right=0.10, top=1.62, bottom=1.02 + key, between=(0.36, 0.42))
    else:
        fixed(figure, left=1.72, right=0.25, top=0.95, bottom=1.02)
    return Drawn(figure, data)


def stocks_data(days: Frame, acts: Frame, about: About, actors: list[str] | None = None) -> Frame:
    """The rows of the chosen actors, in scenario order, with the days on which an observed act struck them."""
    chosen = list(actors) if actors is not None else _liveliest(days, acts, about)
    data = days[days["actor"].isin(chosen)].copy()
    data["actor"] = data["actor"].astype(str)
    data["measure"] = data["measure"].astype(str)
    data["day"] = number(data["day"])
    struck = _struck(acts)
    data["struck"] = [(a, d) in struck for a, d in zip(data["actor"], data["day"], strict=True)]
    rank = {actor: k for k, actor in enumerate(chosen)}
    data = data.assign(rank=data["actor"].map(rank)).sort_values(["rank", "measure", "day"], kind="stable")
    data = data.drop(columns="rank").reset_index(drop=True)
    data.attrs["actors"] = int(days["actor"].nunique()) if len(days) else 0
    return data


def finding(data: Frame, about: About) -> str:
    """Where and when the median pressure is highest."""
    pressure = data[data["measure"] == "pressure"]
    if pressure.empty:
        return ""
    top = pressure.loc[pressure["q50"].idxmax()]
    return f"Median pressure at home reaches {decimal(top['q50'])}: {about.label(top['actor'])}, {about.on(top['day'])}"


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    pressure = data[data["measure"] == "pressure"]
    if pressure.empty:
        return "Pressure, account and restraint by day: no daily values were kept."
    top = pressure.loc[pressure["q50"].idxmax()]
    return (
        f"Pressure, account and restraint by day for {pressure['actor'].nunique()} actors. The highest median "
        f"pressure, {decimal(top['q50'])}, is that of {about.label(top['actor'])} on {about.on(top['day'])}."
    )


def _liveliest(days: Frame, acts: Frame, about: About) -> list[str]:
    """The actors that answer most often in the simulation; without answers, those whose pressure moves most."""
    present = {str(actor) for actor in days["actor"].unique()}
    answers = acts.loc[flag(acts["kinetic"]) & (number(acts["cause"]) >= 0) & ~flag(acts["observed"]), "actor"]
    busiest = [str(actor) for actor, n in answers.value_counts().items() if n and str(actor) in present][:ACTORS]
    chosen = set(busiest or _swinging(days))
    order = [actor for actor in about.labels if actor in chosen]
    return order + sorted(chosen - set(order))


def _swinging(days: Frame) -> list[str]:
    pressure = days[(days["measure"] == "pressure").to_numpy(dtype=bool)]
    if pressure.empty:
        return []
    grouped = pressure.assign(actor=pressure["actor"].astype(str)).groupby("actor")
    swing = grouped["q95"].max() - grouped["q05"].min()
    return [str(actor) for actor in swing.sort_values(ascending=False, kind="stable").index[:ACTORS]]


def _struck(acts: Frame) -> set[tuple[str, int]]:
    if not len(acts):
        return set()
    one = of_run(acts, int(number(acts["run"]).min()))
    seen = one[flag(one["observed"]) & flag(one["kinetic"])]
    return {(text(target), int(day)) for target, day in zip(seen["target"], number(seen["day"]), strict=True)}


def _call(axes: Axes, name: str) -> None:
    """Write an actor's name before its row, on a phone above it."""
    if on_phone():
        axes.text(0.0, 1.04, name, transform=axes.transAxes, fontsize=8.5, fontweight="bold", va="bottom")
    else:
        axes.set_ylabel(fill(name, 16), fontsize=9, rotation=0, ha="right", va="center", labelpad=4)


def _panel(axes: Axes, part: Frame, colour: str) -> None:
    x = part["day"]
    axes.fill_between(x, part["q05"], part["q95"], color=colour, alpha=0.18, linewidth=0)
    axes.fill_between(x, part["q25"], part["q75"], color=colour, alpha=0.35, linewidth=0)
    axes.plot(x, part["q50"], color=colour, linewidth=1.5)
    struck = part.loc[part["struck"], "day"]
    square: dict[str, Any] = {"ms": 5, "mfc": "white", "mec": INK, "mew": 1.1, "clip_on": False, "zorder": 4}
    if len(struck):
        axes.plot(struck, [0.93] * len(struck), "s", transform=axes.get_xaxis_transform(), **square)
    axes.tick_params(labelsize=8)
    axes.locator_params(axis="y", nbins=3)


def _key(about: About) -> list[Artist]:
    square: dict[str, Any] = {"linestyle": "", "marker": "s", "ms": 5, "mfc": "white", "mec": INK, "mew": 1.1}
    return [
        Line2D([], [], color=INK, linewidth=1.5, label="middle run"),
        Patch(color=INK, alpha=0.35, linewidth=0, label="half of the runs"),
        Patch(color=INK, alpha=0.15, linewidth=0, label="nine in ten"),
        Line2D([], [], label=f"{about.mark} event struck it", **square),
    ]
