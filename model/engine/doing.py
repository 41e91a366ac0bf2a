"""Doing: what follows from a choice. A strike and what it settles, no force, a concession."""

from __future__ import annotations

from ...agents.doctrines.choose import concession_chance
from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose
from ..mechanisms.attribution import blamed_for, claimant
from ..mechanisms.campaign import claims_openly, wages_any
from ..mechanisms.closing import carries_closing, may_close
from ..mechanisms.commitment import redeem, settles
from ..mechanisms.concession import concession_identity, receive
from ..mechanisms.operation import meet
from ..mechanisms.parts import CAMPAIGN, DENIABLE, OPERATION, goes_on
from ..mechanisms.pressing import shown_so_far
from ..mechanisms.pressure import settle_account
from ..mechanisms.provocation import LAPSED, OPEN, SETTLED
from ..mechanisms.strike import arm_drawn, damage, largeness, rank_killed, rank_struck, site_hit
from ..mechanisms.utility import origin_of
from ..world.access import arm_at, row_at, variant_at, world_of
from ..world.acts import Origin
from ..world.tables import NONE
from .act_log import chance, hand_of, new_act, number
from .campaigning import press_on
from .queues import keep_open
from .state import act_at, answer_at, clock_of, counts_of, exchanges_between, occasion_at, state_of, tie_at, touch
from .suffer import remember

_REPLY = code(Origin.REPLY)
_CONCESSION = code(Purpose.CONCESSION)
_CLOSING = code(Purpose.CLOSING)
_RANK = code(Purpose.RANK)


@link_only
def vent(world, state, t, share):
    """Relief on an account, as a share of what a full answer gives; enough of it redeems a public commitment."""
    tie = touch(state, t)
    settle_account(world, tie, clock_of(state).day, share)
    redeem(world, tie, share)


@link_only
def settle(state, t, k, cause, ordered):
    """Close the open provocations of a pair that were known when act k was ordered.

    Those that are not its cause are noted as also answered.
    """
    e = tie_at(state, t).first
    while e != NONE:
        entry = occasion_at(state, e)
        if entry.open == OPEN and entry.known <= ordered:
            entry.open = SETTLED
            if entry.cause != cause:
                note_answer(state, k, entry.cause)
        e = entry.next_tie
    keep_open(state, t)


@link_only
def settle_grievance(world, state, t, share, k):
    """Act k, an answer that gives enough relief, settles the grievance, if it was known, and so answers it too.

    It does for what was ordered before as well.
    """
    tie, day = tie_at(state, t), clock_of(state).day
    if not settles(world, share):
        return
    meet(tie, day, number(act_at(state, k).rung))
    if tie.grievance != NONE and tie.grievance_known <= day:
        if not answers_already(state, k, tie.grievance):
            note_answer(state, k, tie.grievance)
        tie.grievance = NONE


@link_only
def answers_already(state, k, cause):
    """Whether act k of today answers an earlier act already, as its cause or as noted."""
    if act_at(state, k).cause == cause:
        return True
    for back in range(counts_of(state).answers):
        noted = answer_at(state, counts_of(state).answers - 1 - back)
        if act_at(state, noted.act).day < clock_of(state).day:
            return False
        if noted.act == k and noted.also == cause:
            return True
    return False


@link_only
def note_answer(state, k, cause):
    """Record that act k also answers an earlier act."""
    counts = counts_of(state)
    if counts.answers == state_of(state).n_answers:
        counts.full = 1
        return
    answer_at(state, counts.answers).act = k
    answer_at(state, counts.answers).also = cause
    counts.answers += 1


@link_only
def carry_out(world, state, choice):
    """Turn a choice of force into an act in the log, with its damage, and settle the account; returns its number."""
    entry = occasion_at(state, choice.occasion)
    option = row_at(world, choice.row)
    arm = variant_at(world, choice.variant)
    identity = choice.identity
    k = new_act(state, identity, origin_of(option.credit), choice.actor, option.target, entry.cause)
    act = act_at(state, k)
    act.executor, act.declared, act.account = option.executor, option.declared, choice.account
    act.rung, act.warned, act.location = choice.rung, arm.warned, option.location
    act.rank = rank_struck(world, option.target, choice.rung, chance(state, identity, _RANK))
    hand = hand_of(state, identity)
    strike(world, state, k, arm_drawn(world, arm.arm_lo, arm.arm_hi, hand), hand)
    if claims_openly(world, option.executor, option.target, clock_of(state).day):
        act.claimed_by = act.blamed = option.executor
    close_account(world, state, choice, k)
    left = tie_at(state, choice.actor * world_of(world).n_actors + choice.account).grievance != NONE
    goes_on_striking = entry.part == CAMPAIGN or wages_any(world, choice.actor, clock_of(state).day)
    answered = number(act_at(state, entry.cause).rung)
    if may_close(option.executor, choice.actor, goes_on_striking, left, answered):
        act.closing = 1 if carries_closing(world, choice.rung, chance(state, identity, _CLOSING)) else 0
    go_on_with(world, state, choice, k)
    return k


