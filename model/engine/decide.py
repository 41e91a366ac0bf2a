"""Deciding: what an actor makes of one open account."""

from __future__ import annotations

from ...agents.doctrines.choose import chance_to_act, lens_of
from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose
from ..kernel.memory import number_at
from ..mechanisms.alliance import PURPOSES, joining_identity, leads, stays_out, waits_for_senior
from ..mechanisms.ceiling import ROUNDING, ceiling_of_menu, lower_ceiling
from ..mechanisms.choice import CLOSED, close_row, pick_alternative, pick_row, pick_variant, value_of_row, weigh_row
from ..mechanisms.choice import value_of_menu as value_of_options
from ..mechanisms.concession import eased
from ..mechanisms.damping import stronger, under_blood
from ..mechanisms.delegation import obeys_order
from ..mechanisms.exchange import has_struck
from ..mechanisms.operation import cost_of, decision_identity, front_of, threshold_identity
from ..mechanisms.opportunity import has_opportunity
from ..mechanisms.parts import TACTICAL, Provoked, band_of, between, highest_answer, is_nothing
from ..mechanisms.pressing import threshold_left
from ..mechanisms.rest import covers, is_at_rest, keeps_rest
from ..mechanisms.territory import land_at_stake, lowest_answer
from ..mechanisms.utility import Situation, called_for, relief_of, row_terms, stakes_of
from ..world.access import actor_at, alternative_at, location_at, menu_at, row_at, world_of
from ..world.tables import NONE
from .act_log import chance, host_of, number
from .state import (
    account_of,
    act_at,
    are_at_war,
    clock_of,
    damping_toward,
    mind_at,
    occasion_at,
    pressure_of,
    state_of,
    tie_at,
    touch,
)
from .truces import in_truce

_ACT = code(Purpose.ACT)
_ROW = code(Purpose.ROW)
_RUNG = code(Purpose.RUNG)
_VARIANT = code(Purpose.VARIANT)
_ORDER = code(Purpose.ORDER)
_VETO_OBEYED = code(Purpose.VETO_OBEYED)
_JOIN = code(PURPOSES["JOIN"])


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
def situation_of(world, state, i, j, harm, read, home, front):
    """What actor i has before its eyes when it decides about its account with j, over a harm and at a cost."""
    t = i * world_of(world).n_actors + j
    theirs, day = tie_at(state, j * world_of(world).n_actors + i), clock_of(state).day
    restraint, land = eased(world, tie_at(state, t), day), land_at_stake(world, i, j, tie_at(state, t), theirs, day)
    pressure, account = pressure_of(world, state, i), account_of(world, state, t)
    return Situation(pressure, account, harm, read, home, cost_of(world, front), restraint, land)


@link_only
def provoked(world, state, i, j, part, k, read, land):
    """What act k, read as at rung ``read``, leaves open to i against j in a part of its menu; ``land`` at stake."""
    act = act_at(state, k)
    territory = location_at(world, act.location).territory if act.location != NONE else NONE
    mine = tie_at(state, i * world_of(world).n_actors + j)
    lowest = lowest_answer(mine, land, part == TACTICAL, number(act.rung))
    return Provoked(territory, lowest, highest_answer(world, i, part, act, host_of(world, act), read, land))


@inline
def is_led(world, state, i, j):
    """Whether the senior ally of actor i leads against j today."""
    senior = tie_at(state, actor_at(world, i).senior * world_of(world).n_actors + j)
    return leads(senior, clock_of(state).day)


@link_only
def leaves_it_to_senior(world, state, i, part, j):
    """Whether actor i, a junior ally, has nobody to strike with today, or lets its senior strike alone."""
    if not waits_for_senior(world, i, part):
        return False
    identity = joining_identity(actor_at(world, i).key, actor_at(world, j).key, clock_of(state).day)
    return not is_led(world, state, i, j) or stays_out(world, i, chance(state, identity, _JOIN))


@inline
def is_barred(world, state, i, row):
    """Whether an option waits for an opportunity, or strikes whom the executor is at war with or keeps a truce with."""
    option, clock = row_at(world, row), clock_of(state)
    if are_at_war(state, option.executor, option.target):
        return True
    if not has_opportunity(world, i, row, clock.day, state_of(state).round_keys, clock.run):
        return True
    return in_truce(state, option.executor, option.target) or in_truce(state, option.executor, option.account)


@link_only
def is_kept(world, state, i, row, part, cause):
    """Whether an option of actor i waits since whoever would carry it out has its campaigns at rest."""
    option = row_at(world, row)
    own = mind_at(state, option.executor)
    if not is_at_rest(own) or not covers(world, own, option.target, option.account):
        return False
    if option.executor != i:
        return True
    u = chance(state, threshold_of(world, state, i, number(option.account), cause), _VETO_OBEYED)
    return keeps_rest(world, own, i, part, act_at(state, cause).day, actor_at(world, i).control, u)


