"""Why an actor feels an act: it was struck, it is the host, it stands with the struck, or it protects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.mechanisms.affected import ALLY, role_beside
from ...model.world.tables import NONE
from ..measures.numbers import percent

if TYPE_CHECKING:
    from ...agents.log import Act
    from .narrator import ReplayNarrator


def felt_as(narrator: ReplayNarrator, actor: int, act: Act, day: int) -> str:
    """In what capacity an actor feels an act, in words that follow a comma; nothing where it was struck itself."""
    if actor == act.target:
        return ""
    ground, target = narrator.replayed.ground(day), narrator.actor(act.target)
    host = ground.host(act.location)
    if actor == host:
        return f", as the host: it was {target} that was struck"
    role = role_beside(ground.handle, actor, act.target, host, act.actor, act.executor)
    if role == NONE:
        return ""
    if role == ALLY:
        share = ground.dyad(actor, act.target).solidarity
        return f", as one that stands with {target} and feels {percent(share)} of its harm"
    return f", as one that protects {target}: attacks on it add up"
