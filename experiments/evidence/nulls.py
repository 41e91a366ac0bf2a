"""Models that know nothing of pressure or restraint, fitted on the same past: what the simulation has to beat."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.ladder import RUNGS
from ..system.threads import one_for_algebra
from .episodes import CodedAct, FirstReply, generation
from .predict import Past, Prediction, past_of

#: Strengths of the penalty that the pooled logit chooses from, by leaving chains out of its own past.
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
FEATURES = ("deaths (log)", "rung", "warned", "by a state", "generation", "days to be scored (log)")


class Record(NamedTuple):
    """Acts of force with what followed, in one order throughout."""

    acts: list[CodedAct]
    outcomes: list[FirstReply]
    generations: list[int]

    @property
    def y(self) -> NDArray[np.float64]:
        """1 where force answered in time; shape (acts,)."""
        return np.array([float(outcome.answered) for outcome in self.outcomes])

    @property
    def chains(self) -> NDArray[np.str_]:
        """Chain of each act; shape (acts,)."""
        return np.array([act.chain for act in self.acts])

    @property
    def share(self) -> float:
        """Share answered; one half where nothing is known."""
        return float(self.y.mean()) if self.acts else 0.5

    def joined(self, other: Record) -> Record:
        """These acts and others behind them."""
        return Record(self.acts + other.acts, self.outcomes + other.outcomes, self.generations + other.generations)

    def take(self, chosen: NDArray[np.bool_]) -> Record:
        """The acts for which ``chosen`` holds."""
        rows = np.flatnonzero(chosen)
        return Record(
            [self.acts[k] for k in rows], [self.outcomes[k] for k in rows], [self.generations[k] for k in rows]
        )


def record_of(acts: list[CodedAct], scored: list[CodedAct], outcomes: list[FirstReply]) -> Record:
    """The record of the acts that are scored."""
    return Record(scored, outcomes, [generation(act, acts) for act in scored])


def cut(delays: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """A distribution of delays, given that the reply comes within ``days``."""
    kept = np.where(np.arange(len(delays)) <= days, delays, 0.0)
    return kept / kept.sum() if kept.sum() > 0 else np.eye(len(delays))[0]


def _plain(past: Past, p: float, outcome: FirstReply) -> Prediction:
    return Prediction(p, past.rungs, cut(past.delays, outcome.days), past.p_proxy)


def base_rate(past: Record, asked: Record) -> list[Prediction]:
    """The share answered in the past, for every act."""
    known = past_of(past.outcomes)
    return [_plain(known, past.share, outcome) for outcome in asked.outcomes]


def coin(past: Record, asked: Record) -> list[Prediction]:
    """One half, whatever the past."""
    known = past_of(past.outcomes)
    return [_plain(known, 0.5, outcome) for outcome in asked.outcomes]


def always(past: Record, asked: Record) -> list[Prediction]:
    """Every act is answered; rungs and delays as in the past."""
    known = past_of(past.outcomes)
    return [_plain(known, 1.0, outcome) for outcome in asked.outcomes]


def tit_for_tat(past: Record, asked: Record) -> list[Prediction]:
    """Every act is answered at its own rung, by the side that was struck, with the delays of the past."""
    known = past_of(past.outcomes)
    return [
        Prediction(1.0, np.eye(RUNGS)[act.rung], cut(known.delays, outcome.days), known.p_proxy)
        for act, outcome in zip(asked.acts, asked.outcomes, strict=True)
    ]


def features(record: Record) -> NDArray[np.float64]:
    """What the pooled logit sees of each act, shape (acts, len(FEATURES))."""
    rows = [
        (np.log1p(act.killed), act.rung, act.warned, act.mode == "state", min(depth, 3), np.log1p(outcome.days))
        for act, outcome, depth in zip(*record, strict=True)
    ]
    return np.array(rows, np.float64)


def pooled_logit(past: Record, asked: Record) -> list[Prediction]:
    """Logistic regression on `features`, penalised (ridge); the penalty is chosen by leaving out chains of the past."""
    known = past_of(past.outcomes)
    chances = logit_chances(past, features(asked))
    return [_plain(known, float(p), outcome) for p, outcome in zip(chances, asked.outcomes, strict=True)]


def logit_chances(
    past: Record, rows: NDArray[np.float64], see: Callable[[Record], NDArray[np.float64]] = features
) -> NDArray[np.float64]:
    """Chances of a reply by a logit on what ``see`` gives; a past that was answered always or never gives its share."""
    if len(set(past.y)) < 2:
        return np.full(len(rows), past.share)
    x = see(past)
    penalty = min(PENALTIES, key=lambda c: _held_out_loss(past, x, c))
    return fit_logit(x, past.y, rows, penalty)


def fit_logit(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    rows: NDArray[np.float64],
    penalty: float,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Chances of ``rows`` by a penalised logit that was fitted to ``x`` and ``y``; features are put on one scale."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    with one_for_algebra():
        model = LogisticRegression(C=penalty, max_iter=1000).fit((x - middle) / spread, y, weights)
        return model.predict_proba((rows - middle) / spread)[:, 1]


def _held_out_loss(past: Record, x: NDArray[np.float64], penalty: float) -> float:
    """Logarithmic score on chains of the past that were left out in turn."""
    y, chains = past.y, past.chains
    loss = 0.0
    for chain in dict.fromkeys(chains):
        rest = chains != chain
        single = len(set(y[rest])) < 2
        p = (
            np.full((~rest).sum(), y[rest].mean() if rest.any() else 0.5)
            if single
            else fit_logit(x[rest], y[rest], x[~rest], penalty)
        )
        kept = np.clip(p, 0.01, 0.99)
        loss -= float(np.sum(np.where(y[~rest] > 0, np.log(kept), np.log1p(-kept))))
    return loss
