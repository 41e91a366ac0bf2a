"""Councils: each evening a leadership may meet over all its accounts, and order an operation on several fronts."""

from __future__ import annotations

from ...agents.doctrines.choose import chance_to_act
from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose, draw_days
from ..kernel.memory import NUMBER, number_at
from ..mechanisms.choice import CLOSED
from ..mechanisms.council import is_called_together, is_on_agenda, may_come_to_meet, may_meet, meets, operation_identity
from ..mechanisms.operation import FREE, decision_identity
from ..mechanisms.parts import DENIABLE, OPERATION
from ..mechanisms.timing import is_free, planning_lag, tactical_lag
from ..world.access import actor_at, deniable_at, world_of
from ..world.tables import NONE
from .act_log import chance, number
from .decide import crossing_of, situation_of, threshold_against, threshold_of, worth_of
from .queues import new_occasion
from .state import (
    ORDER,
    account_of,
    act_at,
    are_at_war,
    clock_of,
    front_at,
    mind_at,
    occasion_at,
    pressure_of,
    state_of,
    tie_at,
)

_DELAY = code(Purpose.DELAY)
_MEETING = code(Purpose.MEETING)
_PLANNING = code(Purpose.PLANNING)
_NOBODY = code(NONE)
#: Evenings that are drawn ahead: where there is something on the table today, there will be for a while.
_AHEAD = 8
#: Bytes of a number.
_SIZE = code(NUMBER.itemsize)


@link_only
def hold_councils(world, state):
    """Each leadership that is free to meet may do so this evening."""
    for i in range(world_of(world).n_actors):
        if mind_at(state, i).first_held != NONE and may_meet(world, i, mind_at(state, i), clock_of(state).day):
            hold_council(world, state, i)


@link_only
def hold_council(world, state, i):
    """The leadership of actor i may meet: it orders an operation, or answers deniably, or lets it be."""
    mind = mind_at(state, i)
    if mind.most_held == 0.0:
        return
    pressure, u = pressure_of(world, state, i), number_of_evening(world, state, i)
    if mind.stirred != clock_of(state).day and not may_come_to_meet(world, pressure, mind.most_held, u):
        return
    largest, is_called = look_at_table(world, state, i)
    if largest == 0.0 or not (is_called or meets(world, pressure, largest, u)):
        return
    count, first = look_at_agenda(world, state, i)
    if first != NONE:
        order_operation(world, state, i, count, first)
    for k in range(count):
        if first == NONE or not front_at(state, k).joins:
            deny(world, state, i, front_at(state, k).account)


@link_only
def is_on_table(world, state, i, j):
    """Whether there is a grievance of actor i against j to decide about."""
    tie = tie_at(state, i * world_of(world).n_actors + j)
    if tie.grievance == NONE or are_at_war(state, i, j):
        return False
    return is_on_agenda(tie, tie.grievance_known, clock_of(state).day)


@link_only
def look_at_table(world, state, i):
    """The largest account on the table of actor i's leadership, nought without one; whether one calls it at once.

    One that does is of today, since it is of an overt act.
    """
    n, day, mind = world_of(world).n_actors, clock_of(state).day, mind_at(state, i)
    largest, is_called, mind.most_held = 0.0, False, 0.0
    j = mind.first_held
    while j != NONE:
        tie = tie_at(state, i * n + j)
        account = account_of(world, state, i * n + j) if tie.grievance != NONE else 0.0
        mind.most_held = max(mind.most_held, account)
        if is_on_table(world, state, i, j):
            largest = max(largest, account)
            rung = number(act_at(state, tie.grievance).rung)
            is_called |= is_called_together(world, i, j, tie.grievance_home, rung, tie.grievance_known, day)
        j = tie.next_held
    return largest, is_called


@link_only
def largest_account(world, state, i):
    """The largest account that actor i holds, on the table or not, and against whom: nought and nobody without one."""
    n, largest, holder, j = world_of(world).n_actors, 0.0, _NOBODY, mind_at(state, i).first_of
    while j != NONE:
        account = account_of(world, state, i * n + j)
        if account > largest:
            largest, holder = account, j
        j = tie_at(state, i * n + j).next_of
    return largest, holder


@inline
def number_of_evening(world, state, i):
    """The number by which actor i's leadership meets this evening or not, drawn ahead.

    The occasions are those of `meeting_identity`, a key and a day: laid side by side, several cost as much as one.
    """
    mind, day, days = mind_at(state, i), clock_of(state).day, state_of(state).n_first_raid
    numbers = state_of(state).evenings + _SIZE * days * i
    if mind.evenings_until <= day:
        mind.evenings_until = min(day + _AHEAD, days)
        keys, run = state_of(state).round_keys, clock_of(state).run
        draw_days(numbers, keys, run, actor_at(world, i).key, _MEETING, day, mind.evenings_until)
    return number_at(numbers, day).value


