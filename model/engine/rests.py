"""Campaigns at rest: a patron or a militia stops them over what was done, and takes them up again of an evening."""

from __future__ import annotations

from ..kernel.compiled import code, link_only
from ..kernel.draws import Purpose
from ..mechanisms.campaign import is_waged
from ..mechanisms.council import meeting_identity, meets
from ..mechanisms.delegation import obeys_order
from ..mechanisms.harm import perception_identity
from ..mechanisms.rest import (
    breaks_rest,
    chance_to_go_on,
    concerns,
    go_on,
    is_at_rest,
    is_worth_it_again,
    may_be_taken_up,
    rest,
)
from ..mechanisms.veto import PURPOSES as OF_VETOES
from ..mechanisms.veto import chance_to_bear, evening_identity, is_over, lets_go, word_identity
from ..mechanisms.weariness import PURPOSES as OF_WEARINESS
from ..mechanisms.weariness import losses_held, may_weary
from ..world.access import actor_at, campaign_at, reined_at, world_of
from ..world.tables import NONE
from .act_log import chance, number
from .council import largest_account
from .pauses import end_pause, note_pause
from .state import account_of, act_at, clock_of, mind_at, pressure_of

_MEETING = code(Purpose.MEETING)
_VETO, _VETO_OBEYED = code(Purpose.VETO), code(Purpose.VETO_OBEYED)
_LET_GO = code(OF_VETOES["LET_GO"])
_WEARY = code(OF_WEARINESS["WEARY"])


@link_only
def chance_to_let_be(world, state, patron, j):
    """Chance that a patron, as things stand, bears what j may do over its militia."""
    n = world_of(world).n_actors
    held = account_of(world, state, j * n + patron)
    return chance_to_bear(world, patron, j, pressure_of(world, state, patron), held)


@link_only
def stop(state, k, i, j, word, u):
    """The campaigns of militia i stop over act k, toward j, at the ``word`` of its patron or its own, chosen on u."""
    rest(mind_at(state, i), j, word, clock_of(state).day, u)
    note_pause(state, i, j, word, k)


@link_only
def resume(state, i, k):
    """The campaigns of militia i go on; ``k``: the act that broke their rest, or NONE."""
    own = mind_at(state, i)
    end_pause(state, i, number(own.rests_for), k)
    go_on(own, 1 if k != NONE else 0)


@link_only
def rein_in(world, state, k, patron, j):
    """Over act k by j, which it feels, a patron may rein in the militia that it is over, if its campaign concerns j."""
    day, act = clock_of(state).day, act_at(state, k)
    answered = number(act_at(state, act.cause).executor) if act.cause != NONE else number(NONE)
    for c in range(world_of(world).n_reined):
        campaign = campaign_at(world, reined_at(world, c).value)
        i = number(campaign.by)
        if actor_at(world, i).patron != patron or not concerns(world, j, campaign.against):
            continue
        if not is_over(i, patron, number(act.target), answered):
            continue
        if is_waged(campaign.from_day, campaign.to_day, day) and not is_at_rest(mind_at(state, i)):
            give_word(world, state, k, patron, i, j)


@link_only
def give_word(world, state, k, patron, i, j):
    """A patron considers whether to rein in militia i over act k by j, and the militia whether to obey."""
    felt = perception_identity(act_at(state, k).identity, actor_at(world, patron).key)
    word = word_identity(felt, actor_at(world, i).key)
    u = chance(state, word, _VETO)
    if u < chance_to_let_be(world, state, patron, j):
        return
    if obeys_order(actor_at(world, i).control, chance(state, word, _VETO_OBEYED)):
        stop(state, k, i, j, patron, u)


@link_only
def worth_going_on(world, state, i, j):
    """Chance that actor i goes on with its campaign as things stand, having been struck by j."""
    t, losses = i * world_of(world).n_actors + j, losses_held(world, mind_at(state, i), clock_of(state).day)
    return chance_to_go_on(world, i, j, pressure_of(world, state, i), account_of(world, state, t), losses)


@link_only
def grow_weary(world, state, k, i, j):
    """Actor i has lost people to j in act k, and asks whether its campaign is still worth it."""
    if not may_weary(world, i, mind_at(state, i), clock_of(state).day):
        return
    u = chance(state, perception_identity(act_at(state, k).identity, actor_at(world, i).key), _WEARY)
    if u >= worth_going_on(world, state, i, j):
        stop(state, k, i, j, i, u)


@link_only
def break_rest(world, state, k):
    """An act of force on whom a militia rests for ends its rest, unless it was decided before that on the same day."""
    act = act_at(state, k)
    own = mind_at(state, act.executor)
    breaks = breaks_rest(world, own, number(act.target), number(act.account), act.origin)
    if may_be_taken_up(own, clock_of(state).day) and breaks:
        resume(state, number(act.executor), k)


@link_only
def meets_tonight(world, state, i):
    """Whether the leadership of militia i meets this evening over its largest account."""
    largest, _ = largest_account(world, state, i)
    u = chance(state, meeting_identity(actor_at(world, i).key, clock_of(state).day), _MEETING)
    return meets(world, pressure_of(world, state, i), largest, u)


@link_only
def takes_up(world, state, i):
    """Whether militia i, whose campaigns rest by its own choice, takes them up at a meeting of its leadership."""
    if not meets_tonight(world, state, i):
        return False
    own = mind_at(state, i)
    return is_worth_it_again(own, worth_going_on(world, state, i, number(own.rests_for)))


@link_only
def is_let_go(world, state, i):
    """Whether the patron at whose word the campaigns of militia i rest lets it go on this evening."""
    own = mind_at(state, i)
    u = chance(state, evening_identity(actor_at(world, i).key, clock_of(state).day), _LET_GO)
    return lets_go(world, chance_to_let_be(world, state, number(own.rests_at), number(own.rests_for)), u)


@link_only
def take_up_campaigns(world, state):
    """Each evening campaigns at rest may be taken up again; so may fire, where a campaign's days are over."""
    for c in range(world_of(world).n_reined):
        i = number(campaign_at(world, reined_at(world, c).value).by)
        own = mind_at(state, i)
        if not may_be_taken_up(own, clock_of(state).day):
            continue
        goes_on = takes_up(world, state, i) if own.rests_at == i else is_let_go(world, state, i)
        if goes_on:
            resume(state, i, NONE)
