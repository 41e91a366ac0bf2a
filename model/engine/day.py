"""The order of a day, and the days of a run."""

from __future__ import annotations

from ..batch import MEASURES
from ..kernel.compiled import code, link_only
from ..kernel.draws import Purpose
from ..mechanisms.choice import rounds_a_day
from ..mechanisms.commitment import is_over, pressure_after_inaction
from ..mechanisms.provocation import OPEN, SETTLED
from ..mechanisms.response import response_identity, talk_relief, talk_rung
from ..mechanisms.restraint import restraint_toward
from ..mechanisms.timing import is_free
from ..world.access import actor_at, event_at, world_of
from ..world.acts import Origin
from ..world.tables import NEVER, NONE
from .act_log import chance, hand_of_choice, new_act
from .aftermath import consider_vetoes, mediate, plan_vetoes, take_effect, wage_wars
from .decide import carry_out, decide, hold_fire, take_up_package, vent
from .given import attacks_today, campaign_act, goes_unfelt, is_at_war, plan_raids, record_event
from .queues import first_due, worst_open
from .state import (
    CORRECTION,
    DECISION,
    TALK,
    account_of,
    act_at,
    choice_at,
    clock_of,
    counts_of,
    damping_toward,
    first_raid_at,
    mind_at,
    occasion_at,
    pressure_of,
    raid_at,
    series_at,
    state_of,
    tie_at,
    touch,
    vow_at,
)
from .suffer import correct

_NOBODY = code(NONE)
_REPLY = code(Origin.REPLY)
_TALK_RUNG = code(Purpose.TALK_RUNG)

#: Numbers recorded for each actor and day.
MEASURE_COUNT = len(MEASURES)


@link_only
def live_day(world, state, day, next_event):
    """One day, in order; returns the number of the next scripted event."""
    clock_of(state).day = day
    keep_vows(world, state)
    correct_blame(world, state)
    next_event = play_events(world, state, next_event)
    if is_free(world, day):
        play_campaigns(world, state)
        answer_in_rounds(world, state)
        speak(world, state)
    mediate(world, state)
    consider_vetoes(world, state)
    wage_wars(world, state)
    record_series(world, state)
    return next_event


@link_only
def keep_vows(world, state):
    """Public vows end when redeemed or after their term; who has one that stands feels a day of inaction.

    It is measured on the worst account vowed to be settled, which is known when the vows of the next actor begin: those
    of one actor lie side by side.
    """
    counts, day = counts_of(state), clock_of(state).day
    kept, i, worst = 0, _NOBODY, 0.0
    for index in range(counts.vows):
        vow = vow_at(state, index)
        tie = tie_at(state, vow.tie)
        if tie.vow == NEVER:
            continue
        if is_over(world, tie, day):
            tie.vow = NEVER
            continue
        if vow.actor != i:
            feel_inaction(world, state, i, worst)
            i, worst = vow.actor, 0.0
        worst = max(worst, account_of(world, state, vow.tie))
        vow_at(state, kept).actor, vow_at(state, kept).tie = vow.actor, vow.tie
        kept += 1
    feel_inaction(world, state, i, worst)
    counts.vows = kept


@link_only
def feel_inaction(world, state, i, worst):
    """A day of inaction for actor i (NONE: for nobody), measured on the worst account it vowed to settle."""
    if i != NONE:
        mind = mind_at(state, i)
        mind.pressure = pressure_after_inaction(world, pressure_of(world, state, i), worst)
        mind.day = clock_of(state).day


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
def answer_in_rounds(world, state):
    """Decide all due occasions on the same state, apply relief, carry the acts out; again while counter-fire is due."""
    last = _NOBODY
    rounds = rounds_a_day(world)
    for turn in range(rounds):
        count, last = decide_all(world, state, last, 1 + turn + rounds * clock_of(state).day)
        if count == 0:
            return
        for k in range(count):
            choice = choice_at(state, k)
            if choice.row != NONE:
                vent(world, state, choice.actor, choice.actor * world_of(world).n_actors + choice.account, choice.share)
        for k in range(count):
            act_on(world, state, choice_at(state, k), hand_of_choice(state, k))


