"""The outcomes of a run in plain Python: each definition of `model/outcomes.py` a small function, without speed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from brink.model.outcomes import ENDINGS
from brink.model.world.acts import Origin

Act = dict[str, int]
#: Days without force that count as quiet.
QUIET = 30


class Log(NamedTuple):
    """A run: its acts, which of them use force, its wars, and the horizon in days."""

    acts: list[Act]
    kinetic: list[Act]
    wars: np.ndarray
    days: int


def read(log: np.ndarray, wars: np.ndarray, hosts: np.ndarray, days: int) -> Log:
    """Acts as dictionaries, each with its number ``n`` and the ``host`` on whose soil it fell (-1: nobody's)."""
    acts = [{name: int(row[name]) for name in log.dtype.names} | {"n": n} for n, row in enumerate(log)]
    for act in acts:
        act["host"] = -1 if act["location"] < 0 else int(hosts[act["location"]])
    return Log(acts, [act for act in acts if 4 <= act["rung"] <= 12], wars, days)


def line(run: Log, act: Act) -> list[Act]:
    """The act, the one it answers, the one that this answers, and so on to the root."""
    found = [act]
    while found[-1]["cause"] >= 0:
        found.append(run.acts[found[-1]["cause"]])
    return found


def chains(run: Log) -> Counter[int]:
    """Acts of force by the root of their chain."""
    return Counter(line(run, act)[-1]["n"] for act in run.kinetic)


def climbs(run: Log, act: Act) -> bool:
    """Four kinetic acts, each the answer to the one before and none lower than it."""
    last = line(run, act)[:4]
    rungs = [one["rung"] for one in last]
    return len(last) == 4 and all(one in run.kinetic for one in last) and rungs == sorted(rungs, reverse=True)


def spiral(run: Log) -> bool:
    """A chain of ten acts of force, or one that climbs."""
    return max(chains(run).values(), default=0) >= 10 or any(climbs(run, act) for act in run.kinetic)


def replies(run: Log, campaign: bool) -> tuple[int, int]:
    """Replies by force to the acts of force of campaigns, or to all others; and how many of these there are."""
    pool = {act["n"] for act in run.kinetic if (act["origin"] == Origin.CAMPAIGN) == campaign}
    return sum(act["cause"] in pool for act in run.kinetic), len(pool)


def ratio(answered: int, pool: int) -> float:
    """Replies to an act; not a number where there is nothing to answer."""
    return answered / pool if pool else math.nan


def first(acts: Iterable[Act]) -> int:
    """The day of the first of these acts, or -1."""
    return min((act["day"] for act in acts), default=-1)


def on_third_soil(act: Act) -> bool:
    """Whether it fell on the soil of a state that is not a party to it."""
    return act["host"] >= 0 and act["host"] not in (act["actor"], act["account"], act["declared"])


def new_dyads(run: Log) -> int:
    """Pairs that met openly for the first time, in acts that nobody observed."""
    met, new = set(), 0
    for act in run.kinetic:
        for other in (act["target"], act["host"]):
            pair = frozenset((act["actor"], other))
            if act["rung"] >= 6 and other >= 0 and len(pair) == 2 and pair not in met:
                met.add(pair)
                new += not act["observed"]
    return new


def dead(war: np.ndarray) -> int:
    """Killed on both sides of a war."""
    return int(war["killed_a"]) + int(war["killed_b"])


def is_war(run: Log, war: np.ndarray) -> bool:
    """Three days, or a thousand dead, those of the act that opened it counted."""
    return bool(war["last_day"] - war["first_day"] + 1 >= 3 or dead(war) + run.acts[int(war["act"])]["killed"] >= 1000)


def busy(run: Log) -> set[int]:
    """Days with force outside campaigns, those of war among them."""
    found = {act["day"] for act in run.kinetic if act["origin"] != Origin.CAMPAIGN}
    return found.union(*(range(war["first_day"], war["last_day"] + 1) for war in run.wars))


def days_to_quiet(run: Log) -> int:
    """The first day of force after which none follows for thirty days inside the horizon; 0 without force, else -1."""
    force = busy(run)
    calm = (d for d in sorted(force) if d + QUIET < run.days and not force & set(range(d + 1, d + QUIET + 1)))
    return next(calm, -1) if force else 0


def ended_by(run: Log, mediated: bool) -> int:
    """How it ended: war comes before all else, and a mediator is named only where it fell quiet."""
    if any(is_war(run, war) for war in run.wars):
        return ENDINGS.index("war")
    if (force := busy(run)) and max(force) + QUIET >= run.days:
        return ENDINGS.index("horizon")
    return ENDINGS.index("mediated" if mediated else "quiet")


def firsts(run: Log) -> dict[str, int]:
    """Days on which something first happened."""
    force: Sequence[Act] = run.kinetic
    return {
        "first_overt": first(act for act in force if act["rung"] >= 6),
        "first_death": first(act for act in force if act["killed"]),
        "first_homeland": first(act for act in force if act["rung"] >= 9),
        "first_leader": first(act for act in force if act["killed"] and (act["rung"] == 8 or act["rank"])),
        "first_third_state": first(act for act in force if act["rung"] >= 6 and on_third_soil(act)),
        "first_campaign_day": first(act for act in force if act["rung"] >= 11),
        "nuclear_signal": first(act for act in run.acts if act["rung"] == 13),
    }


def counts(run: Log) -> dict[str, Any]:
    """Acts, chains and people."""
    length = chains(run)
    in_war = sum(dead(war) for war in run.wars)
    return {
        "acts": len(run.acts),
        "kinetic_acts": len(run.kinetic),
        "chains": len(length),
        "longest_chain": max(length.values(), default=0),
        "deepest_chain": max((len(line(run, act)) - 1 for act in run.kinetic), default=0),
        "peak_rung": max((act["rung"] for act in run.kinetic), default=0),
        "killed": sum(act["killed"] for act in run.acts) + in_war,
        "killed_civilians": sum(act["killed_civilians"] for act in run.acts),
        "wounded": sum(act["wounded"] for act in run.acts),
        "killed_in_war": in_war,
        "new_dyads": new_dyads(run),
    }


def answers(run: Log) -> dict[str, Any]:
    """How much was answered by force, campaigns apart."""
    (answered, pool), (in_campaigns, campaigns) = replies(run, False), replies(run, True)
    return {
        "branching_ratio": ratio(answered, pool),
        "branching_ratio_campaigns": ratio(in_campaigns, campaigns),
        "answerable": pool,
        "replies": answered,
        "campaign_acts": campaigns,
        "campaign_replies": in_campaigns,
    }


def outcomes(run: Log, mediated: bool) -> dict[str, Any]:
    """Every outcome of a run by its column."""
    endings = {
        "war": any(is_war(run, war) for war in run.wars),
        "spiral": spiral(run),
        "days_to_quiet": days_to_quiet(run),
        "ended_by": ended_by(run, mediated),
    }
    return counts(run) | answers(run) | endings | firsts(run)
