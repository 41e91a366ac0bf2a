"""Deciding: what an actor makes of one open account, and what it does when it has chosen."""

from __future__ import annotations

import math

from ...agents.doctrines.choose import chance_to_act, concession_chance, lens_of
from ..kernel.compiled import code, codes, inline, link_only
from ..kernel.draws import OF_DECISION, Purpose, deal_decision, drawn
from ..kernel.memory import number_at
from ..mechanisms.attribution import blamed_for, claimant
from ..mechanisms.choice import (
    decision_identity,
    pick_alternative,
    pick_row,
    pick_variant,
    rounds_a_day,
    value_of_row,
    weigh_row,
)
from ..mechanisms.choice import value_of_menu as value_of_options
from ..mechanisms.closing import carries_closing, may_close
from ..mechanisms.commitment import redeem, waited
from ..mechanisms.concession import concession_identity, eased, receive
from ..mechanisms.damping import stronger
from ..mechanisms.delegation import obeys_order
from ..mechanisms.opportunity import close_row, has_opportunity, is_closed
from ..mechanisms.package import joining_identity, joins, may_join, opens_package, package_relief
from ..mechanisms.pressure import pressure_after_act, settle_account
from ..mechanisms.provocation import LAPSED, OPEN, SETTLED
from ..mechanisms.retry import day_taken_up, is_taken_up_again
from ..mechanisms.strike import damage, rank_killed, rank_struck, site_hit, weapon_drawn
from ..mechanisms.utility import Situation, origin_of, relief_of, row_terms, stakes_of
from ..world.access import actor_at, alternative_at, location_at, menu_at, row_at, variant_at, world_of
from ..world.acts import Origin
from ..world.tables import NONE, Credit
from .act_log import chance, hand_of, new_act, number
from .queues import new_provocation, reopened, worst_open
from .state import (
    account_of,
    act_at,
    answer_at,
    clock_of,
    counts_of,
    damping_toward,
    exchanges_between,
    mind_at,
    occasion_at,
    pressure_of,
    state_of,
    tie_at,
    touch,
)
from .suffer import SURE, due_day

_PROXY = code(Credit.PROXY)
_REPLY = code(Origin.REPLY)
_ORDER = code(Purpose.ORDER)
_PACKAGE = code(Purpose.PACKAGE)
_CONCESSION = code(Purpose.CONCESSION)
_CLOSING = code(Purpose.CLOSING)
_RANK = code(Purpose.RANK)
#: Where in its hand the numbers of a decision lie.
_ACT, _ROW, _RUNG, _VARIANT, _TO_CONCEDE, _RETRY, _WHEN, _DELAY = codes(len(OF_DECISION))

#: More than rounding can lift the value of a menu above its best variant (utility).
_ROUNDING = 1e-9


@inline
def damping_on(world, state, i, row, toward_holder):
    """What bears on an option: the damping toward the account holder or toward the host, whichever is more."""
    option = row_at(world, row)
    host = location_at(world, option.location).host
    if host == NONE or host == i or host == option.account:
        return toward_holder
    there = damping_toward(world, state, i, host)
    return stronger(toward_holder, there)


@inline
def situation_of(world, state, e):
    """What the actor of an occasion has before its eyes."""
    entry = occasion_at(state, e)
    i = entry.actor
    t = i * world_of(world).n_actors + entry.account
    tie = tie_at(state, t)
    day = clock_of(state).day
    restraint = eased(world, tie, day) - package_relief(world, entry.packed)
    pressure, account = pressure_of(world, state, i), account_of(world, state, t)
    return Situation(pressure, account, entry.harm, entry.read, entry.home, restraint, waited(tie, day))


@inline
def weigh_menu(world, state, i, lo, hi, stakes):
    """Fill in the utilities of all variants of the menu ``lo`` to ``hi``; returns the largest."""
    of, clock = state_of(state), clock_of(state)
    toward_holder = damping_toward(world, state, i, row_at(world, lo).account)
    most = -math.inf
    for row in range(lo, hi):
        if not has_opportunity(world, i, row, clock.day, of.round_keys, clock.run):
            most = max(most, close_row(world, row, of.of_variants))
            continue
        terms = row_terms(world, row, stakes, damping_on(world, state, i, row, toward_holder))
        most = max(most, weigh_row(world, row, stakes, terms, of.of_variants))
    return most


