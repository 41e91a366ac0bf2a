"""Who suffers an act, and what it does to them: harm, pressure, account, and the occasion to answer."""

from __future__ import annotations

from ..kernel.compiled import code, codes, inline, link_only
from ..kernel.draws import OF_RESPONSE, OF_SUFFERING, SUFFERERS, Purpose, deal_response, deal_suffering, drawn
from ..mechanisms.affected import HOST, PROTECTOR, STRUCK, affects_host, holds_anybody, plans_answers, role_beside
from ..mechanisms.attribution import correction_delay
from ..mechanisms.closing import is_settled
from ..mechanisms.delegation import blame_of_act, charged_patron
from ..mechanisms.exchange import is_closed
from ..mechanisms.harm import above_tolerance, adds_up, chance_to_count, impact, is_held, perception_identity
from ..mechanisms.knowledge import days_to_know
from ..mechanisms.leeway import PURPOSES
from ..mechanisms.patience import chance_to_end, lose_patience
from ..mechanisms.pressure import charge, pressure_after_harm, take_off
from ..mechanisms.protectors import chance_to_run_over, run_over
from ..mechanisms.provocation import LAPSED, OPEN, SETTLED, takes_place_of
from ..mechanisms.response import days_to_speak, talk_chance
from ..mechanisms.territory import land_at_stake
from ..mechanisms.timing import day_of_decision, tactical_lag
from ..mechanisms.weariness import bury
from ..world.access import actor_at, beside_at, dyad_at, world_of
from ..world.ladder import FIRST_OVERT
from ..world.tables import NONE
from .act_log import chance, number, number_against
from .queues import new_occasion, new_provocation
from .rests import grow_weary, rein_in
from .state import (
    CORRECTION,
    TALK,
    act_at,
    are_at_war,
    clock_of,
    hold,
    mind_at,
    occasion_at,
    pressure_of,
    raise_most_held,
    state_of,
    sufferer_at,
    tie_at,
    touch,
)

_TOLERANCE, _PATIENCE = code(PURPOSES["TOLERANCE"]), code(PURPOSES["PATIENCE"])

#: Where the number lies by which whoever was struck may deny an act; before it, those by which each sufferer reads it.
_TO_DENY = code(OF_SUFFERING.index(Purpose.DENIAL))
#: Where those lie that are drawn for whoever responds to it.
_TO_KNOW, _TO_DELAY, _TO_TALK, _TO_CHOOSE_DAY = codes(len(OF_RESPONSE))
_CORRECTION = code(Purpose.CORRECTION)


@inline
def suffer_all(world, state, k, host):
    """Let everybody concerned feel act k, on the soil of ``host`` (or NONE); numbers are drawn for several at once."""
    act = act_at(state, k)
    count = list_sufferers(world, state, act, host)
    place = SUFFERERS
    for s in range(count):
        if place == SUFFERERS:
            deal_wounds(state, s)
            place = 0
        sufferer = sufferer_at(state, s)
        suffer(world, state, k, sufferer.actor, sufferer.role, sufferer.own, host, place)
        place += 1


@inline
def list_sufferers(world, state, act, host):
    """List who is affected by an act, and as what: the struck actor, the host, who stands with it, who protects it."""
    target, actor = number(act.target), number(act.actor)
    count = also_suffers(world, state, act, 0, target, STRUCK)
    executor = number(act.executor)
    if affects_host(host, target, actor, executor):
        count = also_suffers(world, state, act, count, host, HOST)
    k = target * (world_of(world).n_actors + 1)
    while beside_at(world, k).value != NONE:
        i, k = beside_at(world, k).value, k + 1
        role = role_beside(world, i, target, host, actor, executor)
        if role != NONE:
            count = also_suffers(world, state, act, count, i, role)
    return count


@inline
def also_suffers(world, state, act, count, i, role):
    """Add an actor to the list of those who suffer an act; returns its length."""
    sufferer = sufferer_at(state, count)
    sufferer.actor, sufferer.role = i, role
    sufferer.own = perception_identity(act.identity, actor_at(world, i).key)
    return count + 1


