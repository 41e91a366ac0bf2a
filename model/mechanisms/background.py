"""Background wars: what their sides do to each other is part of the war, and nobody keeps an account of it.

A war outside the simulation goes on whatever is done here. An act between two of its sides is no grievance to them, a
patron's order to strike the other side adds nothing, and whoever stands with one of them feels only that its leaders
are killed.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import dyad_at, world_of


@inlined
def inside_war(world, i, j):
    """Whether two actors are sides of a background war that goes on."""
    return dyad_at(world, i * world_of(world).n_actors + j).at_war != 0
