"""The queues of occasions: entries linked by kind and the day they fall due, and by the pair they belong to."""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..mechanisms.operation import ANSWER
from ..mechanisms.parts import TACTICAL
from ..mechanisms.provocation import LAPSED, OPEN
from ..world.tables import NONE
from .state import DECISION, clock_of, counts_of, head_at, occasion_at, state_of, tail_at, tie_at, touch


@compiled
def new_occasion(state, kind, due, actor, account, cause):
    """Append an entry that falls due on a day (beyond the horizon: never) and return its number.

    Without room the last entry is used again and the run is marked, to be run anew with more room.
    """
    counts = counts_of(state)
    k = counts.occasions
    if k == state_of(state).n_occasions:
        counts.full = 1
        k -= 1
    else:
        counts.occasions += 1
    entry = occasion_at(state, k)
    entry.due, entry.actor, entry.account, entry.cause = due, actor, account, cause
    entry.harm, entry.read, entry.home, entry.overt, entry.dead = 0.0, 0, 0, 0, 0
    entry.known, entry.part, entry.front, entry.ordered, entry.opener = 0, 0, 0, clock_of(state).day, NONE
    entry.open, entry.about, entry.next, entry.next_tie = OPEN, NONE, NONE, NONE
    if counts.full == 0 and due < days_of(state):
        queue = queue_of(state, kind, due)
        if head_at(state, queue).value == NONE:
            head_at(state, queue).value = k
        else:
            occasion_at(state, tail_at(state, queue).value).next = k
        tail_at(state, queue).value = k
    return k


@inlined
def days_of(state):
    """The horizon in days."""
    return state_of(state).n_first_raid


@inlined
def queue_of(state, kind, day):
    """Number of the queue of entries of one kind that fall due on a day."""
    return kind * days_of(state) + day


@inlined
def first_due(state, kind):
    """The first entry of a kind that falls due today, or NONE; its ``next`` is the next one."""
    return head_at(state, queue_of(state, kind, clock_of(state).day)).value


@compiled
def new_provocation(state, t, due, known, actor, account, cause, harm, read, home):
    """Append an occasion for a tactical answer, at the front of the list of its pair."""
    k = new_occasion(state, DECISION, due, actor, account, cause)
    entry = occasion_at(state, k)
    entry.harm, entry.read, entry.home, entry.known = harm, read, home, known
    entry.part, entry.front = TACTICAL, ANSWER
    if counts_of(state).full == 0:
        tie = touch(state, t)
        entry.next_tie, tie.first = tie.first, k
    return k


@compiled
def keep_open(state, t):
    """Let go of the provocations of a pair that are no longer open, so that nobody walks past them again."""
    k = tie_at(state, t).first
    last = NONE
    while k != NONE:
        entry = occasion_at(state, k)
        if entry.open == OPEN:
            if last == NONE:
                tie_at(state, t).first = k
            else:
                occasion_at(state, last).next_tie = k
            last = k
        k = entry.next_tie
    if last == NONE:
        tie_at(state, t).first = NONE
    else:
        occasion_at(state, last).next_tie = NONE


@compiled
def worst_due(state, t):
    """The open provocation of a pair that is due with the largest harm (the earliest of equals), or NONE."""
    worst = NONE
    k = tie_at(state, t).first
    while k != NONE:
        entry = occasion_at(state, k)
        due = entry.open == OPEN and entry.due <= clock_of(state).day
        if due and (worst == NONE or entry.harm >= occasion_at(state, worst).harm):
            worst = k
        k = entry.next_tie
    return worst


@compiled
def lapse_all(state, t):
    """Close all open provocations of a pair: none is an occasion to decide any more."""
    k = tie_at(state, t).first
    while k != NONE:
        entry = occasion_at(state, k)
        if entry.open == OPEN:
            entry.open = LAPSED
        k = entry.next_tie
    tie_at(state, t).first = NONE
