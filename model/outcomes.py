"""Outcomes: what a run came to, in one row, computed from its act log alone.

Definitions, and the choices in them:

* An act is kinetic from rung 4 to rung 12; the nuclear signal is a message.
* A chain is a connected component of the cause graph with at least one kinetic act; its length is its kinetic acts, its
  depth the highest generation of a kinetic act (a root is generation 0).
* A reply is a kinetic act whose direct cause is kinetic. ``branching_ratio`` is replies to acts outside campaigns per
  kinetic act outside campaigns. Campaign means the standing violence of the scenario's ``campaigns``; a spoiler's
  attack counts as outside, for it is a shock of its own. ``branching_ratio_campaigns`` is replies to campaign acts per
  campaign act. Both are NaN where there is nothing to answer; numerators and denominators are given too, because over
  many runs the ratio of sums is the estimate, not the mean of ratios.
* A war counts after ``war_days`` days of fighting or with ``war_dead`` dead, those of its opening act included.
* A spiral is ten kinetic acts in a chain, or three generations of answers in a line (four acts with the root) whose
  rung never falls.
* A new dyad is an unordered pair of actors with an overt kinetic act (rung 6 or more) in the simulation and none among
  the acts before it; an act makes a pair of the actor and the target, and of the actor and the host of the soil.
* Quiet is 30 days without a kinetic act outside campaigns and without a war, all of them inside the horizon: what was
  not seen is not quiet.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .acts import Origin
from .batch import Batch
from .chains import trace
from .compiled import compiled
from .ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, WAR_FROM, Rung
from .world import NONE, Case

QUIET_DAYS = 30
SPIRAL_LENGTH = 10
SPIRAL_GENERATIONS = 4
ENDINGS: tuple[str, ...] = ("quiet", "mediated", "war", "horizon")
QUIET, MEDIATED, WAR_ENDING, HORIZON = range(4)
#: Outcomes that are names, and the names that their numbers stand for.
CATEGORIES = {"ended_by": ENDINGS}
LEADER, SIGNAL = int(Rung.LEADER_KILLED), int(Rung.NUCLEAR_SIGNAL)
CAMPAIGN = int(Origin.CAMPAIGN)


class Measured(StrEnum):
    """What kind of number an outcome is, which says how runs are put together.

    A day is left out of a mean where it is -1, which is never; a ratio of many runs is that of two sums.
    """

    COUNT = "count"
    FLAG = "flag"
    DAY = "day"
    RATIO = "ratio"
    CATEGORY = "category"


class Outcome(NamedTuple):
    """An outcome: its column, its kind, and of which two counts it is the ratio, if it is one."""

    name: str
    kind: Measured
    above: str = ""
    below: str = ""


_TYPES = {
    Measured.COUNT: "i8",
    Measured.FLAG: "?",
    Measured.DAY: "i8",
    Measured.RATIO: "f8",
    Measured.CATEGORY: "i8",
}

#: All outcomes, in the order of the columns; whoever averages, sums or checks one goes by its kind. Counts are acts,
#: chains, persons or pairs; days count from the start. ``days_to_quiet`` is the first day, from the first kinetic act
#: outside campaigns on, after which 30 days inside the horizon are quiet (0 when there was no such act in 30 days or
#: more); ``ended_by`` indexes `ENDINGS`; ``peak_rung`` is 0 without a kinetic act. ``first_leader`` asks for a death,
#: ``first_third_state`` for an overt act on the soil of a state that is neither the actor's own nor the side it settles
#: with.
OUTCOMES: tuple[Outcome, ...] = (
    Outcome("acts", Measured.COUNT),
    Outcome("kinetic_acts", Measured.COUNT),
    Outcome("chains", Measured.COUNT),
    Outcome("longest_chain", Measured.COUNT),
    Outcome("deepest_chain", Measured.COUNT),
    Outcome("branching_ratio", Measured.RATIO, "replies", "answerable"),
    Outcome("peak_rung", Measured.COUNT),
    Outcome("killed", Measured.COUNT),
    Outcome("killed_civilians", Measured.COUNT),
    Outcome("wounded", Measured.COUNT),
    Outcome("war", Measured.FLAG),
    Outcome("new_dyads", Measured.COUNT),
    Outcome("days_to_quiet", Measured.DAY),
    Outcome("ended_by", Measured.CATEGORY),
    Outcome("spiral", Measured.FLAG),
    Outcome("killed_in_war", Measured.COUNT),
    Outcome("branching_ratio_campaigns", Measured.RATIO, "campaign_replies", "campaign_acts"),
    Outcome("answerable", Measured.COUNT),
    Outcome("replies", Measured.COUNT),
    Outcome("campaign_acts", Measured.COUNT),
    Outcome("campaign_replies", Measured.COUNT),
    Outcome("first_overt", Measured.DAY),
    Outcome("first_death", Measured.DAY),
    Outcome("first_homeland", Measured.DAY),
    Outcome("first_leader", Measured.DAY),
    Outcome("first_third_state", Measured.DAY),
    Outcome("first_campaign_day", Measured.DAY),
    Outcome("nuclear_signal", Measured.DAY),
)

#: One row a run: the outcomes, each in the type of its kind.
OUTCOME = np.dtype([(outcome.name, _TYPES[outcome.kind]) for outcome in OUTCOMES])


def outcomes_of(*kinds: Measured) -> tuple[str, ...]:
    """The columns of some kinds, in their order."""
    return tuple(outcome.name for outcome in OUTCOMES if outcome.kind in kinds)


class Frame(NamedTuple):
    """What outcomes need besides the log: horizon in days, number of actors, and what counts as a war."""

    days: int
    actors: int
    war_days: float
    war_dead: float


def outcomes(batch: Batch, case: Case) -> NDArray[np.void]:
    """Outcomes of a batch.

    Args:
        batch: acts and wars of a stretch of runs.
        case: the world they were run in; what counts as a war is read from its first stretch.

    Returns:
        One row of dtype `OUTCOME` a run, in run order; shape (count,).
    """
    world = case.worlds[0]
    constants = world.constants.reshape(-1)[0]
    frame = Frame(world.days, len(world.actors), float(constants["war_days"]), float(constants["war_dead"]))
    table = np.zeros(batch.count, OUTCOME)
    _measure(
        table,
        batch.acts,
        batch.act_offsets,
        batch.wars,
        batch.war_offsets,
        hosts_of_acts(batch.acts, case),
        batch.mediated,
        frame,
    )
    return table


def scripted(case: Case) -> dict[str, int]:
    """What the scripted acts of a case add to the outcomes of every run: acts, acts of force and people."""
    total: dict[str, int] = dict.fromkeys(("acts", "kinetic_acts", "killed", "killed_civilians", "wounded"), 0)
    ends = (*case.from_days[1:], case.worlds[0].days)
    for world, first, end in zip(case.worlds, case.from_days, ends, strict=True):
        events = world.events[(world.events["day"] >= first) & (world.events["day"] < end)]
        force = (events["rung"] >= FIRST_KINETIC) & (events["rung"] <= LAST_DRAWN)
        total["acts"] += len(events)
        total["kinetic_acts"] += int(force.sum())
        for name in ("killed", "killed_civilians", "wounded"):
            total[name] += int(events[name].sum())
    return total


def hosts_of_acts(acts: NDArray[np.void], case: Case) -> NDArray[np.int64]:
    """The state on whose soil each act happened, or NONE; shape (acts,). Locations are those of the act's stretch."""
    return look_up(acts, case, "host")


