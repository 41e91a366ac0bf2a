"""States: they have soil of their own to be struck on, and some have the bomb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.nuclear import may_signal, signal_identity, signals
from ..model.world.acts import Origin
from ..model.world.ladder import Rung
from .actor import Actor
from .ground import identity

if TYPE_CHECKING:
    from .log import Act


class State(Actor):
    """A state. The rules treat its overt acts as its own; the mediators watch it."""

    def signal(self, act: Act) -> None:
        """A nuclear state struck at home may signal, which draws mediators as nothing else. Nothing is launched."""
        world, host = self.ground.handle, self.ground.host(act.location)
        if not may_signal(world, act.rung, self.number, host):
            return
        if not signals(world, self.chance(act.identity, Purpose.NUCLEAR)):
            return
        own = identity(signal_identity, act.identity)
        sent = self.model.enter(own, Origin.REPLY, self.number, act.actor, act)
        sent.rung, sent.account = int(Rung.NUCLEAR_SIGNAL), act.actor
        sent.claimed_by = sent.blamed = self.number
        self.model.pairs.notice(self.ground, self.number, act.actor, sent.rung, self.today)
