"""Deciding: what an actor makes of one open account, and what it does when it has chosen."""

from __future__ import annotations

from ..acts import Origin
from ..compiled import code, inner
from ..doctrines import NEVER_REPLY
from ..draws import Purpose, mix
from ..facts import actor_at, alternative_at, constants_of, location_at, menu_at, row_at, rung_at, variant_at, world_of
from ..ladder import FIRST_OVERT
from ..occasions import new_provocation, worst_open
from ..rules.choice import Damping, Situation, act_chance, appraise_row, inclusive, pick, row_terms
from ..rules.closure import carries_closing
from ..rules.delegation import obeys_order
from ..rules.harm import weapon_read
from ..rules.pressure import account_after_act, account_to_meet, pressure_after_act, relief_share
from ..rules.strike import damage
from ..state import (
    NEVER,
    account_of,
    act_at,
    answer_at,
    clock_of,
    counts_of,
    exchanges_between,
    is_mediated,
    mind_at,
    occasion_at,
    pressure_of,
    state_of,
    tie_at,
    touch,
    touched_at,
)
from ..tables import number_at
from ..world import NONE, Credit, Kind
from .felt import due_day
from .log import answer_identity, blamed_for, chance, claimant, new_act, site_of, weapon_from

_PROXY = code(Credit.PROXY)
_DISPLACED_ROW = code(Credit.DISPLACED)
_STATE = code(Kind.STATE)
_REPLY = code(Origin.REPLY)
_DISPLACED = code(Origin.DISPLACED)
_ACT = code(Purpose.ACT)
_ROW = code(Purpose.ROW)
_RUNG = code(Purpose.RUNG)
_VARIANT = code(Purpose.VARIANT)
_ORDER = code(Purpose.ORDER)
_RETRY = code(Purpose.RETRY)
_PACKAGE = code(Purpose.PACKAGE)
_CONCESSION = code(Purpose.CONCESSION)
_CLOSING = code(Purpose.CLOSING)
_RANK = code(Purpose.RANK)

#: Share of full relief from which an act redeems a public vow.
REDEEMS_VOW = 0.5


@inner
def damping_on(world, state, i, row):
    """Exchanges completed, mediation and closing words that bear on an option: the account holder's or the host's."""
    option = row_at(world, row)
    n = world_of(world).n_actors
    j = option.account
    host = location_at(world, option.location).host
    exchanges = exchanges_between(world, state, i, j)
    mediated = is_mediated(world, state, i, j)
    closing = 1 if tie_at(state, i * n + j).closing_until >= clock_of(state).day else 0
    if host != NONE and host != i and host != j:
        exchanges = max(exchanges, exchanges_between(world, state, i, host))
        mediated = max(mediated, is_mediated(world, state, i, host))
        closing = max(closing, 1 if tie_at(state, i * n + host).closing_until >= clock_of(state).day else 0)
    return Damping(exchanges, mediated, closing)


@inner
def situation_of(world, state, e):
    """What the actor of an occasion has before its eyes."""
    entry = occasion_at(state, e)
    i = entry.actor
    t = i * world_of(world).n_actors + entry.account
    tie = tie_at(state, t)
    day = clock_of(state).day
    eased = constants_of(world).concession_relief if tie.eased_until >= day else 0.0
    waited = float(day - tie.vow) if tie.vow != NEVER else -1.0
    return Situation(
        pressure_of(world, state, i), account_of(world, state, t), entry.harm, entry.read, entry.home, eased, waited
    )


@inner
def value_of_menu(world, state, i, lo, hi, situation):
    """Value of acting at all; fills the values of all options, rungs and variants of the menu ``lo`` to ``hi``."""
    of = state_of(state)
    for row in range(lo, hi):
        terms = row_terms(world, i, row, situation, damping_on(world, state, i, row))
        value = appraise_row(world, i, row, situation, terms, of.of_alternatives, of.of_variants)
        number_at(of.of_rows, row).value = value
    return inclusive(of.of_rows, world_of(world).row_weights, lo, hi, constants_of(world).row_scale)


