"""The order of a day, and the days of a run."""

from __future__ import annotations

from ..batch import MEASURES
from ..kernel.compiled import code, link_only
from ..mechanisms.alliance import is_junior, send_out
from ..mechanisms.closing import is_settled
from ..mechanisms.commitment import drift, is_vowed, lapse, vowed_account
from ..mechanisms.operation import is_met, is_one_strike
from ..mechanisms.parts import CAMPAIGN, OPERATION
from ..mechanisms.provocation import OPEN, SETTLED
from ..mechanisms.restraint import restraint_toward
from ..mechanisms.timing import is_free
from ..world.access import actor_at, event_at, world_of
from ..world.tables import NONE
from .act_log import number
from .aftermath import mediate, take_effect, wage_wars
from .campaigning import goes_on_today
from .council import hold_councils, largest_account
from .decide import decide, leaves_it_to_senior
from .doing import carry_out, give_back, hold_fire, share_strike, vent
from .given import attacks_today, campaign_act, goes_unfelt, is_at_war, plan_raids, record_event
from .queues import first_due, worst_due
from .rests import take_up_campaigns
from .speaking import speak
from .state import (
    CORRECTION,
    DECISION,
    ORDER,
    act_at,
    are_at_war,
    choice_at,
    clock_of,
    counts_of,
    damping_toward,
    first_raid_at,
    held_after,
    mind_at,
    occasion_at,
    pressure_of,
    raid_at,
    series_at,
    state_of,
    tie_at,
)
from .suffer import correct
from .truces import seek_truces

_NOBODY = code(NONE)

#: Numbers recorded for each actor and day.
MEASURE_COUNT = len(MEASURES)


@link_only
def live_day(world, state, day, next_event):
    """One day, in order; returns the number of the next scripted event."""
    next_event = live_morning(world, state, day, next_event)
    if is_free(world, day):
        answer(world, state)
    speak(world, state)
    mediate(world, state)
    seek_truces(world, state)
    hold_councils(world, state)
    take_up_campaigns(world, state)
    wage_wars(world, state)
    record_series(world, state)
    return next_event


@link_only
def live_morning(world, state, day, next_event):
    """What happens on a day before anybody decides; returns the number of the next scripted event."""
    clock_of(state).day = day
    keep_vows(world, state)
    correct_blame(world, state)
    next_event = play_events(world, state, next_event)
    if is_free(world, day):
        play_campaigns(world, state)
    return next_event


@link_only
def keep_vows(world, state):
    """Public commitments end when redeemed or after their term; those that stand hold up the pressure at home."""
    for i in range(world_of(world).n_actors):
        if mind_at(state, i).first_held != NONE:
            keep_vows_of(world, state, i)


@link_only
def keep_vows_of(world, state, i):
    """The public commitments of actor i: those that end, and what those that stand hold up.

    Those against whom it has neither a commitment nor a grievance any more leave its list.
    """
    n, day, mind = world_of(world).n_actors, clock_of(state).day, mind_at(state, i)
    vowed, last, j = 0.0, _NOBODY, mind.first_held
    while j != NONE:
        tie = tie_at(state, i * n + j)
        lapse(world, tie, day)
        if is_vowed(tie) or tie.grievance != NONE:
            vowed += vowed_account(world, tie, day)
            last = j
        else:
            tie.held = 0
            held_after(state, i, last, tie.next_held)
        j = tie.next_held
    if vowed > 0.0:
        drift(world, mind, actor_at(world, i).rest, vowed, day)


@link_only
def correct_blame(world, state):
    """Corrections of blame that fall due today."""
    e = first_due(state, CORRECTION)
    while e != NONE:
        correct(world, state, occasion_at(state, e))
        e = occasion_at(state, e).next


@link_only
def play_events(world, state, next_event):
    """Observed acts dated today."""
    while next_event < world_of(world).n_events and event_at(world, next_event).day == clock_of(state).day:
        k = record_event(world, state, next_event)
        take_effect(world, state, k)
        next_event += 1
    return next_event


@link_only
def play_campaigns(world, state):
    """Today's acts of standing campaigns and spoilers."""
    r = first_raid_at(state, clock_of(state).day).value
    while r != NONE:
        raid = raid_at(state, r)
        if not is_at_war(world, state, raid.campaign):
            for slot in range(attacks_today(world, state, raid)):
                k = campaign_act(world, state, raid.campaign, slot)
                if not goes_unfelt(world, raid.campaign, act_at(state, k)):
                    take_effect(world, state, k)
        r = raid.next


@link_only
def answer(world, state):
    """Decide all that is due on the same state, apply relief, carry the acts out: orders first, then the others."""
    n, count = world_of(world).n_actors, decide_all(world, state)
    for k in range(count):
        choice = choice_at(state, k)
        if choice.row != NONE:
            vent(world, state, choice.actor * n + choice.account, choice.share)
    for k in range(count):
        choice, act = choice_at(state, k), goes_out_already(world, state, k)
        if choice.row == NONE:
            hold_fire(world, state, choice)
        elif act != NONE:
            share_strike(world, state, choice, act)
        else:
            choice.act = carry_out(world, state, choice)
            take_effect(world, state, choice.act)