@inline
def deal_wounds(state, s):
    """Draw for number s of those who suffer an act and the two after it; what lies beyond the last is never read."""
    first, second, third = sufferer_at(state, s).own, sufferer_at(state, s + 1).own, sufferer_at(state, s + 2).own
    deal_suffering(state_of(state).wounds, state_of(state).round_keys, clock_of(state).run, first, second, third)


@inline
def suffer(world, state, k, i, role, own, host, place):
    """Let actor i feel act k in its role: weigh it, take it in, and schedule what follows.

    ``own``: the identity of the act as it perceives it; ``host``: on whose soil it was, or NONE; ``place``: where the
    number lies by which this actor reads it.
    """
    act = act_at(state, k)
    holder = number(act.blamed)
    if not holds_anybody(world, i, holder):
        return
    answers = act.cause != NONE and act_at(state, act.cause).actor == i
    answered = number(act_at(state, act.cause).rung) if answers else number(NONE)
    hand = state_of(state).wounds
    felt = impact(world, act, i, role, host, answered, drawn(hand, place), drawn(hand, _TO_DENY))
    if felt.killed > 0:
        bury(world, mind_at(state, i), clock_of(state).day, felt.loss)
    harm = harm_that_counts(world, state, i, role, holder, own, felt)
    if harm > 0.0:
        if is_held(felt.ruled):
            take_in(world, state, k, i, holder, harm)
        rein_in(world, state, k, i, holder)
        if felt.killed > 0:
            grow_weary(world, state, k, i, holder)
        if plans_answers(world, i):
            respond(world, state, k, i, own, harm, felt)


@inline
def harm_that_counts(world, state, i, role, holder, own, felt):
    """What actor i feels of an act by ``holder``: what counts by itself, or with what has added up."""
    over = chance_to_count(world, i, role, felt.harm)
    if number_against(state, over, own, _TOLERANCE) < over:
        return above_tolerance(world, i, felt.harm)
    if felt.harm <= 0.0 or not adds_up(role, felt.ruled):
        return 0.0
    return add_up(world, state, i, role, holder, own, felt.harm)


@inline
def add_up(world, state, i, role, holder, own, harm):
    """What counts when a harm that actor i bears for now is added to what has added up; ``own``: the act as felt."""
    dyad, day = touch(state, i * world_of(world).n_actors + holder), clock_of(state).day
    if role == PROTECTOR:
        u = number_against(state, chance_to_run_over(world, dyad, day, harm), own, _PATIENCE)
        return run_over(world, dyad, day, harm, u)
    u = number_against(state, chance_to_end(world, dyad, day, harm), own, _PATIENCE)
    return lose_patience(world, dyad, day, harm, actor_at(world, i).tolerance, u)


@link_only
def charge_to(world, state, i, j, harm):
    """Add harm to the account of actor i with j."""
    tie = touch(state, i * world_of(world).n_actors + j)
    charge(world, tie, clock_of(state).day, harm)
    raise_most_held(state, i, tie)


@link_only
def take_in(world, state, k, i, holder, harm):
    """Raise pressure and accounts: the blamed actor's, and its patron's by the share of blame that reaches it."""
    act = act_at(state, k)
    actor = mind_at(state, i)
    actor.pressure = pressure_after_harm(world, pressure_of(world, state, i), harm)
    actor.day = clock_of(state).day
    charge_to(world, state, i, holder, harm)
    patron = charged_patron(world, i, holder)
    if patron != NONE:
        share = blame_of_act(world, act, holder)
        charge_to(world, state, i, patron, share * harm)