@inner
def decide(world, state, e, choice):
    """Decide about the account of occasion ``e`` on the state as it stands; fills ``choice``, row NONE for no force."""
    entry = occasion_at(state, e)
    i, j = entry.actor, entry.account
    actor = actor_at(world, i)
    identity = answer_identity(state, entry.cause, actor.key, actor_at(world, j).key, entry.attempt)
    choice.occasion, choice.actor, choice.account = e, i, j
    choice.row, choice.identity = NONE, identity
    t = i * world_of(world).n_actors + j
    lo, hi = menu_at(world, t).value, menu_at(world, t + 1).value
    if lo == hi or actor.doctrine == NEVER_REPLY:
        return
    situation = situation_of(world, state, e)
    value = value_of_menu(world, state, i, lo, hi, situation)
    if chance(state, identity, _ACT) >= act_chance(world, value, situation.eased, situation.waited):
        return
    pick_option(world, state, i, lo, hi, situation, identity, choice)


@inner
def pick_option(world, state, i, lo, hi, situation, identity, choice):
    """Draw option, rung and variant from their own uniform numbers; a proxy may refuse the order."""
    c = constants_of(world)
    of, weights = state_of(state), world_of(world)
    row = pick(of.of_rows, weights.row_weights, lo, hi, c.row_scale, chance(state, identity, _ROW))
    option = row_at(world, row)
    a = pick(
        of.of_alternatives,
        weights.alternative_weights,
        option.lo,
        option.hi,
        c.row_scale,
        chance(state, identity, _RUNG),
    )
    nest = alternative_at(world, a)
    v = pick(
        of.of_variants, weights.variant_weights, nest.lo, nest.hi, c.variant_scale, chance(state, identity, _VARIANT)
    )
    if option.executor != i:
        control = actor_at(world, option.executor).control
        pressure = pressure_of(world, state, option.executor)
        if not obeys_order(world, control, pressure, chance(state, identity, _ORDER)):
            return
    choice.row, choice.rung, choice.variant = row, nest.rung, v
    terms = row_terms(world, i, row, situation, Damping(0.0, 0, 0))
    force = weapon_read(nest.rung, variant_at(world, v).weight) * rung_at(world, nest.rung).severity
    to_meet = account_to_meet(world, situation.account)
    choice.share = relief_share(world, terms.credit, terms.visibility, force, to_meet)


@inner
def vent(world, state, i, t, share):
    """Relief at home and on the account, as a share of what a full answer gives."""
    actor = mind_at(state, i)
    pressure = pressure_of(world, state, i)
    actor.pressure = pressure_after_act(world, pressure, actor_at(world, i).rest, share)
    actor.day = clock_of(state).day
    tie = touch(state, t)
    tie.account = account_after_act(world, account_of(world, state, t), share)
    tie.account_day = clock_of(state).day
    if share >= REDEEMS_VOW:
        tie.vow = NEVER


@inner
def settle(state, t, k, cause):
    """Close all open provocations of a pair with act k; those that are not its cause are noted as also answered."""
    e = tie_at(state, t).first
    while e != NONE:
        entry = occasion_at(state, e)
        if entry.open:
            entry.open = 0
            if entry.cause != cause:
                note_answer(state, k, entry.cause)
        e = entry.next_tie
    tie = tie_at(state, t)
    tie.first = NONE
    tie.grievance, tie.grievance_harm = NONE, 0.0


@inner
def note_answer(state, k, cause):
    """Record that act k also answers an earlier act."""
    counts = counts_of(state)
    if counts.answers == state_of(state).n_answers:
        counts.full = 1
        return
    answer_at(state, counts.answers).act = k
    answer_at(state, counts.answers).also = cause
    counts.answers += 1


@inner
def rank_struck(world, state, target, rung, identity):
    """Grade of the leader killed at rung 8: one for a militia's, one or two for a state's commander."""
    if rung != 8:
        return 0
    if actor_at(world, target).kind != _STATE:
        return 1
    return 1 if chance(state, identity, _RANK) < 0.5 else 2