@link_only
def next_due(state, last):
    """The first decision due today after entry ``last`` (NONE: from the start), or NONE."""
    return first_due(state, DECISION) if last == NONE else occasion_at(state, last).next


@link_only
def decide_all(world, state, last, stamp):
    """Fill in the choices of this round, one a pair; returns how many, and the last entry looked at."""
    n = world_of(world).n_actors
    count = 0
    e = next_due(state, last)
    while e != NONE:
        last = e
        entry = occasion_at(state, e)
        tie = tie_at(state, entry.actor * n + entry.account)
        if entry.open == OPEN and tie.decided != stamp:
            tie.decided = stamp
            worst = worst_open(state, entry.actor * n + entry.account)
            decide(world, state, worst, choice_at(state, count), hand_of_choice(state, count))
            count += 1
        e = entry.next
    return count, last


@link_only
def act_on(world, state, choice, hand):
    """Carry out a choice of force, or hold fire; ``hand``: the numbers drawn for the decision."""
    if choice.row == NONE:
        hold_fire(world, state, choice, hand)
        return
    k = carry_out(world, state, choice)
    take_effect(world, state, k)
    take_up_package(world, state, choice.actor, choice.account, k)


@link_only
def speak(world, state):
    """Words that fall due today, unless force has answered: a tenth of the relief, and a vow."""
    n = world_of(world).n_actors
    e = first_due(state, TALK)
    while e != NONE:
        entry = occasion_at(state, e)
        e = entry.next
        if occasion_at(state, entry.about).open == SETTLED:
            continue
        about = occasion_at(state, entry.about)
        i, j = about.actor, about.account
        identity = response_identity(act_at(state, about.cause).identity, actor_at(world, i).key)
        k = new_act(state, identity, _REPLY, i, j, about.cause)
        act = act_at(state, k)
        act.account, act.claimed_by, act.blamed = j, i, i
        act.rung = talk_rung(world, about.overt, about.dead, chance(state, identity, _TALK_RUNG))
        vent(world, state, i, i * n + j, talk_relief(world))
        make_vow(state, i, i * n + j)


@link_only
def make_vow(state, i, t):
    """A public vow of actor i about pair t stands from today; one that stands already goes on from its own day."""
    tie = touch(state, t)
    if tie.vow != NEVER:
        return
    tie.vow = clock_of(state).day
    place = counts_of(state).vows
    for index in range(counts_of(state).vows):
        if vow_at(state, index).tie == t:
            return
        if vow_at(state, index).actor == i:
            place = index
    for index in range(counts_of(state).vows, place, -1):
        before = vow_at(state, index - 1)
        vow_at(state, index).actor, vow_at(state, index).tie = before.actor, before.tie
    vow_at(state, place).actor, vow_at(state, place).tie = i, t
    counts_of(state).vows += 1


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
        worst, holder = 0.0, _NOBODY
        for j in range(n):
            account = account_of(world, state, i * n + j)
            if account > worst:
                worst, holder = account, j
        first = (day * n + i) * MEASURE_COUNT
        series_at(state, first).value = pressure_of(world, state, i)
        series_at(state, first + 1).value = worst
        series_at(state, first + 2).value = restraint_of(world, state, i, holder)


@link_only
def live(world, state, from_day, to_day):
    """Days ``from_day`` to ``to_day`` - 1 of a run that has begun; stops early when a list is full."""
    plan_raids(world, state, from_day, to_day)
    plan_vetoes(world, state, from_day, to_day)
    next_event = 0
    while next_event < world_of(world).n_events and event_at(world, next_event).day < from_day:
        next_event += 1
    for day in range(from_day, to_day):
        next_event = live_day(world, state, day, next_event)
        if counts_of(state).full:
            return
