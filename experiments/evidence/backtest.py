"""The backtest: forecasts for coded acts by the model and by rivals, each chain forecast from the other chains alone.

`backtest` gives every forecast and the table of scores; what each entry may learn from the other chains is said in
`ENTRIES`, so that a gain can be traced to what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from ...scenarios.scenario import Scenario
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import advance, count, decimal, fixed_percent, thousandths
from ..measures.statistics import Interval, as_dict
from ..results.question import model_hash
from . import nulls, scores
from .episodes import CodedAct, kinetic, last_day, outcome_of, read_episodes
from .forecast import (
    FROM_DISPUTES,
    PLAIN,
    SHIPPED,
    Expected,
    chances,
    doctrine_forecasts,
    expect_all,
    weigh,
    weighed_forecasts,
)
from .hawkes import hawkes
from .nulls import Record, record_of
from .predict import QUANTILES, Prediction
from .situation import load_profiles
from .telling import Progress

BRINK = "brink"
BASE, LOGIT = "base rate", "pooled logit"
#: Null models, and what they learn from the other chains.
NULLS: dict[str, tuple[Callable[[Record, Record], list[Prediction]], str]] = {
    BASE: (nulls.base_rate, "the share answered"),
    LOGIT: (nulls.pooled_logit, "six coefficients and a penalty"),
    "Hawkes": (hawkes, "productivity, two slopes, decay"),
    "always reply": (nulls.always, "rungs and delays"),
    "tit for tat": (nulls.tit_for_tat, "delays"),
    "coin": (nulls.coin, "nothing"),
}
LEVELS = (0.5, 0.9)
#: First year that the model's defaults were tuned on: chains that reach into it are no clean test of the defaults.
TUNED_FROM = 2023


class Entry(NamedTuple):
    """A forecaster: its name, what it learns from the other chains, and a forecast for every scored act."""

    name: str
    learns: str
    forecasts: list[Prediction]

    @property
    def p(self) -> NDArray[np.float64]:
        """Chance of a reply to each act, shape (acts,)."""
        return np.array([forecast.p for forecast in self.forecasts])


class Score(NamedTuple):
    """Scores of one entry, means over acts with intervals by chain; lower is better, but for ``gain`` and resolution.

    ``gain``, ``gain_on_logit``: how much lower the Brier score is than the base rate's and the pooled logit's;
    ``brink_ahead``: how much lower brink's is than this entry's.
    ``accident``: share of shuffled outcomes that give as much resolution.
    ``rung`` (ranked score), ``delay`` (CRPS, days) and ``proxy`` (Brier) are over acts that were answered;
    ``rung_covered`` and ``delay_covered``: shares of these inside the central 50 and 90 per cent intervals.
    """

    name: str
    learns: str
    brier: Interval
    gain: Interval
    gain_on_logit: Interval
    brink_ahead: Interval
    parts: scores.BrierParts
    accident: float
    log: Interval
    rung: Interval
    delay: Interval
    proxy: Interval
    rung_covered: tuple[float, float]
    delay_covered: tuple[float, float]


class Backtest(NamedTuple):
    """Everything a backtest found; ``effective`` and ``lapse`` are means over held-out chains of what weights say."""

    episodes: str
    profiles: str
    record: Record
    entries: list[Entry]
    scores: list[Score]
    guessed: dict[str, list[str]]
    effective: float
    lapse: float


def backtest(
    episodes: str | Path | None = None, profiles: str | Path | None = None, progress: Progress | None = None
) -> Backtest:
    """Forecast every act of force in a file of episodes and score the forecasts.

    Args:
        episodes: a CSV file, or None for the one that ships with brink.
        profiles: a file of actor profiles, or None likewise.
        progress: told the number of acts done and in all.

    Raises:
        ScenarioError: one of the files is wrong.
    """
    priors = load_profiles(str(profiles) if profiles else None)
    return scored(read_episodes(episodes), priors, (str(episodes or "shipped"), str(profiles or "shipped")), progress)


def scored(
    acts: list[CodedAct],
    priors: Scenario,
    names: tuple[str, str],
    progress: Progress | None = None,
    keep: Path | None = None,
) -> Backtest:
    """The same for acts and profiles that were read already.

    Args:
        acts: coded acts.
        priors: profiles of actors.
        names: what the two are called.
        progress: told the number of acts done and in all.
        keep: folder where the tallies of finished acts stand, so that an interrupted backtest goes on where it stood.
    """
    force, end = kinetic(acts), last_day(acts)
    record = record_of(acts, force, [outcome_of(act, acts, end) for act in force])
    expected = expect_all(force, acts, priors, record, progress, keep=keep)
    entries = [*own_entries(expected, record), *null_entries(record)]
    guessed: dict[str, list[str]] = {}
    for one in expected:
        for code in one.situation.guessed:
            guessed.setdefault(code, []).append(f"{one.situation.act.chain} {one.situation.act.n}")
    effective, lapse = learned(expected, record)
    return Backtest(*names, record, entries, score_all(entries, record), guessed, effective, lapse)


def held_out(record: Record, forecast: Callable[[NDArray[np.bool_]], list[Prediction]]) -> list[Prediction]:
    """Forecasts for every act, each chain from the others; ``forecast`` is told which acts are the past."""
    chains = record.chains
    made: list[Prediction | None] = [None] * len(chains)
    for chain in dict.fromkeys(chains):
        past = chains != chain
        for k, one in zip(np.flatnonzero(~past), forecast(past), strict=True):
            made[k] = one
    return [one for one in made if one is not None]


def own_entries(expected: list[Expected], record: Record) -> list[Entry]:
    """Brink with constants weighed by other chains; its doctrines and constants as they stand, recalibrated and not."""
    found = [
        Entry(
            BRINK,
            "weights of prior points, share of lapses",
            held_out(record, lambda past: weighed_forecasts(expected, past, record)),
        )
    ]
    labels = {SHIPPED: "brink as shipped", FROM_DISPUTES: f"brink, {FROM_DISPUTES}"}
    for name in PLAIN:
        label = labels.get(name, f"doctrine {name}")
        for moved in (True, False):
            make = partial(doctrine_forecasts, expected, name, record=record, recalibrated=moved)
            learns = "intercept and slope" if moved else "share of the model in rungs and delays"
            found.append(Entry(f"{label}, recalibrated" if moved else label, learns, held_out(record, make)))
    return found


def null_entries(record: Record) -> list[Entry]:
    """The models that know nothing of the theory."""
    return [
        Entry(name, learns, held_out(record, lambda past, m=make: m(record.take(past), record.take(~past))))
        for name, (make, learns) in NULLS.items()
    ]


def learned(expected: list[Expected], record: Record) -> tuple[float, float]:
    """Effective number of prior points and share of lapses, averaged over the held-out chains."""
    p, chains = chances(expected), record.chains
    found = [weigh(p[:, chains != chain], record.take(chains != chain)) for chain in dict.fromkeys(chains)]
    return float(np.mean([w.effective for w in found])), float(np.mean([w.lapse for w in found]))


def score_all(entries: list[Entry], record: Record) -> list[Score]:
    """The table of scores, in the order of the entries."""
    by_name = {entry.name: scores.brier(entry.p, record.y) for entry in entries}
    return [score(entry, record, by_name) for entry in entries]


def score(entry: Entry, record: Record, errors: dict[str, NDArray[np.float64]]) -> Score:
    """Scores of one entry; ``errors`` are the squared errors of every entry for the same acts."""
    y, chains, p = record.y, record.chains, entry.p
    own = scores.brier(p, y)
    answered = [(f, o.reply, o.delay) for f, o in zip(entry.forecasts, record.outcomes, strict=True) if o.reply]
    there = chains[y > 0]

    def over(values: list[float]) -> Interval:
        return scores.by_chain(np.array(values, np.float64), there)

    return Score(
        entry.name,
        entry.learns,
        scores.by_chain(own, chains),
        scores.by_chain(errors[BASE] - own, chains),
        scores.by_chain(errors[LOGIT] - own, chains),
        scores.by_chain(own - errors[BRINK], chains),
        scores.parts(p, y),
        scores.resolution_by_chance(p, y, 500),
        scores.by_chain(scores.log_score(p, y), chains),
        over([scores.ranked(f, act.rung) for f, act, _ in answered]),
        over([scores.crps(f, delay) for f, _, delay in answered]),
        over([(f.p_proxy - (act.mode == "proxy")) ** 2 for f, act, _ in answered]),
        _covered([[scores.inside(f.rungs, level, act.rung) for level in LEVELS] for f, act, _ in answered]),
        _covered([[scores.inside(f.delays, level, delay) for level in LEVELS] for f, _, delay in answered]),
    )


def _covered(inside: list[list[float]]) -> tuple[float, float]:
    if not inside:
        return float("nan"), float("nan")
    half, most = np.mean(inside, axis=0)
    return float(half), float(most)


def clean(found: Backtest, before: int) -> list[tuple[str, Interval, Interval]]:
    """Name, Brier score and gain on the base rate of each entry over chains that ended before a year.

    The defaults of the model were tuned with the winter of 2023-24 in view; earlier chains were not.
    """
    record = found.record
    late = {act.chain for act in record.acts if act.date.year >= before}
    kept = np.array([chain not in late for chain in record.chains])
    base = scores.brier(next(e.p for e in found.entries if e.name == BASE), record.y)
    rows = []
    for entry in found.entries:
        own = np.where(kept, scores.brier(entry.p, record.y), np.nan)
        rows.append((entry.name, scores.by_chain(own, record.chains), scores.by_chain(base - own, record.chains)))
    return rows


def as_json(found: Backtest) -> dict[str, Any]:
    """Scores, null models, and every act's forecast by brink, for machines."""
    own = next(entry for entry in found.entries if entry.name == BRINK)
    return {
        "episodes": found.episodes,
        "profiles": found.profiles,
        "model": model_hash(),
        "acts_scored": len(found.record.acts),
        "chains": len(set(found.record.chains)),
        "share_answered": found.record.share,
        "held_out": "leave one chain out",
        "effective_points": found.effective,
        "lapse": found.lapse,
        "default_profiles": found.guessed,
        "scores": {score.name: _score_json(score) for score in found.scores if score.name not in NULLS},
        "null_models": {score.name: _score_json(score) for score in found.scores if score.name in NULLS},
        "before": {"year": TUNED_FROM, "brier": _early(found)},
        "verdict": verdict(found),
        "acts": [act_json(found.record, k, forecast) for k, forecast in enumerate(own.forecasts)],
    }


