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

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from .batch import Batch
from .chains import TRACED, trace, traced_at
from .kernel.compiled import link_only
from .kernel.memory import FLAG, INDEX, Bundle, layout, member, only, rows_at, whole
from .kernel.native import entry
from .world.acts import ACT, WAR, Origin
from .world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, WAR_FROM, Rung
from .world.tables import NONE, Case

QUIET_DAYS = 30
SPIRAL_LENGTH = 10
SPIRAL_GENERATIONS = 4
ENDINGS: tuple[str, ...] = ("quiet", "mediated", "war", "horizon")
QUIET, MEDIATED, WAR_ENDING, HORIZON = range(4)
LEADER, SIGNAL = int(Rung.LEADER_KILLED), int(Rung.NUCLEAR_SIGNAL)
CAMPAIGN = int(Origin.CAMPAIGN)

#: What the walk fills in, a row a run: outcomes by their names.
WALKED = np.dtype(
    [
        (name, "i8")
        for name in (
            "kinetic_acts", "chains", "longest_chain", "deepest_chain", "peak_rung", "killed", "killed_civilians",
            "wounded", "war", "new_dyads", "days_to_quiet", "ended_by", "spiral", "killed_in_war", "answerable",
            "replies", "campaign_acts", "campaign_replies", "first_overt", "first_death", "first_homeland",
            "first_leader", "first_third_state", "first_campaign_day",
        )
    ]
)  # fmt: skip

#: What the walk reads and writes: the lists of all runs, end to end, with the offset of each run; what counts as a war,
#: in days and in dead; and, for the run at hand, which pairs were seen, which days were active, and its chains.
WALK = layout(
    (
        "rows",
        "acts",
        "act_offsets",
        "hosts",
        "wars",
        "war_offsets",
        "mediated",
        "counts_as_war",
        "pairs",
        "active",
        "traced",
    ),
    ("actors",),
)
COUNTS_AS_WAR = np.dtype([("days", "f8"), ("dead", "f8")])

walk_of = whole(WALK)
row_at = member(WALK, "rows", WALKED)
act_offset_at, war_offset_at = member(WALK, "act_offsets", INDEX), member(WALK, "war_offsets", INDEX)
counts_as_war = only(WALK, "counts_as_war", COUNTS_AS_WAR)
mediated_at, active_at = member(WALK, "mediated", FLAG), member(WALK, "active", FLAG)
pair_at = member(WALK, "pairs", INDEX)
act_at, war_at, host_at = rows_at(ACT), rows_at(WAR), rows_at(INDEX)
_OF_ACT, _OF_WAR, _OF_HOST = ACT.itemsize, WAR.itemsize, INDEX.itemsize


#: Acts: rows of the log, or their columns by name.
Acts = NDArray[np.void] | Mapping[str, NDArray[Any]]


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
    """What outcomes of a batch are measured on; what counts as a war is read from the first period of its case."""
    world = case.worlds[0]
    constants = world.constants.reshape(-1)[0]
    frame = Frame(world.days, len(world.actors), float(constants["war_days"]), float(constants["war_dead"]))
    return Seen(batch, hosts_of_acts(batch.acts, case), frame)


def walk(table: NDArray[np.void], found: Seen) -> None:
    """Fill the outcomes that share the walk over the log; ``table`` has a row a run."""
    rows = walked(found)
    for name in WALKED.names or ():
        table[name] = rows[name]


def walked(found: Seen) -> NDArray[np.void]:
    """The outcomes that share the walk over the log: a row of dtype `WALKED` a run."""
    batch, frame = found.batch, found.frame
    rows = np.zeros(batch.count, WALKED)
    longest = int(np.diff(batch.act_offsets).max(initial=0))
    lists = {
        "rows": rows, "acts": _as(ACT, batch.acts), "act_offsets": _as(np.int64, batch.act_offsets),
        "hosts": _as(np.int64, found.hosts), "wars": _as(WAR, batch.wars),
        "war_offsets": _as(np.int64, batch.war_offsets), "mediated": _as(np.bool_, batch.mediated),
        "counts_as_war": np.array([(frame.war_days, frame.war_dead)], COUNTS_AS_WAR),
        "pairs": np.zeros(frame.actors**2, INDEX), "active": np.zeros(frame.days, FLAG),
        "traced": np.zeros(longest, TRACED), "actors": frame.actors,
    }  # fmt: skip
    bundle = Bundle(WALK, lists)
    measure(bundle.handle)
    return rows


