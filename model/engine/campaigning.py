"""Campaigns that are answers: a further strike is planned, waits for something to answer, or falls away."""

from __future__ import annotations

from ...agents.doctrines.choose import chance_to_act
from ..kernel.compiled import code, link_only
from ..kernel.draws import Purpose
from ..mechanisms.choice import CLOSED
from ..mechanisms.operation import FREE, decision_identity
from ..mechanisms.parts import CAMPAIGN, OPERATION
from ..mechanisms.pressing import is_overtaken, may_answer, names_anew, next_day, presses_on, shown_by, stays_open
from ..mechanisms.timing import first_free_from, planning_lag
from ..world.access import world_of
from ..world.tables import NONE
from .act_log import chance, number
from .decide import crossing_of, leaves_it_to_senior, situation_of, threshold_of, worth_of
from .queues import new_occasion
from .state import ORDER, act_at, clock_of, occasion_at, tie_at, touch

_PLANNING = code(Purpose.PLANNING)


@link_only
def press_on(world, state, i, j, k, shown, cause, harm, read, home):
    """After act k actor i may go on against j, over the same cause: a campaign, on what is shown of its threshold."""
    t, day = i * world_of(world).n_actors + j, clock_of(state).day
    act = act_at(state, k)
    if presses_on(world, i, j, tie_at(state, t), number(act.rung), act.closing, day):
        touch(state, t).shown = shown
        plan_strike(world, state, i, j, cause, harm, read, home)


@link_only
def plan_strike(world, state, i, j, cause, harm, read, home):
    """Ask again, when actor i has had time to prepare, whether its campaign against j strikes over a cause."""
    day, threshold = clock_of(state).day, threshold_of(world, state, i, j, cause)
    due = day + planning_lag(world, i, chance(state, decision_identity(threshold, CAMPAIGN, day), _PLANNING))
    ask_again(world, state, i, j, first_free_from(world, due), cause, harm, read, home)


@link_only
def ask_again(world, state, i, j, due, cause, harm, read, home):
    """The campaign of actor i against j asks again on a day whether it strikes over a cause."""
    day = clock_of(state).day
    touch(state, i * world_of(world).n_actors + j).pressed_until = due
    e = new_occasion(state, ORDER, due, i, j, cause)
    entry = occasion_at(state, e)
    entry.harm, entry.read, entry.home, entry.known = harm, read, home, day
    entry.part, entry.front = CAMPAIGN, FREE


@link_only
def chance_shown(world, state, i, j, cause, harm, read, home):
    """The chance that actor i acts on j over a cause as things stand: an observed act shows it to have sufficed."""
    crossing = crossing_of(world, state, i, j, home, cause)
    situation = situation_of(world, state, i, j, harm, read, home, crossing)
    worth = worth_of(world, state, i, j, OPERATION, situation, cause, 0.0)
    return shown_by(chance_to_act(world, i, situation, worth)) if worth != CLOSED else 1.0


@link_only
def goes_on_today(world, state, entry):
    """Whether a campaign has something new to answer, and somebody to strike with.

    If not it is put off to the next day, unless it has ended.
    """
    i, j = entry.actor, entry.account
    tie, day = tie_at(state, i * world_of(world).n_actors + j), clock_of(state).day
    if is_overtaken(tie, day):
        return False
    new = tie.grievance != NONE and may_answer(tie, act_at(state, tie.grievance).day, day)
    if not new or leaves_it_to_senior(world, state, i, entry.part, j):
        if stays_open(world, tie, day):
            ask_again(world, state, i, j, next_day(day), entry.cause, entry.harm, entry.read, entry.home)
        return False
    tie.grievance_known = min(tie.grievance_known, day)
    if names_anew(act_at(state, tie.grievance).killed, act_at(state, tie.grievance).wounded):
        entry.cause, entry.harm = tie.grievance, tie.grievance_harm
        entry.read, entry.home = tie.grievance_read, tie.grievance_home
        tie.shown = 1.0
    return True
