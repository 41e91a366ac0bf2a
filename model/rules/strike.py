"""Damage: arrivals, interception, hits, dead and wounded (persons), one uniform number for each.

``hand`` is the address of the numbers drawn for the act (`deal_act` in `model/draws.py`).
"""

from __future__ import annotations

from ..compiled import code, compiled, inlined
from ..draws import Purpose, drawn, drawn_apart, drawn_twice, lane
from ..facts import actor_at, arm_at, constants_of, defence_at, location_at, rung_at, site_at, weapon_at
from ..ladder import FIRST_OVERT, Rung
from ..quantiles import binomial, negative_binomial, poisson
from ..world import NONE, Kind, Setting, WeaponClass

_DRONE = code(WeaponClass.ONE_WAY_DRONE)
_BALLISTIC = code(WeaponClass.BALLISTIC_MISSILE)
_BASE = code(Setting.BASE)
_CAMP = code(Setting.CAMP)
_CITY = code(Setting.CITY)
_ARRIVALS = lane(Purpose.ARRIVALS)
_ON_TARGET = lane(Purpose.ON_TARGET)
_OVERKILL = code(Purpose.OVERKILL)
_KILLED = code(Purpose.KILLED)
_CIVILIANS = code(Purpose.CIVILIANS)
_SITE = lane(Purpose.SITE)
_WEAPON = lane(Purpose.WEAPON)
_STATE = code(Kind.STATE)
_LEADER_KILLED = code(Rung.LEADER_KILLED)


@inlined
def site_hit(world, location, hand):
    """The site hit, among those that fit the location, each as likely; NONE where none fits."""
    place = location_at(world, location)
    count = place.site_hi - place.site_lo
    if count == 0:
        return NONE
    return site_at(world, place.site_lo + int(drawn(hand, _SITE) * count)).value


@inlined
def weapon_drawn(world, lo, hi, hand):
    """The weapon drawn from the slice ``lo`` to ``hi`` of the arms table, by cumulative share."""
    u = drawn(hand, _WEAPON)
    passed = lo  # counted to the end: to guess where to stop costs more than the comparisons
    for k in range(lo, hi - 1):
        passed += u > arm_at(world, k).share
    return arm_at(world, passed).weapon


@compiled
def rank_struck(world, target, rung, u):
    """Grade of the leader aimed at on rung 8: one for a militia's, one or two for a state's commander; else none."""
    if rung != _LEADER_KILLED:
        return 0
    if actor_at(world, target).kind != _STATE:
        return 1
    return 1 if u < 0.5 else 2


@inlined
def rank_killed(rank, killed):
    """The grade of a leader that counts: none where nobody died, for then the leader was missed."""
    return rank if killed > 0 else 0


@inlined
def chance_stopped(world, defence, kind, warned):
    """Chance that this defence stops one engaged weapon of this class; a warning helps the defender a little."""
    drone, ballistic, missile = defence.drone, defence.ballistic, defence.missile  # read in any case: nothing to guess
    p = drone if kind == _DRONE else (ballistic if kind == _BALLISTIC else missile)
    return min(1.0, p + constants_of(world).warned_interception) if warned and p > 0.0 else p


@compiled
def civilian_share(world, setting):
    """Share of civilians among the dead, by what kind of place is hit."""
    c = constants_of(world)
    if setting == _BASE:
        return c.civilian_base
    if setting == _CAMP:
        return c.civilian_camp
    return c.civilian_city if setting == _CITY else c.civilian_terror


@inlined
def deaths(world, hits, mean, dispersion, factor, overkill, u):
    """Dead: NB(K m, K k) over K hits; now and then far more than was meant (intent and outcome differ).

    ``overkill`` and ``u`` are uniform numbers: for that accident, and for the count.
    """
    c = constants_of(world)
    expected = hits * mean * factor
    if overkill < c.overkill_chance:
        expected = expected * c.overkill_factor + c.overkill_added
    return negative_binomial(u, expected, hits * dispersion)


@inlined
def warned_factor(world, setting, warned):
    """Ratio of deaths after a warning: people at a base take shelter, a group's site empties less."""
    if not warned:
        return 1.0
    c = constants_of(world)
    return c.warned_killed_base if setting == _BASE else c.warned_killed_field


@inlined
def damage(world, rung, weapon, location, warned, hand):
    """What a strike does: (launched, intercepted, hits, killed, killed civilians, wounded).

    Arrivals Bin(N, reliability); engaged up to the defence's capacity, each stopped with its chance; of the rest a
    share is on target; dead by `deaths`; wounded Poisson(3 F + 1 a hit of harassing fire, half a hit above).
    """
    step = rung_at(world, rung)
    arm = weapon_at(world, weapon)
    place = location_at(world, location)
    arrives, stops = drawn_twice(hand, _ARRIVALS)
    arrived = binomial(arrives, step.launched, arm.reliability)
    stopped = 0
    if place.defence >= 0:
        defence = defence_at(world, place.defence)
        p = chance_stopped(world, defence, arm.kind, warned)
        stopped = binomial(stops, min(arrived, defence.capacity), p)
    lands, kills = drawn_twice(hand, _ON_TARGET)
    hits = binomial(lands, arrived - stopped, step.on_target)
    if hits == 0:
        return step.launched, stopped, 0, 0, 0, 0
    overkill, wounds = drawn_apart(hand, _OVERKILL)
    factor = place.exposure * warned_factor(world, place.setting, warned)
    killed = deaths(world, hits, step.killed_mean, step.killed_dispersion, factor, overkill, kills)
    each = constants_of(world).wounded_per_hit if rung < FIRST_OVERT - 1 else constants_of(world).wounded_per_hit_heavy
    hurt = poisson(wounds, constants_of(world).wounded_per_killed * killed + each * hits * place.exposure)
    return step.launched, stopped, hits, killed, civilians(world, killed, place.setting, hand), hurt


@compiled
def civilians(world, killed, setting, hand):
    """How many of the dead are civilians: a binomial share."""
    if killed <= 0:
        return 0
    return binomial(drawn_apart(hand, _CIVILIANS)[0], killed, civilian_share(world, setting))


@compiled
def massacre(world, mean, dispersion, setting, hand):
    """A mass-casualty attack: (killed, killed civilians, wounded), deaths NB(mean, k) in one piece."""
    kills, wounds = drawn_apart(hand, _KILLED)
    killed = negative_binomial(kills, mean, dispersion)
    hurt = poisson(wounds, constants_of(world).wounded_per_killed * killed)
    return killed, civilians(world, killed, setting, hand), hurt