def _as(dtype: DTypeLike, table: NDArray[Any]) -> NDArray[Any]:
    """A list laid out as the walk reads it; an engine of the user's own may have laid it out otherwise."""
    return np.ascontiguousarray(table, dtype)


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
    """The state on whose soil each act happened, or NONE; shape (acts,). Locations are those of the act's period."""
    return look_up(acts, case, "host")


def look_up(acts: Acts, case: Case, field: str) -> NDArray[np.int64]:
    """A field of the location of each act, NONE without a location; shape (acts,).

    Each period between interventions numbers its own locations, so the day of the act says which table to read.
    """
    days = max((world.days for world in case.worlds), default=1)
    period_of_day = np.searchsorted(case.from_days, np.arange(days), side="right") - 1
    # a column more than there are locations: no location is -1, and finds the last one
    width = max((len(world.locations) for world in case.worlds), default=0) + 1
    table = np.full((len(case.worlds), width), NONE, np.int64)
    for row, world in zip(table, case.worlds, strict=True):
        row[: len(world.locations)] = world.locations[field]
    return table[period_of_day[np.clip(acts["day"], 0, days - 1)], np.maximum(acts["location"], NONE)]


@entry
def measure(walk):
    """Fill in the rows of all runs. Which pairs were seen is marked by the run's number, so it need not be cleared."""
    of = walk_of(walk)
    for run in range(of.n_rows):
        row, first, war = row_at(walk, run), act_offset_at(walk, run).value, war_offset_at(walk, run).value
        log, count = of.acts + first * _OF_ACT, act_offset_at(walk, run + 1).value - first
        hosts = of.hosts + first * _OF_HOST
        for day in range(of.n_active):
            active_at(walk, day).value = False
        _count(walk, row, log, count)
        _follow_chains(row, log, count, of.traced)
        _cross_thresholds(row, log, count, hosts)
        _new_pairs(walk, row, log, count, hosts, run + 1)
        _fight(walk, row, log, of.wars + war * _OF_WAR, war_offset_at(walk, run + 1).value - war)
        _end(walk, row, mediated_at(walk, run).value)


@link_only
def _is_kinetic(rung):
    return FIRST_KINETIC <= rung <= LAST_DRAWN


@link_only
def _count(walk, row, log, count):
    """Acts, people, replies; and the days on which something happened outside campaigns."""
    days = walk_of(walk).n_active
    for k in range(count):
        act = act_at(log, k)
        row.killed += act.killed
        row.killed_civilians += act.killed_civilians
        row.wounded += act.wounded
        if not _is_kinetic(act.rung):
            continue
        row.kinetic_acts += 1
        row.peak_rung = max(row.peak_rung, act.rung)
        _count_reply(row, log, act)
        if act.origin != CAMPAIGN and act.day < days:
            active_at(walk, act.day).value = True


@link_only
def _count_reply(row, log, act):
    """Add one kinetic act to what can be answered, and to the replies if it answers a kinetic act."""
    if act.origin == CAMPAIGN:
        row.campaign_acts += 1
    else:
        row.answerable += 1
    if act.cause < 0:
        return
    cause = act_at(log, act.cause)
    if not _is_kinetic(cause.rung):
        return
    if cause.origin == CAMPAIGN:
        row.campaign_replies += 1
    else:
        row.replies += 1


