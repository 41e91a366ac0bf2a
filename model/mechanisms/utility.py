"""The utility of an option, rung and weapon: relief and credibility, less proportion, fear, inferiority and the rest."""

from __future__ import annotations

from typing import NamedTuple

from ..kernel.compiled import code, compiled, inlined
from ..kernel.elementary import log
from ..world.access import (
    actor_at,
    constants_of,
    dyad_at,
    facet_at,
    location_at,
    row_at,
    rung_at,
    stance_at,
    variant_at,
    weapon_at,
    world_of,
)
from ..world.acts import Origin
from ..world.constants import SHARE, UTILITY, constant
from ..world.ladder import FIRST_HOMELAND, FIRST_OVERT
from ..world.tables import NONE, Credit, Kind
from .affected import HOME
from .damping import damping_cost
from .deterrence import can_be_deterred, fear_of_patron, staked, worth_of_standing_up
from .harm import inside_rules, weapon_read
from .pressure import REFERENCE, account_after_harm, relief_share
from .restraint import exposure_to_reply, fear_cost, fixed_cost, floor_of_fear, inferiority_cost
from .territory import may_take, takes, worth_of_land

CONSTANTS = {
    "pressure_weight": constant(3.5, 1.5, 6.0, UTILITY, "b_P", "weight of pressure relieved"),
    "account_weight": constant(2.5, 1.0, 4.0, UTILITY, "b_G", "weight of an account of the reference size (3.5 strikes on a group abroad) that is settled"),
    "proportion_weight": constant(0.5, 0.0, 1.5, UTILITY, "b_Pi", "cost of an answer out of proportion, per log unit"),
    "proportion_anchor": constant(0.45, 0.2, 0.9, "ratio", "", "severity felt as proportionate, as a share of the account"),
    "same_rung_weight": constant(0.15, 0.0, 1.0, UTILITY, "b_S", "pull of answering in kind"),
    "warning_cost": constant(0.6, 0.0, 2.0, UTILITY, "c_W", "cost of giving a warning"),
    "proxy_credit": constant(0.7, 0.3, 1.0, SHARE, "c_row", "credit at home for an act through a proxy"),
    "stand_in_credit": constant(0.8, 0.4, 1.0, SHARE, "c_row", "credit for hitting a stand-in of the account holder"),
    "displaced_credit": constant(0.6, 0.2, 0.9, SHARE, "c_row", "credit for hitting a site on a third state's soil that is said to be the account holder's"),
    "aim_cost": constant(8.0, 2.0, 20.0, UTILITY, "", "utility lost for each rung off the one aimed at, where a doctrine aims", convention=True),
}  # fmt: skip

TERMS = {
    "kind": "answering in kind",
    "proportion": "being out of proportion to the account",
    "warning": "the cost of a warning",
    "aim": "lying off the rung that the doctrine aims at",
}

_STATE = code(Kind.STATE)

_DIRECT = code(Credit.DIRECT)

_PROXY = code(Credit.PROXY)

_STAND_IN = code(Credit.STAND_IN)

_DISPLACED = code(Credit.DISPLACED)
_OF_REPLY, _OF_DISPLACED = code(Origin.REPLY), code(Origin.DISPLACED)


class Situation(NamedTuple):
    """What an actor has before its eyes when it decides on one account.

    ``pressure`` [0, 1]; ``account`` and ``harm`` (of the provocation) in severity; ``read``: the provocation's rung as
    read; ``home``: where it was struck (`affected.py`); ``cost``: what force must overcome, and ``eased``: restraint from the other
    side's concession (utility); ``land``: share of land claimed of the account holder that is at stake.
    """

    pressure: float
    account: float
    harm: float
    read: int
    home: int
    cost: float
    eased: float
    land: float = 0.0


class Lens(NamedTuple):
    """How a doctrine looks at options: factors on relief, on fear and on all differences; a rung aimed at, or -1."""

    relief: float
    fear: float
    precision: float
    aim: float


#: The model's own view.
PLAIN = Lens(1.0, 1.0, 1.0, -1.0)


#: More than rounding can add to a severity.
_ROUNDING = 1e-12

#: Force added on both sides of the comparison of forces, so that next to nothing can be compared (severity).
_FLOOR = 0.02


class Stakes(NamedTuple):
    """What is the same for all options of a menu.

    ``worth`` of full relief (utility); ``read`` as in `Situation`; ``staked``: share of credibility; ``elsewhere``: share
    of its credit that a stand-in still has; ``land``: worth of taking the land at stake (utility).
    """

    worth: float
    read: int
    staked: float
    elsewhere: float
    land: float
    lens: Lens


class RowTerms(NamedTuple):
    """The parts of an option's utility that are shared by its rungs and variants."""

    credit: float
    fear: float
    inferiority: float
    fixed: float
    standing: float
    nuclear: float
    land: float


