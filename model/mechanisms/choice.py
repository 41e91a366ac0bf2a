"""What to do: a nested choice between waiting and acting, then option, rung, and weapon with or without a warning.

A nested logit with base measures that sum to one among siblings (Luce 1959; McFadden 1978; McKelvey and Palfrey 1995;
Signorino 1999). In a flat logit every copy of an option would raise the chance of war; here copying changes nothing.
The utility of a variant stands in `utility.py`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..kernel.compiled import compiled, inlined
from ..kernel.elementary import exp, log
from ..kernel.memory import number_at
from ..world.access import alternative_at, constants_of, row_at, world_of
from ..world.constants import constant
from .operation import OPENING, cost_of
from .parts import is_open
from .utility import utility

CONSTANTS = {
    "row_scale": constant(2.5, 1.0, 4.0, "per utility", "lam_2", "precision of every choice: between acting and waiting, of option, rung and weapon", "McFadden 1978; McKelvey and Palfrey 1995; judgement"),
}  # fmt: skip

#: The value of what is not open.
CLOSED = -math.inf


@compiled
def inclusive(values, weights, lo, hi, scale):
    """Value of a nest: (1/lam) ln sum pi exp(lam V) over siblings ``lo`` to ``hi``, their weights pi summing to one.

    Siblings that are `CLOSED` are left out, and the weights of the others made to sum to one. ``values`` and
    ``weights`` (logarithms) are addresses of lists of numbers.
    """
    if hi - lo == 1:
        return number_at(values, lo).value
    top = CLOSED
    for k in range(lo, hi):
        top = max(top, scale * number_at(values, k).value + number_at(weights, k).value)
    if top == CLOSED:
        return CLOSED
    total, closed = 0.0, 0.0
    for k in range(lo, hi):
        if number_at(values, k).value == CLOSED:
            closed += exp(number_at(weights, k).value)
        else:
            below = scale * number_at(values, k).value + number_at(weights, k).value - top
            total += exp(below) if below < 0.0 else 1.0
    return (top + log(total if closed == 0.0 else total / (1.0 - closed))) / scale


@compiled
def pick(values, weights, lo, hi, scale, u):
    """The sibling that the uniform number u falls on, by the shares pi exp(lam V) of those that are open."""
    if hi - lo == 1:
        return lo
    top, last = CLOSED, lo
    for k in range(lo, hi):
        top = max(top, scale * number_at(values, k).value + number_at(weights, k).value)
    total = 0.0
    for k in range(lo, hi):
        total += exp(scale * number_at(values, k).value + number_at(weights, k).value - top)
    left = u * total
    for k in range(lo, hi):
        if number_at(values, k).value != CLOSED:
            last = k
            left -= exp(scale * number_at(values, k).value + number_at(weights, k).value - top)
            if left <= 0.0:
                return k
    return last


@inlined
def weigh_row(world, row, band, stakes, called, terms, of_alternatives, of_variants):
    """Fill in the utility of each variant of the rungs of an option that are open; returns the largest.

    ``band``: the rungs that are open; an alternative that is not gets the value `CLOSED`, the others nought for now.
    ``called``: the logarithm of the force that the account calls for.
    """
    option = row_at(world, row)
    most = CLOSED
    for a in range(option.lo, option.hi):
        nest = alternative_at(world, a)
        if not is_open(band, nest.rung):
            number_at(of_alternatives, a).value = CLOSED
            continue
        number_at(of_alternatives, a).value = 0.0
        for v in range(nest.lo, nest.hi):
            value = utility(world, v, stakes, called, terms)
            number_at(of_variants, v).value = value
            most = max(most, value)
    return most


@inlined
def close_row(world, row, of_alternatives):
    """Note that no rung of an option is open."""
    for a in range(row_at(world, row).lo, row_at(world, row).hi):
        number_at(of_alternatives, a).value = CLOSED


@compiled
def value_of_row(world, row, of_alternatives, of_variants):
    """Value V_k of an option whose variants have been weighed; fills in the values of its rungs."""
    weights = world_of(world)
    c = constants_of(world)
    option = row_at(world, row)
    for a in range(option.lo, option.hi):
        if number_at(of_alternatives, a).value != CLOSED:
            nest = alternative_at(world, a)
            value = inclusive(of_variants, weights.variant_weights, nest.lo, nest.hi, c.row_scale)
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
    return pick(of_variants, weights, nest.lo, nest.hi, constants_of(world).row_scale, u)


class Waiting(NamedTuple):
    """What bears on acting at all, whatever the way; positive speaks for force (utility)."""

    opening: float
    answer: float
    concession: float


@inlined
def act_terms(world, front, eased):
    """The terms that are held against the value of acting, as `act_chance` sums them."""
    cost = cost_of(world, front)
    opening = cost if front == OPENING else 0.0
    return Waiting(-opening, -(cost - opening), -eased)


@compiled
def act_chance(world, value, cost, eased):
    """Chance to act: exp(lam (V - cost)) against one, the cost raised by the other side's concession."""
    odds = constants_of(world).row_scale * (value - cost - eased)
    if odds > 0.0:
        return 1.0 / (1.0 + exp(-odds))
    grown = exp(odds)
    return grown / (1.0 + grown)
