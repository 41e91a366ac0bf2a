"""Who is affected by an act, and as what; whom it strikes besides its target."""

from __future__ import annotations

from ..kernel.compiled import code, codes, inlined
from ..world.access import actor_at, dyad_at, world_of
from ..world.ladder import FIRST_KINETIC, LAST_DRAWN
from ..world.tables import NONE, Kind
from .background import inside_war
from .solidarity import stands_with

#: In what capacity an actor is affected by an act.
STRUCK, HOST, ALLY, PROTECTOR = codes(4)

#: Where an actor was struck: not itself, on its own soil, or its people elsewhere.
ELSEWHERE, HOME, ABROAD = codes(3)

_SPOILER, _BYSTANDER = code(Kind.SPOILER), code(Kind.BYSTANDER)


@inlined
def sets_in_motion(rung):
    """Whether an act sets anything in motion by itself: force does, words and signals do not."""
    return rung >= FIRST_KINETIC and rung <= LAST_DRAWN


@inlined
def is_elsewhere(host, target, actor):
    """Whether an act falls on the soil of a third side: neither the target's nor the actor's own, nor the sea."""
    return host != NONE and host != target and host != actor


@inlined
def affects_host(host, target, actor, executor):
    """Whether the host of the place is affected for itself: not where it is the target, or one of those who did it."""
    return is_elsewhere(host, target, actor) and host != executor


@inlined
def is_protected(world, target):
    """Whether others feel what is done to an actor because they protect it: a bystander, such as shipping."""
    return actor_at(world, target).kind == _BYSTANDER


@inlined
def protects(world, i, target, actor):
    """Whether actor i feels an act against a bystander as its protector: not one of its own."""
    return dyad_at(world, i * world_of(world).n_actors + target).protects != 0 and i != actor


@inlined
def may_be_beside(world, i, target):
    """Whether actor i feels some acts against a target as an ally or a protector: nobody else is asked act by act."""
    return role_beside(world, i, target, NONE, NONE, NONE) != NONE


@inlined
def role_beside(world, i, target, host, actor, executor):
    """In what capacity actor i, neither struck nor host, feels an act: as an ally or a protector of the target, or NONE."""
    if stands_with(world, i, target, host, actor, executor):
        return ALLY
    return PROTECTOR if is_protected(world, target) and protects(world, i, target, actor) else NONE


@inlined
def holds_anybody(world, i, blamed):
    """Whether actor i has somebody to hold an act against: not itself, and none whom it fights in a background war."""
    return blamed != i and blamed != NONE and not inside_war(world, i, blamed)


@inlined
def plans_answers(world, i):
    """Whether an actor plans answers at all: bystanders and spoilers do not."""
    kind = actor_at(world, i).kind
    return kind != _BYSTANDER and kind != _SPOILER
