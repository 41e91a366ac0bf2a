"""Who suffers an act, and what it does to them: harm, pressure, account, and the occasion to answer."""

from __future__ import annotations

import numpy as np

from ..kernel.compiled import code, codes, inline, link_only
from ..kernel.draws import (
    OF_RESPONSE,
    OF_SUFFERING,
    SUFFERERS,
    Purpose,
    deal_response,
    deal_suffering,
    drawn,
)
from ..kernel.memory import NUMBER
from ..mechanisms.affected import (
    HOST,
    PROTECTOR,
    STRUCK,
    affects_host,
    holds_anybody,
    plans_answers,
    role_beside,
)
from ..mechanisms.attribution import correction_delay
from ..mechanisms.delegation import blame_of_act, charged_patron
from ..mechanisms.harm import impact, perception_identity
from ..mechanisms.patience import lose_patience
from ..mechanisms.pressure import charge, pressure_after_harm, take_off
from ..mechanisms.protectors import run_over
from ..mechanisms.provocation import LAPSED, OPEN
from ..mechanisms.reopening import is_shock, may_reopen, reopening_identity, reopens
from ..mechanisms.response import days_to_speak, talk_chance
from ..mechanisms.timing import day_of_decision, delay, delay_kind, is_free
from ..world.access import actor_at, dyad_at, world_of
from ..world.ladder import FIRST_OVERT
from ..world.tables import NONE
from .act_log import chance, number
from .queues import new_occasion, new_provocation, reopened, worst_open
from .state import (
    CORRECTION,
    TALK,
    account_of,
    act_at,
    clock_of,
    exchanges_between,
    mind_at,
    occasion_at,
    pair_of,
    pressure_of,
    state_of,
    sufferer_at,
    tie_at,
    touch,
)

#: An author beyond doubt, and no leader killed, where both are known beforehand.
SURE, _NO_LEADER = np.bool_(False), code(0)
_REOPENING = code(Purpose.REOPENING)
_WHEN = code(Purpose.WHEN)
_DELAY = code(Purpose.DELAY)
#: Where the numbers lie that are drawn for whoever suffers an act, and how many bytes there are for each.
_TO_READ, _TO_DENY = codes(len(OF_SUFFERING))
_EACH = NUMBER.itemsize * len(OF_SUFFERING)
#: Where those lie that are drawn for whoever responds to it.
_TO_WAIT, _TO_DELAY, _TO_TALK, _TO_CHOOSE_DAY, _TO_CORRECT = codes(len(OF_RESPONSE))


@inline
def suffer_all(world, state, k, host):
    """Let everybody concerned feel act k, on the soil of ``host`` (or NONE); numbers are drawn for several at once."""
    act = act_at(state, k)
    count = list_sufferers(world, state, act, host)
    for s in range(count):
        if s % SUFFERERS == 0:
            deal_wounds(world, state, act, s, count - 1)
        sufferer = sufferer_at(state, s)
        suffer(world, state, k, sufferer.actor, sufferer.role, host, state_of(state).wounds + s % SUFFERERS * _EACH)


@inline
def list_sufferers(world, state, act, host):
    """List who is affected by an act, and as what: the struck actor, the host, who stands with it, who protects it."""
    target, actor = number(act.target), number(act.actor)
    count = also_suffers(state, 0, target, STRUCK)
    executor = number(act.executor)
    if affects_host(host, target, actor, executor):
        count = also_suffers(state, count, host, HOST)
    for i in range(world_of(world).n_actors):
        role = role_beside(world, i, target, host, actor, executor)
        if role != NONE:
            count = also_suffers(state, count, i, role)
    return count


@inline
def also_suffers(state, count, i, role):
    """Add an actor to the list of those who suffer an act; returns its length."""
    sufferer = sufferer_at(state, count)
    sufferer.actor, sufferer.role = i, role
    return count + 1


@inline
def feeling_of(world, state, act, s):
    """The occasion that an act is for one of those who suffer it."""
    return perception_identity(act.identity, actor_at(world, sufferer_at(state, s).actor).key)


@inline
def deal_wounds(world, state, act, s, last):
    """Draw for number s of those who suffer an act and the next ones, up to the last."""
    first, second = feeling_of(world, state, act, s), feeling_of(world, state, act, min(s + 1, last))
    third, fourth = second, second
    if s + 2 <= last:
        third, fourth = feeling_of(world, state, act, s + 2), feeling_of(world, state, act, min(s + 3, last))
    deal_suffering(
        state_of(state).wounds, state_of(state).round_keys, clock_of(state).run, first, second, third, fourth
    )


@inline
def suffer(world, state, k, i, role, host, drawn_for):
    """Let actor i feel act k in its role: weigh it, take it in, and schedule what follows.

    ``host``: on whose soil it was, or NONE; ``drawn_for``: address of the numbers drawn for this actor.
    """
    act = act_at(state, k)
    holder = number(act.blamed)
    if not holds_anybody(i, holder):
        return
    answers = act.cause != NONE and act_at(state, act.cause).actor == i
    answered = number(act_at(state, act.cause).rung) if answers else number(NONE)
    felt = impact(world, act, i, role, host, answered, drawn(drawn_for, _TO_READ), drawn(drawn_for, _TO_DENY))
    harm = felt.harm
    if harm <= 0.0 and felt.below > 0.0:
        dyad, day = touch(state, i * world_of(world).n_actors + holder), clock_of(state).day
        if role == PROTECTOR:
            harm = run_over(world, dyad, day, felt.below)
        else:
            harm = lose_patience(world, dyad, day, felt.below, actor_at(world, i).tolerance)
    if harm > 0.0:
        take_in(world, state, k, i, holder, harm)
        if plans_answers(world, i):
            respond(world, state, k, i, harm, felt.read, felt.home, felt.killed, felt.doubtful)