@link_only
def _follow_chains(row, log, count, traced):
    """Number, length and depth of the chains, and whether one became a spiral."""
    trace(log, count, traced)
    for k in range(count):
        found = traced_at(traced, k)
        if _is_kinetic(act_at(log, k).rung):
            row.deepest_chain = max(row.deepest_chain, found.generation)
        if found.length > 0:
            row.chains += 1
            row.longest_chain = max(row.longest_chain, found.length)
        if found.length >= SPIRAL_LENGTH or found.climb >= SPIRAL_GENERATIONS:
            row.spiral = 1


@link_only
def _earlier(day, known):
    """The earlier of two days, where -1 is never."""
    return day if known < 0 or day < known else known


@link_only
def _cross_thresholds(row, log, count, hosts):
    """First day of each threshold, -1 never."""
    row.first_overt = row.first_death = row.first_homeland = row.first_leader = NONE
    row.first_third_state = row.first_campaign_day = NONE
    for k in range(count):
        act = act_at(log, k)
        day, rung = np.int64(act.day), act.rung
        if not _is_kinetic(rung):
            continue
        if act.killed > 0:
            row.first_death = _earlier(day, row.first_death)
            if rung == LEADER or act.rank > 0:
                row.first_leader = _earlier(day, row.first_leader)
        if rung >= FIRST_OVERT:
            row.first_overt = _earlier(day, row.first_overt)
            if _third_state(act, host_at(hosts, k).value):
                row.first_third_state = _earlier(day, row.first_third_state)
        if rung >= FIRST_HOMELAND:
            row.first_homeland = _earlier(day, row.first_homeland)
        if rung >= WAR_FROM:
            row.first_campaign_day = _earlier(day, row.first_campaign_day)


@link_only
def _third_state(act, host):
    """Whether the soil belongs to a state that neither struck nor was settled with nor was said to be struck."""
    return host >= 0 and host != act.actor and host != act.account and host != act.declared


@link_only
def _new_pairs(walk, row, log, count, hosts, mark):
    """Pairs that first meet in an overt act of the simulation; what was observed before counts as known."""
    for k in range(count):
        act = act_at(log, k)
        if act.rung < FIRST_OVERT or not _is_kinetic(act.rung):
            continue
        for other in (np.int64(act.target), host_at(hosts, k).value):
            if other >= 0 and other != act.actor:
                _meet(walk, row, act, other, mark)


@link_only
def _meet(walk, row, act, other, mark):
    """Mark the pair of an act's actor and another as seen in this run, and count it if it is a new one."""
    pair = pair_at(walk, min(act.actor, other) * walk_of(walk).actors + max(act.actor, other))
    if pair.value != mark:
        pair.value = mark
        if not act.observed:
            row.new_dyads += 1


@link_only
def _fight(walk, row, log, fights, count):
    """Add the dead of wars, mark their days, and say whether one of them counts."""
    counts, days = counts_as_war(walk), walk_of(walk).n_active
    for k in range(count):
        war = war_at(fights, k)
        first, last = war.first_day, war.last_day
        dead = war.killed_a + war.killed_b
        row.killed += dead
        row.killed_in_war += dead
        opening = act_at(log, war.act).killed if war.act >= 0 else 0
        if last - first + 1 >= counts.days or dead + opening >= counts.dead:
            row.war = 1
        for day in range(max(first, 0), min(last + 1, days)):
            active_at(walk, day).value = True


@link_only
def _end(walk, row, mediated):
    """When it first fell quiet, and what the run ended by."""
    row.days_to_quiet = NONE
    last, days = NONE, walk_of(walk).n_active
    for day in range(days):
        if not active_at(walk, day).value:
            continue
        if last != NONE and day - last > QUIET_DAYS and row.days_to_quiet < 0:
            row.days_to_quiet = last
        last = day
    quiet = last + QUIET_DAYS < days  # without an act the days are counted from the start: NONE is the day before
    if quiet and row.days_to_quiet < 0:
        row.days_to_quiet = max(last, 0)
    if row.war:
        row.ended_by = WAR_ENDING
    elif quiet:
        row.ended_by = MEDIATED if mediated else QUIET
    else:
        row.ended_by = HORIZON
