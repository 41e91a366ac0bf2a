"""Acts entering the log."""

from __future__ import annotations

from ..acts import Origin
from ..compiled import code, inner
from ..draws import Purpose, mix, uniform
from ..facts import actor_at, arm_at, constants_of, location_at, menu_at, site_at, weapon_at, world_of
from ..ladder import FIRST_OVERT
from ..rules.attribution import is_misattributed
from ..state import act_at, clock_of, counts_of, state_of
from ..world import NONE, Kind

_CLAIM = code(Purpose.CLAIM)
_MISATTRIBUTION = code(Purpose.MISATTRIBUTION)
_SCAPEGOAT = code(Purpose.SCAPEGOAT)
_SITE = code(Purpose.SITE)
_WEAPON = code(Purpose.WEAPON)
_STATE = code(Kind.STATE)
_BYSTANDER = code(Kind.BYSTANDER)
_CAMPAIGN = code(Origin.CAMPAIGN)


@inner
def chance(state, occasion, purpose):
    """The uniform number of this run for a purpose on an occasion."""
    clock = clock_of(state)
    return uniform(clock.seed, clock.run, occasion, purpose)


@inner
def new_act(state, identity, origin, actor, target, cause):
    """Append an act with no rung, weapon or damage yet and return its number; ``cause`` sets chain and generation."""
    counts = counts_of(state)
    k = counts.acts
    if k == state_of(state).n_acts:
        counts.full = 1
        k -= 1
    else:
        counts.acts += 1
    act = act_at(state, k)
    act.identity, act.day, act.origin = identity, clock_of(state).day, origin
    act.actor, act.executor, act.target, act.declared, act.account = actor, actor, target, target, NONE
    act.location, act.site, act.weapon, act.claimed_by, act.blamed = NONE, NONE, NONE, NONE, NONE
    act.rung, act.rank, act.warned, act.closing, act.observed = 0, 0, 0, 0, 0
    act.launched, act.intercepted, act.hits = 0, 0, 0
    act.killed, act.killed_civilians, act.wounded = 0, 0, 0
    act.cause = cause
    if cause == NONE:
        act.generation = 0
        act.chain = counts.chains
        counts.chains += 1
    else:
        act.generation = act_at(state, cause).generation + 1
        act.chain = act_at(state, cause).chain
    return k


@inner
def host_of(world, act):
    """The state on whose soil an act takes place, or NONE."""
    return location_at(world, act.location).host if act.location != NONE else NONE


@inner
def site_of(world, state, location, identity):
    """The site hit, among those that fit the location, or NONE."""
    place = location_at(world, location)
    count = place.site_hi - place.site_lo
    if count == 0:
        return NONE
    if count == 1:
        return site_at(world, place.site_lo).value
    return site_at(world, place.site_lo + int(chance(state, identity, _SITE) * count)).value


@inner
def weapon_from(world, state, lo, hi, identity):
    """The weapon drawn from a slice of the arms table by cumulative share."""
    if hi - lo == 1:
        return arm_at(world, lo).weapon
    u = chance(state, identity, _WEAPON)
    for k in range(lo, hi):
        if u <= arm_at(world, k).share:
            return arm_at(world, k).weapon
    return arm_at(world, hi - 1).weapon


@inner
def claimant(world, state, executor, rung, identity):
    """Who claims the act in public: a state its overt acts (unless it keeps silent), a militia most of its acts."""
    doer = actor_at(world, executor)
    if doer.kind == _STATE:
        return executor if rung >= FIRST_OVERT and doer.claims >= 1.0 else NONE
    return executor if chance(state, identity, _CLAIM) < constants_of(world).militia_claim_chance else NONE


@inner
def could_have(world, k, executor, target):
    """Whether armed group k might be blamed for an act on this target: it has the means, and is not the author."""
    kind = actor_at(world, k).kind
    if kind == _STATE or kind == _BYSTANDER or k == executor or k == target:
        return False
    t = k * world_of(world).n_actors + target
    return menu_at(world, t + 1).value > menu_at(world, t).value


@inner
def blamed_for(world, state, executor, target, rung, identity):
    """Whom the struck side blames: the executor, or now and then another armed group with the means."""
    if not is_misattributed(world, rung, chance(state, identity, _MISATTRIBUTION)):
        return executor
    count = 0
    for k in range(world_of(world).n_actors):
        count += could_have(world, k, executor, target)
    chosen = int(chance(state, identity, _SCAPEGOAT) * count)
    for k in range(world_of(world).n_actors):
        if could_have(world, k, executor, target):
            if chosen == 0:
                return k
            chosen -= 1
    return executor


@inner
def ballistic(world, weapon):
    """Whether a weapon is of the grade that only a patron supplies (0 or 1)."""
    return weapon_at(world, weapon).patron_grade if weapon != NONE else 0


@inner
def answer_identity(state, cause, first, second, attempt):
    """Identity of an answer: a hash of its cause's identity, the actor's and the account's key, and the attempt."""
    return mix(mix(mix(act_at(state, cause).identity, first), second), attempt)
