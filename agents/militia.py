"""Militias: armed groups with a patron, who sets their mood, and may rein them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.campaign import is_waged
from ..model.mechanisms.council import meeting_identity, meets
from ..model.mechanisms.delegation import is_led
from ..model.mechanisms.veto import evening_identity, go_on, impose, is_at_rest, is_considered, may_go_on, stands
from ..model.mechanisms.weariness import (
    PURPOSES,
    chance_to_go_on,
    is_weary,
    may_weary,
    rest,
    resume,
)
from ..model.world.tables import NONE
from .actor import Actor
from .ground import identity

if TYPE_CHECKING:
    from .log import Act


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
    def rests(self) -> bool:
        """Whether its campaigns rest, since it obeyed a veto or by its own choice."""
        return bool(is_at_rest(self.kept.state) or is_weary(self.kept.state))

    def grow_weary(self, act: Act) -> None:
        """It has lost people, and asks whether its campaign is still worth it."""
        if not may_weary(self.ground.handle, self.number, self.today):
            return
        if self.chance(self.perceived(act), PURPOSES["WEARY"]) >= self.worth_going_on(act.blamed):
            rest(self.kept.state, act.blamed)

    def worth_going_on(self, opponent: int) -> float:
        """Chance that it goes on with its campaign as things stand, having been struck by an opponent."""
        world, account = self.ground.handle, self.account_with(opponent)
        return float(chance_to_go_on(world, self.number, opponent, self.pressure, account, self.losses))

    def reconsider(self) -> None:
        """At a meeting of its leadership it may take up campaigns that rest by its own choice."""
        u = self.chance(identity(meeting_identity, self.key, self.today), PURPOSES["RESUME"])
        if u < self.worth_going_on(int(self.kept.state["wearied_by"])):
            resume(self.kept.state)

    def heed_patron(self) -> None:
        """A patron held to account may rein it in; a veto refused stays refused for its term.

        A campaign that rests after that may be taken up again.
        """
        if self.patron is None or not self.wages_campaign():
            return
        if may_go_on(self.kept.state, self.today) and self.takes_up():
            go_on(self.kept.state)
        if is_weary(self.kept.state) and self.takes_up():
            self.reconsider()
        if stands(self.kept.state, self.today):
            return
        world, evening = self.ground.handle, identity(evening_identity, self.key, self.today)
        if is_considered(world, self.chance(evening, Purpose.VETO)) and self.patron.is_held_to_account():
            u = self.chance(evening, Purpose.VETO_OBEYED)
            impose(world, self.kept.state, self.facts.control, self.today, u)

    def takes_up(self) -> bool:
        """Whether its leadership meets this evening over its largest account."""
        u = self.chance(identity(meeting_identity, self.key, self.today), Purpose.MEETING)
        return bool(meets(self.ground.handle, self.pressure, self.account, u))

    def wages_campaign(self) -> bool:
        """Whether it wages a campaign today that follows its patron."""
        return any(
            campaign.by == self.number
            and is_led(campaign.coupled)
            and is_waged(campaign.from_day, campaign.to_day, self.today)
            for campaign in self.ground.campaigns
        )
