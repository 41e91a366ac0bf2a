"""Deciding: what an actor makes of one open account, and what it does when it has chosen."""

from __future__ import annotations

from ...agents.doctrines.choose import chance_to_act, concession_chance, lens_of
from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose
from ..kernel.memory import number_at
from ..mechanisms.alliance import leads, waits_for_senior
from ..mechanisms.attribution import blamed_for, claimant
from ..mechanisms.choice import CLOSED, pick_alternative, pick_row, pick_variant, value_of_row, weigh_row
from ..mechanisms.choice import value_of_menu as value_of_options
from ..mechanisms.closing import carries_closing, may_close
from ..mechanisms.commitment import redeem, settles
from ..mechanisms.concession import concession_identity, eased, receive
from ..mechanisms.damping import stronger, under_blood
from ..mechanisms.delegation import obeys_order
from ..mechanisms.exchange import has_struck
from ..mechanisms.operation import FREE, cost_of, decision_identity, front_of, threshold_identity
from ..mechanisms.opportunity import has_opportunity
from ..mechanisms.parts import CAMPAIGN, DENIABLE, NOTHING, OPERATION, Provoked, band_of, goes_on, highest_answer, up_to
from ..mechanisms.pressing import may_answer, names_anew, next_day, presses_on, shown_by, stays_open, threshold_left
from ..mechanisms.pressure import settle_account
from ..mechanisms.provocation import LAPSED, OPEN, SETTLED
from ..mechanisms.strike import arm_drawn, damage, rank_killed, rank_struck, site_hit
from ..mechanisms.timing import planning_lag
from ..mechanisms.utility import Situation, origin_of, relief_of, row_terms, stakes_of
from ..world.access import actor_at, alternative_at, arm_at, location_at, menu_at, row_at, variant_at, world_of
from ..world.acts import Origin
from ..world.tables import NONE
from .act_log import chance, hand_of, host_of, new_act, number
from .queues import keep_open, new_occasion
from .state import (
    ORDER,
    account_of,
    act_at,
    answer_at,
    clock_of,
    counts_of,
    damping_toward,
    exchanges_between,
    occasion_at,
    pressure_of,
    state_of,
    tie_at,
    touch,
)
from .suffer import remember

_REPLY = code(Origin.REPLY)
_ACT = code(Purpose.ACT)
_ROW = code(Purpose.ROW)
_RUNG = code(Purpose.RUNG)
_VARIANT = code(Purpose.VARIANT)
_ORDER = code(Purpose.ORDER)
_CONCESSION = code(Purpose.CONCESSION)
_CLOSING = code(Purpose.CLOSING)
_RANK = code(Purpose.RANK)
_PLANNING = code(Purpose.PLANNING)

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


@link_only
def situation_of(world, state, i, j, harm, read, home, front):
    """What actor i has before its eyes when it decides about its account with j, over a harm and at a cost."""
    t = i * world_of(world).n_actors + j
    restraint = eased(world, tie_at(state, t), clock_of(state).day)
    pressure, account = pressure_of(world, state, i), account_of(world, state, t)
    return Situation(pressure, account, harm, read, home, cost_of(world, front), restraint)


@link_only
def provoked(world, state, i, k, read):
    """What act k leaves open to an answer of actor i, which read it as at rung ``read``."""
    act = act_at(state, k)
    territory = location_at(world, act.location).territory if act.location != NONE else NONE
    return Provoked(territory, highest_answer(world, i, act, host_of(world, act), read))


@inline
def is_led_by_nobody(world, state, i, part, j):
    """Whether actor i may not strike j in this part of its menu since no senior ally leads."""
    if not waits_for_senior(world, i, part):
        return False
    senior = tie_at(state, actor_at(world, i).senior * world_of(world).n_actors + j)
    return not leads(senior, clock_of(state).day)