@link_only
def respond(world, state, k, i, own, harm, felt):
    """Schedule what a felt harm calls for: an occasion for a tactical answer, words, a correction of blame.

    The harm stays a grievance for the leadership to take up, unless it falls inside accepted rules or completes an
    exchange of equals, which settles no claim to land. Between two sides at war nothing is scheduled: the war takes
    the place of single acts. What falls due while only scripted acts happen is on record already and is dropped.
    """
    act = act_at(state, k)
    holder, n = number(act.blamed), world_of(world).n_actors
    t = i * n + holder
    if are_at_war(state, i, holder):
        return
    hand = state_of(state).answer
    deal_response(hand, state_of(state).round_keys, clock_of(state).run, own)
    day = clock_of(state).day
    known = day + days_to_know(world, number(act.rung), number(act.claimed_by), drawn(hand, _TO_KNOW))
    due = day_of_decision(world, known + tactical_lag(world, drawn(hand, _TO_DELAY)))
    e = new_provocation(state, t, due, known, i, holder, k, harm, felt.read, felt.home)
    mine, theirs = tie_at(state, t), tie_at(state, holder * n + i)
    land = land_at_stake(world, i, holder, mine, theirs, day)
    if is_held(felt.ruled) and (land > 0.0 or not is_closed(world, mine, theirs, day, number(act.rung))):
        remember(world, state, i, holder, k, harm, felt.read, felt.home, known)
    occasion_at(state, e).overt = 1 if act.rung >= FIRST_OVERT else 0
    occasion_at(state, e).dead = 1 if felt.killed > 0 else 0
    speak_up(world, state, e, i, act, hand)
    if holder != act.executor and is_held(felt.ruled):
        correction = day + correction_delay(world, chance(state, own, _CORRECTION))
        c = new_occasion(state, CORRECTION, correction, i, holder, k)
        occasion_at(state, c).about = e
        occasion_at(state, c).harm = harm


@link_only
def remember(world, state, i, j, k, harm, read, home, known):
    """Keep the provocation that weighs most today: the grievance that actor i's leadership has against j."""
    tie, day = tie_at(state, i * world_of(world).n_actors + j), clock_of(state).day
    held = tie.grievance
    if is_settled(tie, act_at(state, k).day):
        return
    if held == NONE or outweighs(world, day, harm, act_at(state, k), tie.grievance_harm, act_at(state, held)):
        tie.grievance, tie.grievance_harm, tie.grievance_known = k, harm, known
        tie.grievance_read, tie.grievance_home = read, home
        mind_at(state, i).stirred = day
        raise_most_held(state, i, tie)
        hold(state, i, j)


@inline
def outweighs(world, day, harm, act, other_harm, other):
    """Whether an act with the harm that it did takes the place of another as the grievance."""
    return takes_place_of(world, harm, day - act.day, act.killed, other_harm, day - other.day, other.killed)


@link_only
def speak_up(world, state, e, i, act, hand):
    """Words follow within two days, if at all; they fall away when force has answered by then."""
    day = clock_of(state).day
    entry = occasion_at(state, e)
    consent = dyad_at(world, i * world_of(world).n_actors + act.actor).consent
    if drawn(hand, _TO_TALK) < talk_chance(world, entry.overt, entry.dead, consent):
        due = day + days_to_speak(world, drawn(hand, _TO_CHOOSE_DAY))
        w = new_occasion(state, TALK, due, i, entry.account, entry.cause)
        occasion_at(state, w).about = e


@link_only
def correct(world, state, entry):
    """Move a wrongly held account to the true author, with the grievance and the provocation if they still stand."""
    n = world_of(world).n_actors
    i, wrong = entry.actor, entry.account
    day = clock_of(state).day
    right = number(act_at(state, entry.cause).executor)
    take_off(world, tie_at(state, i * n + wrong), day, entry.harm)
    if holds_anybody(world, i, right):
        charge_to(world, state, i, right, entry.harm)
    if tie_at(state, i * n + wrong).grievance == entry.cause:
        tie_at(state, i * n + wrong).grievance = NONE
    about = occasion_at(state, entry.about)
    if about.open == SETTLED or not holds_anybody(world, i, right):
        return
    known = max(about.known, day)
    remember(world, state, i, right, about.cause, about.harm, about.read, about.home, known)
    if about.open == OPEN:
        about.open = LAPSED
        if is_settled(tie_at(state, i * n + right), act_at(state, about.cause).day):
            return
        due = max(about.due, day)
        new_provocation(
            state, i * n + right, due, known, i, right, about.cause, about.harm, about.read, about.home
        )  # fmt: skip
