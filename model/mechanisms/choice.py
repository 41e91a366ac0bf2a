"""What to do: a nested choice between waiting and acting, then option, rung, and weapon with or without a warning.

A nested logit with base measures that sum to one among siblings (Luce 1959; McFadden 1978; McKelvey and Palfrey 1995;
Signorino 1999). In a flat logit every copy of an option would raise the chance of war; here copying changes nothing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..kernel.compiled import code, compiled, inlined
from ..kernel.memory import number_at
from ..world.access import (
    actor_at,
    alternative_at,
    constants_of,
    dyad_at,
    facet_at,
    location_at,
    row_at,
    rung_at,
    stance_at,
    variant_at,
    world_of,
)
from ..world.ladder import FIRST_OVERT
from ..world.tables import Credit, Kind
from .harm import weapon_read
from .pressure import account_to_meet, relief_per_force, relief_share
from .restraint import damping_cost, exposure_to_reply, fear_cost, inferiority_cost, standing_cost

_STATE = code(Kind.STATE)
_DIRECT = code(Credit.DIRECT)
_PROXY = code(Credit.PROXY)
_STAND_IN = code(Credit.STAND_IN)
_DISPLACED = code(Credit.DISPLACED)


class Situation(NamedTuple):
    """What an actor has before its eyes when it decides on one account.

    ``pressure`` [0, 1]; ``account`` and ``harm`` (of the provocation) in severity; ``read``: the provocation's rung as
    read; ``home``: 1 if own soil was hit; ``eased``: restraint from the other side's concession (utility); ``waited``:
    days since the public vow, negative without one.
    """

    pressure: float
    account: float
    harm: float
    read: int
    home: int
    eased: float
    waited: float


class Lens(NamedTuple):
    """How a doctrine looks at options: factors on relief, on fear and on all differences; a rung aimed at, or -1."""

    relief: float
    fear: float
    precision: float
    aim: float


#: The model's own view.
PLAIN = Lens(1.0, 1.0, 1.0, -1.0)

#: Force added on both sides of the comparison of forces, so that next to nothing can be compared (severity).
_FLOOR = 0.02

#: Utility lost for each rung between an option and the one aimed at, where nothing else counts.
OFF_AIM = 8.0


class Stakes(NamedTuple):
    """What is the same for all options of a menu.

    ``worth`` of full relief (utility); ``to_meet``: the account that relief is measured against; ``called_for``: the
    logarithm of the force that it calls for; ``displaced``: credit of a displaced answer; ``read`` and ``home`` as in
    `Situation`.
    """

    worth: float
    to_meet: float
    called_for: float
    displaced: float
    read: int
    home: int
    lens: Lens


class RowTerms(NamedTuple):
    """The parts of an option's utility that are shared by its rungs and variants; ``per_force``: relief by force."""

    credit: float
    per_force: float
    fear: float
    inferiority: float
    standing: float
    standing_up: float
    nuclear: float


class Damping(NamedTuple):
    """What holds an actor back from an option just now: exchanges completed, mediator at work, closing words heard."""

    exchanges: float
    mediated: int
    closing: int


@compiled
def stakes_of(world, situation, lens):
    """What is at stake in a situation, as seen through a doctrine's lens."""
    c = constants_of(world)
    worth = relief_worth(world, situation.pressure, situation.account) * lens.relief
    to_meet = account_to_meet(world, situation.account)
    displaced = c.displaced_credit * math.exp(-c.displaced_fall * situation.harm)
    return Stakes(worth, to_meet, called_for(world, to_meet), displaced, situation.read, situation.home, lens)


@inlined
def credit_of(world, kind, displaced):
    """Credit c_row at home by how the account is settled; that of a displaced answer falls with the harm answered."""
    c = constants_of(world)
    by_proxy, stand_in = c.proxy_credit, c.stand_in_credit  # read in any case, so that nothing needs guessing
    if kind == _DIRECT:
        return 1.0
    if kind == _PROXY:
        return by_proxy
    return stand_in if kind == _STAND_IN else displaced


@inlined
def fear_share(world, kind):
    """Share of the fear of the account holder that counts when somebody else is hit."""
    if kind == _STAND_IN:
        return constants_of(world).stand_in_fear
    return constants_of(world).displaced_fear if kind == _DISPLACED else 1.0


