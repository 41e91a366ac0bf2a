"""Solidarity: whoever stands with the struck feels a share of the harm, on the striker's account.

A patron stands with its militias; ties say who else stands with whom. With a side of a background war they stand only
where the other side kills its leaders. Sources: Maoz and San-Akca 2012; Bapat 2012.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..world.access import dyad_at, world_of
from ..world.constants import SHARE, constant
from .background import inside_war

CONSTANTS = {
    "patron_solidarity": constant(0.3, 0.0, 0.8, SHARE, "c", "share of a militia's harm that its patron feels, where its tie does not say", "Bapat 2012; judgement"),
}  # fmt: skip


@inlined
def stands_with(world, i, target, host, actor, executor):
    """Whether actor i feels an act for the sake of its target: not if it did it, or feels it as the host or the struck."""
    of = dyad_at(world, i * world_of(world).n_actors + target).solidarity
    return of > 0.0 and i != target and i != host and i != actor and i != executor


@inlined
def share_felt(world, i, target, author, rank):
    """Share of the harm to the target that actor i feels with it; ``rank``: grade of a leader struck."""
    if rank == 0 and inside_war(world, target, author):
        return 0.0
    return dyad_at(world, i * world_of(world).n_actors + target).solidarity


def solidarity(stated: float | None, is_patron: bool, usual: float) -> float:
    """Share of another's harm that an actor feels: as its tie states, else the ``usual`` one of a patron, else none."""
    if stated is not None:
        return stated
    return usual if is_patron else 0.0
