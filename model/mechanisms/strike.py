"""Damage: arrivals, interception, hits, dead and wounded (persons), one uniform number for each.

``hand`` is the address of the numbers drawn for the act (`deal_act` in `model/kernel/draws.py`).
"""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import OF_TOLL, Purpose, drawn, drawn_apart, drawn_twice, lane
from ..kernel.quantiles import binomial, negative_binomial, negative_binomial_from, poisson
from ..world.access import actor_at, arm_at, constants_of, defence_at, location_at, rung_at, site_at, weapon_at
from ..world.constants import SHARE, constant
from ..world.ladder import Rung
from ..world.tables import NONE, Kind, Setting, WeaponClass
from .toll import share_of_hundred

CONSTANTS = {
    "warned_killed_base": constant(0.2, 0.05, 1.0, "ratio", "", "deaths at a warned base, as a ratio of unwarned", "measured: Al-Asad, 8 January 2020; judgement"),
    "warned_killed_field": constant(0.5, 0.1, 1.0, "ratio", "", "deaths at a warned site of a group, as a ratio of unwarned"),
    "wounded_per_killed": constant(3.0, 1.0, 5.0, "ratio", "", "wounded for each person killed"),
    "wounded_base": constant(4.0, 1.0, 10.0, "persons", "", "wounded by blast for each hit on a base, whether or not anybody dies", "66 wounded in some 100 attacks on US forces by 21 December 2023; 110 by 11 hits at Al-Asad, 8 January 2020; judgement"),
    "wounded_field": constant(0.5, 0.0, 3.0, "persons", "", "wounded by blast for each hit elsewhere, whether or not anybody dies"),
    "civilian_base": constant(0.05, 0.0, 0.3, SHARE, "", "share of civilians among the dead at a base"),
    "civilian_camp": constant(0.3, 0.0, 0.8, SHARE, "", "share of civilians among the dead at the site of a non-state group"),
    "civilian_city": constant(0.7, 0.2, 1.0, SHARE, "", "share of civilians among the dead in a city"),
    "civilian_terror": constant(0.9, 0.5, 1.0, SHARE, "", "share of civilians among the dead of a mass-casualty attack"),
    "leader_junior_share": constant(0.5, 0.0, 1.0, SHARE, "", "share of junior commanders among a state's leaders killed", convention=True),
}  # fmt: skip

_DRONE = code(WeaponClass.ONE_WAY_DRONE)
_BALLISTIC = code(WeaponClass.BALLISTIC_MISSILE)
_BASE = code(Setting.BASE)
_CAMP = code(Setting.CAMP)
_CITY = code(Setting.CITY)
_ARRIVALS = lane(Purpose.ARRIVALS)
_ON_TARGET = lane(Purpose.ON_TARGET)
_WOUNDED = code(Purpose.WOUNDED)
_CIVILIANS = code(Purpose.CIVILIANS)
_TOLL = lane(Purpose.KILLED, OF_TOLL)
_SITE = lane(Purpose.SITE)
_WEAPON = lane(Purpose.WEAPON)
_STATE = code(Kind.STATE)
_LEADER_KILLED = code(Rung.LEADER_KILLED)
_STRIKE_ON_GROUP = code(Rung.STRIKE_ON_GROUP)
#: Share of how much larger a strike is for a hundred dead that comes with the first of them.
_FIRST_DEATH = 0.5


@inlined
def site_hit(world, lo, hi, hand):
    """The site hit, among those that can be: the slice ``lo`` to ``hi``, each as likely; NONE where there is none."""
    if lo == hi:
        return NONE
    return site_at(world, lo + int(drawn(hand, _SITE) * (hi - lo))).value


@inlined
def arm_drawn(world, lo, hi, hand):
    """Number of the weapon drawn, with the sites that it reaches: of the slice ``lo`` to ``hi`` of the arms table."""
    u = drawn(hand, _WEAPON)
    passed = lo  # counted to the end: to guess where to stop costs more than the comparisons
    for k in range(lo, hi - 1):
        passed += u > arm_at(world, k).share
    return passed


@compiled
def rank_struck(world, target, rung, u):
    """Grade of the leader aimed at on rung 8: one for a militia's, one or two for a state's commander; else none."""
    if rung != _LEADER_KILLED:
        return 0
    if actor_at(world, target).kind != _STATE:
        return 1
    return 1 if u < constants_of(world).leader_junior_share else 2