def look_up(acts: NDArray[np.void], case: Case, field: str) -> NDArray[np.int64]:
    """A field of the location of each act, NONE without a location; shape (acts,).

    Each stretch between interventions numbers its own locations, so the day of the act says which table to read.
    """
    found = np.full(len(acts), NONE, np.int64)
    stretch = np.searchsorted(np.asarray(case.from_days), acts["day"], side="right") - 1
    for number, world in enumerate(case.worlds):
        here = (stretch == number) & (acts["location"] >= 0)
        found[here] = world.locations[field][acts["location"][here]]
    return found


@compiled
def _measure(table, acts, offsets, wars, war_offsets, hosts, mediated, frame):
    """Fill ``table``, a row a run. Which pairs were seen is marked by the run's number, so it need not be cleared."""
    seen = np.zeros((frame.actors, frame.actors), np.int64)
    active = np.empty(frame.days, np.bool_)
    for run in range(len(table)):
        log = acts[offsets[run] : offsets[run + 1]]
        fights = wars[war_offsets[run] : war_offsets[run + 1]]
        row = table[run : run + 1]
        active[:] = False
        _count(row, log, active)
        _follow_chains(row, log)
        _cross_thresholds(row, log, hosts[offsets[run] : offsets[run + 1]])
        _new_pairs(row, log, hosts[offsets[run] : offsets[run + 1]], seen, run + 1)
        _fight(row, log, fights, active, frame)
        _end(row, active, mediated[run], frame)


@compiled
def _is_kinetic(rung):
    return FIRST_KINETIC <= rung <= LAST_DRAWN


@compiled
def _count(row, log, active):
    """Acts, people, replies; and the days on which something happened outside campaigns."""
    for act in range(len(log)):
        row[0].killed += log[act].killed
        row[0].killed_civilians += log[act].killed_civilians
        row[0].wounded += log[act].wounded
        if not _is_kinetic(log[act].rung):
            continue
        row[0].kinetic_acts += 1
        row[0].peak_rung = max(row[0].peak_rung, log[act].rung)
        _count_reply(row, log, act)
        if log[act].origin != CAMPAIGN and log[act].day < len(active):
            active[log[act].day] = True
    row[0].acts = len(log)
    row[0].branching_ratio = row[0].replies / row[0].answerable if row[0].answerable else np.nan
    row[0].branching_ratio_campaigns = (
        row[0].campaign_replies / row[0].campaign_acts if row[0].campaign_acts else np.nan
    )