@compiled
def look_over(world, actor, row):
    """Work out what an option of ``actor`` is, whatever the situation: its stance.

    Fear and dependence are the larger of account holder and host. Standing up for own soil counts against states: a
    group that cannot be deterred gives nothing to prove. A stand-in that is struck is feared in its own right. A state
    that misjudges a host reads its fear of that host too low; a host that consents to one's presence makes a poor third
    state.
    """
    c, n = constants_of(world), world_of(world).n_actors
    option, stance = row_at(world, row), stance_at(world, row)
    holder = dyad_at(world, actor * n + option.account)
    share = fear_share(world, option.credit)
    fear, inferiority, dependence, third = holder.fear * share, holder.inferiority * share, holder.dependence, 0.0
    nuclear = actor_at(world, option.account).nuclear if option.target == option.account else 0
    host = location_at(world, option.location).host
    if host >= 0 and host != actor:
        there = dyad_at(world, actor * n + host)
        fear = max(fear, there.fear * (1.0 - there.underrates))
        dependence = max(dependence, there.dependence)
        if option.target == host:
            inferiority = max(inferiority, there.inferiority)
            nuclear = max(nuclear, actor_at(world, host).nuclear)
        if option.third:
            third = there.third_state_cost * (1.0 - dyad_at(world, host * n + actor).consent)
    if option.credit == _STAND_IN:
        fear = max(fear, dyad_at(world, actor * n + option.target).fear)
    own = (option.credit == _DIRECT or option.credit == _STAND_IN) and actor_at(world, option.account).kind == _STATE
    stance.fear, stance.inferiority, stance.nuclear = fear, inferiority, 1.0 if nuclear else 0.0
    stance.standing = standing_cost(world, dependence, third)
    stance.standing_up = c.credibility_weight * actor_at(world, actor).credibility if own else 0.0
    stance.visibility = c.proxy_visibility if option.credit == _PROXY else 1.0


@inlined
def row_terms(world, row, stakes, damping):
    """Terms of an option in a situation, seen through the lens of the stakes."""
    stance = stance_at(world, row)
    return RowTerms(
        credit_of(world, row_at(world, row).credit, stakes.displaced),
        relief_per_force(world, stance.visibility, stakes.to_meet),
        stance.fear * stakes.lens.fear,
        stance.inferiority,
        stance.standing + damping_cost(world, damping.exchanges, damping.mediated, damping.closing),
        stance.standing_up * stakes.home,
        stance.nuclear,
    )


@compiled
def called_for(world, to_meet):
    """Logarithm of the force that an account of this size calls for."""
    return math.log(constants_of(world).proportion_anchor * to_meet + _FLOOR)


@inlined
def proportion_cost(world, log_force, log_called_for):
    """Cost of an answer out of proportion."""
    return constants_of(world).proportion_weight * abs(log_force - log_called_for)


@compiled
def look_at(world, actor, credit, rung, variant):
    """Work out what the utility of a variant is made of, whatever the situation: its facet."""
    step, arm, facet = rung_at(world, rung), variant_at(world, variant), facet_at(world, variant)
    by_state = actor_at(world, actor).kind == _STATE
    blame = exposure_to_reply(world, rung, credit == _PROXY, by_state, arm.patron_grade)
    facet.rung, facet.overt = rung, 1.0 if rung >= FIRST_OVERT else 0.0
    facet.force = weapon_read(rung, arm.weight) * step.severity
    facet.log_force = math.log(facet.force + _FLOOR)
    facet.fear = fear_cost(world, 1.0, blame, facet.force, step.steady, arm.warned)
    facet.inferiority = inferiority_cost(world, 1.0, facet.force)
    facet.nuclear = step.nuclear
    facet.warning = constants_of(world).warning_cost if arm.warned else 0.0


@compiled
def relief_worth(world, pressure, account):
    """What full relief is worth: b_P P + b_G min(G_cap, G/G_ref)."""
    c = constants_of(world)
    return c.pressure_weight * pressure + c.account_weight * min(c.account_weight_cap, account / c.account_reference)


@inlined
def utility(world, variant, stakes, terms):
    """Utility of one variant: relief and credibility, less proportion, fear, inferiority and the rest, by the lens."""
    facet, lens = facet_at(world, variant), stakes.lens
    if lens.aim >= 0.0:
        return -OFF_AIM * abs(facet.rung - lens.aim)
    worth = stakes.worth * relief_share(terms.credit, terms.per_force, facet.force)
    worth -= proportion_cost(world, facet.log_force, stakes.called_for)
    worth += constants_of(world).same_rung_weight * (facet.rung == stakes.read)
    worth -= terms.fear * facet.fear + terms.inferiority * facet.inferiority
    worth += terms.standing_up * facet.overt - terms.nuclear * facet.nuclear - facet.warning
    return (worth - terms.standing) * lens.precision