def _early(found: Backtest) -> dict[str, float | None]:
    rows = clean(found, TUNED_FROM)
    return {name: None if np.isnan(brier.estimate) else brier.estimate for name, brier, _ in rows}


def act_json(record: Record, k: int, forecast: Prediction) -> dict[str, Any]:
    """One act's forecast and what followed."""
    act: CodedAct = record.acts[k]
    outcome = record.outcomes[k]
    rungs = {str(rung): round(float(forecast.rungs[rung]), 4) for rung in range(FIRST_KINETIC, LAST_DRAWN + 1)}
    return {
        "chain": act.chain,
        "n": act.n,
        "date": act.date.isoformat(),
        "actor": act.actor,
        "target": act.target,
        "days_scored": outcome.days,
        "p_reply": round(forecast.p, 4),
        "p_rung": rungs,
        "delay_quantiles": dict(zip(map(str, QUANTILES), forecast.delay_quantiles(), strict=True)),
        "p_proxy": round(forecast.p_proxy, 4),
        "answered": outcome.answered,
        "reply_rung": outcome.reply.rung if outcome.reply else None,
        "reply_delay": outcome.delay if outcome.reply else None,
    }


def _score_json(score: Score) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in score._asdict().items():
        if isinstance(value, Interval):
            plain[name] = as_dict(value)
        elif isinstance(value, scores.BrierParts):
            plain |= value._asdict()
        elif isinstance(value, tuple):
            plain[name] = {str(level): None if np.isnan(v) else v for level, v in zip(LEVELS, value, strict=True)}
        else:
            plain[name] = value
    return plain