@link_only
def goes_out_already(world, state, k):
    """The act by which the strike of choice k goes out already, or NONE."""
    choice = choice_at(state, k)
    for other in range(k if choice.row != NONE else 0):
        first = choice_at(state, other)
        chosen = first.actor == choice.actor and first.row != NONE
        if chosen and is_one_strike(world, choice.row, choice.rung, first.row, first.rung):
            return number(first.act)
    return _NOBODY


@link_only
def decide_all(world, state):
    """Decide about orders, then about all else that is due, on the same state; fills in choices, returns how many."""
    return decide_tactically(world, state, decide_orders(world, state))


@link_only
def decide_orders(world, state):
    """Ask again about each order that is due; fills in choices and returns how many go out. Juniors join those."""
    return decide_orders_of(world, state, True, decide_orders_of(world, state, False, 0))


@link_only
def decide_orders_of(world, state, juniors, count):
    """Ask again about each order that is due, on its own threshold, of junior allies or of all others.

    It is called off where something has come between, where there is war by now, or where the front it was to go out
    with is called off; then the grievance lies before the leadership again, unless it has been answered. Fills in
    choices after ``count`` others.
    """
    n, day = world_of(world).n_actors, clock_of(state).day
    e = first_due(state, ORDER)
    while e != NONE:
        occasion, entry, choice = e, occasion_at(state, e), choice_at(state, count)
        e = entry.next
        if is_junior(world, entry.actor) != juniors:
            continue
        choice.row = NONE
        if is_asked_again(world, state, entry):
            decide(world, state, occasion, choice)
        tie = tie_at(state, entry.actor * n + entry.account)
        if choice.row != NONE:
            entry.open = SETTLED
            tie.decided = day
            send_out(tie, choice.rung, day)
            count += 1
        elif entry.part == OPERATION and not is_met(tie, entry.ordered, entry.read):
            give_back(world, state, entry)
    return count


@link_only
def is_asked_again(world, state, entry):
    """Whether an order that is due still stands: no war, no answer on record, no closing words, its opener not off.

    A junior ally's stands where it joins its senior; a campaign's while there is something new to answer.
    """
    n, i, j = world_of(world).n_actors, entry.actor, entry.account
    tie = tie_at(state, i * n + j)
    if are_at_war(state, i, j) or (entry.part == OPERATION and is_met(tie, entry.ordered, entry.read)):
        return False
    if is_settled(tie, act_at(state, entry.cause).day):
        return False
    if entry.opener != NONE and occasion_at(state, entry.opener).open != SETTLED:
        return False
    if entry.part == CAMPAIGN:
        return goes_on_today(world, state, entry)
    return not leaves_it_to_senior(world, state, i, entry.part, j)


@link_only
def decide_tactically(world, state, count):
    """Fill in the choices of all tactical occasions due, one a pair, after ``count`` others; returns the number."""
    n, day = world_of(world).n_actors, clock_of(state).day
    e = first_due(state, DECISION)
    while e != NONE:
        entry = occasion_at(state, e)
        tie = tie_at(state, entry.actor * n + entry.account)
        if entry.open == OPEN and tie.decided != day:
            tie.decided = day
            worst = worst_due(state, entry.actor * n + entry.account)
            occasion_at(state, worst).ordered = day
            decide(world, state, worst, choice_at(state, count))
            count += 1
        e = entry.next
    return count


@link_only
def restraint_of(world, state, i, j):
    """What holds actor i back from a rung 6 strike on j today (utility); 0 toward nobody."""
    if j == NONE:
        return 0.0
    return restraint_toward(world, i, j, damping_toward(world, state, i, j))


@link_only
def record_series(world, state):
    """Write the evening's pressure, largest account and restraint of each actor, where series are kept."""
    day = clock_of(state).day
    if state_of(state).n_series == 0:
        return
    n = world_of(world).n_actors
    for i in range(n):
        largest, holder = largest_account(world, state, i)
        first = (day * n + i) * MEASURE_COUNT
        series_at(state, first).value = pressure_of(world, state, i)
        series_at(state, first + 1).value = largest
        series_at(state, first + 2).value = restraint_of(world, state, i, holder)


@link_only
def live(world, state, from_day, to_day):
    """Days ``from_day`` to ``to_day`` - 1 of a run that has begun; stops early when a list is full."""
    live_days(world, state, from_day, to_day, plan_days(world, state, from_day, to_day))


@link_only
def live_until(world, state, from_day, to_day, day):
    """The same days up to a ``day`` of them, and of that day what happens before anybody decides."""
    next_event = plan_days(world, state, from_day, to_day)
    live_morning(world, state, day, live_days(world, state, from_day, day, next_event))


@link_only
def plan_days(world, state, from_day, to_day):
    """Draw what is drawn ahead of these days; returns the number of the first scripted event in them or after them."""
    plan_raids(world, state, from_day, to_day)
    next_event = 0
    while next_event < world_of(world).n_events and event_at(world, next_event).day < from_day:
        next_event += 1
    return next_event


@link_only
def live_days(world, state, from_day, to_day, next_event):
    """These days, one after the other; returns the number of the next scripted event."""
    for day in range(from_day, to_day):
        next_event = live_day(world, state, day, next_event)
        if counts_of(state).full:
            break
    return next_event