@link_only
def charge_to(world, state, t, harm):
    """Add harm to the account of a directed pair."""
    charge(world, touch(state, t), clock_of(state).day, harm)


@link_only
def take_in(world, state, k, i, holder, harm):
    """Raise pressure and accounts: the blamed actor's, and its patron's by the share of blame that reaches it."""
    act = act_at(state, k)
    n = world_of(world).n_actors
    actor = mind_at(state, i)
    actor.pressure = pressure_after_harm(world, pressure_of(world, state, i), harm)
    actor.day = clock_of(state).day
    charge_to(world, state, i * n + holder, harm)
    patron = charged_patron(world, i, holder)
    if patron != NONE:
        share = blame_of_act(world, act, patron, holder)
        charge_to(world, state, i * n + patron, share * harm)


@link_only
def due_day(world, state, i, holder, rank, home, doubtful, when, u):
    """The day on which actor i decides about a provocation it feels today, by two uniform numbers."""
    kind = delay_kind(world, i, holder, rank)
    return clock_of(state).day + delay(world, kind, pressure_of(world, state, i), home, doubtful, when, u)


@link_only
def respond(world, state, k, i, harm, read, home, killed, doubtful):
    """Schedule what a felt harm calls for: an occasion to decide, words, a correction of blame, old accounts re-opened.

    Between two sides at war nothing is scheduled: the war takes the place of single acts. What falls due while only
    scripted acts happen is on record already and is dropped.
    """
    act = act_at(state, k)
    n = world_of(world).n_actors
    holder = number(act.blamed)
    t = i * n + holder
    if tie_at(state, pair_of(n, i, holder)).war != NONE:
        return
    own = perception_identity(act.identity, actor_at(world, i).key)
    hand = state_of(state).answer
    deal_response(hand, state_of(state).round_keys, clock_of(state).run, own)
    when, u = drawn(hand, _TO_WAIT), drawn(hand, _TO_DELAY)
    due = due_day(world, state, i, holder, number(act.rank), home, doubtful, when, u)
    e = new_provocation(state, t, day_of_decision(world, due), i, holder, k, harm, read, home)
    remember(state, t, k, harm, read, home)
    occasion_at(state, e).overt = 1 if act.rung >= FIRST_OVERT else 0
    occasion_at(state, e).dead = 1 if killed > 0 else 0
    speak_up(world, state, e, i, act, hand)
    if holder != act.executor:
        correction = clock_of(state).day + correction_delay(world, drawn(hand, _TO_CORRECT))
        c = new_occasion(state, CORRECTION, correction, i, holder, k)
        occasion_at(state, c).about = e
        occasion_at(state, c).harm = harm
    if is_shock(world, harm):
        reopen(world, state, i, holder, own)


@link_only
def remember(state, t, k, harm, read, home):
    """Keep the provocation with the largest harm, for the day an old account is re-opened."""
    tie = tie_at(state, t)
    if harm >= tie.grievance_harm:
        tie.grievance, tie.grievance_harm = k, harm
        tie.grievance_read, tie.grievance_home = read, home


@link_only
def speak_up(world, state, e, i, act, hand):
    """Words follow within two days, if at all; they fall away when force has answered by then."""
    day = clock_of(state).day
    entry = occasion_at(state, e)
    consent = dyad_at(world, i * world_of(world).n_actors + act.actor).consent
    if not is_free(world, day):
        return
    if drawn(hand, _TO_TALK) < talk_chance(world, entry.overt, entry.dead, consent):
        due = day + days_to_speak(world, drawn(hand, _TO_CHOOSE_DAY))
        w = new_occasion(state, TALK, due, i, entry.account, entry.cause)
        occasion_at(state, w).about = e


@link_only
def reopen(world, state, i, holder, own):
    """A shock re-opens lapsed accounts of the same actor: so one attack may bring up the bill for another."""
    n = world_of(world).n_actors
    for other in range(n):
        t = i * n + other
        tie = tie_at(state, t)
        if other == holder or tie.grievance == NONE or worst_open(state, t) != NONE:
            continue
        if not may_reopen(world, account_of(world, state, t), exchanges_between(world, state, i, other)):
            continue
        occasion = reopening_identity(own, actor_at(world, other).key)
        if reopens(world, chance(state, occasion, _REOPENING)):
            when, u = chance(state, occasion, _WHEN), chance(state, occasion, _DELAY)
            due = due_day(world, state, i, other, _NO_LEADER, tie.grievance_home, SURE, when, u)
            if is_free(world, due):
                reopened(state, t, due, i, other)


@link_only
def correct(world, state, entry):
    """Move a wrongly held account to the true author, with the provocation if it still stands open."""
    n = world_of(world).n_actors
    i, wrong = entry.actor, entry.account
    act = act_at(state, entry.cause)
    right = number(act.executor)
    take_off(world, tie_at(state, i * n + wrong), clock_of(state).day, entry.harm)
    charge_to(world, state, i * n + right, entry.harm)
    about = occasion_at(state, entry.about)
    if about.open == OPEN:
        about.open = LAPSED
        t = i * n + right
        due = max(about.due, clock_of(state).day)
        new_provocation(state, t, due, i, right, about.cause, about.harm, about.read, about.home)
        remember(state, t, about.cause, about.harm, about.read, about.home)
