"""What the model expects after an act: whether, how soon, at which rung and by whom force answers it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch
from ...model.engine.ensemble import simulate
from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNGS
from ...model.world.tables import NONE, Case, Kind
from .episodes import WINDOW, FirstReply

#: Seed of the draws: the same episodes and profiles always get the same predictions.
SEED = 20240120
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Days 0 to 30 after an act.
DAYS = WINDOW + 1
NO_REPLY = -1
#: Weight, in replies, that other chains have beside the replies of the runs: no forecast rests on nothing.
PRIOR_REPLIES = 1.0


class Replies(NamedTuple):
    """First reply by force in each run: days since the act (`NO_REPLY` if none), its rung, and whether by a proxy."""

    delay: NDArray[np.int64]
    rung: NDArray[np.int64]
    proxy: NDArray[np.bool_]


class ReplyTally(NamedTuple):
    """First replies in time, counted over ``runs``: by rung, shape (RUNGS,); by day, shape (DAYS,); and by proxies."""

    runs: float
    rungs: NDArray[np.float64]
    delays: NDArray[np.float64]
    proxies: float

    @property
    def answered(self) -> float:
        """Number of runs with a reply in time."""
        return float(self.rungs.sum())


class Past(NamedTuple):
    """What other chains say of replies: shares by rung (RUNGS,) and by day (DAYS,), and the share given by proxies."""

    rungs: NDArray[np.float64]
    delays: NDArray[np.float64]
    p_proxy: float


class Prediction(NamedTuple):
    """Forecast for one act: chance ``p`` of a reply by force in time and, given one, shares by rung, day and proxy."""

    p: float
    rungs: NDArray[np.float64]
    delays: NDArray[np.float64]
    p_proxy: float

    def delay_quantiles(self) -> list[int]:
        """Days at the quantiles `QUANTILES`."""
        return [quantile(self.delays, q) for q in QUANTILES]


def first_replies(batch: Batch, case: Case, event: int) -> Replies:
    """The first reply by force to an event in each run, whoever gives it: an act it caused, or that settled it too."""
    acts = batch.acts
    run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
    row = np.flatnonzero(acts["identity"] == case.worlds[0].events["key"][event])
    asked = row - batch.act_offsets[run[row]]
    direct = np.flatnonzero(acts["cause"] == asked[run])
    also_run = np.repeat(np.arange(batch.count), np.diff(batch.answer_offsets))
    settles = batch.answers["also"] == asked[also_run]
    also = batch.act_offsets[also_run[settles]] + batch.answers["act"][settles]
    return _first(batch, case, event, np.unique(np.concatenate([direct, also])).astype(np.int64))


def first_back(batch: Batch, case: Case, event: int, back: NDArray[np.bool_], least: int = FIRST_KINETIC) -> Replies:
    """The first force of the other side after an event in each run, or act of the rung ``least``, whatever it answers.

    ``back`` says of every actor and target, shape (actors, actors), whether an act of the one on the other comes from
    the side that the event did not come from.
    """
    acts = batch.acts
    run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
    row = np.flatnonzero(acts["identity"] == case.worlds[0].events["key"][event])
    asked = np.full(batch.count, len(acts))
    asked[run[row]] = row
    found = np.flatnonzero((np.arange(len(acts)) > asked[run]) & (acts["target"] >= 0))
    return _first(batch, case, event, found[back[acts["executor"][found], acts["target"][found]]], least)


def _first(batch: Batch, case: Case, event: int, found: NDArray[np.int64], least: int = FIRST_KINETIC) -> Replies:
    """The first act of force, or of the rung ``least``, in each run among some rows of the log, which are in order."""
    world, acts = case.worlds[0], batch.acts
    run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
    rungs = acts["rung"][found]
    found = found[(rungs >= least) & (rungs <= LAST_DRAWN)]
    delay = np.full(batch.count, NO_REPLY)
    rung = np.full(batch.count, NO_REPLY)
    proxy = np.zeros(batch.count, np.bool_)
    chosen, at = np.unique(run[found], return_index=True)
    rows = acts[found[at]]
    delay[chosen], rung[chosen] = rows["day"] - int(world.events["day"][event]), rows["rung"]
    doer = world.actors[rows["executor"]]
    proxy[chosen] = (doer["kind"] == Kind.MILITIA) & (doer["patron"] != NONE)
    return Replies(delay, rung, proxy)


def tally(case: Case, event: int, runs: int, days: int, first: int = 0) -> ReplyTally:
    """Run a situation on and count first replies to its event within ``days``; the first run has number ``first``."""
    return counted(first_replies(simulate(case, SEED, first, runs), case, event), days)


def counted(found: Replies, days: int) -> ReplyTally:
    """First replies that come within ``days``, counted."""
    inside = (found.delay >= 0) & (found.delay <= days)
    rungs = np.bincount(found.rung[inside], minlength=RUNGS).astype(np.float64)
    delays = np.bincount(found.delay[inside], minlength=DAYS).astype(np.float64)
    return ReplyTally(float(len(found.delay)), rungs, delays, float(found.proxy[inside].sum()))


def weighed(tallies: list[ReplyTally], weights: NDArray[np.float64]) -> ReplyTally:
    """One tally of several, each with a weight; weights of mean one keep the number of runs."""
    pairs = list(zip(tallies, weights, strict=True))
    return ReplyTally(
        sum(w * t.runs for t, w in pairs),
        np.sum([w * t.rungs for t, w in pairs], axis=0),
        np.sum([w * t.delays for t, w in pairs], axis=0),
        sum(w * t.proxies for t, w in pairs),
    )


def chance(of: ReplyTally) -> float:
    """Share of runs with a reply, kept off 0 and 1 by half a run (Jeffreys)."""
    return (of.answered + 0.5) / (of.runs + 1.0)


def past_of(outcomes: list[FirstReply]) -> Past:
    """The replies among these outcomes, smoothed by one reply spread evenly over the rungs of force and the days."""
    replies = [(outcome.reply, outcome.delay) for outcome in outcomes if outcome.reply is not None]
    force = np.zeros(RUNGS)
    force[FIRST_KINETIC : LAST_DRAWN + 1] = 1.0 / (LAST_DRAWN + 1 - FIRST_KINETIC)
    rungs = np.bincount(np.array([act.rung for act, _ in replies], np.int64), minlength=RUNGS)
    delays = np.bincount(np.array([delay for _, delay in replies], np.int64), minlength=DAYS)
    total = len(replies) + 1.0
    proxies = sum(act.mode == "proxy" for act, _ in replies)
    smooth = np.full(DAYS, 1.0 / DAYS)
    return Past((rungs + force) / total, (delays + smooth) / total, (proxies + 0.5) / total)


def quantile(shares: NDArray[np.float64], q: float) -> int:
    """Smallest index at or below which a share ``q`` of a distribution over 0, 1, 2, ... lies."""
    return int(np.searchsorted(np.cumsum(shares) / shares.sum(), q - 1e-12))
