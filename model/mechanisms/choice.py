"""What to do: a nested choice between waiting and acting, then option, rung, and weapon with or without a warning.

A nested logit with base measures that sum to one among siblings (Luce 1959; McFadden 1978; McKelvey and Palfrey 1995;
Signorino 1999). In a flat logit every copy of an option would raise the chance of war; here copying changes nothing.
The utility of a variant stands in `utility.py`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..kernel.compiled import compiled, inlined
from ..kernel.draws import mix
from ..kernel.elementary import exp, log
from ..kernel.memory import number_at
from ..world.access import alternative_at, constants_of, row_at, world_of
from ..world.constants import UTILITY, constant
from .commitment import wait_utility
from .package import package_relief
from .utility import utility

CONSTANTS = {
    "restraint_base": constant(2.0, 0.5, 3.0, UTILITY, "b_0", "what an act of force must be worth before it is done at all"),
    "act_scale": constant(1.0, 0.5, 2.0, "per utility", "lam_1", "precision of the choice between acting and waiting", "McKelvey and Palfrey 1995; judgement"),
    "row_scale": constant(2.0, 1.0, 4.0, "per utility", "lam_2", "precision of the choice of option and rung", "McFadden 1978; judgement"),
    "variant_scale": constant(2.0, 1.0, 4.0, "per utility", "lam_3", "precision of the choice of weapon and warning", "McFadden 1978; judgement"),
    "rounds_a_day": constant(3.0, 1.0, 5.0, "rounds", "", "times a day that occasions are decided on: counter-fire may answer counter-fire, but not for ever", convention=True),
}  # fmt: skip

TERMS = {"restraint": "restraint that any use of force must overcome"}


@inlined
def decision_identity(cause, actor_key, account_key, attempt):
    """Identity of a decision, and of the answer it comes to: its cause's identity, the two actors, and the attempt."""
    return mix(mix(mix(cause, actor_key), account_key), attempt)


@inlined
def rounds_a_day(world):
    """How often occasions are decided on in a day: counter-fire may answer counter-fire, but not for ever."""
    return int(constants_of(world).rounds_a_day)


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
        total += exp(below) if below < 0.0 else 1.0
    return (top + log(total)) / scale


@compiled
def pick(values, weights, lo, hi, scale, u):
    """The sibling that the uniform number u falls on, by the shares pi exp(lam V)."""
    if hi - lo == 1:
        return lo
    value = inclusive(values, weights, lo, hi, scale)
    total = 0.0
    for k in range(lo, hi):
        total += exp(scale * (number_at(values, k).value - value) + number_at(weights, k).value)
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


class Waiting(NamedTuple):
    """What bears on acting at all, whatever the way; positive speaks for force (utility)."""

    restraint: float
    waiting: float
    package: float
    concession: float


@inlined
def act_terms(world, eased, waited, packed):
    """The terms that are held against the value of acting, as `act_chance` sums them."""
    package = package_relief(world, packed)
    return Waiting(-constants_of(world).restraint_base, -wait_utility(world, waited), package, -(eased + package))


@compiled
def act_chance(world, value, eased, waited):
    """Chance to act: exp(lam (V - b_0)) against exp(lam U_wait), b_0 raised by the other side's concession."""
    c = constants_of(world)
    odds = c.act_scale * (value - c.restraint_base - eased - wait_utility(world, waited))
    if odds > 0.0:
        return 1.0 / (1.0 + exp(-odds))
    grown = exp(odds)
    return grown / (1.0 + grown)
