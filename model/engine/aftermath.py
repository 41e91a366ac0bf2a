"""After an act: exchanges counted, closing words, the mediator's notice, war, the nuclear signal; and each evening."""

from __future__ import annotations

from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose
from ..mechanisms.affected import is_elsewhere, sets_in_motion
from ..mechanisms.closing import close, hear, hearing_identity
from ..mechanisms.exchange import count_overt_act, counts
from ..mechanisms.mediation import breaks_silence, draws_eyes, is_forgotten, is_watched, pair_identity
from ..mechanisms.mediation import notice as notice_between
from ..mechanisms.nuclear import may_signal, signal_identity, signals
from ..mechanisms.phases import evening_of_pair
from ..mechanisms.rest import is_at_rest
from ..mechanisms.territory import fight
from ..mechanisms.truce import breaks
from ..mechanisms.war import dead_today, opens_war, side_identity, war_ends
from ..mechanisms.war import evening_identity as war_evening
from ..world.access import actor_at, world_of
from ..world.acts import Origin
from ..world.ladder import FIRST_OVERT, Rung
from ..world.tables import NEVER, NONE
from .act_log import chance, host_of, new_act, number
from .queues import lapse_all
from .rests import break_rest
from .state import act_at, clock_of, counts_of, is_mediated, mind_at, pair_at, pair_of, state_of, tie_at, touch, war_at
from .suffer import suffer_all
from .truces import end_truce, in_truce

_REPLY = code(Origin.REPLY)
_RECEIVED = code(Purpose.RECEIVED)
_WAR_DEATHS = code(Purpose.WAR_DEATHS)
_WAR_END = code(Purpose.WAR_END)
_NUCLEAR = code(Purpose.NUCLEAR)
_SIGNAL = code(Rung.NUCLEAR_SIGNAL)


@inline
def take_effect(world, state, k):
    """Everything that act k sets in motion; words set nothing in motion by themselves."""
    act = act_at(state, k)
    if not sets_in_motion(act.rung):
        return
    actor, target, host = number(act.actor), number(act.target), host_of(world, act)
    elsewhere = is_elsewhere(host, target, actor)
    if counts(act.rung >= FIRST_OVERT, act.executor, actor):
        count_exchange(world, state, actor, target, number(act.rung))
        if elsewhere:
            count_exchange(world, state, actor, host, number(act.rung))
    if act.closing and act.account != NONE:
        close_matter(world, state, k)
    if draws_eyes(act.origin):
        notice(world, state, actor, target, number(act.rung))
        if elsewhere:
            notice(world, state, actor, host, number(act.rung))
    if in_truce(state, actor, target) and breaks(act.killed, act.wounded):
        end_truce(world, state, actor, target, k)
    if is_at_rest(mind_at(state, act.executor)):
        break_rest(world, state, k)
    if opens_war(act.rung):
        open_war(world, state, k)
    suffer_all(world, state, k, host)
    if may_signal(world, number(act.rung), target, host):
        signal(world, state, k)


@link_only
def count_exchange(world, state, i, j, rung):
    """Count an overt act of i against j."""
    tie = touch(state, i * world_of(world).n_actors + j)
    count_overt_act(world, tie, clock_of(state).day, rung)
    fight(tie, rung)


@link_only
def close_matter(world, state, k):
    """Closing words bind their speaker, for whom all that went before is settled; the other side may hear them."""
    act, n, day = act_at(state, k), world_of(world).n_actors, clock_of(state).day
    t = act.actor * n + act.account
    close(world, touch(state, t), day)
    tie_at(state, t).grievance = NONE
    lapse_all(state, t)
    u = chance(state, hearing_identity(act.identity, actor_at(world, act.account).key), _RECEIVED)
    hear(world, touch(state, act.account * n + act.actor), day, u)