@link_only
def share_strike(world, state, choice, k):
    """Let act k, which strikes the same place on the same day for another reason, settle this account as well."""
    cause = occasion_at(state, choice.occasion).cause
    choice.act = k
    if cause != act_at(state, k).cause:
        note_answer(state, k, cause)
    close_account(world, state, choice, k)
    go_on_with(world, state, choice, k)


@link_only
def go_on_with(world, state, choice, k):
    """After act k whoever chose it may make a campaign of it."""
    entry = occasion_at(state, choice.occasion)
    if goes_on(entry.part):
        i, j = choice.actor, choice.account
        shown = shown_so_far(tie_at(state, i * world_of(world).n_actors + j), entry.part)
        press_on(world, state, i, j, k, shown, entry.cause, entry.harm, entry.read, entry.home)


@link_only
def close_account(world, state, choice, k):
    """What an answer settles: a deniable one nothing; an operation what it was ordered for, if that is enough."""
    entry = occasion_at(state, choice.occasion)
    if entry.part == DENIABLE:
        return
    t = choice.actor * world_of(world).n_actors + choice.account
    settle(state, t, k, entry.cause, entry.ordered)
    if entry.part != OPERATION:
        settle_grievance(world, state, t, choice.share, k)
    elif not settles(world, choice.share):
        give_back(world, state, entry)


@link_only
def give_back(world, state, entry):
    """The grievance of an order that was called off, or did not settle it, lies before the leadership again."""
    remember(
        world, state, entry.actor, entry.account, entry.cause, entry.harm, entry.read, entry.home, entry.known
    )  # fmt: skip


@inline
def strike(world, state, k, arm, hand):
    """Fill in weapon, site, damage, claim and blame of act k, whose rung, location and executor are set."""
    act, picked, large = act_at(state, k), arm_at(world, arm), 1.0
    if act.cause != NONE:
        answered = act_at(state, act.cause)
        large = largeness(act.rung, answered.killed, answered.wounded)
    act.weapon = picked.weapon
    act.site = site_hit(world, picked.site_lo, picked.site_hi, hand)
    result = damage(world, act.rung, picked.weapon, act.location, act.warned, large, hand)
    act.launched, act.intercepted, act.hits, act.killed, act.killed_civilians, act.wounded = result
    act.rank = rank_killed(act.rank, act.killed)
    sign(world, act, hand)


@inline
def sign(world, act, hand):
    """Fill in who claims an act and who is blamed for it."""
    act.claimed_by = claimant(world, act.executor, act.rung, hand)
    act.blamed = blamed_for(world, act.executor, act.target, act.location, act.rung, hand)


@link_only
def hold_fire(world, state, choice):
    """No force: the occasion has passed, though not the grievance; and perhaps a concession is made."""
    entry = occasion_at(state, choice.occasion)
    i, j = choice.actor, choice.account
    lapse_due(state, i * world_of(world).n_actors + j)
    gesture = concession_chance(world, i, exchanges_between(world, state, i, j))
    if gesture > 0.0 and chance(state, choice.identity, _CONCESSION) < gesture:
        concede(world, state, i, j, choice.identity, entry.cause)


@link_only
def lapse_due(state, t):
    """Close what was due with the provocation just decided on: the worst of a pair stands for all."""
    e = tie_at(state, t).first
    while e != NONE:
        entry = occasion_at(state, e)
        if entry.open == OPEN and entry.due <= clock_of(state).day:
            entry.open = LAPSED
        e = entry.next_tie
    keep_open(state, t)


@link_only
def concede(world, state, i, j, identity, cause):
    """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
    k = new_act(state, concession_identity(identity), _REPLY, i, j, cause)
    act_at(state, k).account = j
    act_at(state, k).claimed_by = i
    act_at(state, k).blamed = i
    n = world_of(world).n_actors
    receive(world, touch(state, j * n + i), clock_of(state).day)
