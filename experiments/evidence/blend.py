"""How much the model's shares by rung and by day count beside those of other chains: learned from the other chains too.

A mixture in one number between the model's distribution and the plain distribution of past replies, by its posterior
mean under a flat prior. Where the model tells replies apart the number goes to one; where it knows nothing, to zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .nulls import Record, cut
from .predict import PRIOR_REPLIES, Past, Prediction, ReplyTally, past_of

GRID = np.linspace(0.0, 1.0, 21)


def share_of_model(
    model: NDArray[np.float64], plain: NDArray[np.float64], counting: NDArray[np.float64] | None = None
) -> float:
    """Posterior mean of the model's share, from the chance each distribution gave to what happened; shape (acts,).

    ``counting``: how much each act counts, by default alike.
    """
    logs = np.log(GRID[:, None] * model + (1 - GRID[:, None]) * plain)
    sums = logs.sum(axis=1) if counting is None else logs @ counting
    weights = np.exp(sums - sums.max())
    return float(weights @ GRID / weights.sum())


def forecasts(
    tallies: list[ReplyTally], p: NDArray[np.float64], past: NDArray[np.bool_], record: Record
) -> list[Prediction]:
    """Forecasts for the acts outside ``past``, made of a tally and a chance for every act and of what the past says."""
    known = past_of(record.take(past).outcomes)
    by_rung, by_day = _shares(tallies, past, record)
    made = []
    for k in np.flatnonzero(~past):
        days = record.outcomes[k].days
        rungs, delays, proxy = _of_model(tallies[k], known, days)
        made.append(
            Prediction(
                float(p[k]),
                by_rung * rungs + (1 - by_rung) * known.rungs,
                by_day * delays + (1 - by_day) * cut(known.delays, days),
                proxy,
            )
        )
    return made


def _of_model(counted: ReplyTally, known: Past, days: int) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Rungs, delays and share of proxies among the replies of the runs, the past being worth one more reply."""
    total = counted.answered + PRIOR_REPLIES
    return (
        (counted.rungs + PRIOR_REPLIES * known.rungs) / total,
        (counted.delays + PRIOR_REPLIES * cut(known.delays, days)) / total,
        (counted.proxies + PRIOR_REPLIES * known.p_proxy) / total,
    )


def _shares(tallies: list[ReplyTally], past: NDArray[np.bool_], record: Record) -> tuple[float, float]:
    """The model's share for rungs and for delays, from the answered acts of the past; one half without any."""
    chains = record.chains
    found: list[tuple[float, float, float, float]] = []
    for chain in dict.fromkeys(chains[past]):
        plain = past_of(record.take(past & (chains != chain)).outcomes)
        for k in np.flatnonzero(chains == chain):
            outcome = record.outcomes[k]
            if outcome.reply is None:
                continue
            rungs, delays, _ = _of_model(tallies[k], plain, outcome.days)
            before = cut(plain.delays, outcome.days)
            found.append(
                (
                    rungs[outcome.reply.rung],
                    plain.rungs[outcome.reply.rung],
                    delays[outcome.delay],
                    before[outcome.delay],
                )
            )
    if not found:
        return 0.5, 0.5
    table = np.array(found)
    return share_of_model(table[:, 0], table[:, 1]), share_of_model(table[:, 2], table[:, 3])
