"""Verbs that hold the model against what happened: backtest and calibrate."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UserError
from .console import give, give_json, give_table, progress_bar, say

if TYPE_CHECKING:
    from ..backtest import Backtest
    from ..statistics import Interval

#: First year that the model's defaults were tuned on: chains that reach into it are no clean test of the defaults.
TUNED_FROM = 2023

Json = Annotated[bool, typer.Option("--json", help="Print for machines: scores, null models, every act's forecast.")]


def backtest(
    episodes: Annotated[Path | None, typer.Option("--episodes", help="Coded acts as CSV; default the shipped.")] = None,
    profiles: Annotated[
        Path | None, typer.Option("--profiles", help="A scenario file with priors for the actors; default the shipped.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the reliability figure and its data.")] = None,
    as_json: Json = False,
) -> None:
    """Score forecasts of coded acts, each chain held out in turn, against null models and rival doctrines."""
    _require_sklearn()
    from .. import backtest as room

    with progress_bar("forecasting acts") as progress:
        found = room.backtest(episodes, profiles, progress)
    for code, acts in found.guessed.items():
        say(f"{code}: no profile; the default of its kind stands in ({len(acts)} of the acts scored)")
    if out is not None:
        _draw(found, out)
    if as_json:
        give_json(room.as_json(found))
        return
    _show(found)


def _require_sklearn() -> None:
    if importlib.util.find_spec("sklearn") is None:
        raise UserError("this verb needs scikit-learn: pip install 'brink-sim[calibration]'")


def _draw(found: Backtest, folder: Path) -> None:
    from ..figures.reliability import NAME, reliability
    from ..figures.style import save

    try:
        save(reliability(found), folder, NAME)
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror})") from fault


def _show(found: Backtest) -> None:
    from .. import backtest as room

    record = found.record
    chains = len(set(record.chains))
    give(
        f"{len(record.acts)} acts of force in {chains} chains, {record.share:.2f} answered by force in time; each "
        "chain is forecast from the others alone.\nLower is better, but for gain and resolution. Intervals: 95 %, "
        "chains resampled."
    )
    columns = ["forecaster", "Brier", "gain on base rate", "reliability", "resolution", "log", "rung", "delay", "proxy"]
    rows = [
        [
            score.name,
            _interval(score.brier),
            _interval(score.gain, sign=True),
            f"{score.parts.reliability:.3f}",
            f"{score.parts.resolution:.3f}",
            f"{score.log.estimate:.3f}",
            f"{score.rung.estimate:.3f}",
            f"{score.delay.estimate:.2f}",
            f"{score.proxy.estimate:.3f}",
        ]
        for score in sorted(found.scores, key=lambda entry: entry.brier.estimate)
    ]
    give_table("backtest", columns, rows)
    for line in room.verdict(found, TUNED_FROM):
        give(line)


def _interval(value: Interval, sign: bool = False) -> str:
    plus = "+" if sign else ""
    return f"{value.estimate:{plus}.3f} ({value.low:.3f} to {value.high:.3f})"
