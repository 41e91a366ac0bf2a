"""The ensemble engine: whole batches of runs in compiled loops, the default of ``brink run``.

The same rules in the same daily order as the Mesa driver (`crisis.py`), byte for byte; `engine/` holds the phases.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..batch import LISTS, MEASURES, ROWS, Batch, make_batch
from ..errors import AgentClassesError
from ..kernel.compiled import link_only
from ..kernel.memory import FLAG, INDEX, SINGLE, Bundle, copier, copy_rows, layout, member, rows_at, whole
from ..kernel.native import entry
from ..mechanisms.stocks import settle_actor, settle_dyad, settle_pair
from ..prepared import Facts
from ..world.access import world_of
from ..world.acts import ACT, ANSWER, PAUSE, WAR
from ..world.tables import Case, Table
from .aftermath import fell_silent_mediated
from .day import keep_vows, live
from .state import State, begin, clock_of, counts_of, mind_at, pressure_of, series_at, state_of, tie_at, touched_at

#: Room for the acts of one run at the start; a run that needs more is done again with twice the room.
_ROOM = 1024
#: A thread keeps the lists of its last case for the next that fits: to lay them out costs more than a run does.
_KEPT = threading.local()
_MOST_KEPT = 64 * 1024 * 1024
#: Room for the rows of a batch until the first runs have shown how many there will be.
_FIRST_ROOM = 8192


#: The world that holds, by its handle, from day ``first`` to day ``end`` - 1.
DAYS = np.dtype([("world", "i8"), ("first", "i8"), ("end", "i8")])
days_at = rows_at(DAYS)

#: A batch of ``runs`` runs from run ``first`` on, in the making: ``done`` of them, under ``seed`` (its bits). Their
#: lists lie end to end, with the offset of each run; the series too, flat, if they are recorded.
BATCH = layout(
    (
        "days",
        "acts",
        "act_offsets",
        "answers",
        "answer_offsets",
        "wars",
        "war_offsets",
        "pauses",
        "pause_offsets",
        "mediated",
        "series",
    ),
    ("seed", "first", "runs", "done"),
)
batch_of = whole(BATCH)
act_offset_at, answer_offset_at, war_offset_at, pause_offset_at = (
    member(BATCH, name, INDEX) for name in ("act_offsets", "answer_offsets", "war_offsets", "pause_offsets")
)
mediated_at, kept_series_at = member(BATCH, "mediated", FLAG), member(BATCH, "series", SINGLE)

copy_acts, copy_answers, copy_wars, copy_pauses = (copier(dtype) for dtype in (ACT, ANSWER, WAR, PAUSE))


class OffsetRows(NamedTuple):
    """Lists of finished runs, end to end, with the offset of each run."""

    rows: Table
    offsets: NDArray[np.int64]


class OpenBatch(NamedTuple):
    """A batch of runs in the making: the worlds' days, the lists of the runs done, and their series, flat."""

    days: NDArray[np.void]
    acts: OffsetRows
    answers: OffsetRows
    wars: OffsetRows
    pauses: OffsetRows
    mediated: NDArray[np.bool_]
    series: NDArray[np.float32]

    def bundled(self, **numbers: int) -> Bundle:
        """The lists under a handle, with the ``seed``, and which runs are to be ``done``."""
        lists = {
            "days": self.days, "mediated": self.mediated, "series": self.series,
            "acts": self.acts.rows, "answers": self.answers.rows, "wars": self.wars.rows, "pauses": self.pauses.rows,
            "act_offsets": self.acts.offsets, "answer_offsets": self.answers.offsets, "war_offsets": self.wars.offsets,
            "pause_offsets": self.pauses.offsets,
        }  # fmt: skip
        return Bundle(BATCH, {**lists, **numbers})


@link_only
def keep_run(world, state, k, batch):
    """Append the lists of the run just finished as run k of the batch; False when there is no room."""
    counts, of, to = counts_of(state), state_of(state), batch_of(batch)
    acts, answers = act_offset_at(batch, k).value, answer_offset_at(batch, k).value
    wars, pauses = war_offset_at(batch, k).value, pause_offset_at(batch, k).value
    if acts + counts.acts > to.n_acts or answers + counts.answers > to.n_answers:
        return False
    if wars + counts.wars > to.n_wars or pauses + counts.pauses > to.n_pauses:
        return False
    copy_acts(to.acts, acts, of.acts, counts.acts)
    copy_answers(to.answers, answers, of.answers, counts.answers)
    copy_wars(to.wars, wars, of.wars, counts.wars)
    copy_pauses(to.pauses, pauses, of.pauses, counts.pauses)
    mediated_at(batch, k).value = fell_silent_mediated(world, state)
    act_offset_at(batch, k + 1).value = acts + counts.acts
    answer_offset_at(batch, k + 1).value = answers + counts.answers
    war_offset_at(batch, k + 1).value = wars + counts.wars
    pause_offset_at(batch, k + 1).value = pauses + counts.pauses
    return True


