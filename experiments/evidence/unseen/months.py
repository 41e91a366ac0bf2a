"""Pair-months: counts of acts of force, each month from those before it, with what was learned before the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..record import counts
from ..record.counts import CRPS, MAKERS, PERSISTENCE, WARM, Maker, Series, Values, crps_of, fitted
from ..record.frames import Coded, months
from .as_one import crises_of
from .cases import Split
from .marks import FrameFound, scored_entry

BRINK = "brink"
#: Expected acts of each side of a pair in a month, by pair and month.
Answers = Mapping[tuple[str, str], Values]


def answered_mean(series: Series, parameters: Values) -> Values:
    """A share of the mean of the series so far, and of the answers that brink expects to what was done before.

    ``parameters`` are the logarithms of both shares.
    """
    share, weight = np.exp(parameters)
    return share * counts.own_mean(series, parameters) + weight * series.answers


FORECASTERS: dict[str, Maker] = {BRINK: Maker(answered_mean, (-0.5, -0.5)), **MAKERS}


def with_answers(series: Sequence[Series], answers: Answers) -> list[Series]:
    """The two series of every pair with what brink expects of each side."""
    found = []
    for k, one in enumerate(series):
        expected = np.array([answers[one.pair, name][k % 2] for name in one.names])
        found.append(one._replace(answers=expected))
    return found


def asked_months(cases: Sequence[Coded]) -> list[tuple[str, str]]:
    """Every pair and whole month of the frame."""
    return [(month.pair, month.month) for month in months(cases) if month.whole]


def scored(cut: Split, answers: Answers, known: dict[str, str]) -> FrameFound | None:
    """Scores of every forecaster on the months from the first scored act on; None without months on both sides."""
    past = [one for one in series_of(cut.learn, answers) if len(one.own) > WARM]
    every = series_of(cut.score, answers)
    chosen = [one for one in every if _asked(one, cut).any()]
    if not past or not chosen:
        return None
    errors = {name: _errors(maker, past, chosen, cut) for name, maker in FORECASTERS.items()}
    errors[PERSISTENCE] = np.concatenate([np.abs(np.diff(one.own))[_asked(one, cut)[1:]] for one in chosen])
    observed = np.concatenate([one.own[_asked(one, cut)] for one in chosen])
    pairs = [one.pair for one in chosen for _ in range(int(_asked(one, cut).sum()))]
    crises = crises_of(pairs, known)
    rows = [scored_entry(name, {CRPS: values}, crises) for name, values in errors.items()]
    facts = {"number": len(observed), "zeros": round(float((observed == 0).mean()), 4)}
    return FrameFound(facts, CRPS, errors, rows, crises)


def series_of(cases: Sequence[Coded], answers: Answers) -> list[Series]:
    """Both sides of every pair with a chronology."""
    return with_answers(counts.series_of(months(cases)), answers)


def _asked(series: Series, cut: Split) -> NDArray[np.bool_]:
    """Which months of a series are scored: those that begin on or after the first scored day, once it has warmed up."""
    late = np.array([f"{name}-01" >= cut.first.isoformat() for name in series.names], np.bool_)
    return late & (np.arange(len(late)) >= WARM)


def _errors(maker: Maker, past: Sequence[Series], chosen: Sequence[Series], cut: Split) -> Values:
    values, size = fitted(maker, past)
    rows = [(one, _asked(one, cut)) for one in chosen]
    return np.concatenate([crps_of(one.own[asked], maker.mean(one, values)[asked], size) for one, asked in rows])