@link_only
def value_of_menu(world, state, lo, hi):
    """Value of acting at all, once the menu has been weighed; fills in the values of all options and rungs."""
    of = state_of(state)
    for row in range(lo, hi):
        number_at(of.of_rows, row).value = value_of_row(world, row, of.of_alternatives, of.of_variants)
    return value_of_options(world, lo, hi, of.of_rows)


@link_only
def decide(world, state, e, choice, hand):
    """Decide about the account of occasion ``e`` on the state as it stands; fills ``choice``, row NONE for no force.

    ``hand``: where the numbers go that are drawn for it.
    """
    entry = occasion_at(state, e)
    i, j = entry.actor, entry.account
    cause = act_at(state, entry.cause).identity
    identity = decision_identity(cause, actor_at(world, i).key, actor_at(world, j).key, entry.attempt)
    choice.occasion, choice.actor, choice.account = e, i, j
    choice.row, choice.identity = NONE, identity
    t = i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    deal_decision(hand, state_of(state).round_keys, clock_of(state).run, identity)
    if lo == hi:
        return
    situation = situation_of(world, state, e)
    stakes = stakes_of(world, situation, lens_of(world, i, situation))
    most = weigh_menu(world, state, i, lo, hi, stakes)
    if is_closed(most):
        return
    u = drawn(hand, _ACT)
    # The menu is worth no more than the best of it, and the chance to act grows with its worth: often that settles it.
    if u >= chance_to_act(world, i, situation, most + _ROUNDING):
        return
    if u < chance_to_act(world, i, situation, value_of_menu(world, state, lo, hi)):
        pick_option(world, state, i, lo, hi, stakes, hand, choice)


@link_only
def pick_option(world, state, i, lo, hi, stakes, hand, choice):
    """Draw option, rung and variant from their own uniform numbers; a proxy may refuse the order."""
    of = state_of(state)
    row = pick_row(world, lo, hi, of.of_rows, drawn(hand, _ROW))
    option = row_at(world, row)
    a = pick_alternative(world, row, of.of_alternatives, drawn(hand, _RUNG))
    v = pick_variant(world, a, of.of_variants, drawn(hand, _VARIANT))
    if option.executor != i:
        control = actor_at(world, option.executor).control
        pressure = pressure_of(world, state, option.executor)
        if not obeys_order(world, control, pressure, chance(state, choice.identity, _ORDER)):
            return
    rung = alternative_at(world, a).rung
    choice.row, choice.rung, choice.variant = row, rung, v
    choice.share = relief_of(world, row, v, stakes)


@link_only
def vent(world, state, i, t, share):
    """Relief at home and on the account, as a share of what a full answer gives."""
    actor = mind_at(state, i)
    pressure = pressure_of(world, state, i)
    actor.pressure = pressure_after_act(world, pressure, actor_at(world, i).rest, share)
    actor.day = clock_of(state).day
    tie = touch(state, t)
    settle_account(world, tie, clock_of(state).day, share)
    redeem(world, tie, share)


@link_only
def settle(state, t, k, cause):
    """Close all open provocations of a pair with act k; those that are not its cause are noted as also answered."""
    e = tie_at(state, t).first
    while e != NONE:
        entry = occasion_at(state, e)
        if entry.open == OPEN:
            entry.open = SETTLED
            if entry.cause != cause:
                note_answer(state, k, entry.cause)
        e = entry.next_tie
    tie = tie_at(state, t)
    tie.first = NONE
    tie.grievance, tie.grievance_harm = NONE, 0.0


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
    strike(world, state, k, weapon_drawn(world, arm.arm_lo, arm.arm_hi, hand), hand)
    if may_close(option.executor, choice.actor):
        act.closing = 1 if carries_closing(world, choice.rung, chance(state, identity, _CLOSING)) else 0
    settle(state, choice.actor * world_of(world).n_actors + choice.account, k, entry.cause)
    return k


