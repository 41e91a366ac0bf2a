"""Militias: armed groups with a patron, who sets their mood, and may rein them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.campaign import is_waged
from ..model.mechanisms.council import meeting_identity, meets
from ..model.mechanisms.delegation import is_led, obeys_order
from ..model.mechanisms.rest import (
    breaks_rest,
    chance_to_go_on,
    concerns,
    covers,
    go_on,
    is_at_rest,
    is_worth_it_again,
    keeps_rest,
    may_be_taken_up,
    rest,
)
from ..model.mechanisms.veto import PURPOSES as OF_VETOES
from ..model.mechanisms.veto import evening_identity, is_over, lets_go, word_identity
from ..model.mechanisms.weariness import PURPOSES, may_weary
from ..model.world.tables import NONE
from .actor import Actor
from .ground import identity

if TYPE_CHECKING:
    from .actor import Actor as Patron
    from .log import Act
    from .memory import Provocation


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
        """Whether its campaigns rest, at its patron's word or by its own choice."""
        return bool(is_at_rest(self.kept.state))

    def be_reined_in(self, act: Act, patron: Patron, opponent: int) -> None:
        """Its patron feels what an opponent did, and considers whether to rein it in; it may obey."""
        if self.rests or not any(concerns(self.ground.handle, opponent, other) for other in self.campaigns_against()):
            return
        answered = act.answered.executor if act.answered is not None else NONE
        if not is_over(self.number, patron.number, act.target, answered):
            return
        word = identity(word_identity, patron.perceived(act), self.key)
        u = self.chance(word, Purpose.VETO)
        if u < patron.chance_to_bear(opponent):
            return
        if obeys_order(self.facts.control, self.chance(word, Purpose.VETO_OBEYED)):
            self.stop(act, opponent, patron.number, u)

    def stop(self, act: Act, opponent: int, word: int, u: float) -> None:
        """Its campaigns stop over an act, toward an opponent, at the ``word`` of its patron or its own, chosen on u."""
        rest(self.kept.state, opponent, word, self.today, u)
        self.model.log.note_pause(self.number, opponent, word, self.today, act)

    def resume(self, broken_by: Act | None = None) -> None:
        """They go on; an act may have broken their rest."""
        self.model.log.end_pause(self.number, int(self.kept.state["rests_for"]), self.today, broken_by)
        go_on(self.kept.state, int(broken_by is not None))

    def grow_weary(self, act: Act) -> None:
        """It has lost people, and asks whether its campaign is still worth it."""
        if not may_weary(self.ground.handle, self.number, self.kept.state, self.today):
            return
        u = self.chance(self.perceived(act), PURPOSES["WEARY"])
        if u >= self.worth_going_on(act.blamed):
            self.stop(act, act.blamed, self.number, u)

    def worth_going_on(self, opponent: int) -> float:
        """Chance that it goes on with its campaign as things stand, having been struck by an opponent."""
        world, account = self.ground.handle, self.account_with(opponent)
        return float(chance_to_go_on(world, self.number, opponent, self.pressure, account, self.losses))

    def keeps_to_rest(self, option: int, occasion: Provocation) -> bool:
        """Whether it holds back an option of its own, or an order that it would be given, since it rests."""
        row, world, state = self.ground.options[option], self.ground.handle, self.kept.state
        if not self.rests or not covers(world, state, row.target, row.account):
            return False
        if occasion.actor != self.number:
            return True
        u = self.chance(self.grievance_identity(occasion), Purpose.VETO_OBEYED)
        suffered = occasion.cause.day
        return bool(keeps_rest(world, state, self.number, occasion.part, suffered, self.facts.control, u))

    def break_rest(self, act: Act) -> None:
        """An act of force on whom it rests for ends its rest, unless it was decided before that on the same day."""
        state = self.kept.state
        breaks = breaks_rest(self.ground.handle, state, act.target, act.account, act.origin)
        if may_be_taken_up(state, self.today) and breaks:
            self.resume(act)

    def take_up_campaigns(self) -> None:
        """Of an evening it may take up campaigns that rest: by its own choice, or since its patron lets it."""
        if not may_be_taken_up(self.kept.state, self.today):
            return
        own_choice = int(self.kept.state["rests_at"]) == self.number
        if self.takes_up() if own_choice else self.is_let_go():
            self.resume()

    def takes_up(self) -> bool:
        """Whether its leadership meets this evening over its largest account, and finds them worth it again."""
        evening = identity(meeting_identity, self.key, self.today)
        if not meets(self.ground.handle, self.pressure, self.account, self.chance(evening, Purpose.MEETING)):
            return False
        state = self.kept.state
        return bool(is_worth_it_again(state, self.worth_going_on(int(state["rests_for"]))))

    def is_let_go(self) -> bool:
        """Whether the patron at whose word they rest lets it go on this evening."""
        patron = self.model.actors[int(self.kept.state["rests_at"])]
        u = self.chance(identity(evening_identity, self.key, self.today), OF_VETOES["LET_GO"])
        return bool(lets_go(self.ground.handle, patron.chance_to_bear(int(self.kept.state["rests_for"])), u))

    def campaigns_against(self) -> list[int]:
        """Against whom it wages campaigns today that follow its patron."""
        return [
            campaign.against
            for campaign in self.ground.campaigns
            if campaign.by == self.number
            and is_led(campaign.coupled)
            and self.patron is not None
            and is_waged(campaign.from_day, campaign.to_day, self.today)
        ]
