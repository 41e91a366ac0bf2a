"""What happens by itself: dated events, standing campaigns, spoilers."""

from __future__ import annotations

from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose, draw_days
from ..kernel.memory import number_at
from ..kernel.quantiles import poisson, poisson_from
from ..mechanisms.affected import ELSEWHERE, holds_anybody
from ..mechanisms.campaign import attack_identity, campaign_location_drawn, has_toll, is_heavy, number_of_weight
from ..mechanisms.delegation import attack_rate, is_led, usual_pressure
from ..mechanisms.pressing import presses_on
from ..mechanisms.rest import first_alone, is_at_rest
from ..mechanisms.strike import arm_drawn, massacre, rank_killed, site_hit, struck_home
from ..mechanisms.truce import calmed
from ..mechanisms.utility import relief_on_record
from ..world.access import (
    actor_at,
    arm_at,
    campaign_at,
    campaign_location_at,
    event_at,
    location_at,
    quiet_at,
    spared_at,
    unfelt_at,
    world_of,
)
from ..world.acts import Origin
from ..world.ladder import Rung
from ..world.tables import NONE
from .act_log import hand_of, hand_of_toll, new_act, number
from .campaigning import chance_shown, press_on
from .doing import settle, settle_grievance, sign, strike, vent
from .state import (
    account_of,
    act_at,
    are_at_war,
    campaign_act_at,
    clock_of,
    event_act_at,
    first_raid_at,
    mind_at,
    pressure_of,
    raid_at,
    state_of,
    tie_at,
)
from .truces import in_truce

_NOBODY = code(NONE)
_EVENT = code(Origin.EVENT)
_COUNT = code(Purpose.COUNT)
_HEAVY_ATTACK = code(Rung.HEAVY_ATTACK)


@link_only
def answered_by(state, answers):
    """Number of the act that an event answers: another event, or the latest act of a campaign; NONE if none."""
    if answers == NONE:
        return NONE
    return event_act_at(state, answers).value if answers >= 0 else campaign_act_at(state, -2 - answers).value


@link_only
def record_event(world, state, index):
    """Enter an observed act in the log; an answer vents its author's pressure as a drawn one would."""
    event = event_at(world, index)
    cause = answered_by(state, event.answers)
    k = new_act(state, event.key, _EVENT, event.by, event.target, cause)
    act = act_at(state, k)
    act.executor, act.declared, act.location, act.site = event.executor, event.declared, event.location, event.site
    act.rung, act.rank, act.weapon = event.rung, rank_killed(event.rank, event.killed), event.weapon
    act.claimed_by, act.blamed = event.claimed_by, event.blamed
    act.warned, act.closing = event.warned, event.closing
    act.launched, act.intercepted, act.hits = event.launched, event.intercepted, event.hits
    act.killed, act.killed_civilians, act.wounded = event.killed, event.killed_civilians, event.wounded
    act.observed = 1
    event_act_at(state, index).value = k
    if cause != NONE:
        answer_on_record(world, state, k)
    return k


@link_only
def answer_on_record(world, state, k):
    """Relief and settlement of an observed answer, on the account of whoever was blamed for what it answers."""
    act = act_at(state, k)
    i, cause = number(act.actor), number(act.cause)
    j = number(act_at(state, cause).blamed)
    if not holds_anybody(world, i, j):
        return
    act.account = j
    t, share, rung = i * world_of(world).n_actors + j, relief_on_record(world, act), number(act_at(state, cause).rung)
    tie = tie_at(state, t)
    over, harm, read, home = tie.grievance, tie.grievance_harm, tie.grievance_read, tie.grievance_home
    if over == NONE:
        over, harm, read, home = cause, 0.0, rung, ELSEWHERE
    shown = 1.0
    if presses_on(world, i, j, tie, number(act.rung), act.closing, clock_of(state).day):
        shown = chance_shown(world, state, i, j, over, harm, read, home)
    vent(world, state, t, share)
    settle(state, t, k, cause, clock_of(state).day)
    settle_grievance(world, state, t, share, k)
    press_on(world, state, i, j, k, shown, over, harm, read, home)


