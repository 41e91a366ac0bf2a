"""Measuring: how the outcomes of runs are computed from their act logs, and from nothing else.

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

Most outcomes share one compiled walk over the log. One that needs no walk of its own is a plain function over the acts
of all runs at once, which its entry in `outcomes.py` names: `number_of_acts` is the pattern of a count, `first_signal`
that of a day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .batch import Batch
from .chains import trace
from .kernel.compiled import compiled
from .world.acts import Origin
from .world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, WAR_FROM, Rung
from .world.tables import NONE, Case

QUIET_DAYS = 30
SPIRAL_LENGTH = 10
SPIRAL_GENERATIONS = 4
ENDINGS: tuple[str, ...] = ("quiet", "mediated", "war", "horizon")
QUIET, MEDIATED, WAR_ENDING, HORIZON = range(4)
LEADER, SIGNAL = int(Rung.LEADER_KILLED), int(Rung.NUCLEAR_SIGNAL)
CAMPAIGN = int(Origin.CAMPAIGN)


class Frame(NamedTuple):
    """What outcomes need besides the log: horizon in days, number of actors, and what counts as a war."""

    days: int
    actors: int
    war_days: float
    war_dead: float


class Seen(NamedTuple):
    """What an outcome is measured on: the acts and wars of some runs, on whose soil each act was, and the frame."""

    batch: Batch
    hosts: NDArray[np.int64]
    frame: Frame


def seen(batch: Batch, case: Case) -> Seen:
    """What outcomes of a batch are measured on; what counts as a war is read from the first stretch of its case."""
    world = case.worlds[0]
    constants = world.constants.reshape(-1)[0]
    frame = Frame(world.days, len(world.actors), float(constants["war_days"]), float(constants["war_dead"]))
    return Seen(batch, hosts_of_acts(batch.acts, case), frame)


def walk(table: NDArray[np.void], found: Seen) -> None:
    """Fill the outcomes that share the walk over the log; ``table`` has a row a run."""
    batch = found.batch
    _measure(
        table, batch.acts, batch.act_offsets, batch.wars, batch.war_offsets, found.hosts, batch.mediated, found.frame
    )  # fmt: skip


def number_of_acts(found: Seen) -> NDArray[np.int64]:
    """Acts in the log of each run, words included; shape (runs,)."""
    return np.diff(found.batch.act_offsets)


def first_signal(found: Seen) -> NDArray[np.int64]:
    """Day of the first nuclear signal of each run; shape (runs,)."""
    return first_day(found, found.batch.acts["rung"] == SIGNAL)


def first_day(found: Seen, flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Day of the first flagged act of each run, -1 where there is none; ``flags`` has shape (acts,)."""
    batch = found.batch
    days = np.full(batch.count, NONE, np.int64)
    rows = np.flatnonzero(flags)[::-1]
    # acts are in the order of their days: the last to be written is the first that happened
    days[np.searchsorted(batch.act_offsets, rows, side="right") - 1] = batch.acts["day"][rows]
    return days


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
    row[0].first_third_state = row[0].first_campaign_day = -1
    for act in range(len(log)):
        day, rung = log[act].day, log[act].rung
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
