"""Militias: armed groups with a patron, who sets their mood, and may rein them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.campaign import is_waged
from ..model.mechanisms.veto import evening_identity, impose, is_considered, is_reined_in, stands
from ..model.world.tables import NONE
from .actor import Actor
from .ground import identity

if TYPE_CHECKING:
    pass


class Militia(Actor):
    """An armed group. Its patron's orders and vetoes are obeyed with the chance ``facts.control``."""

    @property
    def patron(self) -> Actor | None:
        """The actor that arms it, if any."""
        return self.model.actors[self.facts.patron] if self.facts.patron != NONE else None

    def patron_pressure(self) -> float:
        """Pressure of the patron, whose mood its campaigns follow."""
        return self.patron.pressure if self.patron is not None else super().patron_pressure()

    @property
    def is_reined_in(self) -> bool:
        """Whether a veto stands and is obeyed."""
        return bool(is_reined_in(self.kept.state, self.today))

    def heed_patron(self) -> None:
        """A patron held to account may rein it in; a veto refused stays refused for its term."""
        if self.patron is None or stands(self.kept.state, self.today) or not self.wages_campaign():
            return
        world, evening = self.ground.handle, identity(evening_identity, self.key, self.today)
        if is_considered(world, self.chance(evening, Purpose.VETO)) and self.patron.is_held_to_account():
            u = self.chance(evening, Purpose.VETO_OBEYED)
            impose(world, self.kept.state, self.facts.control, self.today, u)

    def wages_campaign(self) -> bool:
        """Whether it wages a campaign today that follows its patron."""
        return any(
            campaign.by == self.number and campaign.coupled and is_waged(campaign.from_day, campaign.to_day, self.today)
            for campaign in self.ground.campaigns
        )
