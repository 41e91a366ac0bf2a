"""Truces that come by themselves between the two sides of a campaign, and end when one of them breaks it."""

from __future__ import annotations

from ..kernel.compiled import code, inlined, link_only
from ..mechanisms.campaign import is_waged
from ..mechanisms.truce import PURPOSES, evening_identity, holds, truce_chance
from ..mechanisms.weariness import losses_held
from ..world.access import campaign_at, truced_at, world_of
from ..world.tables import NONE
from .act_log import chance, number
from .pauses import end_pause, note_pause
from .state import clock_of, counts_of, is_mediated, mind_at, pair_of, pressure_of, state_of, tie_at, touch

_TRUCE = code(PURPOSES["TRUCE"])


@inlined
def in_truce(state, i, j):
    """Whether a truce that came by itself holds between two actors."""
    return counts_of(state).truces > 0 and holds(tie_at(state, pair_of(state_of(state).n_minds, i, j)))


@link_only
def end_truce(world, state, i, j, k):
    """The truce between two actors is broken by act k."""
    tie_at(state, pair_of(world_of(world).n_actors, i, j)).truce = 0
    counts_of(state).truces -= 1
    end_pause(state, min(i, j), max(i, j), k)


@link_only
def seek_truces(world, state):
    """Each evening the two sides of a campaign that may come to a truce may agree on one."""
    day, n = clock_of(state).day, world_of(world).n_actors
    for k in range(world_of(world).n_truced):
        campaign = campaign_at(world, truced_at(world, k).value)
        i, j = number(campaign.by), number(campaign.against)
        if in_truce(state, i, j) or not is_waged(campaign.from_day, campaign.to_day, day):
            continue
        lost = min(losses_held(world, mind_at(state, i), day), losses_held(world, mind_at(state, j), day))
        pressure = max(pressure_of(world, state, i), pressure_of(world, state, j))
        if chance(state, evening_identity(campaign.key, day), _TRUCE) < truce_chance(
            campaign.truce, lost, is_mediated(world, state, i, j), pressure
        ):
            touch(state, pair_of(n, i, j)).truce = 1
            counts_of(state).truces += 1
            note_pause(state, min(i, j), max(i, j), NONE, NONE)
