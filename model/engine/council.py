"""Councils: each evening a leadership may meet over all its accounts, and order an operation on several fronts."""

from __future__ import annotations

from ...agents.doctrines.choose import chance_to_act
from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose
from ..mechanisms.choice import CLOSED
from ..mechanisms.council import is_called_together, is_on_agenda, may_meet, meeting_identity, meets, operation_identity
from ..mechanisms.operation import FREE, decision_identity
from ..mechanisms.parts import DENIABLE, OPERATION
from ..mechanisms.timing import is_free, planning_lag, tactical_lag
from ..world.access import actor_at, deniable_at, world_of
from ..world.tables import NONE
from .act_log import chance, number
from .decide import crossing_of, situation_of, threshold_of, worth_of
from .queues import new_occasion
from .state import ORDER, account_of, act_at, are_at_war, clock_of, front_at, mind_at, occasion_at, pressure_of, tie_at

_ACT = code(Purpose.ACT)
_DELAY = code(Purpose.DELAY)
_MEETING = code(Purpose.MEETING)
_PLANNING = code(Purpose.PLANNING)
_NOBODY = code(NONE)


@link_only
def hold_councils(world, state):
    """Each leadership that is free to meet may do so this evening."""
    for i in range(world_of(world).n_actors):
        if mind_at(state, i).first_held != NONE and may_meet(world, i, mind_at(state, i), clock_of(state).day):
            hold_council(world, state, i)


@link_only
def hold_council(world, state, i):
    """The leadership of actor i may meet: it orders an operation, or answers deniably, or lets it be."""
    largest = largest_on_agenda(world, state, i)
    if largest == 0.0:
        return
    u = chance(state, meeting_identity(actor_at(world, i).key, clock_of(state).day), _MEETING)
    if not meets(world, pressure_of(world, state, i), largest, u) and not has_been_called(world, state, i):
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
def largest_on_agenda(world, state, i):
    """The largest account on the table of actor i's leadership, nought without one."""
    n = world_of(world).n_actors
    largest = 0.0
    j = mind_at(state, i).first_held
    while j != NONE:
        if is_on_table(world, state, i, j):
            largest = max(largest, account_of(world, state, i * n + j))
        j = tie_at(state, i * n + j).next_held
    return largest


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


@link_only
def has_been_called(world, state, i):
    """Whether something on the table of actor i brings its leadership together at once."""
    j, day = mind_at(state, i).first_held, clock_of(state).day
    while j != NONE:
        tie = tie_at(state, i * world_of(world).n_actors + j)
        if is_on_table(world, state, i, j):
            rung = number(act_at(state, tie.grievance).rung)
            if is_called_together(world, i, j, tie.grievance_home, rung, tie.grievance_known, day):
                return True
        j = tie.next_held
    return False


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
    return situation_of(
        world, state, i, j, tie.grievance, tie.grievance_harm, tie.grievance_read, tie.grievance_home, front
    )  # fmt: skip


@link_only
def opens(world, state, i, j, k):
    """Weigh the account with j as front k: whether it would open an operation by itself."""
    tie, front = tie_at(state, i * world_of(world).n_actors + j), front_at(state, k)
    cause = tie.grievance
    crossing = crossing_of(world, state, i, j, tie.grievance_home, cause)
    front.account, front.front, front.worth, front.joins = j, crossing, CLOSED, 0
    situation = grievance_situation(world, state, i, j, crossing)
    u = chance(state, threshold_of(world, state, i, j, cause), _ACT)
    value = worth_of(world, state, i, j, OPERATION, situation, cause, u)
    front.worth = value - situation.cost
    return u < chance_to_act(world, i, situation, value)


@link_only
def joins(world, state, i, j):
    """Whether the account with j goes out with an operation that is ordered anyway."""
    cause = tie_at(state, i * world_of(world).n_actors + j).grievance
    situation = grievance_situation(world, state, i, j, FREE)
    u = chance(state, threshold_of(world, state, i, j, cause), _ACT)
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
    opener = order(world, state, i, front_at(state, first).account, day + lag, OPERATION, front_at(state, first).front)
    front_at(state, first).joins = 1
    for k in range(count):
        if k != first and front_at(state, k).joins:
            e = order(world, state, i, front_at(state, k).account, day + lag, OPERATION, FREE)
            occasion_at(state, e).opener = opener


@link_only
def order(world, state, i, j, due, part, front):
    """Give an order about the account with j; an operation takes its grievance off the table."""
    tie = tie_at(state, i * world_of(world).n_actors + j)
    e = new_occasion(state, ORDER, due, i, j, tie.grievance)
    entry = occasion_at(state, e)
    entry.harm, entry.read, entry.home = tie.grievance_harm, tie.grievance_read, tie.grievance_home
    entry.known, entry.part, entry.front = tie.grievance_known, part, front
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
    threshold, day = threshold_of(world, state, i, j, cause), clock_of(state).day
    u = chance(state, threshold, _ACT)
    if u < chance_to_act(world, i, situation, worth_of(world, state, i, j, DENIABLE, situation, cause, u)):
        lag = tactical_lag(world, chance(state, decision_identity(threshold, DENIABLE, day), _DELAY))
        if is_free(world, day + lag):
            tie.denied = cause
            order(world, state, i, j, day + lag, DENIABLE, FREE)
