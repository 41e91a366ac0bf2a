"""What goes with the result, as far as the batch can say: who begins, what gets answered, which settings go with it.

Counts say what things are made of, and correlations what goes together; neither is a cause. Where all runs share their
parameters, only chance tells them apart, and no setting can be blamed for anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.acts import Origin
from ...scenarios.called import words_by_path
from ..figures.about import About
from ..figures.tables import cause_rows, coded, flag, number
from ..measures import claims
from ..measures.numbers import count, interval, percent, signed, significant, span
from ..measures.outcomes import label_of
from ..measures.statistics import Z95, Interval, between_runs, normal_quantile
from ..measures.strikes import SOIL, TARGET, Listed, listed
from ..results.columns import drawn

if TYPE_CHECKING:
    from ..figures.frames import Frame
    from ..results.read import Results

#: Where a chain may begin, in words.
BEGINNINGS = {
    Origin.EVENT.name.lower(): "observed event",
    Origin.SPOILER.name.lower(): "spoiler's attack",
    Origin.CAMPAIGN.name.lower(): "act of a standing campaign",
}
#: What strikes are counted by, in words.
STRUCK = {TARGET: "Who strikes whom", SOIL: "Who strikes where: on whose soil"}
#: Pairs and settings that are listed.
MOST_PAIRS, MOST_SETTINGS = 8, 12
#: Outcomes that settings are held against.
OUTCOMES = ("branching_ratio", "kinetic_acts", "longest_chain", "peak_rung", "killed")
#: Spread of a rank correlation beside that of a plain one (Fieller, Hartley and Pearson 1957).
RANK_SPREAD = 1.06


class Beginning(NamedTuple):
    """Chains that begin in one way: how many a run, the share answered by force, acts of force that follow one."""

    name: str
    per_run: str
    answered: str
    interval: str
    follow: str


class PairAnswers(NamedTuple):
    """Answers by force of one actor to acts of another: how many a run, and their share of all answers."""

    who: str
    per_run: str
    share: str
    interval: str


class Struck(NamedTuple):
    """Acts of force of an actor on another, or on a soil: how many a run, and the share of runs with at least one."""

    who: str
    per_run: str
    share: str
    interval: str


class DrawnSetting(NamedTuple):
    """A drawn setting, in words and by path; for each outcome the rank correlation, and whether luck is ruled out."""

    words: str
    path: str
    cells: tuple[tuple[str, bool], ...]


class Drivers(NamedTuple):
    """The section: sentences, tables, and where runs drew their settings the correlations with what luck gives."""

    sentences: tuple[str, ...]
    beginnings: tuple[Beginning, ...]
    pairs: tuple[PairAnswers, ...]
    strikes: tuple[tuple[str, tuple[Struck, ...]], ...]
    outcomes: tuple[str, ...]
    settings: tuple[DrawnSetting, ...]


def drivers(results: Results, facts: About) -> Drivers:
    """Look at the kept acts, and at drawn parameters where there are any."""
    begun, paired, struck = beginnings(results.acts, facts), pairs(results.acts, facts), strikes(results.acts, facts)
    sentences = [_made_of(results.acts, facts)]
    runs: Frame = results.runs
    names = [name for name in drawn(runs.columns) if runs[name].nunique() > 1]
    if not names:
        sentences.append(
            "All runs share their parameters: what tells them apart is chance alone. Which settings matter is asked "
            "with brink run --uncertain, brink sensitivity, or brink compare for a single change."
        )
        return Drivers(tuple(sentences), begun, paired, struck, (), ())
    outcomes, settings, sentence = correlations(runs, words_by_path(names, results.scenario))
    return Drivers((*sentences, sentence), begun, paired, struck, outcomes, settings)


def _made_of(acts: Frame, facts: About) -> str:
    """Shares of the acts of force by origin."""
    force = flag(acts["kinetic"])
    total = int(force.sum())
    if not total:
        return "There is no act of force in the kept runs."
    codes, names = coded(acts["origin"])
    counts = dict(zip(names, np.bincount(codes[force], minlength=len(names)), strict=False))
    words = {
        "campaign": "of standing campaigns",
        "event": facts.worded("observed events"),
        "spoiler": "spoilers' attacks",
    }
    words |= {"reply": "answers", "displaced": "answers displaced onto a third party"}
    ordered = sorted(words, key=lambda name: -int(counts.get(name, 0)))
    parts = [f"{percent(counts[name] / total)} are {words[name]}" for name in ordered if counts.get(name)]
    return f"Of the {count(total / max(1, facts.kept))} acts of force in a run on average, {', '.join(parts)}."


def beginnings(acts: Frame, facts: About) -> tuple[Beginning, ...]:
    """For each way to begin: chains a run, the share with an answer by force, what follows."""
    if not len(acts):
        return ()
    run, chain, force = number(acts["run"]), number(acts["chain"]), flag(acts["kinetic"])
    _, first, at = np.unique(run * (int(chain.max()) + 1) + chain, return_index=True, return_inverse=True)
    size = np.bincount(at, force, minlength=len(first)) - force[first]
    cause = cause_rows(acts)
    answered = np.zeros(len(acts), bool)
    answered[cause[force & (cause >= 0)]] = True
    codes, names = coded(acts["origin"])
    found = []
    for origin, words in BEGINNINGS.items():
        mine = force[first] & (codes[first] == (names.index(origin) if origin in names else -9))
        if not bool(np.any(mine)):
            continue
        trials = np.bincount(run[first[mine]], minlength=facts.kept).astype(float)
        hits = np.bincount(run[first[mine]], answered[first[mine]], minlength=facts.kept)
        share, low, high = (float(v[0]) for v in between_runs(hits.astype(np.float64)[:, None], trials))
        bounds = f"{percent(low)} to {percent(high)}"
        per_run = significant(mine.sum() / max(1, facts.kept))
        found.append(Beginning(facts.worded(words), per_run, percent(share), bounds, significant(size[mine].mean(), 2)))
    return tuple(found)


def pairs(acts: Frame, facts: About) -> tuple[PairAnswers, ...]:
    """Who answers whom by force, the most frequent first; observed answers are left out."""
    cause = cause_rows(acts)
    reply = flag(acts["kinetic"]) & ~flag(acts["observed"]) & (cause >= 0)
    if not reply.any():
        return ()
    run, (codes, names) = number(acts["run"])[reply], coded(acts["actor"])
    kinds, at = np.unique(codes[reply] * len(names) + codes[cause[reply]], return_inverse=True)
    trials = np.bincount(run, minlength=facts.kept).astype(float)
    order = np.argsort(-np.bincount(at), kind="stable")[:MOST_PAIRS]
    counts = [np.bincount(run[at == k], minlength=facts.kept).astype(np.float64) for k in order]
    hits = np.stack(counts, axis=1)
    share, low, high = between_runs(hits, trials)
    return tuple(
        PairAnswers(
            f"{facts.label(names[kinds[k] // len(names)])} answers {facts.label(names[kinds[k] % len(names)])}",
            significant(hits[:, n].sum() / max(1, facts.kept), 2),
            percent(share[n]),
            f"{percent(low[n])} to {percent(high[n])}",
        )
        for n, k in enumerate(order)
    )


def strikes(acts: Frame, facts: About) -> tuple[tuple[str, tuple[Struck, ...]], ...]:
    """Who strikes whom outside campaigns, by target and by soil, the most frequent first; each with its heading."""
    found = listed(acts, facts.kept, facts.label, facts.place, MOST_PAIRS)
    return tuple(
        (heading, tuple(_struck(pair) for pair in found if pair.pair.by == by))
        for by, heading in STRUCK.items()
        if any(pair.pair.by == by for pair in found)
    )


def _struck(pair: Listed) -> Struck:
    share, low, high = pair.happens
    return Struck(pair.who, significant(pair.per_run, 2), percent(share), span(low, high, percent))


def correlations(runs: Frame, called: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[DrawnSetting, ...], str]:
    """Rank correlations of drawn settings with outcomes, one run a point; outcomes, settings and a sentence.

    ``called`` has the settings in words, by path.
    """
    names, words = list(called), list(called.values())
    outcomes = [name for name in OUTCOMES if runs[name].nunique() > 1]
    found = np.array([_rank_correlation(runs, names, name) for name in outcomes]).reshape(len(outcomes), len(names))
    # the largest of so many idle settings, for any outcome, comes to about this by luck in one batch out of twenty
    tries = len(names) * max(1, len(outcomes))
    luck = math.tanh(normal_quantile(1 - 0.025 / tries) * RANK_SPREAD / math.sqrt(max(1, len(runs) - 3)))
    best = np.abs(found).max(axis=0, initial=0.0)
    order = [k for k in np.argsort(-best, kind="stable")[:MOST_SETTINGS] if best[k] > luck]
    half = Z95 * RANK_SPREAD / math.sqrt(max(1, len(runs) - 3))
    rows = range(len(found))
    settings = [
        DrawnSetting(
            words[k], names[k], tuple((_bounded(found[n, k], half), bool(abs(found[n, k]) > luck)) for n in rows)
        )
        for k in order
    ]
    many = int((best > luck).sum())
    sentence = (
        f"{claims.associated(many, len(names), luck, len(runs))}"
        " A run is a single draw, so chance keeps all of these low: over 1,000 runs, .3 is a strong one. Shares of "
        "variance, with interactions, are what brink sensitivity gives."
    )
    return tuple(map(label_of, outcomes)), tuple(settings), sentence


def _bounded(rho: float, half: float) -> str:
    low, high = math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half)
    return interval(Interval(rho, low, high), signed)


def _rank_correlation(runs: Frame, names: list[str], outcome: str) -> NDArray[np.float64]:
    """Spearman's correlation of each setting with an outcome, over runs that have it."""
    known = runs[runs[outcome].notna()]
    if len(known) < 3:
        return np.zeros(len(names))
    settings = known[names].rank().to_numpy(np.float64)
    values = known[outcome].rank().to_numpy(np.float64)
    settings, values = settings - settings.mean(axis=0), values - values.mean()
    scale = np.sqrt((settings**2).sum(axis=0) * (values**2).sum())
    return np.clip(np.divide(settings.T @ values, scale, out=np.zeros(len(names)), where=scale > 0), -0.999, 0.999)