@inline
def strike(world, state, k, weapon, hand):
    """Fill in weapon, site, damage, claim and blame of act k, whose rung, location and executor are set."""
    act = act_at(state, k)
    act.weapon = weapon
    act.site = site_hit(world, act.location, hand)
    result = damage(world, act.rung, weapon, act.location, act.warned, hand)
    act.launched, act.intercepted, act.hits, act.killed, act.killed_civilians, act.wounded = result
    act.rank = rank_killed(act.rank, act.killed)
    sign(world, act, hand)


@inline
def sign(world, act, hand):
    """Fill in who claims an act and who is blamed for it."""
    act.claimed_by = claimant(world, act.executor, act.rung, hand)
    act.blamed = blamed_for(world, act.executor, act.target, act.location, act.rung, hand)


@link_only
def hold_fire(world, state, choice, hand):
    """No force: a concession perhaps; and the occasion may come once more, the likelier after words that bind."""
    entry = occasion_at(state, choice.occasion)
    i, j = choice.actor, choice.account
    tie = tie_at(state, i * world_of(world).n_actors + j)
    entry.open = LAPSED
    lapse_due(state, i * world_of(world).n_actors + j)
    gesture = concession_chance(world, i, exchanges_between(world, state, i, j))
    if drawn(hand, _TO_CONCEDE) < gesture:
        concede(world, state, i, j, choice.identity, entry.cause)
        return
    if is_taken_up_again(world, entry.attempt, tie, drawn(hand, _RETRY)):
        act = act_at(state, entry.cause)
        when, u = drawn(hand, _WHEN), drawn(hand, _DELAY)
        due = due_day(world, state, i, j, number(act.rank), entry.home, SURE, when, u)
        due, t = day_taken_up(due, clock_of(state).day), i * world_of(world).n_actors + j
        e = new_provocation(state, t, due, i, j, entry.cause, entry.harm, entry.read, entry.home)
        occasion_at(state, e).attempt = 1


@link_only
def lapse_due(state, t):
    """Close what was due with the provocation just decided on: the worst of a pair stands for all."""
    e = tie_at(state, t).first
    while e != NONE:
        entry = occasion_at(state, e)
        if entry.open == OPEN and entry.due <= clock_of(state).day:
            entry.open = LAPSED
        e = entry.next_tie


@link_only
def concede(world, state, i, j, identity, cause):
    """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
    k = new_act(state, concession_identity(identity), _REPLY, i, j, cause)
    act_at(state, k).account = j
    act_at(state, k).claimed_by = i
    act_at(state, k).blamed = i
    n = world_of(world).n_actors
    receive(world, touch(state, j * n + i), clock_of(state).day)


@link_only
def take_up_package(world, state, i, account, k):
    """An overt strike is ordered as a package: other accounts the actor holds may be decided the same day with it."""
    act = act_at(state, k)
    if not opens_package(act.rung, act.executor, i):
        return
    n = world_of(world).n_actors
    for j in range(n):
        t = i * n + j
        if j == account or not waits(world, state, t, i, j):
            continue
        if joins(world, chance(state, joining_identity(act.identity, actor_at(world, j).key), _PACKAGE)):
            join_package(state, t, i, j)


@link_only
def waits(world, state, t, i, j):
    """Whether an account waits that may join a package: held over something, and not decided on today."""
    tie = tie_at(state, t)
    if tie.grievance == NONE or tie.decided > rounds_a_day(world) * clock_of(state).day:
        return False
    return may_join(world, account_of(world, state, t), exchanges_between(world, state, i, j))


@link_only
def join_package(state, t, i, j):
    """Bring an account forward to today: its worst open provocation, or the grievance it lapsed over.

    Deeds are being decided on, so words about it fall away.
    """
    e = worst_open(state, t)
    today = clock_of(state).day
    if e == NONE:
        moved = reopened(state, t, today, i, j)
    else:
        entry = occasion_at(state, e)
        if entry.due <= today:
            return
        entry.open = SETTLED
        moved = new_provocation(state, t, today, i, j, entry.cause, entry.harm, entry.read, entry.home)
        occasion_at(state, moved).attempt = entry.attempt
    occasion_at(state, moved).packed = 1
