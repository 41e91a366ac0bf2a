"""What is said when fire is held, and shows of force: when they fall due, and what they set going."""

from __future__ import annotations

from ..kernel.compiled import code, link_only
from ..kernel.draws import Purpose
from ..mechanisms.commitment import vow
from ..mechanisms.harm import perception_identity
from ..mechanisms.operation import FREE
from ..mechanisms.provocation import SETTLED
from ..mechanisms.response import (
    SANCTION,
    SHOW,
    impose,
    is_said_already,
    response_identity,
    said_first,
    speaks_of_it,
    talk_relief,
    talk_rung,
)
from ..mechanisms.signals import (
    AT_STAKE,
    display_identity,
    is_an_answer,
    is_answered,
    is_preparing,
    is_shown,
    provokes,
    signal_harm,
)
from ..mechanisms.timing import day_of_decision, is_free, planning_lag, tactical_lag
from ..world.access import actor_at, world_of
from ..world.acts import Origin
from ..world.tables import NONE
from .act_log import chance, new_act
from .doing import note_answer, vent
from .queues import first_due, new_occasion, new_provocation
from .rests import rein_in
from .state import DISPLAY, TALK, act_at, are_at_war, clock_of, hold, mind_at, occasion_at, tie_at, touch
from .suffer import charge_to

_REPLY = code(Origin.REPLY)
_DELAY = code(Purpose.DELAY)
_PLANNING = code(Purpose.PLANNING)
_TALK = code(Purpose.TALK)
_TALK_RUNG = code(Purpose.TALK_RUNG)
_NOBODY = code(NONE)


@link_only
def speak(world, state):
    """Words that fall due today, unless force has answered; then the displays that have been prepared."""
    e = first_due(state, TALK)
    while e != NONE:
        entry = occasion_at(state, e)
        e = entry.next
        if occasion_at(state, entry.about).open != SETTLED:
            say(world, state, entry.about)
    e = first_due(state, DISPLAY) if is_free(world, clock_of(state).day) else _NOBODY
    while e != NONE:
        entry = occasion_at(state, e)
        e = entry.next
        tie = tie_at(state, entry.actor * world_of(world).n_actors + entry.account)
        at_war = are_at_war(state, entry.actor, entry.account)
        if is_shown(tie, occasion_at(state, entry.about).open, act_at(state, entry.cause).day, at_war):
            show(world, state, entry)


@link_only
def say(world, state, about):
    """Say something about what happened on an occasion, in the statement of today if there is one.

    What a vow that stands says already is said at home alone, and is no act.

    Whoever will show force condemns first, and shows it when it is prepared. Words bind that fall while history is on
    record, though the log has only what the scenario tells.
    """
    n, day, entry = world_of(world).n_actors, clock_of(state).day, occasion_at(state, about)
    i, j = entry.actor, entry.account
    identity = response_identity(act_at(state, entry.cause).identity, actor_at(world, i).key)
    tie = touch(state, i * n + j)
    rung = talk_rung(world, i, j, tie, day, entry.overt, entry.dead, chance(state, identity, _TALK_RUNG))
    if tie.said != NONE and speaks_of_it(said_first(rung), act_at(state, tie.said).day, day):
        note_answer(state, tie.said, entry.cause)
    elif is_free(world, day) and not is_said_already(said_first(rung), tie, entry.overt, entry.dead):
        tie.said = utter(state, identity, said_first(rung), i, j, entry.cause)
    commit(world, state, i, j)
    if rung == SANCTION:
        impose(tie)
    if rung == SHOW:
        prepare_display(world, state, about, chance(state, identity, _PLANNING))


@link_only
def commit(world, state, i, j):
    """Words of actor i to j bring a tenth of the relief, and are a public commitment."""
    t, day = i * world_of(world).n_actors + j, clock_of(state).day
    vent(world, state, t, talk_relief(world))
    hold(state, i, j)
    vow(world, tie_at(state, t), mind_at(state, i), actor_at(world, i).rest, day)


@link_only
def utter(state, identity, rung, i, j, cause):
    """Enter words or a display of actor i toward j about an act in the log; returns its number."""
    k = new_act(state, identity, _REPLY, i, j, cause)
    act = act_at(state, k)
    act.rung, act.account, act.claimed_by, act.blamed = rung, j, i, i
    return k


@link_only
def prepare_display(world, state, about, u):
    """A show of force over an occasion takes as long to prepare as an operation; one at a time toward the same side."""
    entry, day = occasion_at(state, about), clock_of(state).day
    tie = touch(state, entry.actor * world_of(world).n_actors + entry.account)
    if is_preparing(tie, day):
        return
    tie.display_until = due = day + planning_lag(world, entry.actor, u)
    e = new_occasion(state, DISPLAY, due, entry.actor, entry.account, entry.cause)
    occasion_at(state, e).about = about


@link_only
def show(world, state, entry):
    """Show the force that has been prepared; whoever it is shown to may take it for a provocation."""
    i, j = entry.actor, entry.account
    identity = display_identity(act_at(state, entry.cause).identity, actor_at(world, i).key)
    k = utter(state, identity, SHOW, i, j, entry.cause)
    if provokes(world, j, i, clock_of(state).day):
        feel_signal(world, state, k, j, i)


@link_only
def feel_signal(world, state, k, i, sender):
    """Actor i feels a show of force: it adds to the account of its sender, and is an occasion to answer.

    The forces that face each other may clash; if they do not, it may be answered in kind. One that answers its own
    display is no surprise, and no reason to hold its militias.
    """
    act, day, t = act_at(state, k), clock_of(state).day, i * world_of(world).n_actors + sender
    answered = act_at(state, act.cause).rung
    harm = signal_harm(world, actor_at(world, i).audience)
    charge_to(world, state, i, sender, harm)
    if not is_an_answer(answered):
        rein_in(world, state, k, i, sender)
    own = perception_identity(act.identity, actor_at(world, i).key)
    due = day_of_decision(world, day + tactical_lag(world, chance(state, own, _DELAY)))
    e = new_provocation(state, t, due, day, i, sender, k, harm, SHOW, AT_STAKE)
    occasion_at(state, e).front = FREE
    if is_answered(world, i, sender, answered, chance(state, own, _TALK)):
        prepare_display(world, state, e, chance(state, own, _PLANNING))
