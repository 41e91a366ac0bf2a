"""The figure of the results page: who does how many runs, and how cost grows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

Numbers = dict[str, Any]

STYLE = "brink.experiments.figures.brink"
DARK, PALE, EARTH = "#1f5a7a", "#b9c7cf", "#8a5a1f"
#: Lines by panel: the numbers, the name, marker and line, colour.
GROWTH = {
    "actors or ties": (
        ("actors, all in crisis", "actors, each pair in crisis", "o-", DARK),
        ("actors, one pair in crisis", "actors, all but two idle", "s--", DARK),
        ("ties", "ties of 64 actors, all but two idle", "^:", EARTH),
    ),
    "days": (("days", "january-2024", "o-", DARK), ("quiet days", "two actors, nothing happens", "s--", DARK)),
}
PLAIN = FuncFormatter(lambda value, _: f"{value:,.10g}")


def draw(found: Numbers, path: Path) -> None:
    """Write the figure; panels without numbers stay empty."""
    sections = found["sections"]
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(9, 7.4), layout="constrained")
        top, bottom = figure.subfigures(2, 1)
        left, right = top.subplots(1, 2)
        if "drivers" in sections:
            about = sections["drivers"]
            bars(left, about["paces"], "engine", f"Runs a second, {about['scenario']}")
        if "brink" in sections.get("sandbox", {}):
            bars(right, games(sections["sandbox"]), "border", "Games a second, two actors")
        if "costs" in sections:
            for axes, (label, lines) in zip(bottom.subplots(1, 2), GROWTH.items(), strict=True):
                growth(axes, sections["costs"], lines, label)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def games(found: Numbers) -> Numbers:
    """Paces of both sides by name; those of the sandbox say so."""
    return found["brink"] | {f"sandbox: {name}": pace for name, pace in found["sandbox"].items()}


def bars(axes: Axes, paces: Mapping[str, Numbers], dark: str, title: str) -> None:
    """Runs a second by the clock, on a logarithmic scale, the engine's own dark, with the number at the bar."""
    rates = dict(sorted(((name, 1 / pace["wall"]) for name, pace in paces.items()), key=lambda item: item[1]))
    drawn = axes.barh(list(rates), list(rates.values()), color=[DARK if dark in name else PALE for name in rates])
    axes.bar_label(drawn, [f"{v:,.0f}" if v >= 10 else f"{v:.1f}" for v in rates.values()], padding=3, fontsize=8)
    axes.set(xscale="log", title=title, xlim=(min(rates.values()) / 5, max(rates.values()) * 9))
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="both", labelsize=8)
    axes.xaxis.set_major_formatter(PLAIN)
    axes.xaxis.set_minor_formatter(NullFormatter())


def growth(axes: Axes, costs: Numbers, lines: tuple[tuple[str, str, str, str], ...], label: str) -> None:
    """Cost of a run against what was varied, both logarithmic."""
    for key, name, line, colour in lines:
        across, up = ([row[at] for row in costs[key]] for at in ("at", "us"))
        axes.plot(across, up, line, color=colour, label=name)
    axes.set(xscale="log", yscale="log", xlabel=label, title="CPU microseconds a run")
    axes.set_ylim(top=axes.get_ylim()[1] * 12)
    axes.legend(loc="upper left")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PLAIN)
        axis.set_minor_formatter(NullFormatter())
