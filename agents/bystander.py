"""Bystanders: struck, and never acting themselves, as merchant shipping; others protect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.mechanisms.affected import PROTECTOR, protects
from .actor import Actor

if TYPE_CHECKING:
    from .log import Act


class Bystander(Actor):
    """Somebody who is struck and never acts."""

    def sufferers_with(self, act: Act) -> list[tuple[Actor, int]]:
        """Those who protect it share the harm, except the striker."""
        return [
            (other, int(PROTECTOR))
            for other in self.model.actors
            if protects(self.ground.handle, other.number, self.number, act.actor)
        ]
