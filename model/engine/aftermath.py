"""After an act: exchanges counted, closing words, the mediator's notice, war, the nuclear signal; and each evening."""

from __future__ import annotations

from ..kernel.compiled import code, inline, link_only
from ..kernel.draws import Purpose, draw_days, mix
from ..kernel.memory import NUMBER
from ..kernel.quantiles import negative_binomial
from ..mechanisms.closure import (
    exchange_now,
    mediation_hazard,
    severity_remembered,
    signals_nuclear,
    war_ends,
)
from ..world.access import actor_at, campaign_at, constants_of, dyad_at, reined_at, rung_at, world_of
from ..world.acts import Origin
from ..world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, WAR_FROM, Rung
from ..world.tables import NEVER, NONE, Kind
from .act_log import chance, host_of, new_act, number
from .state import (
    account_of,
    act_at,
    clock_of,
    counts_of,
    is_mediated,
    mind_at,
    pair_at,
    pair_of,
    state_of,
    tie_at,
    touch,
    veto_at,
    war_at,
)
from .suffer import suffer_all

_STATE = code(Kind.STATE)
_CAMPAIGN = code(Origin.CAMPAIGN)
_SPOILER = code(Origin.SPOILER)
_EVENT = code(Origin.EVENT)
_REPLY = code(Origin.REPLY)
_RECEIVED = code(Purpose.RECEIVED)
_MEDIATION = code(Purpose.MEDIATION)
_VETO = code(Purpose.VETO)
_VETO_OBEYED = code(Purpose.VETO_OBEYED)
_WAR_DEATHS = code(Purpose.WAR_DEATHS)
_WAR_END = code(Purpose.WAR_END)
_NUCLEAR = code(Purpose.NUCLEAR)
_SIGNAL = code(Rung.NUCLEAR_SIGNAL)
_NUMBER_BYTES = NUMBER.itemsize


@inline
def take_effect(world, state, k):
    """Everything that act k sets in motion; words set nothing in motion by themselves."""
    act = act_at(state, k)
    if not FIRST_KINETIC <= act.rung <= LAST_DRAWN:
        return
    actor, target, host = number(act.actor), number(act.target), host_of(world, act)
    elsewhere = host != NONE and host != target and host != actor
    if act.executor == actor and act.rung >= FIRST_OVERT:
        count_exchange(world, state, actor, target)
        if elsewhere:
            count_exchange(world, state, actor, host)
    if act.closing and act.account != NONE:
        hear_closing(world, state, k)
    if act.origin != _CAMPAIGN and act.origin != _SPOILER:
        notice(world, state, actor, target, number(act.rung))
        if elsewhere:
            notice(world, state, actor, host, number(act.rung))
    suffer_all(world, state, k, host)
    if act.rung >= WAR_FROM:
        open_war(world, state, k)
    if host == target and act.rung >= FIRST_HOMELAND:
        signal(world, state, k)


@link_only
def count_exchange(world, state, i, j):
    """Count an overt act of i against j."""
    tie = touch(state, i * world_of(world).n_actors + j)
    day = clock_of(state).day
    tie.exchanges = exchange_now(world, tie.exchanges, day - tie.exchange_day) + 1.0
    tie.exchange_day = day


@link_only
def hear_closing(world, state, k):
    """Closing words reach only the actor being answered, and not always."""
    act = act_at(state, k)
    c = constants_of(world)
    if chance(state, mix(act.identity, actor_at(world, act.account).key), _RECEIVED) < c.closing_received:
        tie = touch(state, act.account * world_of(world).n_actors + act.actor)
        tie.closing_until = clock_of(state).day + int(c.closing_days)


@link_only
def notice(world, state, i, j, rung):
    """An act between two states draws a mediator's eye; the pair joins the list of those watched."""
    if actor_at(world, i).kind != _STATE or actor_at(world, j).kind != _STATE:
        return
    t = pair_of(world_of(world).n_actors, i, j)
    tie = touch(state, t)
    day = clock_of(state).day
    if tie.last_act == NEVER:
        pair = pair_at(state, counts_of(state).pairs)
        pair.tie, pair.name = t, mix(actor_at(world, i).key ^ actor_at(world, j).key, 0)
        counts_of(state).pairs += 1
    remembered = severity_remembered(world, tie.severity, day - tie.severity_day)
    tie.severity = max(remembered, rung_at(world, rung).severity)
    tie.severity_day = day
    tie.last_act = day