@compiled
def _count_reply(row, log, act):
    """Add one kinetic act to what can be answered, and to the replies if it answers a kinetic act."""
    if log[act].origin == CAMPAIGN:
        row[0].campaign_acts += 1
    else:
        row[0].answerable += 1
    cause = log[act].cause
    if cause < 0 or not _is_kinetic(log[cause].rung):
        return
    if log[cause].origin == CAMPAIGN:
        row[0].campaign_replies += 1
    else:
        row[0].replies += 1


@compiled
def _follow_chains(row, log):
    """Number, length and depth of the chains, and whether one became a spiral."""
    causes = np.empty(len(log), np.int32)
    rungs = np.empty(len(log), np.int32)
    for act in range(len(log)):
        causes[act] = log[act].cause
        rungs[act] = log[act].rung
    _, generations, climbs, lengths = trace(causes, rungs)
    for act in range(len(log)):
        if _is_kinetic(rungs[act]):
            row[0].deepest_chain = max(row[0].deepest_chain, generations[act])
        if lengths[act] > 0:
            row[0].chains += 1
            row[0].longest_chain = max(row[0].longest_chain, lengths[act])
        if lengths[act] >= SPIRAL_LENGTH or climbs[act] >= SPIRAL_GENERATIONS:
            row[0].spiral = True


@compiled
def _earlier(day, known):
    """The earlier of two days, where -1 is never."""
    return day if known < 0 or day < known else known


@compiled
def _cross_thresholds(row, log, hosts):
    """First day of each threshold, -1 never."""
    row[0].first_overt = row[0].first_death = row[0].first_homeland = row[0].first_leader = -1
    row[0].first_third_state = row[0].first_campaign_day = row[0].nuclear_signal = -1
    for act in range(len(log)):
        day, rung = log[act].day, log[act].rung
        if rung == SIGNAL:
            row[0].nuclear_signal = _earlier(day, row[0].nuclear_signal)
        if not _is_kinetic(rung):
            continue
        if log[act].killed > 0:
            row[0].first_death = _earlier(day, row[0].first_death)
            if rung == LEADER or log[act].rank > 0:
                row[0].first_leader = _earlier(day, row[0].first_leader)
        if rung >= FIRST_OVERT:
            row[0].first_overt = _earlier(day, row[0].first_overt)
            if _third_state(log[act], hosts[act]):
                row[0].first_third_state = _earlier(day, row[0].first_third_state)
        if rung >= FIRST_HOMELAND:
            row[0].first_homeland = _earlier(day, row[0].first_homeland)
        if rung >= WAR_FROM:
            row[0].first_campaign_day = _earlier(day, row[0].first_campaign_day)


@compiled
def _third_state(act, host):
    """Whether the soil belongs to a state that neither struck nor was settled with nor was said to be struck."""
    return host >= 0 and host != act.actor and host != act.account and host != act.declared


@compiled
def _new_pairs(row, log, hosts, seen, mark):
    """Pairs that first meet in an overt act of the simulation; what was observed before counts as known."""
    for act in range(len(log)):
        if log[act].rung < FIRST_OVERT or not _is_kinetic(log[act].rung):
            continue
        actor = log[act].actor
        for other in (np.int64(log[act].target), np.int64(hosts[act])):
            if other < 0 or other == actor:
                continue
            low, high = min(actor, other), max(actor, other)
            if seen[low, high] != mark:
                seen[low, high] = mark
                if not log[act].observed:
                    row[0].new_dyads += 1


@compiled
def _fight(row, log, fights, active, frame):
    """Add the dead of wars, mark their days, and say whether one of them counts."""
    for war in range(len(fights)):
        first, last = fights[war].first_day, fights[war].last_day
        dead = fights[war].killed_a + fights[war].killed_b
        row[0].killed += dead
        row[0].killed_in_war += dead
        opening = log[fights[war].act].killed if fights[war].act >= 0 else 0
        if last - first + 1 >= frame.war_days or dead + opening >= frame.war_dead:
            row[0].war = True
        active[max(first, 0) : min(last + 1, frame.days)] = True


@compiled
def _end(row, active, mediated, frame):
    """When it first fell quiet, and what the run ended by."""
    row[0].days_to_quiet = -1
    last = NONE
    for day in range(frame.days):
        if not active[day]:
            continue
        if last != NONE and day - last > QUIET_DAYS and row[0].days_to_quiet < 0:
            row[0].days_to_quiet = last
        last = day
    quiet = last + QUIET_DAYS < frame.days  # without an act the days are counted from the start: NONE is the day before
    if quiet and row[0].days_to_quiet < 0:
        row[0].days_to_quiet = max(last, 0)
    if row[0].war:
        row[0].ended_by = WAR_ENDING
    elif quiet:
        row[0].ended_by = MEDIATED if mediated else QUIET
    else:
        row[0].ended_by = HORIZON
