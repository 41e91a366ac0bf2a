"""How far forecast chances may be believed: share answered against chance forecast, held-out acts of real chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ..measures.claims import headline
from ..measures.isotonic import isotonic
from ..measures.numbers import decimal, fixed_percent, span
from .frames import Frame, frame, stack
from .plain import bare_figure
from .style import BLUE, INK, ORANGE, SOFT, Drawn, on_phone, styled

if TYPE_CHECKING:
    from ..evidence.backtest import Backtest

NAME = "reliability"
TITLE = "Can the chances be believed?"
SEE = (
    "Each tick is a coded act that the forecaster had not seen: at the top if force answered it in time, at the bottom "
    "if not. The step line is the share answered among acts with that forecast (isotonic fit): on the diagonal a "
    "chance of 60 % means six in ten. A flat line means that the forecast tells nothing apart."
)
SHOWN = (("brink", BLUE), ("brink as shipped", ORANGE))


@styled
def reliability(found: Backtest) -> Drawn:
    """Draw the reliability of brink's chances, learned and as shipped.

    The data has a row a forecaster and act: ``forecaster``, ``chain``, ``n``, ``p``, ``answered``, ``fitted``.
    """
    data = reliability_data(found)
    acts, chains = len(found.record.acts), len(set(found.record.chains))
    title = headline(TITLE, finding(data), chains)
    note = "Share answered in time against the chance forecast; tick: one act"
    foot = f"{acts} observed acts in {chains} chains, each chain forecast from the others.  Made with brink."
    figure = bare_figure(7.4 if on_phone() else 4.6, title, note, foot)
    axes = figure.subplots(*((2, 1) if on_phone() else (1, 2)), sharey=True)
    for panel, (name, colour) in zip(axes, SHOWN, strict=True):
        _panel(panel, data[data["forecaster"] == name], name, colour)
    axes[0].set_ylabel("share answered")
    return Drawn(figure, data)


def reliability_data(found: Backtest) -> Frame:
    """The table behind the figure."""
    record = found.record
    parts = []
    for entry in found.entries:
        if entry.name in dict(SHOWN):
            columns = {
                "forecaster": entry.name,
                "chain": record.chains,
                "n": [act.n for act in record.acts],
                "p": entry.p,
                "answered": record.y.astype(int),
                "fitted": isotonic(entry.p, record.y),
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
    parts = [(name, data[data["forecaster"] == name]) for name, _ in SHOWN]
    told = "; ".join(f"{fixed_percent(part['p'].mean(), 0)} by {name}" for name, part in parts if len(part))
    answered = fixed_percent(data["answered"].mean(), 0) if len(data) else ""
    return f"{answered} of the acts were answered; forecast on average {told}" if told else ""


def describe(data: Frame) -> str:
    """The figure in words."""
    told = []
    for name, _ in SHOWN:
        part = data[data["forecaster"] == name]
        low, high = np.quantile(part["p"], [0.1, 0.9])
        told.append(f"{name}: eight in ten chances from {span(low, high)}, answered {decimal(part['answered'].mean())}")
    return "Reliability diagram of held-out acts; " + "; ".join(told) + "."