@link_only
def plan_raids(world, state, from_day, to_day):
    """Note the days on which each campaign may act, so that nobody asks on all others.

    The number drawn says on which they do; where the rate follows the crisis, on which they do not even at its highest.
    The campaigns of one day are linked in the order of their numbers.
    """
    n, lots = world_of(world).n_campaigns, state_of(state).lots
    for day in range(from_day, to_day):
        first_raid_at(state, day).value = NONE
    count = 0
    for back in range(n):
        index = n - 1 - back
        campaign = campaign_at(world, index)
        first, end = max(from_day, world_of(world).first_free, campaign.from_day), min(to_day, campaign.to_day + 1)
        draw_days(lots, state_of(state).round_keys, clock_of(state).run, campaign.key, _COUNT, first, end)
        quiet = quiet_at(world, index).value
        for day in range(first, end):
            # Written in any case and counted if it holds: to guess which days those are costs more than to write.
            luck, after, raid = number_at(lots, day).value, first_raid_at(state, day).value, raid_at(state, count)
            raid.campaign, raid.luck, raid.next = index, luck, after
            first_raid_at(state, day).value = count if luck > quiet else after
            count += luck > quiet


@inline
def attacks_today(world, state, raid):
    """Number of acts of a campaign today: Poisson, coupled to what it follows.

    In a truce hardly any.
    """
    campaign = campaign_at(world, raid.campaign)
    truce = in_truce(state, campaign.by, campaign.against)
    rate = calmed(world, campaign.rate, truce)
    if not campaign.coupled:
        return (
            poisson(raid.luck, rate) if truce else poisson_from(raid.luck, rate, quiet_at(world, raid.campaign).value)
        )
    patron = actor_at(world, campaign.by).patron if is_led(campaign.coupled) else _NOBODY
    pressure = pressure_of(world, state, patron) if patron != NONE else usual_pressure(world)
    own = mind_at(state, campaign.by)
    account = account_of(world, state, campaign.by * world_of(world).n_actors + campaign.against)
    if is_led(campaign.coupled):
        return first_alone(own, poisson(raid.luck, attack_rate(world, rate, pressure, account, is_at_rest(own))))
    return poisson(raid.luck, attack_rate(world, rate, pressure, account, False))


@inline
def campaign_act(world, state, index, slot):
    """Enter one act of a campaign in the log, with its damage; returns its number."""
    campaign = campaign_at(world, index)
    identity = attack_identity(campaign.key, clock_of(state).day, slot)
    k = new_act(state, identity, campaign.origin, campaign.by, campaign.against, NONE)
    act = act_at(state, k)
    act.rung, act.rank = campaign.rung, campaign.rank
    toll = has_toll(campaign.killed_mean)
    hand = hand_of_toll(state, identity) if toll else hand_of(state, identity)
    where = campaign_location_at(world, campaign_location_drawn(world, index, toll, hand))
    act.location, lo, hi = where.location, where.arm_lo, where.arm_hi
    if campaign.heavy:
        control = actor_at(world, campaign.by).control
        if is_heavy(world, control, number_of_weight(toll, hand)):
            act.rung, lo, hi = _HEAVY_ATTACK, where.heavy_lo, where.heavy_hi
    if toll:
        take_toll(world, state, k, index, lo, hi, hand)
    else:
        strike(world, state, k, arm_drawn(world, lo, hi, hand), hand)
    if campaign.claimed:
        act.claimed_by, act.blamed = campaign.by, campaign.by
    campaign_act_at(state, index).value = k
    return k


@link_only
def take_toll(world, state, k, index, lo, hi, hand):
    """An act whose deaths come in one piece, with a weapon of a slice of the arms, if it has any."""
    act, campaign = act_at(state, k), campaign_at(world, index)
    place = location_at(world, act.location)
    if lo < hi:
        arm = arm_at(world, arm_drawn(world, lo, hi, hand))
        act.weapon, act.site = arm.weapon, site_hit(world, arm.site_lo, arm.site_hi, hand)
    else:
        act.site = site_hit(world, place.site_lo, place.site_hi, hand)
    act.killed, act.killed_civilians, act.wounded = massacre(
        world, campaign.killed_mean, campaign.killed_dispersion, spared_at(world, index).value, place.setting, hand
    )
    act.launched, act.hits = 1, struck_home(act.weapon, act.killed)
    act.rank = rank_killed(act.rank, act.killed)
    sign(world, act, hand)


@inline
def is_at_war(world, state, index):
    """Whether the two sides of a campaign are at war with each other, which takes the campaign's place."""
    campaign = campaign_at(world, index)
    return are_at_war(state, campaign.by, campaign.against)


@inline
def goes_unfelt(world, index, act):
    """Whether an act of a campaign hurt nobody and is of the kind that then nobody feels."""
    hurt = act.killed + act.wounded
    return (unfelt_at(world, index).value != 0) & (hurt == 0) & (act.rung == campaign_at(world, index).rung)
