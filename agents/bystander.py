"""Bystanders: struck, and never acting themselves, as merchant shipping; others protect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.mechanisms.harm import PROTECTOR
from .actor import Actor

if TYPE_CHECKING:
    from .log import Act
    from .sufferer import Wound


class Bystander(Actor):
    """Somebody who is struck and never acts."""

    def sufferers_with(self, act: Act) -> list[tuple[Actor, int]]:
        """Those who protect it share the harm, except the striker."""
        return [
            (other, int(PROTECTOR))
            for other in self.model.actors
            if self.ground.dyad(other.number, self.number).protects and other.number != act.actor
        ]

    def respond(self, act: Act, wound: Wound) -> None:
        """Plan nothing."""