def verdict(found: Backtest, tuned_from: int = TUNED_FROM) -> list[str]:
    """The table in plain sentences: who wins as far as can be told, by how much, and what the gain is made of."""
    table = {score.name: score for score in found.scores}
    own, base, logit = table[BRINK], table[BASE], table[LOGIT]
    first = min(found.scores, key=lambda score: score.brier.estimate)
    many = len(set(found.record.chains))
    leads = {score.name: Finding(score.brink_ahead, many) for score in found.scores if score.name != BRINK}
    lines = [
        f"lowest Brier score: {first.name} ({thousandths(first.brier.estimate)}); "
        f"brink {thousandths(own.brier.estimate)}, base rate {thousandths(base.brier.estimate)}, "
        f"pooled logit {thousandths(logit.brier.estimate)}, one half always .250",
        claims.standing(leads),
    ]
    for name, gain in ((BASE, own.gain), (LOGIT, own.gain_on_logit)):
        lines.append(claims.lead(BRINK, f"the {name}", Finding(gain, many)))
    lines.append(
        f"of brink's {advance(base.brier.estimate - own.brier.estimate)} on the base rate, resolution gives "
        f"{advance(own.parts.resolution - base.parts.resolution)}, reliability "
        f"{advance(base.parts.reliability - own.parts.reliability)}; "
        f"shuffled outcomes reach that resolution in {fixed_percent(own.accident, 0)} of cases"
    )
    lines.append(
        f"learned from other chains: a share of lapses of {decimal(found.lapse)}; "
        f"{count(found.effective)} effective points of the prior"
    )
    shipped = table["brink as shipped"]
    lines.append(f"with the shipped constants and nothing learned, brink scores {thousandths(shipped.brier.estimate)}")
    other = table.get(f"{BRINK}, {FROM_DISPUTES}")
    if other is not None:
        lines.append(
            "with constants from the statistics of disputes, which hold none of these acts, "
            f"{thousandths(other.brier.estimate)}"
        )
    early = {name: (brier, gain) for name, brier, gain in clean(found, tuned_from)}
    if not np.isnan(early[BRINK][0].estimate):
        rivals = ", ".join(f"{name} {thousandths(early[name][0].estimate)}" for name in (BRINK, BASE, LOGIT))
        lines.append(f"on chains before {tuned_from}, which no default was tuned on: {rivals}")
    lines.append(
        "answered acts inside the central 50 and 90 % intervals: rung "
        f"{decimal(own.rung_covered[0])} and {decimal(own.rung_covered[1])}, "
        f"delay {decimal(own.delay_covered[0])} and {decimal(own.delay_covered[1])}"
    )
    return lines
