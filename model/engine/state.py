"""The state of a crisis: a struct of arrays, by actor and by directed pair, with the log and the queue of occasions.

Stocks that only decay are kept as a value and the day it was last written; a look computes and never writes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..batch import MEASURES
from ..kernel.compiled import codes, compiled, inlined
from ..kernel.draws import HAND, ROUND_KEY, SUFFERERS, make_round_keys
from ..kernel.memory import INDEX, NUMBER, SINGLE, Bundle, copier, layout, member, only, whole
from ..kernel.native import entry
from ..kernel.philox import LANES, ROUNDS
from ..mechanisms.damping import damping_between
from ..mechanisms.exchange import exchanges_between as exchanges_of
from ..mechanisms.mediation import is_mediated as is_pair_mediated
from ..mechanisms.pressure import account_held, pressure_held
from ..mechanisms.registry import ACTOR_STATE, DYAD_STATE, PAIR_STATE, fresh_rows, record
from ..world.access import actor_at, world_of
from ..world.acts import ACT, ANSWER, PAUSE, WAR
from ..world.state import Field
from ..world.tables import NEVER, NONE, Table, World

CLOCK = np.dtype([("run", "i8"), ("day", "i8")])

#: Lengths in use of the growing lists, and how many truces hold; ``full`` is set when one of them ran out of room.
COUNTS = np.dtype(
    [
        (name, "i8")
        for name in ("acts", "chains", "occasions", "answers", "wars", "pauses", "touched", "pairs", "truces", "full")
    ]
)

#: An actor: what the mechanisms remember of it, and where three lists of others begin: those ``of`` whom it keeps
#: anything in this run, those who keep anything ``against`` it, and those against whom it has a grievance or a public
#: commitment (``held``); the day up to which its evenings are drawn; and what tells most evenings from those on which
#: its leadership may meet: the day of its last new grievance (``stirred``), and at least as much as any account over
#: which it has one (``most_held``).
_FIRST_OF = tuple(Field(f"first_{name}", "i8", NONE) for name in ("of", "against", "held"))
KEPT_OF_ACTOR = (*_FIRST_OF, Field("evenings_until", "i8"), Field("stirred", "i8", NEVER), Field("most_held", "f8"))
ACTOR_FIELDS = (*KEPT_OF_ACTOR, *ACTOR_STATE)
MIND = record(ACTOR_FIELDS)

#: What i holds and remembers of j: whether it is on the lists (``touched``, ``held``), and who comes next on them; the
#: list of its provocations by their ``first``; the act with the largest unsettled harm
#: (``grievance``) and the day its author is known; the act that was ``weighed`` last, and the threshold drawn for it;
#: the one that was answered deniably; the last statement (``said``); the day of the last decision; and what the
#: mechanisms remember. The fields of a pair of actors alike, and its war, stand at i < j.
KEPT_OF_DYAD = (
    Field("touched", "i8"),
    Field("next_of", "i8", NONE),
    Field("next_against", "i8", NONE),
    Field("held", "i8"),
    Field("next_held", "i8", NONE),
    Field("grievance", "i8", NONE),
    Field("grievance_harm", "f8"),
    Field("grievance_read", "i8"),
    Field("grievance_home", "i8"),
    Field("grievance_known", "i8"),
    Field("weighed", "i8", NONE),
    Field("threshold", "f8"),
    Field("denied", "i8", NONE),
    Field("said", "i8", NONE),
    Field("first", "i8", NONE),
    Field("decided", "i8", NEVER),
    Field("war", "i8", NONE),
)
DYAD_FIELDS = (*KEPT_OF_DYAD, *DYAD_STATE, *PAIR_STATE)
TIE = record(DYAD_FIELDS)

#: Kinds of entry in the queue: an order of the leadership, an occasion to answer, words due, a show of force prepared,
#: a wrong blame to correct.
KINDS = 5
ORDER, DECISION, TALK, DISPLAY, CORRECTION = codes(KINDS)

#: An entry of a queue. ``next`` links the entries of one day, ``next_tie`` the provocations of one pair; ``known``: the
#: day the author is known; ``part`` of the menu and ``front`` to overcome (`mechanisms/parts.py`, `operation.py`);
#: ``ordered``: the day an order was given; ``opener``: the order that it goes out with; ``about``: the provocation that
#: talk or a correction belongs to.
OCCASION = np.dtype(
    [
        (name, "f8" if name == "harm" else "i8")
        for name in (
            "due", "actor", "account", "cause", "harm", "read", "home", "overt", "dead", "known", "part", "front",
            "ordered", "opener", "open", "about", "next", "next_tie",
        )
    ]
)  # fmt: skip

#: Who suffers an act, and as what (`STRUCK`, `HOST`, `ALLY`, `PROTECTOR` of `mechanisms/affected.py`); and the identity
#: of the act as it perceives it.
SUFFERER = np.dtype([("actor", "i8"), ("role", "i8"), ("own", "u8")])

#: An account on a leadership's table: whose it is, what force against it is worth less what it must overcome, and
#: whether it joins an operation. And a pair of states that mediators watch, with its name in draws.
FRONT = np.dtype([("account", "i8"), ("worth", "f8"), ("joins", "i8")])
WATCHED = np.dtype([("tie", "i8"), ("name", "u8")])

#: A day on which a campaign may act: the number drawn for it, and the next campaign's on the same day.
RAID = np.dtype([("campaign", "i8"), ("luck", "f8"), ("next", "i8")])

#: What an actor has just decided about one account; ``row`` NONE means no force.
CHOICE = np.dtype(
    [
        ("occasion", "i8"),
        ("actor", "i8"),
        ("account", "i8"),
        ("row", "i8"),
        ("rung", "i8"),
        ("variant", "i8"),
        ("share", "f8"),
        ("identity", "u8"),
        ("act", "i8"),
    ]
)


#: The lists of a run. ``clock`` and ``counts`` have one row, ``ties`` n*n, ``first_raid`` one a day, ``head`` and
#: ``tail`` one a kind of entry and day. Numbers drawn: ``lots`` for the days of a campaign, ``evenings`` for whether
#: leaderships meet, ``hand`` for an act, ``wounds`` for who suffers it, ``answer`` for who responds. Scratch:
#: ``of_rows`` and its neighbours for the values of options, ``fronts`` for a leadership's table. ``event_acts`` and
#: ``campaign_acts`` hold the (latest) act of each; ``series`` has days * actors * measures numbers, or none when
#: nothing is recorded.
STATE = layout(
    (
        "clock", "counts", "minds", "ties", "acts", "occasions", "answers", "wars", "pauses", "touched", "fronts",
        "pairs", "head", "tail", "round_keys", "hand", "wounds", "answer", "sufferers", "raids", "first_raid", "lots",
        "evenings", "choices", "of_rows", "of_alternatives", "of_variants", "event_acts", "campaign_acts", "series",
        "fresh_tie", "fresh_mind",
    )
)  # fmt: skip

state_of = whole(STATE)
clock_of = only(STATE, "clock", CLOCK)
counts_of = only(STATE, "counts", COUNTS)
mind_at = member(STATE, "minds", MIND)
tie_at = member(STATE, "ties", TIE)
act_at = member(STATE, "acts", ACT)
occasion_at = member(STATE, "occasions", OCCASION)
answer_at = member(STATE, "answers", ANSWER)
war_at = member(STATE, "wars", WAR)
pause_at = member(STATE, "pauses", PAUSE)
touched_at = member(STATE, "touched", INDEX)
front_at = member(STATE, "fronts", FRONT)
pair_at = member(STATE, "pairs", WATCHED)
raid_at = member(STATE, "raids", RAID)
sufferer_at = member(STATE, "sufferers", SUFFERER)
first_raid_at = member(STATE, "first_raid", INDEX)
head_at = member(STATE, "head", INDEX)
tail_at = member(STATE, "tail", INDEX)
choice_at = member(STATE, "choices", CHOICE)
event_act_at = member(STATE, "event_acts", INDEX)
campaign_act_at = member(STATE, "campaign_acts", INDEX)
series_at = member(STATE, "series", SINGLE)
copy_ties, copy_minds = copier(TIE), copier(MIND)


#: Lists that may be longer than is asked: no rule reads how long they are, or it asks for no more than room.
ROOMY = ("acts", "occasions", "answers", "wars", "pauses", "choices", "of_rows", "of_alternatives", "of_variants")


def lengths_of(worlds: tuple[World, ...], room: int, series: bool) -> dict[str, tuple[int, np.dtype]]:
    """How long each list of a state must be for the worlds of a case, and what its rows are."""
    n, days = len(worlds[0].actors), worlds[0].days
    most = {name: max(len(getattr(w, name)) for w in worlds) for name in World._fields[:-2]}
    return {
        "clock": (1, CLOCK),
        "counts": (1, COUNTS),
        "minds": (n, MIND),
        "ties": (n * n, TIE),
        "acts": (room, ACT),
        "occasions": (4 * room, OCCASION),
        "answers": (room, ANSWER),
        "wars": (room, WAR),
        "pauses": (room, PAUSE),
        "touched": (n * n, INDEX),
        "fronts": (n, FRONT),
        "pairs": (n * n, WATCHED),
        "head": (KINDS * days, INDEX),
        "tail": (KINDS * days, INDEX),
        "round_keys": (ROUNDS, ROUND_KEY),
        "hand": (1, HAND),
        "wounds": (LANES, NUMBER),
        "answer": (LANES, NUMBER),
        "sufferers": (n + SUFFERERS, SUFFERER),
        "raids": (days * most["campaigns"] + 1, RAID),
        "first_raid": (days, INDEX),
        "lots": (days, NUMBER),
        "evenings": (days * n, NUMBER),
        "choices": (4 * room, CHOICE),
        "of_rows": (most["rows"], NUMBER),
        "of_alternatives": (most["alternatives"], NUMBER),
        "of_variants": (most["variants"], NUMBER),
        "event_acts": (most["events"], INDEX),
        "campaign_acts": (most["campaigns"], INDEX),
        "series": (days * n * len(MEASURES) if series else 0, SINGLE),
    }


def fresh_lists() -> dict[str, Table]:
    """What a pair and an actor begin with, one row each."""
    return {"fresh_tie": fresh_rows(DYAD_FIELDS), "fresh_mind": fresh_rows(ACTOR_FIELDS)}


class State(Bundle):
    """The lists that a run writes, with room for a number of acts; the other lists scale with it."""

    def __init__(self, worlds: tuple[World, ...], room: int, series: bool = False, before: State | None = None) -> None:
        """Empty lists for a case, no shorter than in the state ``before``; ``series``: with room for daily measures."""
        lengths = lengths_of(worlds, room, series)
        least = {} if before is None else {name: len(before.lists[name]) for name in ROOMY}
        self.lists: dict[str, Table] = {
            name: np.zeros(max(length, least.get(name, 0)), dtype) for name, (length, dtype) in lengths.items()
        }
        self.lists |= fresh_lists()
        super().__init__(STATE, self.lists)
        clear_ties(self.handle, len(self.lists["ties"]))

    def fits(self, worlds: tuple[World, ...], room: int, series: bool) -> bool:
        """Whether runs of these worlds, too, find room here; what runs before them left is cleared as each begins.

        Rows are found by the number of days and of actors: lists that follow these must be exactly as long, and those
        that follow the room or the menus at least.
        """
        asked = lengths_of(worlds, room, series)
        return all(
            len(self.lists[name]) == length or (name in ROOMY and len(self.lists[name]) > length)
            for name, (length, _) in asked.items()
        )

    @property
    def size(self) -> int:
        """Bytes of all lists."""
        return sum(table.nbytes for table in self.lists.values())

    @property
    def is_full(self) -> bool:
        """Whether a run had to stop because a list ran out of room."""
        return bool(self.lists["counts"]["full"][0])

    @property
    def series(self) -> NDArray[np.float32]:
        """The daily measures as recorded, flat."""
        return self.lists["series"]["value"]


@entry
def clear_ties(state, count):
    """Forget everything about all directed pairs."""
    for t in range(count):
        clear_tie(state, t)


@inlined
def clear_tie(state, t):
    """Forget everything about one directed pair."""
    copy_ties(state_of(state).ties, t, state_of(state).fresh_tie, 1)


@compiled
def begin(world, state, seed, run):
    """Set the state to the morning of day 0. Only pairs that the last run touched are cleared."""
    counts = counts_of(state)
    for k in range(counts.touched):
        clear_tie(state, touched_at(state, k).value)
    counts.acts = counts.chains = counts.occasions = counts.answers = counts.wars = 0
    counts.pauses = counts.touched = counts.pairs = counts.truces = counts.full = 0
    for i in range(world_of(world).n_actors):
        copy_minds(state_of(state).minds, i, state_of(state).fresh_mind, 1)
        mind_at(state, i).pressure = actor_at(world, i).rest
    for queue in range(KINDS * world_of(world).days):
        head_at(state, queue).value = NONE
    for k in range(world_of(world).n_events):
        event_act_at(state, k).value = NONE
    for k in range(world_of(world).n_campaigns):
        campaign_act_at(state, k).value = NONE
    clock = clock_of(state)
    make_round_keys(state_of(state).round_keys, seed)
    clock.run = run
    clock.day = 0


@inlined
def touch(state, t):
    """Note that a directed pair is written in this run; returns it."""
    if tie_at(state, t).touched == 0:
        enlist(state, t)
    return tie_at(state, t)


@compiled
def enlist(state, t):
    """Put a directed pair on the list of all that were touched, on its holder's and on that against the other side.

    The holder's is in the order of numbers, so that whoever walks it meets the others as a walk past all would.
    """
    tie, n = tie_at(state, t), state_of(state).n_minds
    i, j = t // n, t % n
    tie.touched, touched_at(state, counts_of(state).touched).value = 1, t
    counts_of(state).touched += 1
    tie.next_against, mind_at(state, j).first_against = mind_at(state, j).first_against, i
    before, after = NONE, mind_at(state, i).first_of
    while after != NONE and after < j:
        before, after = after, tie_at(state, i * n + after).next_of
    tie.next_of = after
    if before == NONE:
        mind_at(state, i).first_of = j
    else:
        tie_at(state, i * n + before).next_of = j


@inlined
def pressure_of(world, state, i):
    """Pressure of actor i today."""
    return pressure_held(world, mind_at(state, i), actor_at(world, i).rest, clock_of(state).day)


@inlined
def account_of(world, state, t):
    """What the first of pair t holds against the second today."""
    return account_held(world, tie_at(state, t), clock_of(state).day)


@inlined
def pair_of(n, i, j):
    """Index at which the facts of the unordered pair stand."""
    return min(i, j) * n + max(i, j)


@inlined
def are_at_war(state, i, j):
    """Whether two actors have come to be at war with each other."""
    return counts_of(state).wars > 0 and tie_at(state, pair_of(state_of(state).n_minds, i, j)).war != NONE


@inlined
def exchanges_between(world, state, i, j):
    """Overt exchanges of two actors as remembered today."""
    n = world_of(world).n_actors
    return exchanges_of(world, tie_at(state, i * n + j), tie_at(state, j * n + i), clock_of(state).day)


@inlined
def is_mediated(world, state, i, j):
    """Whether a mediator is at work between two actors today (0 or 1)."""
    return is_pair_mediated(tie_at(state, pair_of(world_of(world).n_actors, i, j)), clock_of(state).day)


@inlined
def damping_toward(world, state, i, j):
    """What holds actor i back from j today."""
    n = world_of(world).n_actors
    mine, theirs, pair = tie_at(state, i * n + j), tie_at(state, j * n + i), tie_at(state, pair_of(n, i, j))
    return damping_between(world, mine, theirs, pair, clock_of(state).day)


@compiled
def hold(state, i, j):
    """Put j among those against whom actor i has a grievance or a public commitment, in the order of numbers."""
    n = state_of(state).n_minds
    tie = tie_at(state, i * n + j)
    if tie.held:
        return
    before, after = NONE, mind_at(state, i).first_held
    while after != NONE and after < j:
        before, after = after, tie_at(state, i * n + after).next_held
    tie.held, tie.next_held = 1, after
    held_after(state, i, before, j)


@inlined
def raise_most_held(state, i, tie):
    """Let what actor i holds at most cover an account that has grown, or that it has a new grievance over."""
    if tie.grievance != NONE:
        mind_at(state, i).most_held = max(mind_at(state, i).most_held, tie.account)


@inlined
def held_after(state, i, before, j):
    """Let j come after ``before`` among those against whom actor i holds something; first, if that is NONE."""
    if before == NONE:
        mind_at(state, i).first_held = j
    else:
        tie_at(state, i * state_of(state).n_minds + before).next_held = j
