"""States: they have soil of their own to be struck on, and some have the bomb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.closure import signals_nuclear
from ..model.world.acts import Origin
from ..model.world.ladder import Rung
from .actor import Actor
from .ground import word

if TYPE_CHECKING:
    from .log import Act


class State(Actor):
    """A state. The rules treat its overt acts as its own; the mediators watch it."""

    def signal(self, act: Act) -> None:
        """A nuclear state struck at home may signal, which draws mediators as nothing else. Nothing is launched."""
        u = self.chance(act.identity, Purpose.NUCLEAR)
        if not signals_nuclear(self.ground.handle, act.rung, self.facts.nuclear, 1, u):
            return
        sent = self.model.enter(word(act.identity, Purpose.NUCLEAR), Origin.REPLY, self.number, act.actor, act)
        sent.rung, sent.account = int(Rung.NUCLEAR_SIGNAL), act.actor
        sent.claimed_by = sent.blamed = self.number
        self.model.pairs.notice(self.ground, self.number, act.actor, sent.rung, self.today)