class Terms(NamedTuple):
    """The terms of a variant's utility: relief, kind, standing and land speak for it, the others against."""

    relief: float
    kind: float
    proportion: float
    fear: float
    inferiority: float
    standing: float
    nuclear: float
    warning: float
    fixed: float
    land: float


class Relief(NamedTuple):
    """What full relief is worth: at home, and on the account."""

    pressure: float
    account: float


class Dependence(NamedTuple):
    """Dependence that counts in an option; whether it is on the host; and what striking on a third state's soil costs."""

    dependence: float
    on_host: bool
    third_state: float


@compiled
def stakes_of(world, situation, lens):
    """What is at stake in a situation, as seen through a doctrine's lens."""
    worth = relief_worth(world, situation.pressure, situation.account, situation.harm) * lens.relief
    stake, elsewhere = staked(world, situation.home), share_of_stand_in(situation.home, situation.read)
    land = worth_of_land(world, situation.land)
    return Stakes(worth, situation.read, stake, elsewhere, land, lens)


@inlined
def share_of_stand_in(home, read):
    """Share of its credit that hitting a stand-in has: none where one's own homeland was struck as such."""
    return 0.0 if home == HOME and read >= FIRST_HOMELAND else 1.0


@inlined
def credit_of(world, kind, stakes):
    """Credit c_row at home by how the account is settled."""
    c = constants_of(world)  # all read in any case, so that nothing needs guessing
    by_proxy, stand_in, displaced = c.proxy_credit, c.stand_in_credit, c.displaced_credit
    if kind == _DIRECT:
        return 1.0
    if kind == _PROXY:
        return by_proxy
    return stand_in * stakes.elsewhere if kind == _STAND_IN else displaced


@inlined
def minded_by(world, host, actor, target):
    """How much a host minds that an actor strikes a target on its soil, as a share.

    The less, the more it consents to the actor's presence; but consent to presence is none to strikes on somebody whose
    presence it consents to as well.
    """
    n = world_of(world).n_actors
    return 1.0 - dyad_at(world, host * n + actor).consent * (1.0 - dyad_at(world, host * n + target).consent)


@inlined
def dependence_in(world, actor, row):
    """Dependence on the account holder or on the host, whichever is more, and the cost of a third state's soil."""
    n, option = world_of(world).n_actors, row_at(world, row)
    dependence, on_host, third = dyad_at(world, actor * n + option.account).dependence, False, 0.0
    host = location_at(world, option.location).host
    if host >= 0 and host != actor:
        there = dyad_at(world, actor * n + host)
        on_host = there.dependence > dependence
        dependence = max(dependence, there.dependence)
        if option.third:
            third = there.third_state_cost * minded_by(world, host, actor, option.target)
    return Dependence(dependence, on_host, third)


@compiled
def look_over(world, actor, row):
    """Work out what an option of ``actor`` is, whatever the situation: its stance.

    Fear is the largest of whoever is struck or settled with: the account holder, unless somebody else is struck; the
    target itself, its patron in the background, and the host. Dependence is the larger of account holder and host. A
    state that misjudges a host reads its fear of that host too low; a host that consents to one's presence makes a poor
    third state. The nuclear shadow falls on the soil of a nuclear state.
    """
    n, option, stance = world_of(world).n_actors, row_at(world, row), stance_at(world, row)
    holder = dyad_at(world, actor * n + option.account)
    direct = option.credit == _DIRECT or option.credit == _PROXY
    fear, inferiority = (holder.fear, holder.inferiority) if direct else (0.0, 0.0)
    if option.credit == _STAND_IN:
        fear = dyad_at(world, actor * n + option.target).fear
    fear = max(fear, fear_of_patron(world, actor, option.target))
    host, nuclear = location_at(world, option.location).host, 0
    if host >= 0 and host != actor:
        there = dyad_at(world, actor * n + host)
        fear, nuclear = max(fear, there.fear * (1.0 - there.underrates)), actor_at(world, host).nuclear
        if option.target == host:
            inferiority = max(inferiority, there.inferiority)
    own = (option.credit == _DIRECT or option.credit == _STAND_IN) and can_be_deterred(world, option.account)
    on = dependence_in(world, actor, row)
    stance.fear, stance.inferiority, stance.nuclear = fear, inferiority, 1.0 if nuclear else 0.0
    stance.standing = fixed_cost(world, on.dependence, on.third_state)
    stance.standing_up = worth_of_standing_up(world, actor) if own else 0.0
    stance.land = may_take(world, row)