@link_only
def look_at_agenda(world, state, i):
    """Weigh every account on the table; returns how many there are and the one to open first, or NONE.

    Whether an account joins is only asked where there is something to join.
    """
    n = world_of(world).n_actors
    count, first, most = 0, _NOBODY, CLOSED
    j = mind_at(state, i).first_held
    while j != NONE:
        if is_on_table(world, state, i, j):
            if opens(world, state, i, j, count) and front_at(state, count).worth > most:
                first, most = count, front_at(state, count).worth
            count += 1
        j = tie_at(state, i * n + j).next_held
    if first != NONE:
        for k in range(count):
            front_at(state, k).joins = 1 if joins(world, state, i, front_at(state, k).account) else 0
    return count, first


@inline
def grievance_situation(world, state, i, j, front):
    """What the leadership of actor i has before its eyes about j, at what it must overcome."""
    tie = tie_at(state, i * world_of(world).n_actors + j)
    return situation_of(world, state, i, j, tie.grievance_harm, tie.grievance_read, tie.grievance_home, front)


@link_only
def opens(world, state, i, j, k):
    """Weigh the account with j as front k: whether it would open an operation by itself."""
    tie, front = tie_at(state, i * world_of(world).n_actors + j), front_at(state, k)
    cause = tie.grievance
    crossing = crossing_of(world, state, i, j, tie.grievance_home, cause)
    front.account, front.worth, front.joins = j, CLOSED, 0
    situation = grievance_situation(world, state, i, j, crossing)
    u = threshold_against(world, state, i, j, cause)
    value = worth_of(world, state, i, j, OPERATION, situation, cause, u)
    front.worth = value - situation.cost
    return u < chance_to_act(world, i, situation, value)


@link_only
def joins(world, state, i, j):
    """Whether the account with j goes out with an operation that is ordered anyway."""
    cause = tie_at(state, i * world_of(world).n_actors + j).grievance
    situation = grievance_situation(world, state, i, j, FREE)
    u = threshold_against(world, state, i, j, cause)
    return u < chance_to_act(world, i, situation, worth_of(world, state, i, j, OPERATION, situation, cause, u))


@link_only
def order_operation(world, state, i, count, first):
    """Order an operation: its first front, and with it every account that joins; all on the same day.

    None is ordered that would go out while history is on record, since it did not.
    """
    day = clock_of(state).day
    lag = planning_lag(world, i, chance(state, operation_identity(actor_at(world, i).key, day), _PLANNING))
    if not is_free(world, day + lag):
        return
    mind_at(state, i).preparing_until = day + lag
    opener = order(world, state, i, front_at(state, first).account, day + lag, OPERATION)
    front_at(state, first).joins = 1
    for k in range(count):
        if k != first and front_at(state, k).joins:
            e = order(world, state, i, front_at(state, k).account, day + lag, OPERATION)
            occasion_at(state, e).opener = opener


@link_only
def order(world, state, i, j, due, part):
    """Give an order about the account with j; an operation takes its grievance off the table.

    What had to be overcome has been, once it is given.
    """
    tie = tie_at(state, i * world_of(world).n_actors + j)
    e = new_occasion(state, ORDER, due, i, j, tie.grievance)
    entry = occasion_at(state, e)
    entry.harm, entry.read, entry.home = tie.grievance_harm, tie.grievance_read, tie.grievance_home
    entry.known, entry.part, entry.front = tie.grievance_known, part, FREE
    if part == OPERATION:
        tie.grievance = NONE
    return e


@link_only
def deny(world, state, i, j):
    """A grievance that no operation takes up may be answered deniably, once: that costs nothing at home."""
    tie = tie_at(state, i * world_of(world).n_actors + j)
    cause = tie.grievance
    if tie.denied == cause or deniable_at(world, i * world_of(world).n_actors + j).value == 0:
        return
    situation = grievance_situation(world, state, i, j, FREE)
    u = threshold_against(world, state, i, j, cause)
    if u < chance_to_act(world, i, situation, worth_of(world, state, i, j, DENIABLE, situation, cause, u)):
        threshold, day = threshold_of(world, state, i, j, cause), clock_of(state).day
        lag = tactical_lag(world, chance(state, decision_identity(threshold, DENIABLE, day), _DELAY))
        if is_free(world, day + lag):
            tie.denied = cause
            order(world, state, i, j, day + lag, DENIABLE)
