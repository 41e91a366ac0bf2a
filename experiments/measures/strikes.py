"""Who strikes whom: simulated acts of force by actor, by who is hit, and by whose soil it is on.

The two differ where one is hit on the soil of another: a strike on a group in Pakistan is one on that group, and it is
one on Pakistani soil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .log import CAMPAIGN, CodedNames, coded, flag, is_one, number
from .numbers import decimal, fixed_percent, span
from .statistics import Interval, as_dict, wilson

TARGET, SOIL = "target", "soil"
#: Where either stands in the act log.
COLUMNS = {TARGET: "target", SOIL: "place"}
#: The columns of the act log that are looked at.
READ = ("run", "origin", "kinetic", "observed", "actor", *COLUMNS.values())
#: Runs that are counted for the summary: the acts of more would take longer to read than to count.
COUNTED = 1_000
#: Pairs of either kind that the summary lists.
LISTED = 8


class StrikePair(NamedTuple):
    """An actor and whom it strikes or on which soil (by id): how many acts, in how many runs, in campaigns or outside.

    ``by`` says which of the two ``struck`` is: target or soil.
    """

    by: str
    actor: str
    struck: str
    campaign: bool
    acts: int
    runs: int


def pairs(acts: Any) -> list[StrikePair]:
    """Every pair, by target and by soil, the most frequent first; observed events are left out.

    Args:
        acts: the act log of some runs.
    """
    force = flag(acts["kinetic"]) & ~flag(acts["observed"])
    standing, run, actor = is_one(acts["origin"], CAMPAIGN), number(acts["run"]), coded(acts["actor"])
    found = [
        pair
        for by, column in COLUMNS.items()
        for campaign in (False, True)
        for pair in _pairs(_Strikes(run, actor, coded(acts[column])), force & (standing == campaign), by, campaign)
    ]
    return sorted(found, key=lambda pair: (pair.by != TARGET, -pair.acts))


class _Strikes(NamedTuple):
    """Acts by column: their runs, who acts, and on whom or where."""

    run: NDArray[np.int64]
    actor: CodedNames
    struck: CodedNames


def _pairs(acts: _Strikes, rows: NDArray[np.bool_], by: str, campaign: bool) -> Iterator[StrikePair]:
    actor_names, other_names = acts.actor.names, acts.struck.names
    width = len(other_names) + 1
    every = acts.actor.numbers[rows] * width + acts.struck.numbers[rows] + 1
    counts = np.bincount(every)
    keys, run = np.flatnonzero(counts), acts.run[rows]
    happens = np.zeros((len(keys), 1 + run.max(initial=0)), np.bool_)
    happens[np.searchsorted(keys, every), run] = True
    for key, count, runs in zip(keys, counts[keys], happens.sum(axis=1), strict=True):
        struck = ["", *other_names][key % width]
        yield StrikePair(by, actor_names[key // width], struck, campaign, int(count), int(runs))


#: What a reader is told of a pair, and of what the pairs are.
HEADS = ["who strikes whom, outside campaigns", "by", "acts a run", "runs with one", "95 % interval"]


class Listed(NamedTuple):
    """A pair as a reader sees it: who on whom, acts a run, and the share of runs in which it happens."""

    pair: StrikePair
    who: str
    per_run: float
    happens: Interval

    def cells(self) -> list[str]:
        """As text, under `HEADS`."""
        share, low, high = self.happens
        return [self.who, self.pair.by, decimal(self.per_run), fixed_percent(share), span(low, high, fixed_percent)]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        named = {name: getattr(self.pair, name) for name in ("by", "actor", "struck")}
        return {**named, "who": self.who, "acts_per_run": self.per_run, "runs": as_dict(self.happens)}


def listed(acts: Any, kept: int, actor: Callable[[str], str], soil: Callable[[str], str], most: int) -> list[Listed]:
    """The most frequent pairs outside campaigns, ``most`` of each kind.

    Args:
        acts: the act log of ``kept`` runs.
        kept: how many runs it holds.
        actor: gives the name of an actor.
        soil: gives the name of a territory.
        most: how many are listed by target, and how many by soil.
    """
    free = [pair for pair in pairs(acts) if not pair.campaign]
    chosen = [pair for by in COLUMNS for pair in [pair for pair in free if pair.by == by][:most]]
    names = {TARGET: lambda name: f" on {actor(name)}", SOIL: lambda name: f", in {soil(name)}"}
    nobody = {TARGET: " on nobody named", SOIL: ", no place named"}
    return [
        Listed(
            pair,
            f"{actor(pair.actor)}{names[pair.by](pair.struck) if pair.struck else nobody[pair.by]}",
            pair.acts / max(1, kept),
            wilson(pair.runs, kept),
        )
        for pair in chosen
    ]
