"""What spoke for a way to answer and what against it, each with its name: the sum of a utility taken apart.

The rules that the decision itself sums give the terms. The sum is checked against the value that the decision was made
by; what is missing is a term of its own. Stories ask here, and so does a page that tells why.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, link_only
from ..kernel.memory import number_at
from .damping import Damping, damping_terms
from .restraint import Fixed, fixed_terms
from .utility import Relief, Terms, called_for, dependence_in, off_aim, relief_of, relief_terms, row_terms, terms_of

#: Terms of a variant that speak for it, and those that are sums of terms of their own; the others speak against it.
SPEAK_FOR = {"kind", "standing", "land"}
SUMS = {"relief", "fixed"}
#: The terms in the order in which they are noted. ``host`` is dependence where it is on the host; ``aim`` is all there
#: is where a doctrine aims at a rung; ``rest`` is what is missing.
REASONS = (*Terms._fields, *Relief._fields, "host", *Fixed._fields, *Damping._fields, "aim", "rest")

_SIGNS = tuple(0.0 if name in SUMS else 1.0 if name in SPEAK_FOR else -1.0 for name in Terms._fields)
_COUNT, _OF_TERMS, _OF_RELIEF = len(REASONS), len(Terms._fields), len(Relief._fields)
_RELIEF, _HOST, _FIXED = REASONS.index(Relief._fields[0]), REASONS.index("host"), REASONS.index(Fixed._fields[0])
_DEPENDENCE, _DAMPING, _AIM = REASONS.index("dependence"), REASONS.index(Damping._fields[0]), REASONS.index("aim")


@compiled
def note_reasons(world, i, row, variant, situation, stakes, damping, value, to):
    """Write the terms of a way of actor i, positive where they speak for it, as `REASONS` at the address ``to``.

    ``value``: its utility as the decision had it. Returns the utility without the precision of a doctrine.
    """
    for k in range(_COUNT):
        number_at(to, k).value = 0.0
    whole = value
    if stakes.lens.aim >= 0.0:
        number_at(to, _AIM).value = off_aim(world, variant, stakes.lens.aim)
    else:
        whole = value / stakes.lens.precision
        note_terms(world, i, row, variant, situation, stakes, damping, to)
    noted = 0.0
    for k in range(_COUNT - 1):
        noted += number_at(to, k).value
    number_at(to, _COUNT - 1).value = whole - noted
    return whole


@link_only
def note_terms(world, i, row, variant, situation, stakes, damping, to):
    """Write the terms of the rules: those of the variant, relief, what the option costs, what holds back just now."""
    called = called_for(world, situation.account)
    terms = terms_of(world, variant, stakes, called, row_terms(world, row, stakes, damping))
    for k in range(_OF_TERMS):
        number_at(to, k).value = _SIGNS[k] * terms[k]
    share = relief_of(world, row, variant, stakes) * stakes.lens.relief
    full = relief_terms(world, situation.pressure, situation.account, situation.harm)
    for k in range(_OF_RELIEF):
        number_at(to, _RELIEF + k).value = full[k] * share
    on = dependence_in(world, i, row)
    fixed, held = fixed_terms(world, on.dependence, on.third_state), damping_terms(world, damping)
    for k in range(_DAMPING - _FIXED):
        number_at(to, _FIXED + k).value = -fixed[k]
    for k in range(_AIM - _DAMPING):
        number_at(to, _DAMPING + k).value = -held[k]
    if on.on_host:
        number_at(to, _HOST).value, number_at(to, _DEPENDENCE).value = number_at(to, _DEPENDENCE).value, 0.0