@link_only
def notice(world, state, i, j, rung):
    """An act between two states draws a mediator's eye; the pair joins the list of those watched."""
    if not is_watched(world, i, j):
        return
    t = pair_of(world_of(world).n_actors, i, j)
    tie = touch(state, t)
    if tie.last_act == NEVER:
        pair = pair_at(state, counts_of(state).pairs)
        pair.tie, pair.name = t, pair_identity(actor_at(world, i).key, actor_at(world, j).key)
        counts_of(state).pairs += 1
    notice_between(world, tie, rung, clock_of(state).day)


@link_only
def signal(world, state, k):
    """A nuclear state struck at home may signal; the signal draws mediators as nothing else."""
    act = act_at(state, k)
    i, j = number(act.target), number(act.actor)
    if not signals(world, chance(state, act.identity, _NUCLEAR)):
        return
    s = new_act(state, signal_identity(act.identity), _REPLY, i, j, k)
    sent = act_at(state, s)
    sent.rung, sent.account, sent.claimed_by, sent.blamed = _SIGNAL, j, i, i
    notice(world, state, i, j, _SIGNAL)


@link_only
def open_war(world, state, k):
    """A sustained campaign or more opens a war between the two sides, unless they are at war already."""
    act = act_at(state, k)
    actor, target = number(act.actor), number(act.target)
    tie = touch(state, pair_of(world_of(world).n_actors, actor, target))
    if tie.war != NONE:
        return
    counts = counts_of(state)
    if counts.wars == state_of(state).n_wars:
        counts.full = 1
        return
    war = war_at(state, counts.wars)
    war.act, war.a, war.b = k, actor, target
    war.first_day, war.last_day = clock_of(state).day, NEVER
    war.killed_a, war.killed_b = 0, 0
    tie.war = counts.wars
    counts.wars += 1


@link_only
def mediate(world, state):
    """Each evening, for each pair of states with a recent act: a mediator may step in. Old pairs leave the list."""
    counts = counts_of(state)
    day = clock_of(state).day
    kept = 0
    for index in range(counts.pairs):
        pair, still = pair_at(state, index), pair_at(state, kept)
        tie = tie_at(state, pair.tie)
        if is_forgotten(world, tie, day):
            tie.last_act = NEVER
            continue
        still.tie, still.name = pair.tie, pair.name
        kept += 1
        evening_of_pair(world, tie, pair.name, day, state_of(state).round_keys, clock_of(state).run)
    counts.pairs = kept


@link_only
def wage_wars(world, state):
    """Each evening of a war: deaths on both sides, and perhaps its end."""
    n = world_of(world).n_actors
    day = clock_of(state).day
    for w in range(counts_of(state).wars):
        war = war_at(state, w)
        if war.last_day != NEVER:
            continue
        occasion = war_evening(act_at(state, war.act).identity, day)
        side_a, side_b = (
            side_identity(occasion, actor_at(world, war.a).key), side_identity(occasion, actor_at(world, war.b).key)
        )  # fmt: skip
        war.killed_a += dead_today(world, chance(state, side_a, _WAR_DEATHS))
        war.killed_b += dead_today(world, chance(state, side_b, _WAR_DEATHS))
        a, b = number(war.a), number(war.b)
        mediated = is_mediated(world, state, a, b)
        if war_ends(world, mediated, chance(state, occasion, _WAR_END)):
            war.last_day = day
            tie_at(state, pair_of(n, a, b)).war = NONE


@link_only
def fell_silent_mediated(world, state):
    """Whether a mediator was at work on the pair of the last act of force outside campaigns, on that day or later."""
    n = world_of(world).n_actors
    for back in range(counts_of(state).acts):
        act = act_at(state, counts_of(state).acts - 1 - back)
        if not breaks_silence(act.origin, act.rung):
            continue
        host = host_of(world, act)
        actor, target = number(act.actor), number(act.target)
        there = host if host != NONE else target
        return (
            tie_at(state, pair_of(n, actor, target)).mediated_until >= act.day
            or tie_at(state, pair_of(n, actor, there)).mediated_until >= act.day
        )
    return False
