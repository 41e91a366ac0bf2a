"""Acts entering the log."""

from __future__ import annotations

import numpy as np

from ..kernel.compiled import inline, link_only
from ..kernel.draws import deal_act, deal_toll, uniform
from ..world.access import location_at, weapon_at
from ..world.tables import NONE
from .state import act_at, clock_of, counts_of, state_of


@link_only
def number(value):
    """A number of the log in the width that compiled functions pass on; a mix of widths compiles each of them twice."""
    return np.int64(value)


@link_only
def chance(state, occasion, purpose):
    """The uniform number of this run for a purpose on an occasion."""
    return uniform(state_of(state).round_keys, clock_of(state).run, occasion, purpose)


@inline
def number_against(state, limit, occasion, purpose):
    """A number to hold against a chance: drawn only where it decides, since the chance is neither none nor certain."""
    return chance(state, occasion, purpose) if limit > 0.0 and limit < 1.0 else 0.0


@inline
def hand_of(state, occasion):
    """Address of the numbers drawn for an act, all at once; the next act's take their place."""
    hand = state_of(state).hand
    deal_act(hand, state_of(state).round_keys, clock_of(state).run, occasion)
    return hand


@inline
def hand_of_toll(state, occasion):
    """The same for an act whose deaths come in one piece."""
    hand = state_of(state).hand
    deal_toll(hand, state_of(state).round_keys, clock_of(state).run, occasion)
    return hand


@inline
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
    if cause == k:  # without room the act is written over its own cause, and nobody may go round in a circle
        cause = NONE
    act.cause = cause
    if cause == NONE:
        act.generation = 0
        act.chain = counts.chains
        counts.chains += 1
    else:
        act.generation = act_at(state, cause).generation + 1
        act.chain = act_at(state, cause).chain
    return k


@inline
def host_of(world, act):
    """The state on whose soil an act takes place, or NONE."""
    return location_at(world, act.location).host if act.location != NONE else NONE


@link_only
def ballistic(world, weapon):
    """Whether a weapon is of the grade that only a patron supplies (0 or 1)."""
    return weapon_at(world, weapon).patron_grade if weapon != NONE else 0