@inline
def weigh_menu(world, state, i, j, part, situation, stakes, cause, over, toward_holder):
    """Fill in the utilities of all variants of a part of actor i's menu against j; returns the largest."""
    of, t = state_of(state), i * world_of(world).n_actors + j
    called, most = called_for(world, situation.account), CLOSED
    for row in range(menu_at(world, t).value, menu_at(world, t + 1).value):
        band = band_of(world, i, part, row, situation.read, over.territory)
        band = between(world, row, band, over.lowest, over.highest)
        if is_nothing(band) or is_barred(world, state, i, row) or is_kept(world, state, i, row, part, cause):
            close_row(world, row, of.of_alternatives)
            continue
        terms = row_terms(world, row, stakes, damping_on(world, state, i, row, toward_holder))
        most = max(most, weigh_row(world, row, band, stakes, called, terms, of.of_alternatives, of.of_variants))
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

    `CLOSED` where it is empty, or where not even its best would be done on the threshold u: the chance to act grows
    with what the menu is worth, and it is worth no more than the best of it. Often that settles it.
    """
    t = i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    if lo == hi or (waits_for_senior(world, i, part) and not is_led(world, state, i, j)):
        return CLOSED
    stakes = stakes_of(world, situation, lens_of(world, i, situation))
    ceiling = ceiling_of_menu(world, lo, hi, part, stakes)
    if u >= chance_to_act(world, i, situation, ceiling):
        return CLOSED
    held_back = under_blood(world, damping_toward(world, state, i, j), situation.harm)
    lowered = lower_ceiling(world, ceiling, stakes.lens, held_back)
    if lowered < ceiling and u >= chance_to_act(world, i, situation, lowered):
        return CLOSED
    over = provoked(world, state, i, j, part, cause, situation.read, situation.land)
    most = weigh_menu(world, state, i, j, part, situation, stakes, cause, over, held_back)
    if most == CLOSED or u >= chance_to_act(world, i, situation, most + ROUNDING):
        return CLOSED
    return value_of_menu(world, state, lo, hi)


@link_only
def crossing_of(world, state, i, j, home, cause):
    """What it is for actor i to strike j first, over an act that fell at ``home``: what must be overcome."""
    struck = has_struck(world, tie_at(state, i * world_of(world).n_actors + j), clock_of(state).day)
    return front_of(world, i, j, home, number(act_at(state, cause).rung), struck)


@link_only
def threshold_of(world, state, i, j, cause):
    """Identity of the hidden threshold of actor i's grievance against j over an act."""
    return threshold_identity(act_at(state, cause).identity, actor_at(world, i).key, actor_at(world, j).key)


@inline
def threshold_against(world, state, i, j, cause):
    """The hidden threshold itself, kept with the pair: whoever decides about an act asks for it again and again."""
    t = i * world_of(world).n_actors + j
    tie = tie_at(state, t)
    if tie.weighed != cause:
        touch(state, t)
        tie.weighed, tie.threshold = cause, chance(state, threshold_of(world, state, i, j, cause), _ACT)
    return tie.threshold


@link_only
def decide(world, state, e, choice):
    """Decide about occasion ``e`` on the state as it stands; fills ``choice``, row NONE for no force."""
    entry = occasion_at(state, e)
    i, j = entry.actor, entry.account
    threshold = threshold_of(world, state, i, j, entry.cause)
    choice.occasion, choice.actor, choice.account, choice.row = e, i, j, NONE
    choice.identity = decision_identity(threshold, entry.part, entry.ordered)
    situation = situation_of(world, state, i, j, entry.harm, entry.read, entry.home, entry.front)
    tie = tie_at(state, i * world_of(world).n_actors + j)
    u = threshold_left(tie, entry.part, threshold_against(world, state, i, j, entry.cause))
    if u < chance_to_act(world, i, situation, worth_of(world, state, i, j, entry.part, situation, entry.cause, u)):
        pick_option(world, state, i, j, stakes_of(world, situation, lens_of(world, i, situation)), choice)


@link_only
def pick_option(world, state, i, j, stakes, choice):
    """Draw option, rung and variant from their own uniform numbers; a proxy may refuse the order."""
    of, t = state_of(state), i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    row = pick_row(world, lo, hi, of.of_rows, chance(state, choice.identity, _ROW))
    option = row_at(world, row)
    a = pick_alternative(world, row, of.of_alternatives, chance(state, choice.identity, _RUNG))
    v = pick_variant(world, a, of.of_variants, chance(state, choice.identity, _VARIANT))
    if option.executor != i:
        control = actor_at(world, option.executor).control
        if not obeys_order(control, chance(state, choice.identity, _ORDER)):
            return
    rung = alternative_at(world, a).rung
    choice.row, choice.rung, choice.variant = row, rung, v
    choice.share = relief_of(world, row, v, stakes)
