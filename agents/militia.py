"""Militias: armed groups with a patron, who feels their wounds, sets their mood, and may rein them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.harm import PATRON
from ..model.world.tables import NEVER, NONE
from .actor import Actor
from .ground import word

if TYPE_CHECKING:
    from .log import Act


class Militia(Actor):
    """An armed group. Its patron's orders and vetoes are obeyed with the chance ``facts.control``."""

    def begin(self) -> None:
        """The morning of day 0 of a run: no veto stands."""
        super().begin()
        self.veto_until = NEVER
        self.obeys_veto = False

    @property
    def patron(self) -> Actor | None:
        """The actor that arms it, if any."""
        return self.model.actors[self.facts.patron] if self.facts.patron != NONE else None

    def sufferers_with(self, act: Act) -> list[tuple[Actor, int]]:
        """Its patron feels its wounds, unless it struck itself or feels it as the host."""
        patron = self.facts.patron
        if patron in (NONE, act.actor, self.ground.host(act.location)):
            return []
        return [(self.model.actors[patron], int(PATRON))]

    def patron_pressure(self) -> float:
        """Pressure of the patron, whose mood its campaigns follow."""
        return self.patron.pressure if self.patron is not None else super().patron_pressure()

    @property
    def is_reined_in(self) -> bool:
        """Whether a veto stands and is obeyed."""
        return self.obeys_veto and self.veto_until >= self.today

    def heed_patron(self) -> None:
        """A patron held to account may rein it in; a veto refused stays refused for its term."""
        if self.patron is None or self.veto_until >= self.today or not self.wages_campaign():
            return
        occasion, constants = word(self.key, self.today), self.ground.constants
        if self.chance(occasion, Purpose.VETO) >= constants.veto_chance or not self.patron.is_held_to_account():
            return
        self.veto_until = self.today + int(constants.veto_days)
        self.obeys_veto = self.chance(occasion, Purpose.VETO_OBEYED) < self.facts.control

    def wages_campaign(self) -> bool:
        """Whether it wages a campaign today that follows its patron."""
        return any(
            campaign.by == self.number and campaign.coupled and campaign.from_day <= self.today <= campaign.to_day
            for campaign in self.ground.campaigns
        )
