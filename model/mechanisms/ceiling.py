"""What no answer can be worth more than: most decisions fall below it, and need no weighing of options.

A bound on rules that have their homes elsewhere (`utility.py`, `parts.py`): what depends on the situation and speaks
against an option is left out, what speaks for one is taken in full. What holds the actor back from whoever's account it
is bears on every option, and lowers the bound where that alone does not settle it.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..world.access import alternative_at, constants_of, facet_at, location_at, peak_at, row_at, stance_at
from ..world.ladder import LAST_DRAWN
from .choice import CLOSED
from .damping import damping_cost
from .parts import CAMPAIGN, DENIABLE, OPERATION, TACTICAL, band_of, is_open
from .territory import takes
from .utility import credit_of

#: More than rounding can lift the utility of a variant, or the value of a menu, above what it is in real numbers.
ROUNDING = 1e-9

_PARTS = (TACTICAL, OPERATION, DENIABLE, CAMPAIGN)


@compiled
def look_up(world, actor, row, alternative):
    """Work out what no variant of an alternative of an option of ``actor`` exceeds: its peak. Facets come before."""
    nest, peak, stance = alternative_at(world, alternative), peak_at(world, alternative), stance_at(world, row)
    territory = location_at(world, row_at(world, row).location).territory
    peak.parts = 0
    for part in _PARTS:
        # At the worst reading, where the act answered came down: no other band of a part has a rung more.
        if is_open(band_of(world, actor, part, row, LAST_DRAWN, territory), nest.rung):
            peak.parts |= 1 << part
    peak.relief, peak.against, peak.land = 0.0, -CLOSED, stance.land * takes(nest.rung)
    for v in range(nest.lo, nest.hi):
        facet = facet_at(world, v)
        against = stance.fear * facet.fear + stance.inferiority * facet.inferiority + stance.nuclear * facet.nuclear
        peak.relief = max(peak.relief, facet.relief)
        peak.against = min(peak.against, against + facet.warning + stance.standing)


@compiled
def ceiling_of_menu(world, lo, hi, part, stakes):
    """More than any variant of options ``lo`` to ``hi`` is worth in a part of the menu; `CLOSED` where none is open."""
    if stakes.lens.aim >= 0.0:
        return 0.0
    most, felt = CLOSED, min(1.0, stakes.lens.fear)
    for row in range(lo, hi):
        option = row_at(world, row)
        relief = stakes.worth * credit_of(world, option.credit, stakes)
        standing = stance_at(world, row).standing_up * stakes.staked
        for a in range(option.lo, option.hi):
            peak = peak_at(world, a)
            if peak.parts >> part & 1:
                land = stakes.land * peak.land
                most = max(most, relief * peak.relief - felt * peak.against + standing + land)
    return (most + constants_of(world).same_rung_weight) * stakes.lens.precision + ROUNDING


@inlined
def lower_ceiling(world, ceiling, lens, toward_holder):
    """The ceiling of a menu under what holds its actor back from the account holder, and so from every option of it."""
    return ceiling - damping_cost(world, toward_holder) * lens.precision if lens.aim < 0.0 else ceiling