@link_only
def signal(world, state, k):
    """A nuclear state struck at home may signal; the signal draws mediators as nothing else."""
    act = act_at(state, k)
    i, j = number(act.target), number(act.actor)
    u = chance(state, act.identity, _NUCLEAR)
    if not signals_nuclear(world, act.rung, actor_at(world, i).nuclear, 1, u):
        return
    s = new_act(state, mix(act.identity, _NUCLEAR), _REPLY, i, j, k)
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
    c = constants_of(world)
    kept = 0
    for index in range(counts.pairs):
        pair, still = pair_at(state, index), pair_at(state, kept)
        tie = tie_at(state, pair.tie)
        if day - tie.last_act > c.mediation_window:
            tie.last_act = NEVER
            continue
        still.tie, still.name = pair.tie, pair.name
        kept += 1
        if tie.mediated_until >= day:
            continue
        severity = severity_remembered(world, tie.severity, day - tie.severity_day)
        if chance(state, mix(pair.name, day), _MEDIATION) < mediation_hazard(world, severity):
            tie.mediated_until = day + int(c.mediation_days)
    counts.pairs = kept


@link_only
def is_held_to_account(world, state, patron):
    """Whether somebody the patron fears holds enough against it: max fear times account above the threshold."""
    n = world_of(world).n_actors
    threshold = constants_of(world).veto_threshold
    for k in range(n):
        t = k * n + patron
        if tie_at(state, t).account == 0.0 or k == patron:
            continue
        if dyad_at(world, patron * n + k).fear * account_of(world, state, t) >= threshold:
            return True
    return False


@link_only
def plan_vetoes(world, state, from_day, to_day):
    """Draw ahead, for each militia whose campaign follows a patron, when that patron considers a veto."""
    of, days = state_of(state), world_of(world).days
    for k in range(world_of(world).n_reined):
        militia = actor_at(world, campaign_at(world, reined_at(world, k).value).by)
        evenings = of.vetoes + _NUMBER_BYTES * k * days
        draw_days(evenings, of.round_keys, clock_of(state).run, militia.key, _VETO, from_day, to_day)


@link_only
def consider_vetoes(world, state):
    """Each evening a patron held to account may rein in a militia; refused once, it stays refused for the term."""
    day, days = clock_of(state).day, world_of(world).days
    c = constants_of(world)
    for k in range(world_of(world).n_reined):
        campaign = campaign_at(world, reined_at(world, k).value)
        if veto_at(state, k * days + day).value >= c.veto_chance or day < campaign.from_day or day > campaign.to_day:
            continue
        militia, doer = actor_at(world, campaign.by), mind_at(state, campaign.by)
        if doer.veto_until >= day or not is_held_to_account(world, state, militia.patron):
            continue
        doer.veto_until = day + int(c.veto_days)
        doer.veto_obeyed = 1 if chance(state, mix(militia.key, day), _VETO_OBEYED) < militia.control else 0


@link_only
def wage_wars(world, state):
    """Each evening of a war: deaths on both sides, and perhaps its end."""
    n = world_of(world).n_actors
    day = clock_of(state).day
    c = constants_of(world)
    for w in range(counts_of(state).wars):
        war = war_at(state, w)
        if war.last_day != NEVER:
            continue
        occasion = mix(act_at(state, war.act).identity, day)
        side_a, side_b = mix(occasion, actor_at(world, war.a).key), mix(occasion, actor_at(world, war.b).key)
        war.killed_a += negative_binomial(
            chance(state, side_a, _WAR_DEATHS), c.war_deaths_mean, c.war_deaths_dispersion
        )
        war.killed_b += negative_binomial(
            chance(state, side_b, _WAR_DEATHS), c.war_deaths_mean, c.war_deaths_dispersion
        )
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
        if act.origin == _CAMPAIGN or not FIRST_KINETIC <= act.rung <= LAST_DRAWN:
            continue
        host = host_of(world, act)
        actor, target = number(act.actor), number(act.target)
        there = host if host != NONE else target
        return (
            tie_at(state, pair_of(n, actor, target)).mediated_until >= act.day
            or tie_at(state, pair_of(n, actor, there)).mediated_until >= act.day
        )
    return False
