"""The ensemble engine: whole batches of runs in compiled loops, the default of ``brink run``.

The same rules in the same daily order as the Mesa driver (`crisis.py`), byte for byte; `engine/` holds the phases.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..batch import MEASURES, Batch
from ..errors import AgentClassesError
from ..kernel.compiled import link_only
from ..kernel.memory import FLAG, INDEX, SINGLE, Bundle, copier, copy_rows, layout, member, rows_at, whole
from ..kernel.native import entry
from ..mechanisms.stocks import settle_actor, settle_dyad, settle_pair
from ..prepared import Facts
from ..world.access import world_of
from ..world.acts import ACT, ANSWER, WAR
from ..world.tables import Case, Table
from .aftermath import fell_silent_mediated
from .day import keep_vows, live
from .state import (
    State,
    begin,
    clock_of,
    counts_of,
    mind_at,
    pressure_of,
    series_at,
    state_of,
    tie_at,
    touched_at,
)

#: Room for the acts of one run at the start; a run that needs more is done again with twice the room.
_ROOM = 1024
#: A thread keeps the lists of its last case for the next that fits: to lay them out costs more than a run does.
_KEPT = threading.local()
_MOST_KEPT = 64 * 1024 * 1024
#: Room for the rows of a stretch until the first runs have shown how many there will be.
_FIRST_ROOM = 8192


#: The world that holds, by its handle, from day ``first`` to day ``end`` - 1.
DAYS = np.dtype([("world", "i8"), ("first", "i8"), ("end", "i8")])
days_at = rows_at(DAYS)

#: A stretch of ``runs`` runs from run ``first`` on, in the making: ``done`` of them, under ``seed`` (its bits). Their
#: lists lie end to end, with the offset of each run; the series too, flat, if they are recorded.
STRETCH = layout(
    ("days", "acts", "act_offsets", "answers", "answer_offsets", "wars", "war_offsets", "mediated", "series"),
    ("seed", "first", "runs", "done"),
)
stretch_of = whole(STRETCH)
act_offset_at, answer_offset_at, war_offset_at = (
    member(STRETCH, name, INDEX) for name in ("act_offsets", "answer_offsets", "war_offsets")
)
mediated_at, kept_series_at = member(STRETCH, "mediated", FLAG), member(STRETCH, "series", SINGLE)

copy_acts, copy_answers, copy_wars = (copier(dtype) for dtype in (ACT, ANSWER, WAR))


class Sheaf(NamedTuple):
    """Lists of finished runs, end to end, with the offset of each run."""

    rows: Table
    offsets: NDArray[np.int64]


class Stretch(NamedTuple):
    """A stretch of runs in the making: the worlds' days, the lists of the runs done, and their series, flat."""

    days: NDArray[np.void]
    acts: Sheaf
    answers: Sheaf
    wars: Sheaf
    mediated: NDArray[np.bool_]
    series: NDArray[np.float32]

    def bundled(self, **numbers: int) -> Bundle:
        """The lists under a handle, with the ``seed``, and which runs are to be ``done``."""
        lists = {
            "days": self.days, "mediated": self.mediated, "series": self.series,
            "acts": self.acts.rows, "answers": self.answers.rows, "wars": self.wars.rows,
            "act_offsets": self.acts.offsets, "answer_offsets": self.answers.offsets, "war_offsets": self.wars.offsets,
        }  # fmt: skip
        return Bundle(STRETCH, {**lists, **numbers})


@link_only
def keep_run(world, state, k, stretch):
    """Append the lists of the run just finished as run k of the stretch; False when there is no room."""
    counts, of, to = counts_of(state), state_of(state), stretch_of(stretch)
    acts, answers, wars = (
        act_offset_at(stretch, k).value, answer_offset_at(stretch, k).value, war_offset_at(stretch, k).value
    )  # fmt: skip
    if acts + counts.acts > to.n_acts or answers + counts.answers > to.n_answers or wars + counts.wars > to.n_wars:
        return False
    copy_acts(to.acts, acts, of.acts, counts.acts)
    copy_answers(to.answers, answers, of.answers, counts.answers)
    copy_wars(to.wars, wars, of.wars, counts.wars)
    mediated_at(stretch, k).value = fell_silent_mediated(world, state)
    act_offset_at(stretch, k + 1).value = acts + counts.acts
    answer_offset_at(stretch, k + 1).value = answers + counts.answers
    war_offset_at(stretch, k + 1).value = wars + counts.wars
    return True


@link_only
def keep_series(state, k, stretch):
    """Append the daily measures of the run just finished, if they are recorded, as run k of the stretch."""
    count = state_of(state).n_series
    for number in range(count):
        kept_series_at(stretch, k * count + number).value = series_at(state, number).value


@link_only
def settle_stocks(world, state, day):
    """Write all stocks as of a day by the old world's resting levels and half-lives, before another takes over."""
    clock_of(state).day = day
    keep_vows(world, state)
    for i in range(world_of(world).n_actors):
        mind_at(state, i).pressure = pressure_of(world, state, i)
        mind_at(state, i).day = day
        settle_actor(world, mind_at(state, i), day)
    for index in range(counts_of(state).touched):
        t = touched_at(state, index).value
        settle_dyad(world, tie_at(state, t), day)
        settle_pair(world, tie_at(state, t), day)