@inlined
def rank_killed(rank, killed):
    """The grade of a leader that counts: none where nobody died, for then the leader was missed."""
    return rank if killed > 0 else 0


@inlined
def chance_stopped(defence, kind):
    """Chance that this defence stops one engaged weapon of this class."""
    drone, ballistic, missile = defence.drone, defence.ballistic, defence.missile  # read in any case: nothing to guess
    return drone if kind == _DRONE else (ballistic if kind == _BALLISTIC else missile)


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
def deaths(hits, mean, dispersion, factor, u):
    """Dead: NB(K m, K k) over K hits. How much a place is crowded when it is hit makes the spread; most hits kill nobody.

    ``factor``: by how many people are there; ``u``: a uniform number.
    """
    return negative_binomial(u, hits * mean * factor, hits * dispersion)


@inlined
def warned_factor(world, setting, warned):
    """Ratio of deaths after a warning: people at a base take shelter, a group's site empties less."""
    if not warned:
        return 1.0
    c = constants_of(world)
    return c.warned_killed_base if setting == _BASE else c.warned_killed_field


@inlined
def largeness(rung, killed, wounded):
    """How much larger a strike on a group is for the people that it answers, as a ratio.

    1 where nobody was hurt, 2 for a hundred dead: half of what is added comes with the first death, as a threshold (Gartner
    2008), the rest as a toll weighs. Below and above, rungs tell a small strike from a large one; for a group there is one rung alone,
    short of a campaign.
    """
    if rung != _STRIKE_ON_GROUP:
        return 1.0
    share = share_of_hundred(killed, wounded)
    return 1.0 + (_FIRST_DEATH + (1.0 - _FIRST_DEATH) * share if killed > 0 else share)


@inlined
def damage(world, rung, weapon, location, warned, large, hand):
    """What a strike does: (launched, intercepted, hits, killed, killed civilians, wounded).

    Launched as many as the rung says, times how ``large`` it is, and the weapon allows; arrivals Bin(N, reliability); engaged up to the defence's capacity, each stopped with its chance; of the rest a
    share is on target; dead by `deaths`; wounded Poisson(3 F + so many a hit, more at a base, where blast wounds).
    """
    step = rung_at(world, rung)
    arm = weapon_at(world, weapon)
    place = location_at(world, location)
    arrives, stops = drawn_twice(hand, _ARRIVALS)
    launched = min(int(step.launched * large + 0.5), arm.salvo)
    arrived = binomial(arrives, launched, arm.reliability)
    stopped = 0
    if place.defence >= 0:
        defence = defence_at(world, place.defence)
        p = chance_stopped(defence, arm.kind)
        stopped = binomial(stops, min(arrived, defence.capacity), p)
    lands, kills = drawn_twice(hand, _ON_TARGET)
    hits = binomial(lands, arrived - stopped, step.on_target)
    if hits == 0:
        return launched, stopped, 0, 0, 0, 0
    wounds = drawn_apart(hand, _WOUNDED)[0]
    factor = place.exposure * warned_factor(world, place.setting, warned)
    killed = deaths(hits, step.killed_mean, step.killed_dispersion, factor, kills)
    c = constants_of(world)
    each = c.wounded_base if place.setting == _BASE else c.wounded_field
    hurt = poisson(wounds, c.wounded_per_killed * killed + each * hits * place.exposure)
    return launched, stopped, hits, killed, civilians(world, killed, place.setting, hand), hurt


@compiled
def civilians(world, killed, setting, hand):
    """How many of the dead are civilians: a binomial share."""
    if killed <= 0:
        return 0
    return binomial(drawn_apart(hand, _CIVILIANS)[0], killed, civilian_share(world, setting))


@inlined
def struck_home(weapon, killed):
    """Hits of an act whose deaths come in one piece: an attack by hand is one; what is fired has hit where it kills."""
    return 1 if weapon == NONE or killed > 0 else 0


@compiled
def massacre(world, mean, dispersion, spared, setting, hand):
    """Deaths that come in one piece, as in a mass-casualty attack: (killed, killed civilians, wounded), NB(mean, k).

    ``spared``: the chance that nobody dies; ``hand``: of an act with a toll (`deal_toll`).
    """
    kills, wounds = drawn_twice(hand, _TOLL)
    killed = negative_binomial_from(kills, mean, dispersion, spared)
    if killed == 0:
        return 0, 0, 0
    hurt = poisson(wounds, constants_of(world).wounded_per_killed * killed)
    return killed, civilians(world, killed, setting, hand), hurt