@inline
def weigh_menu(world, state, i, lo, hi, part, situation, stakes, over):
    """Fill in the utilities of all variants of a part of the menu ``lo`` to ``hi``; returns the largest."""
    of, clock = state_of(state), clock_of(state)
    toward_holder = under_blood(world, damping_toward(world, state, i, row_at(world, lo).account), situation.harm)
    unled = is_led_by_nobody(world, state, i, part, row_at(world, lo).account)
    most = CLOSED
    for row in range(lo, hi):
        band = up_to(band_of(world, i, part, row, situation.read, over.territory), over.highest)
        if unled or not has_opportunity(world, i, row, clock.day, of.round_keys, clock.run):
            band = NOTHING
        terms = row_terms(world, row, stakes, damping_on(world, state, i, row, toward_holder))
        most = max(most, weigh_row(world, row, band, stakes, terms, of.of_alternatives, of.of_variants))
    return most


@link_only
def value_of_menu(world, state, lo, hi):
    """Value of acting at all, once the menu has been weighed; fills in the values of all options and rungs."""
    of = state_of(state)
    for row in range(lo, hi):
        number_at(of.of_rows, row).value = value_of_row(world, row, of.of_alternatives, of.of_variants)
    return value_of_options(world, lo, hi, of.of_rows)


@link_only
def worth_of(world, state, i, j, part, situation, cause, u):
    """Value of a part of the menu of actor i for its account with j, over act ``cause``.

    `CLOSED` where it is empty, or where not even its best would be done on the threshold u.
    """
    t = i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    if lo == hi:
        return CLOSED
    stakes = stakes_of(world, situation, lens_of(world, i, situation))
    over = provoked(world, state, i, cause, situation.read)
    most = weigh_menu(world, state, i, lo, hi, part, situation, stakes, over)
    if most == CLOSED or u >= chance_to_act(world, i, situation, most + _ROUNDING):
        return CLOSED
    return value_of_menu(world, state, lo, hi)


@link_only
def threshold_of(world, state, i, j, cause):
    """Identity of the hidden threshold of actor i's grievance against j over an act."""
    return threshold_identity(act_at(state, cause).identity, actor_at(world, i).key, actor_at(world, j).key)


@link_only
def decide(world, state, e, choice):
    """Decide about occasion ``e`` on the state as it stands; fills ``choice``, row NONE for no force."""
    entry = occasion_at(state, e)
    i, j = entry.actor, entry.account
    threshold = threshold_of(world, state, i, j, entry.cause)
    choice.occasion, choice.actor, choice.account, choice.row = e, i, j, NONE
    choice.identity = decision_identity(threshold, entry.part, entry.ordered)
    t = i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    if lo == hi:
        return
    situation = situation_of(world, state, i, j, entry.harm, entry.read, entry.home, entry.front)
    stakes = stakes_of(world, situation, lens_of(world, i, situation))
    over = provoked(world, state, i, entry.cause, entry.read)
    most = weigh_menu(world, state, i, lo, hi, entry.part, situation, stakes, over)
    u = threshold_left(tie_at(state, t), entry.part, chance(state, threshold, _ACT))
    # The menu is worth no more than the best of it, and the chance to act grows with its worth: often that settles it.
    if most == CLOSED or u >= chance_to_act(world, i, situation, most + _ROUNDING):
        return
    if u < chance_to_act(world, i, situation, value_of_menu(world, state, lo, hi)):
        pick_option(world, state, i, lo, hi, stakes, choice)


@link_only
def pick_option(world, state, i, lo, hi, stakes, choice):
    """Draw option, rung and variant from their own uniform numbers; a proxy may refuse the order."""
    of = state_of(state)
    row = pick_row(world, lo, hi, of.of_rows, chance(state, choice.identity, _ROW))
    option = row_at(world, row)
    a = pick_alternative(world, row, of.of_alternatives, chance(state, choice.identity, _RUNG))
    v = pick_variant(world, a, of.of_variants, chance(state, choice.identity, _VARIANT))
    if option.executor != i:
        control = actor_at(world, option.executor).control
        pressure = pressure_of(world, state, option.executor)
        if not obeys_order(world, control, pressure, chance(state, choice.identity, _ORDER)):
            return
    rung = alternative_at(world, a).rung
    choice.row, choice.rung, choice.variant = row, rung, v
    choice.share = relief_of(world, row, v, stakes)


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
def settle_grievance(world, state, t, share):
    """An answer that gives enough relief settles the grievance, if it was known."""
    tie = tie_at(state, t)
    if settles(world, share) and tie.grievance_known <= clock_of(state).day:
        tie.grievance = NONE


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
    close_account(world, state, choice, k)
    left = tie_at(state, choice.actor * world_of(world).n_actors + choice.account).grievance != NONE
    if may_close(option.executor, choice.actor, entry.part == CAMPAIGN, left):
        act.closing = 1 if carries_closing(world, choice.rung, chance(state, identity, _CLOSING)) else 0
    if goes_on(entry.part):
        shown = tie_at(state, choice.actor * world_of(world).n_actors + choice.account).shown
        shown = shown if entry.part == CAMPAIGN else 1.0
        press_on(world, state, choice.actor, choice.account, k, shown, entry.cause, entry.harm, entry.read, entry.home)
    return k