@inner
def carry_out(world, state, choice):
    """Turn a choice of force into an act in the log, with its damage, and settle the account; returns its number."""
    entry = occasion_at(state, choice.occasion)
    option = row_at(world, choice.row)
    arm = variant_at(world, choice.variant)
    identity = choice.identity
    origin = _DISPLACED if option.credit == _DISPLACED_ROW else _REPLY
    k = new_act(state, identity, origin, choice.actor, option.target, entry.cause)
    act = act_at(state, k)
    act.executor, act.declared, act.account = option.executor, option.declared, choice.account
    act.rung, act.warned, act.location = choice.rung, arm.warned, option.location
    act.rank = rank_struck(world, state, option.target, choice.rung, identity)
    strike(world, state, k, weapon_from(world, state, arm.arm_lo, arm.arm_hi, identity))
    if option.executor == choice.actor:
        act.closing = 1 if carries_closing(world, choice.rung, chance(state, identity, _CLOSING)) else 0
    settle(state, choice.actor * world_of(world).n_actors + choice.account, k, entry.cause)
    return k


@inner
def strike(world, state, k, weapon):
    """Fill in weapon, site, damage, claim and blame of act k, whose rung, location and executor are set."""
    act = act_at(state, k)
    clock = clock_of(state)
    act.weapon = weapon
    act.site = site_of(world, state, act.location, act.identity)
    result = damage(world, act.rung, weapon, act.location, act.warned, clock.seed, clock.run, act.identity)
    act.launched, act.intercepted, act.hits, act.killed, act.killed_civilians, act.wounded = result
    act.claimed_by = claimant(world, state, act.executor, act.rung, act.identity)
    act.blamed = blamed_for(world, state, act.executor, act.target, act.rung, act.identity)


@inner
def hold_fire(world, state, choice):
    """No force: a concession perhaps; and the occasion may come once more, the likelier after words that bind."""
    entry = occasion_at(state, choice.occasion)
    i, j = choice.actor, choice.account
    c = constants_of(world)
    tie = tie_at(state, i * world_of(world).n_actors + j)
    if (
        exchanges_between(world, state, i, j) >= 0.5
        and chance(state, choice.identity, _CONCESSION) < c.concession_chance
    ):
        concede(world, state, i, j, choice.identity, entry.cause)
        entry.open = 0
        return
    again = c.retry_after_talk if tie.vow != NEVER else c.retry_after_silence
    entry.open = 0
    if entry.attempt == 0 and chance(state, choice.identity, _RETRY) < again:
        act = act_at(state, entry.cause)
        due = due_day(world, state, i, j, act.rank, entry.home, False, choice.identity)
        e = new_provocation(
            state, i * world_of(world).n_actors + j, max(due, clock_of(state).day + 1), i, j, entry.cause, entry.harm,
            entry.read, entry.home,
        )  # fmt: skip
        occasion_at(state, e).attempt = 1


@inner
def concede(world, state, i, j, identity, cause):
    """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
    k = new_act(state, mix(identity, _CONCESSION), _REPLY, i, j, cause)
    act_at(state, k).account = j
    act_at(state, k).claimed_by = i
    act_at(state, k).blamed = i
    n = world_of(world).n_actors
    touch(state, j * n + i).eased_until = clock_of(state).day + int(constants_of(world).concession_days)


@inner
def take_up_package(world, state, i, account, k):
    """An overt strike is ordered as a package: other open accounts of the actor may be decided the same day."""
    act = act_at(state, k)
    if act.rung < FIRST_OVERT or act.executor != i:
        return
    n = world_of(world).n_actors
    today = clock_of(state).day
    for index in range(counts_of(state).touched):
        t = touched_at(state, index).value
        j = t - i * n
        if j < 0 or j >= n or j == account:
            continue
        e = worst_open(state, t)
        if e == NONE or occasion_at(state, e).due <= today:
            continue
        if account_of(world, state, t) < constants_of(world).reopening_account:
            continue
        if chance(state, mix(act.identity, actor_at(world, j).key), _PACKAGE) < constants_of(world).package_chance:
            entry = occasion_at(state, e)
            entry.open = 0
            moved = new_provocation(state, t, today, i, j, entry.cause, entry.harm, entry.read, entry.home)
            occasion_at(state, moved).attempt = entry.attempt