@link_only
def keep_series(state, k, batch):
    """Append the daily measures of the run just finished, if they are recorded, as run k of the batch."""
    count = state_of(state).n_series
    for number in range(count):
        kept_series_at(batch, k * count + number).value = series_at(state, number).value


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
def live_run(state, run, batch):
    """One run through all worlds of a case, each for its own days."""
    of = batch_of(batch)
    begin(days_at(of.days, 0).world, state, of.seed, run)
    for k in range(of.n_days):
        now = days_at(of.days, k)
        if k > 0:
            settle_stocks(days_at(of.days, k - 1).world, state, now.first)
        live(now.world, state, now.first, now.end)


@entry
def live_runs(state, batch):
    """Go on with a batch of runs until it is complete or out of room; returns how many are done in all.

    If fewer than all are done, the state's ``full`` says that a run ran out of room, or else the lists of the batch
    did.
    """
    of = batch_of(batch)
    last = days_at(of.days, of.n_days - 1).world
    for k in range(of.done, of.runs):
        live_run(state, of.first + k, batch)
        if counts_of(state).full or not keep_run(last, state, k, batch):
            return k
        keep_series(state, k, batch)
    return of.runs


def days_of(case: Case, handles: Sequence[int]) -> NDArray[np.void]:
    """The days for which each world of a case holds, rows of `DAYS`; ``handles``: of each world."""
    ends = (*case.from_days[1:], case.worlds[0].days)
    return np.array(list(zip(handles, case.from_days, ends, strict=True)), DAYS)


def _no_rows(dtype: np.dtype, runs: int) -> OffsetRows:
    return OffsetRows(np.empty(_FIRST_ROOM, dtype), np.zeros(runs + 1, np.int64))


def _grown(kept: OffsetRows, done: int) -> OffsetRows:
    """The same rows with room for all runs at the rate of those done and a tenth more; at least half as much again."""
    used, runs = int(kept.offsets[done]), len(kept.offsets) - 1
    room = max(int(1.1 * used / max(done, 1) * runs), len(kept.rows) + len(kept.rows) // 2) + 64
    rows = np.empty(room, kept.rows.dtype)
    copy_rows(rows, kept.rows[:used])
    return OffsetRows(rows, kept.offsets)


def _open_batch(case: Case, worlds: tuple[Facts, ...], runs: int, series: bool) -> OpenBatch:
    world = case.worlds[0]
    recorded = np.zeros((runs if series else 0) * world.days * len(world.actors) * len(MEASURES), np.float32)
    lists = {name: _no_rows(dtype, runs) for name, dtype in ROWS.items()}
    days = days_of(case, [facts.handle for facts in worlds])
    return OpenBatch(days, **lists, mediated=np.zeros(runs, np.bool_), series=recorded)


def _state_for(case: Case, room: int, series: bool) -> State:
    """Lists for runs of a case: those that this thread has kept, or new ones."""
    kept: State | None = getattr(_KEPT, "state", None)
    if kept is not None and kept.fits(case.worlds, room, series):
        return kept
    state = State(case.worlds, room, series, kept)
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
    batch = _open_batch(case, worlds, count, series)
    while True:
        bundle = batch.bundled(seed=bits, first=first, runs=count, done=done)
        done = live_runs(state.handle, bundle.handle)
        if done == count:
            break
        if state.is_full:
            room *= 2
            state = _state_for(case, room, series)
        else:
            lists = {name: _grown(getattr(batch, name), done) for name in LISTS}
            batch = batch._replace(**lists)
    kept: dict[str, OffsetRows] = {name: getattr(batch, name) for name in LISTS}
    lists = {name: (one.rows[: one.offsets[-1]], one.offsets) for name, one in kept.items()}
    shape = (count if series else 0, case.worlds[0].days, len(case.worlds[0].actors), len(MEASURES))
    return make_batch(first, count, lists, batch.mediated, batch.series.reshape(shape))
