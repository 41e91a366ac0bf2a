"""Who strikes whom: acts of force a run, by actor and by who is hit."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from numpy.typing import NDArray

from ..measures.numbers import count, decimal, significant
from .about import About
from .frames import Frame, frame, stack
from .style import SOFT, Drawn, ink_on, new_figure, say, styled
from .tables import campaign_strikes, coded, free_strikes

NAME = "who-strikes-whom"
TITLE = "Who strikes whom"
SEE = (
    "Rows strike, columns are hit: the number is how many simulated acts of force there are in a run on average, "
    "outside standing campaigns; darker is more, on a logarithmic scale. A row with several dark cells is an actor "
    "that answers many; cells off the quarrels you expect show displaced retaliation. The bars below give the "
    "standing campaigns, which would drown all else."
)
NOTE = "Simulated acts of force outside campaigns, mean per run"
ACTORS = 16
PAIRS = 8


@styled
def matrix(acts: Frame, about: About) -> Drawn:
    """Draw the matrix of simulated acts outside campaigns and, below it, the campaigns by pair.

    The data has a row a pair: ``actor``, ``target``, ``campaign`` (bool), ``acts`` in all kept runs, ``per_run``.
    """
    data = matrix_data(acts, about)
    free, standing = data[~data["campaign"]], data[data["campaign"]].head(PAIRS)
    names = _names(free, about)
    height = 1.9 + 0.27 * max(3, len(names)) + (0.5 + 0.22 * len(standing) if len(standing) else 0)
    left_out = int((~(free["actor"].isin(names) & free["target"].isin(names))).sum())
    figure = new_figure(height, TITLE, about, NOTE + (f"; {left_out:,} rarer pairs are left out" if left_out else ""))
    if data.empty:
        say(figure.add_subplot(), "No simulated act of force in any run.")
        return Drawn(figure, data)
    ratios = (max(3, len(names)) + 2.5, len(standing) + 0.8)
    top, *rest = figure.subplots(
        2 if len(standing) else 1, 1, height_ratios=ratios[: 2 if len(standing) else 1], squeeze=False
    )[:, 0]
    _cells(top, free, names, about)
    if rest:
        _bars(rest[0], standing, about)
    return Drawn(figure, data)


def matrix_data(acts: Frame, about: About) -> Frame:
    """Mean acts of force a run by pair, most frequent first; observed events are left out."""
    actors, actor_names = coded(acts["actor"])
    targets, target_names = coded(acts["target"])
    parts = []
    for campaign, chosen in ((False, free_strikes(acts)), (True, campaign_strikes(acts))):
        pairs, counts = np.unique(actors[chosen] * (len(target_names) + 1) + targets[chosen] + 1, return_counts=True)
        who, whom = np.divmod(pairs, len(target_names) + 1)
        names = {"actor": [actor_names[k] for k in who], "target": [["", *target_names][k] for k in whom]}
        parts.append(frame({**names, "campaign": campaign, "acts": counts, "per_run": counts / max(1, about.kept)}))
    data = stack(parts).astype({"campaign": bool, "acts": int})
    return data.sort_values("acts", ascending=False, kind="stable", ignore_index=True)


def describe(data: Frame, about: About) -> str:
    """The figure in words."""
    free = data[~data["campaign"]].head(3)
    if data.empty:
        return "Matrix of who strikes whom: no simulated act of force."
    pairs = [
        f"{about.label(a)} on {about.label(t)} ({significant(n, 2)} a run)"
        for a, t, n in zip(free["actor"], free["target"], free["per_run"], strict=True)
    ]
    return (
        "Matrix of simulated acts of force a run by actor and target, outside campaigns. Most frequent: "
        + "; ".join(pairs)
        + "."
    )


def _names(free: Frame, about: About) -> list[str]:
    """The actors of the most frequent pairs, in the order of the scenario."""
    chosen: set[str] = set()
    for pair in zip(free["actor"], free["target"], strict=True):
        if len(chosen.union(pair)) <= ACTORS:
            chosen.update(pair)
    order = [name for name in about.labels if name in chosen]
    return order + sorted(chosen - set(order))


def _cells(axes: Axes, free: Frame, names: list[str], about: About) -> None:
    if not names:
        say(axes, "No simulated act outside the standing campaigns.")
        return
    at = {name: k for k, name in enumerate(names)}
    table = np.full((len(names), len(names)), np.nan)
    for actor, target, rate in zip(free["actor"], free["target"], free["per_run"], strict=True):
        if actor in at and target in at:
            table[at[actor], at[target]] = rate
    rows, columns = _used(table, axis=1), _used(table, axis=0)
    table = table[np.ix_(rows, columns)]
    low, high = float(np.nanmin(table)), float(np.nanmax(table))
    norm = LogNorm(max(low, high / 1000), max(high, low * 1.01))
    edges = [np.arange(size + 1) - 0.5 for size in table.shape[::-1]]
    mesh = axes.pcolormesh(*edges, np.ma.masked_invalid(table), cmap="cividis_r", norm=norm, edgecolors="white")
    axes.set_ylim(table.shape[0] - 0.5, -0.5)
    axes.set_xticks(
        range(len(columns)), [about.label(names[k]) for k in columns], rotation=35, ha="left", rotation_mode="anchor"
    )
    axes.set_yticks(range(len(rows)), [about.label(names[k]) for k in rows])
    axes.xaxis.tick_top()
    axes.grid(False)
    axes.tick_params(length=0)
    for row, column in np.argwhere(~np.isnan(table)):
        value = float(table[row, column])
        colour = ink_on(mesh.cmap(norm(value))[:3])  # type: ignore[arg-type]
        axes.annotate(_short(value), (column, row), ha="center", va="center", fontsize=8.4, color=colour)


def _used(table: NDArray[np.float64], axis: int) -> list[int]:
    return np.flatnonzero((~np.isnan(table)).any(axis=axis)).tolist()


def _short(value: float) -> str:
    if value < 0.005:
        return "<.01"
    return decimal(value).lstrip("0") if value < 0.995 else decimal(value, 1) if value < 99.5 else count(value)


def _bars(axes: Axes, standing: Frame, about: About) -> None:
    y = np.arange(len(standing))[::-1]
    axes.barh(y, standing["per_run"], color="#9c9c9c", height=0.65)
    names = [f"{about.label(a)} → {about.label(t)}" for a, t in zip(standing["actor"], standing["target"], strict=True)]
    axes.set_yticks(y, names)
    for at, rate in zip(y, standing["per_run"], strict=True):
        end = (float(rate), float(at))
        axes.annotate(
            _short(end[0]), end, xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.4, color=SOFT
        )
    axes.set_title("standing campaigns, acts per run")
    axes.grid(False, axis="y")
    axes.margins(x=0.1)
    axes.tick_params(axis="y", length=0)
