"""The world under a handle: how compiled rules read the facts of a scenario.

``actor_at(world, i)`` is row i of the actors, and so on; ``constants_of(world)`` the one row of constants;
``world_of(world)`` the record of lengths (``n_actors``), addresses and scalars (``days``, ``first_free``).
"""

from __future__ import annotations

import numpy as np

from . import world as w
from .tables import INDEX, Bundle, layout, member, only, whole

_TABLES = w.World._fields[:-2]
_WEIGHTS = ("row_weights", "alternative_weights", "variant_weights")

WORLD = layout((*_TABLES, *_WEIGHTS), ("days", "first_free"))

world_of = whole(WORLD)
constants_of = only(WORLD, "constants", w.CONSTANTS)
rung_at = member(WORLD, "rungs", w.RUNG)
actor_at = member(WORLD, "actors", w.ACTOR)
dyad_at = member(WORLD, "dyads", w.DYAD)
location_at = member(WORLD, "locations", w.LOCATION)
site_at = member(WORLD, "sites", INDEX)
defence_at = member(WORLD, "defences", w.DEFENCE)
weapon_at = member(WORLD, "weapons", w.WEAPON)
row_at = member(WORLD, "rows", w.ROW)
alternative_at = member(WORLD, "alternatives", w.ALTERNATIVE)
variant_at = member(WORLD, "variants", w.VARIANT)
arm_at = member(WORLD, "arms", w.ARM)
menu_at = member(WORLD, "menu", INDEX)
spot_at = member(WORLD, "spots", w.SPOT)
campaign_at = member(WORLD, "campaigns", w.CAMPAIGN)
event_at = member(WORLD, "events", w.EVENT)


class Facts(Bundle):
    """A world under a handle. Compiled rules take ``facts.handle``; keep the object as long as the handle is used."""

    def __init__(self, world: w.World) -> None:
        """Lay out the tables of a world; the logarithms of base measures are copied side by side."""
        weights = {
            name: np.ascontiguousarray(table["log_weight"])
            for name, table in zip(_WEIGHTS, (world.rows, world.alternatives, world.variants), strict=True)
        }
        values = {name: np.ascontiguousarray(getattr(world, name)) for name in _TABLES}
        super().__init__(WORLD, {**values, **weights, "days": world.days, "first_free": world.first_free})