@compiled
def inclusive(values, weights, lo, hi, scale):
    """Value of a nest: (1/lam) ln sum pi exp(lam V) over siblings ``lo`` to ``hi``, their weights pi summing to one.

    ``values`` and ``weights`` (logarithms) are addresses of lists of numbers.
    """
    if hi - lo == 1:
        return number_at(values, lo).value + number_at(weights, lo).value / scale
    top = -math.inf
    for k in range(lo, hi):
        top = max(top, scale * number_at(values, k).value + number_at(weights, k).value)
    total = 0.0
    for k in range(lo, hi):
        below = scale * number_at(values, k).value + number_at(weights, k).value - top
        total += math.exp(below) if below < 0.0 else 1.0
    return (top + math.log(total)) / scale


@compiled
def pick(values, weights, lo, hi, scale, u):
    """The sibling that the uniform number u falls on, by the shares pi exp(lam V)."""
    if hi - lo == 1:
        return lo
    value = inclusive(values, weights, lo, hi, scale)
    total = 0.0
    for k in range(lo, hi):
        total += math.exp(scale * (number_at(values, k).value - value) + number_at(weights, k).value)
        if u <= total:
            return k
    return hi - 1


@inlined
def weigh_row(world, row, stakes, terms, of_variants):
    """Fill in the utility of each variant of an option, a list at the address given; returns the largest."""
    option = row_at(world, row)
    most = -math.inf
    for v in range(alternative_at(world, option.lo).lo, alternative_at(world, option.hi - 1).hi):
        value = utility(world, v, stakes, terms)
        number_at(of_variants, v).value = value
        most = max(most, value)
    return most


@compiled
def value_of_row(world, row, of_alternatives, of_variants):
    """Value V_k of an option whose variants have been weighed; fills in the values of its rungs."""
    weights = world_of(world)
    c = constants_of(world)
    option = row_at(world, row)
    for a in range(option.lo, option.hi):
        nest = alternative_at(world, a)
        value = inclusive(of_variants, weights.variant_weights, nest.lo, nest.hi, c.variant_scale)
        number_at(of_alternatives, a).value = value
    return inclusive(of_alternatives, weights.alternative_weights, option.lo, option.hi, c.row_scale)


@compiled
def value_of_menu(world, lo, hi, of_rows):
    """Value of acting at all: of the nest of options ``lo`` to ``hi``, whose values stand at ``of_rows``.

    It is never above the largest utility of a variant, since the measures of siblings sum to one.
    """
    return inclusive(of_rows, world_of(world).row_weights, lo, hi, constants_of(world).row_scale)


@compiled
def pick_row(world, lo, hi, of_rows, u):
    """The option that the uniform number u falls on."""
    return pick(of_rows, world_of(world).row_weights, lo, hi, constants_of(world).row_scale, u)


@compiled
def pick_alternative(world, row, of_alternatives, u):
    """The alternative (a rung) of an option that u falls on."""
    option, weights = row_at(world, row), world_of(world).alternative_weights
    return pick(of_alternatives, weights, option.lo, option.hi, constants_of(world).row_scale, u)


@compiled
def pick_variant(world, alternative, of_variants, u):
    """The variant (a weapon, warned or not) of an alternative that u falls on."""
    nest, weights = alternative_at(world, alternative), world_of(world).variant_weights
    return pick(of_variants, weights, nest.lo, nest.hi, constants_of(world).variant_scale, u)


@compiled
def relief_of(world, row, variant, stakes):
    """Share of full relief that a choice gives, whatever holds the actor back."""
    credit = credit_of(world, row_at(world, row).credit, stakes.displaced)
    per_force = relief_per_force(world, stance_at(world, row).visibility, stakes.to_meet)
    return relief_share(credit, per_force, facet_at(world, variant).force)


@compiled
def wait_utility(world, waited):
    """U_wait = -b_A (1 - exp(-t/tau_A)) for t days under a public vow, else 0 (Fearon 1994)."""
    if waited < 0.0:
        return 0.0
    c = constants_of(world)
    return c.inaction_weight * math.expm1(-waited / c.inaction_days)


@compiled
def act_chance(world, value, eased, waited):
    """Chance to act: exp(lam (V - b_0)) against exp(lam U_wait), b_0 raised by the other side's concession."""
    c = constants_of(world)
    odds = c.act_scale * (value - c.restraint_base - eased - wait_utility(world, waited))
    if odds > 0.0:
        return 1.0 / (1.0 + math.exp(-odds))
    grown = math.exp(odds)
    return grown / (1.0 + grown)