@link_only
def live_run(state, run, stretch):
    """One run through all worlds of a case, each for its own days."""
    of = stretch_of(stretch)
    begin(days_at(of.days, 0).world, state, of.seed, run)
    for k in range(of.n_days):
        now = days_at(of.days, k)
        if k > 0:
            settle_stocks(days_at(of.days, k - 1).world, state, now.first)
        live(now.world, state, now.first, now.end)


@entry
def live_runs(state, stretch):
    """Go on with a stretch of runs until it is complete or out of room; returns how many are done in all.

    If fewer than all are done, the state's ``full`` says that a run ran out of room, or else the lists of the stretch
    did.
    """
    of = stretch_of(stretch)
    last = days_at(of.days, of.n_days - 1).world
    for k in range(of.done, of.runs):
        live_run(state, of.first + k, stretch)
        if counts_of(state).full or not keep_run(last, state, k, stretch):
            return k
        keep_series(state, k, stretch)
    return of.runs


def days_of(case: Case, handles: Sequence[int]) -> NDArray[np.void]:
    """The days for which each world of a case holds, rows of `DAYS`; ``handles``: of each world."""
    ends = (*case.from_days[1:], case.worlds[0].days)
    return np.array(list(zip(handles, case.from_days, ends, strict=True)), DAYS)


def _sheaf(dtype: np.dtype, runs: int) -> Sheaf:
    return Sheaf(np.empty(_FIRST_ROOM, dtype), np.zeros(runs + 1, np.int64))


def _grown(sheaf: Sheaf, done: int) -> Sheaf:
    """The same rows with room for all runs at the rate of those done and a tenth more; at least half as much again."""
    used, runs = int(sheaf.offsets[done]), len(sheaf.offsets) - 1
    room = max(int(1.1 * used / max(done, 1) * runs), len(sheaf.rows) + len(sheaf.rows) // 2) + 64
    rows = np.empty(room, sheaf.rows.dtype)
    copy_rows(rows, sheaf.rows[:used])
    return Sheaf(rows, sheaf.offsets)


def _new_stretch(case: Case, worlds: tuple[Facts, ...], runs: int, series: bool) -> Stretch:
    world = case.worlds[0]
    recorded = np.zeros((runs if series else 0) * world.days * len(world.actors) * len(MEASURES), np.float32)
    acts, answers, wars = (_sheaf(dtype, runs) for dtype in (ACT, ANSWER, WAR))
    return Stretch(
        days_of(case, [facts.handle for facts in worlds]), acts, answers, wars, np.zeros(runs, np.bool_), recorded
    )


def _state_for(case: Case, room: int, series: bool) -> State:
    """Lists for runs of a case: those that this thread has kept, or new ones."""
    kept: State | None = getattr(_KEPT, "state", None)
    if kept is not None and kept.fits(case.worlds, room, series):
        return kept
    state = State(case.worlds, room, series)
    _KEPT.state = state if state.size <= _MOST_KEPT else None
    return state


def simulate(
    case: Case, seed: int, first: int, count: int, series: bool = False, agent_classes: Mapping[str, type] | None = None
) -> Batch:
    """Runs ``first`` to ``first + count - 1`` of a case under a seed (0 to 2**64 - 1).

    ``series``: also record the daily measures of every actor. Nothing is ever cut short: what runs out of room is grown
    and the run at hand done again, with the same draws.

    Raises:
        AgentClassesError: agent classes are given; only the Mesa driver runs Python agents.
    """
    if agent_classes:
        raise AgentClassesError(
            f"agent_classes ({', '.join(agent_classes)}): the ensemble engine runs compiled rules and knows no agents; "
            "use the Mesa driver, CrisisModel or model.crisis.simulate"
        )
    room, done, bits = _ROOM, 0, int(np.uint64(seed).view(np.int64))
    worlds = tuple(Facts(world) for world in case.worlds)
    state = _state_for(case, room, series)
    stretch = _new_stretch(case, worlds, count, series)
    while True:
        bundle = stretch.bundled(seed=bits, first=first, runs=count, done=done)
        done = live_runs(state.handle, bundle.handle)
        if done == count:
            break
        if state.is_full:
            room *= 2
            state = _state_for(case, room, series)
        else:
            lists = {name: _grown(getattr(stretch, name), done) for name in ("acts", "answers", "wars")}
            stretch = stretch._replace(**lists)
    trimmed = [sheaf.rows[: sheaf.offsets[-1]] for sheaf in (stretch.acts, stretch.answers, stretch.wars)]
    acts, answers, wars = trimmed
    return Batch(
        first, count, acts, stretch.acts.offsets, answers, stretch.answers.offsets, wars, stretch.wars.offsets,
        stretch.mediated,
        stretch.series.reshape(count if series else 0, case.worlds[0].days, len(case.worlds[0].actors), len(MEASURES)),
    )  # fmt: skip
