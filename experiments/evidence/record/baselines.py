"""What models without mechanisms score on the frames: the numbers that anything else has to beat.

Every case is forecast from the other cases alone; where a forecaster looks at the past of the case itself, it looks at
days before the one forecast. Intervals draw whole cases. Nothing here is a score of brink.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...measures.statistics import Interval, as_dict
from ..episodes import CodedAct, FirstReply
from ..hawkes import hawkes
from ..nulls import Record, base_rate, features, logit_chances
from ..predict import Prediction
from ..scores import brier, by_chain, crps, log_score, ranked
from .frames import QUIET, Coded, force_back, opens, replies
from .history import histories

Values = NDArray[np.float64]
Forecaster = Callable[[Record, Record], list[Prediction]]
BASE = "base rate"
#: First year of the acts that are forecast from earlier years.
SINCE = 2010
BRIER, RUNG, DELAY = "Brier", "rung (RPS)", "delay (CRPS, days)"


class MeanScores(NamedTuple):
    """Mean scores with their intervals by name of the score, and the gain over the base rate in the first of them."""

    forecaster: str
    scores: dict[str, Interval]
    gain: Interval


def of_openings(cases: Sequence[Coded]) -> Record:
    """The openings that were watched for thirty days, with the first force of the other side as outcome."""
    found = [
        (act, outcome)
        for case in cases
        for k, act in enumerate(case.acts)
        if opens(case, k, [one.date.toordinal() for one in case.acts])
        and (outcome := force_back(case, k)).days >= QUIET
    ]
    return Record([act for act, _ in found], [outcome for _, outcome in found], [0] * len(found))


def of_replies(cases: Sequence[Coded]) -> Record:
    """The acts of force that were watched for thirty days, with the answer that is coded to them as outcome."""
    acts = {(act.chain, act.n): act for case in cases for act in case.acts}
    outcomes, asked = [], []
    for reply in replies(cases):
        if reply.censored:
            continue
        act = acts[reply.case, reply.n]
        first = _answer(act, [other for key, other in acts.items() if key[0] == reply.case], reply.delay)
        asked.append(act)
        outcomes.append(FirstReply(reply.days, first, reply.delay))
    return Record(asked, outcomes, [0] * len(asked))


def _answer(act: CodedAct, acts: list[CodedAct], delay: int) -> CodedAct | None:
    if delay < 0:
        return None
    return next(other for other in acts if other.answers == act.n and (other.date - act.date).days == delay)


def logit(see: Callable[[Record], Values]) -> Forecaster:
    """A penalised logit on what ``see`` gives of each act; rungs, delays and proxies as in the past."""

    def forecast(past: Record, asked: Record) -> list[Prediction]:
        chances = logit_chances(past, see(asked), see)
        plain = base_rate(past, asked)
        return [entry._replace(p=float(p)) for entry, p in zip(plain, chances, strict=True)]

    return forecast


def forecasters(cases: Sequence[Coded]) -> dict[str, Forecaster]:
    """The baselines of acts, by name."""
    known = histories(list(cases))

    def history(record: Record) -> Values:
        return np.array([known[act.chain, act.n] for act in record.acts])

    return {
        BASE: base_rate,
        "logit, the act alone": logit(features),
        "logit with history": logit(history),
        "Hawkes process": hawkes,
    }


def held_out(record: Record, forecast: Forecaster) -> list[Prediction]:
    """Forecasts of every act from the acts of other cases."""
    found: dict[int, Prediction] = {}
    for case in dict.fromkeys(record.chains):
        inside = record.chains == case
        made = forecast(record.take(~inside), record.take(inside))
        found |= dict(zip(np.flatnonzero(inside).tolist(), made, strict=True))
    return [found[k] for k in range(len(record.acts))]


def ahead_of_time(record: Record, forecast: Forecaster) -> list[Prediction]:
    """Forecasts of every act from acts, of any case, whose outcome was known before its year began."""
    known = np.array([act.date.toordinal() + o.days for act, o in zip(record.acts, record.outcomes, strict=True)])
    years = np.array([act.date.year for act in record.acts])
    found: dict[int, Prediction] = {}
    for year in np.unique(years).tolist():
        asked = years == year
        made = forecast(record.take(known < datetime.date(year, 1, 1).toordinal()), record.take(asked))
        found |= dict(zip(np.flatnonzero(asked).tolist(), made, strict=True))
    return [found[k] for k in range(len(record.acts))]


def scored_in_time(record: Record, makers: Mapping[str, Forecaster]) -> list[MeanScores]:
    """Scores on the acts from `SINCE` on, learned from earlier years alone."""
    late = np.array([act.date.year >= SINCE for act in record.acts])
    made = {name: ahead_of_time(record, forecast) for name, forecast in makers.items()}
    chosen = np.flatnonzero(late).tolist()
    return _against_base(record.take(late), {name: [entries[k] for k in chosen] for name, entries in made.items()})


def scored(record: Record, makers: Mapping[str, Forecaster]) -> list[MeanScores]:
    """Scores of every forecaster on a record of acts, each case from the others."""
    return _against_base(record, {name: held_out(record, forecast) for name, forecast in makers.items()})


def _against_base(record: Record, made: Mapping[str, list[Prediction]]) -> list[MeanScores]:
    base = _brier(record, made[BASE])
    return [
        MeanScores(name, _scores(record, entries), by_chain(base - _brier(record, entries), record.chains))
        for name, entries in made.items()
    ]


def _brier(record: Record, made: list[Prediction]) -> Values:
    return brier(np.array([entry.p for entry in made]), record.y)


def _scores(record: Record, made: list[Prediction]) -> dict[str, Interval]:
    return {name: by_chain(values, record.chains) for name, values in errors(record, made).items()}


def errors(record: Record, made: list[Prediction]) -> dict[str, Values]:
    """Errors of forecasts act by act, by name of the score; NaN where nothing was there to score."""
    p = np.array([entry.p for entry in made])
    pairs = list(zip(made, record.outcomes, strict=True))
    rung = np.array([ranked(entry, o.reply.rung) if o.reply else np.nan for entry, o in pairs])
    delay = np.array([crps(entry, o.delay) if o.reply else np.nan for entry, o in pairs])
    return {BRIER: brier(p, record.y), "log": log_score(p, record.y), RUNG: rung, DELAY: delay}


def told(record: Record, makers: Mapping[str, Forecaster]) -> dict[str, Any]:
    """The scores of a frame of acts as plain data: each case from the others, and each year from those before."""
    return {
        "number": len(record.acts),
        "cases": len(set(record.chains)),
        "answered": int(record.y.sum()),
        "scores": [plain(score) for score in scored(record, makers)],
        "in_time": [plain(score) for score in scored_in_time(record, makers)],
    }


def plain(score: MeanScores) -> dict[str, Any]:
    """A score as plain data."""
    return {
        "forecaster": score.forecaster,
        "scores": {name: rounded(interval) for name, interval in score.scores.items()},
        "gain": rounded(score.gain),
    }


def rounded(interval: Interval) -> dict[str, float | None]:
    """An interval as plain data, to four places."""
    return {name: None if value is None else round(value, 4) for name, value in as_dict(interval).items()}