@inlined
def row_terms(world, row, stakes, damping):
    """Terms of an option in a situation, seen through the lens of the stakes."""
    stance = stance_at(world, row)
    return RowTerms(
        credit_of(world, row_at(world, row).credit, stakes),
        stance.fear * stakes.lens.fear,
        stance.inferiority,
        stance.standing + damping_cost(world, damping),
        stance.standing_up * stakes.staked,
        stance.nuclear,
        stance.land * stakes.land,
    )


@compiled
def called_for(world, account):
    """Logarithm of the force that an account of this size calls for."""
    return log(constants_of(world).proportion_anchor * account + _FLOOR)


@inlined
def proportion_cost(world, log_force, log_called_for):
    """Cost of an answer out of proportion."""
    return constants_of(world).proportion_weight * abs(log_force - log_called_for)


@compiled
def look_at(world, actor, account, credit, rung, variant):
    """Work out what the utility of a variant is made of, whatever the situation: its facet."""
    step, arm, facet = rung_at(world, rung), variant_at(world, variant), facet_at(world, variant)
    by_state = actor_at(world, actor).kind == _STATE
    blame = exposure_to_reply(world, rung, credit == _PROXY, by_state, arm.patron_grade)
    facet.rung, facet.overt = rung, 1.0 if rung >= FIRST_OVERT else 0.0
    force = weapon_read(rung, arm.weight) * step.severity
    facet.relief = relief_share(world, force)
    facet.log_force = log(force + _FLOOR)
    floor = floor_of_fear(world, inside_rules(world, rung, account, actor))
    facet.fear = fear_cost(world, 1.0, blame, floor, force, step.steady, arm.warned)
    facet.inferiority = inferiority_cost(world, 1.0, force)
    facet.nuclear = step.nuclear
    facet.warning = constants_of(world).warning_cost if arm.warned else 0.0
    facet.land = takes(rung)


@inlined
def unsettled_share(world, account, harm):
    """How much of what a harm alone would make an account is left of it, at most all.

    A harm makes no account larger than itself, which settles most cases.
    """
    if account > harm + _ROUNDING:
        return 1.0
    whole = account_after_harm(world, 0.0, harm)
    return 1.0 if account >= whole else account / whole


@inlined
def relief_terms(world, pressure, account, harm):
    """What full relief is worth: b_P P q at home, b_G G/G_ref on the account.

    Nobody at home asks for more over what is settled: q is the share of the harm answered that is still on the account.
    """
    c = constants_of(world)
    return Relief(
        c.pressure_weight * pressure * unsettled_share(world, account, harm), c.account_weight * account / REFERENCE
    )


@compiled
def relief_worth(world, pressure, account, harm):
    """The sum of both."""
    terms = relief_terms(world, pressure, account, harm)
    return terms.pressure + terms.account


@inlined
def terms_of(world, variant, stakes, called, terms):
    """The terms of a variant's utility in an option with these terms of its own; ``called``: of the account, `called_for`."""
    facet = facet_at(world, variant)
    return Terms(
        stakes.worth * terms.credit * facet.relief,
        constants_of(world).same_rung_weight * (facet.rung == stakes.read),
        proportion_cost(world, facet.log_force, called),
        terms.fear * facet.fear,
        terms.inferiority * facet.inferiority,
        terms.standing * facet.overt,
        terms.nuclear * facet.nuclear,
        facet.warning,
        terms.fixed,
        terms.land * facet.land,
    )


@inlined
def total(terms):
    """The sum of the terms, each with its sign, always in this order."""
    worth = terms.relief - terms.proportion + terms.kind
    worth -= terms.fear + terms.inferiority
    worth += terms.standing - terms.nuclear - terms.warning
    return worth - terms.fixed + terms.land


@inlined
def off_aim(world, variant, aim):
    """Utility of a variant where a doctrine aims at a rung and nothing else counts."""
    return -constants_of(world).aim_cost * abs(facet_at(world, variant).rung - aim)


@inlined
def utility(world, variant, stakes, called, terms):
    """Utility of one variant, as a doctrine's lens shows it."""
    if stakes.lens.aim >= 0.0:
        return off_aim(world, variant, stakes.lens.aim)
    return total(terms_of(world, variant, stakes, called, terms)) * stakes.lens.precision


@inlined
def origin_of(credit):
    """Where an answer comes from, in the log: a reply, or one displaced onto somebody else."""
    return _OF_DISPLACED if credit == _DISPLACED else _OF_REPLY


@compiled
def relief_of(world, row, variant, stakes):
    """Share of full relief that a choice gives, whatever holds the actor back."""
    return credit_of(world, row_at(world, row).credit, stakes) * facet_at(world, variant).relief


@inlined
def relief_on_record(world, act):
    """Share of full relief that an observed answer gives."""
    weight = weapon_at(world, act.weapon).weight if act.weapon != NONE else 1.0
    force = weapon_read(act.rung, weight) * rung_at(world, act.rung).severity
    return relief_share(world, force)