@link_only
def press_on(world, state, i, j, k, shown, cause, harm, read, home):
    """After act k actor i may go on against j, over the same cause: a campaign, on what is shown of its threshold."""
    t, day = i * world_of(world).n_actors + j, clock_of(state).day
    act = act_at(state, k)
    if presses_on(world, i, j, tie_at(state, t), number(act.rung), act.closing, day):
        touch(state, t).shown = shown
        plan_strike(world, state, i, j, cause, harm, read, home)


@link_only
def chance_shown(world, state, i, j, cause, harm, read, home):
    """The chance that actor i acts on j over a cause as things stand: an observed act shows it to have sufficed."""
    tie = tie_at(state, i * world_of(world).n_actors + j)
    struck = has_struck(world, tie, clock_of(state).day)
    front = front_of(world, i, j, home, number(act_at(state, cause).rung), struck)
    situation = situation_of(world, state, i, j, harm, read, home, front)
    worth = worth_of(world, state, i, j, OPERATION, situation, cause, 0.0)
    return shown_by(chance_to_act(world, i, situation, worth)) if worth != CLOSED else 1.0


@link_only
def plan_strike(world, state, i, j, cause, harm, read, home):
    """Ask again, when actor i has had time to prepare, whether its campaign against j strikes over a cause."""
    day, threshold = clock_of(state).day, threshold_of(world, state, i, j, cause)
    due = day + planning_lag(world, i, chance(state, decision_identity(threshold, CAMPAIGN, day), _PLANNING))
    ask_again(world, state, i, j, due, cause, harm, read, home)


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
def goes_on_today(world, state, entry):
    """Whether a campaign has something new to answer, a grievance by a known author, and somebody to lead it.

    If not it is put off to the next day, unless it has ended.
    """
    i, j = entry.actor, entry.account
    tie, day = tie_at(state, i * world_of(world).n_actors + j), clock_of(state).day
    new = tie.grievance != NONE and may_answer(tie.grievance_known, act_at(state, tie.grievance).day, day)
    if not new or is_led_by_nobody(world, state, i, entry.part, j):
        if stays_open(world, tie, day):
            ask_again(world, state, i, j, next_day(day), entry.cause, entry.harm, entry.read, entry.home)
        return False
    if names_anew(act_at(state, tie.grievance).killed, act_at(state, tie.grievance).wounded):
        entry.cause, entry.harm = tie.grievance, tie.grievance_harm
        entry.read, entry.home = tie.grievance_read, tie.grievance_home
        tie.shown = 1.0
    return True


@link_only
def close_account(world, state, choice, k):
    """What an answer settles: a deniable one nothing; an operation what it was ordered for, if that is enough."""
    entry = occasion_at(state, choice.occasion)
    if entry.part == DENIABLE:
        return
    t = choice.actor * world_of(world).n_actors + choice.account
    settle(state, t, k, entry.cause, entry.ordered)
    if entry.part != OPERATION:
        settle_grievance(world, state, t, choice.share)
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
    act, picked = act_at(state, k), arm_at(world, arm)
    act.weapon = picked.weapon
    act.site = site_hit(world, picked.site_lo, picked.site_hi, hand)
    result = damage(world, act.rung, picked.weapon, act.location, act.warned, hand)
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
