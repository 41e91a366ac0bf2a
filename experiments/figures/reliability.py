"""How far forecast chances may be believed: share answered against chance forecast, held-out acts of real chains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ..measures.claims import headline
from ..measures.isotonic import isotonic
from ..measures.numbers import decimal, fixed_percent, span
from .frames import Frame, frame, stack
from .plain import bare_figure
from .style import BLUE, INK, ORANGE, SOFT, Drawn, on_phone, styled

Values = NDArray[np.float64]

NAME = "reliability"
TITLE = "Can the chances be believed?"
SEE = (
    "Each tick is a coded act that the forecaster had not seen: at the top if force answered it in time, at the bottom "
    "if not. The step line is the share answered among acts with that forecast (isotonic fit): on the diagonal a "
    "chance of 60 % means six in ten. A flat line means that the forecast tells nothing apart."
)
COLOURS = (BLUE, ORANGE)


class SeenChances(NamedTuple):
    """Chances of acts by forecaster, two of them, each of shape (acts,), and what came of them.

    ``chain`` and ``n`` name an act, ``answered`` is 1 where force answered it in time; ``cases`` are what the acts
    come in, ``told`` says how they were held out.
    """

    chances: Mapping[str, Values]
    chain: Sequence[str]
    n: Sequence[int]
    answered: Values
    cases: int
    told: str


@styled
def reliability(found: SeenChances, title: str = TITLE) -> Drawn:
    """Draw the reliability of the chances of two forecasters.

    The data has a row a forecaster and act: ``forecaster``, ``chain``, ``n``, ``p``, ``answered``, ``fitted``.
    """
    data = reliability_data(found)
    note = "Share answered in time against the chance forecast; tick: one act"
    foot = f"{len(found.n)} observed acts in {found.told}.  Made with brink."
    figure = bare_figure(7.4 if on_phone() else 4.6, headline(title, finding(data), found.cases), note, foot)
    axes = figure.subplots(*((2, 1) if on_phone() else (1, 2)), sharey=True)
    for panel, (name, colour) in zip(axes, zip(found.chances, COLOURS, strict=True), strict=True):
        _panel(panel, data[data["forecaster"] == name], name, colour)
    axes[0].set_ylabel("share answered")
    return Drawn(figure, data)


def reliability_data(found: SeenChances) -> Frame:
    """The table behind the figure."""
    parts = []
    for name, p in found.chances.items():
        columns = {
            "forecaster": name,
            "chain": found.chain,
            "n": found.n,
            "p": p,
            "answered": found.answered.astype(int),
            "fitted": isotonic(p, found.answered),
        }
        parts.append(frame(columns).sort_values("p", kind="stable"))
    return stack(parts)


def _panel(axes: Axes, part: Frame, name: str, colour: str) -> None:
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (3, 3)))
    axes.step(part["p"], part["fitted"], where="post", color=colour, linewidth=2.4)
    for value, low, high in ((1, 1.02, 1.07), (0, -0.07, -0.02)):
        axes.vlines(part.loc[part["answered"] == value, "p"], low, high, color=INK, linewidth=0.9)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.09, 1.09)
    axes.set_xlabel("chance forecast")
    axes.set_title(name, fontsize=10, loc="left")


def finding(data: Frame) -> str:
    """What was forecast on average, and what came of it, for each set of chances."""
    parts = _by_forecaster(data)
    told = "; ".join(f"{fixed_percent(part['p'].mean(), 0)} by {name}" for name, part in parts if len(part))
    answered = fixed_percent(data["answered"].mean(), 0) if len(data) else ""
    return f"{answered} of the acts were answered; forecast on average {told}" if told else ""


def _by_forecaster(data: Frame) -> list[tuple[str, Frame]]:
    return [(name, data[data["forecaster"] == name]) for name in data["forecaster"].unique()]


def describe(data: Frame) -> str:
    """The figure in words."""
    told = []
    for name, part in _by_forecaster(data):
        low, high = np.quantile(part["p"], [0.1, 0.9])
        told.append(f"{name}: eight in ten chances from {span(low, high)}, answered {decimal(part['answered'].mean())}")
    return "Reliability diagram of held-out acts; " + "; ".join(told) + "."
