"""The world under a handle: how compiled rules read the facts of a scenario.

``actor_at(world, i)`` is row i of the actors, and so on; ``constants_of(world)`` the one row of constants;
``world_of(world)`` the record of lengths (``n_actors``), addresses and scalars (``days``, ``first_free``). `ready.py`
makes the handle and works out the last tables.
"""

from __future__ import annotations

from ..kernel.memory import INDEX, NUMBER, layout, member, only, whole
from . import tables as w

TABLES = w.World._fields[:-2]
#: Copies of the logarithms of base measures side by side, and the tables that they are copied from.
WEIGHTS = {"row_weights": "rows", "alternative_weights": "alternatives", "variant_weights": "variants"}
WORKED_OUT = {
    "stances": w.STANCE,
    "facets": w.FACET,
    "peaks": w.PEAK,
    "fading": w.FADING,
    "quiet": NUMBER,
    "spared": NUMBER,
    "misread": NUMBER,
    "unfelt": INDEX,
    "reined": INDEX,
    "truced": INDEX,
    "deniable": INDEX,
    "beside": INDEX,
}

WORLD = layout((*TABLES, *WEIGHTS, *WORKED_OUT), ("days", "first_free"))

world_of = whole(WORLD)
constants_of = only(WORLD, "constants", w.constants_record)
rung_at = member(WORLD, "rungs", w.RUNG)
actor_at = member(WORLD, "actors", w.ACTOR)
dyad_at = member(WORLD, "dyads", w.DYAD)
location_at = member(WORLD, "locations", w.LOCATION)
site_at = member(WORLD, "sites", INDEX)
guest_at = member(WORLD, "guests", INDEX)
defence_at = member(WORLD, "defences", w.DEFENCE)
weapon_at = member(WORLD, "weapons", w.WEAPON)
row_at = member(WORLD, "rows", w.ROW)
alternative_at = member(WORLD, "alternatives", w.ALTERNATIVE)
variant_at = member(WORLD, "variants", w.VARIANT)
arm_at = member(WORLD, "arms", w.ARM)
menu_at = member(WORLD, "menu", INDEX)
campaign_location_at = member(WORLD, "campaign_locations", w.CAMPAIGN_LOCATION)
campaign_at = member(WORLD, "campaigns", w.CAMPAIGN)
event_at = member(WORLD, "events", w.EVENT)
stance_at = member(WORLD, "stances", w.STANCE)
facet_at = member(WORLD, "facets", w.FACET)
peak_at = member(WORLD, "peaks", w.PEAK)
fading_at = member(WORLD, "fading", w.FADING)
quiet_at = member(WORLD, "quiet", NUMBER)
spared_at = member(WORLD, "spared", NUMBER)
misread_at = member(WORLD, "misread", NUMBER)
unfelt_at = member(WORLD, "unfelt", INDEX)
reined_at = member(WORLD, "reined", INDEX)
truced_at = member(WORLD, "truced", INDEX)
beside_at = member(WORLD, "beside", INDEX)
deniable_at = member(WORLD, "deniable", INDEX)
