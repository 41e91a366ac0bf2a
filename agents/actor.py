"""An actor: what the model calls each day, and the violence that goes on by itself.

The parts of an actor, each in its own file: what it holds (`holder.py`), how it suffers an act (`sufferer.py`), how it
decides (`decider.py`), how its leadership orders (`council.py`), what it does (`doer.py`). The kinds of actor differ in
little: `state.py`, `militia.py`, `spoiler.py`, `bystander.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.kernel.draws import Purpose
from ..model.kernel.quantiles import poisson
from ..model.mechanisms.affected import ELSEWHERE, holds_anybody, role_beside
from ..model.mechanisms.campaign import attack_identity, campaign_location_drawn, day_identity, has_toll, is_heavy
from ..model.mechanisms.delegation import attack_rate, is_led, usual_pressure
from ..model.mechanisms.rest import first_alone
from ..model.mechanisms.truce import calmed
from ..model.mechanisms.utility import relief_on_record
from ..model.mechanisms.veto import chance_to_bear
from ..model.world.ladder import Rung
from ..model.world.tables import NONE
from .doer import Doer
from .ground import identity
from .memory import Grievance
from .strike import strike, take_toll

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Actor(Doer):
    """One side of the crisis, a `mesa.Agent`.

    A day of an actor: `keep_vows` in the morning; `correct` a blame found wrong; `raid` where it wages a campaign;
    `feel` whatever is done to it; `decide` about what falls due, then `answer` or `hold_fire`; `speak`; in the evening
    `hold_council` and `take_up_campaigns`. Give a subclass of your own to ``CrisisModel(agent_classes={id: class})``.
    """

    @property
    def rests(self) -> bool:
        """Whether its campaigns that follow a patron rest today."""
        return False

    def sufferers_with(self, act: Act) -> list[tuple[Actor, int]]:
        """Who, apart from the host, feels it when this actor is struck, and in which role: allies and protectors."""
        world, host = self.ground.handle, self.ground.host(act.location)
        roles = [
            (other, int(role_beside(world, other.number, self.number, host, act.actor, act.executor)))
            for other in self.model.actors
        ]
        return [(other, role) for other, role in roles if role != NONE]

    def answer_on_record(self, act: Act) -> None:
        """Relief and settlement of an observed answer, on the account of whoever was blamed for what it answers."""
        if act.answered is None or not holds_anybody(self.ground.handle, self.number, act.answered.blamed):
            return
        act.account = opponent = act.answered.blamed
        share, cause = relief_on_record(self.ground.handle, act.row), act.answered
        over = self.tie(opponent).grievance or Grievance(cause, 0.0, cause.rung, int(ELSEWHERE), self.today)
        shown = self.chance_shown(opponent, over) if self.presses_on(opponent, act) else 1.0
        self.vent(opponent, share)
        self.settle(opponent, act, self.today)
        self.settle_grievance(opponent, share, act)
        self.press_on(opponent, act, over, shown)

    def raids_today(self, campaign: Any) -> int:
        """Number of acts of a campaign today: Poisson."""
        u = self.chance(identity(day_identity, campaign.key, self.today), Purpose.COUNT)
        attacks = poisson(u, self.rate_today(campaign))
        return int(first_alone(self.kept.state, attacks)) if is_led(campaign.coupled) else attacks

    def rate_today(self, campaign: Any) -> float:
        """Acts a day of a campaign: hardly any in a truce; coupled to what it follows, patron or account."""
        holds = self.model.pairs.in_truce(campaign.by, campaign.against)
        rate = float(calmed(self.ground.handle, campaign.rate, holds))
        if campaign.coupled:
            world, account, led = self.ground.handle, self.account_with(campaign.against), is_led(campaign.coupled)
            pressure = self.patron_pressure() if led else usual_pressure(world)
            rate = float(attack_rate(world, rate, pressure, account, bool(led and self.rests)))
        return rate

    def patron_pressure(self) -> float:
        """Pressure of the patron whose mood a campaign follows; without one, the level that changes nothing."""
        return usual_pressure(self.ground.handle)

    def raid(self, index: int, slot: int) -> Act:
        """Enter one act of campaign ``index`` in the log, with its damage; ``slot`` counts the acts of the day."""
        ground = self.ground
        campaign = ground.campaigns[index]
        own = identity(attack_identity, campaign.key, self.today, slot)
        act = self.model.enter(own, campaign.origin, self.number, campaign.against, None)
        act.rung, act.rank = campaign.rung, campaign.rank
        dice, by_toll = self.model.dice, has_toll(campaign.killed_mean)
        hand = dice.hand_of_toll(own) if by_toll else dice.hand(own)
        where = ground.campaign_locations[campaign_location_drawn(ground.handle, index, by_toll, hand)]
        act.location, arms = where.location, (where.arm_lo, where.arm_hi)
        if campaign.heavy and self.is_heavy(own):
            act.rung, arms = int(Rung.HEAVY_ATTACK), (where.heavy_lo, where.heavy_hi)
        if by_toll:
            take_toll(act, ground, hand, arms, campaign)
        else:
            strike(act, ground, hand, arms)
        if campaign.claimed:
            act.claimed_by = act.blamed = self.number
        return act

    def is_heavy(self, own: np.uint64) -> bool:
        """Whether an act of a campaign is a heavy attack."""
        return is_heavy(self.ground.handle, self.facts.control, self.chance(own, Purpose.HEAVY))

    def rein_in(self, act: Act, opponent: int) -> None:
        """It feels what an opponent did, and may rein in those of its militias whose campaigns concern that one."""
        for other in self.model.actors:
            if other.facts.patron == self.number:
                other.be_reined_in(act, self, opponent)

    def be_reined_in(self, act: Act, patron: Actor, opponent: int) -> None:
        """A patron may rein this actor in over what an opponent did; those without a campaign of its go on."""

    def chance_to_bear(self, opponent: int) -> float:
        """Chance that it bears, as things stand, what an opponent may do over its militias."""
        held = self.model.actors[opponent].account_with(self.number)
        return float(chance_to_bear(self.ground.handle, self.number, opponent, self.pressure, held))

    def break_rest(self, act: Act) -> None:
        """It carried out an act, which may end a rest of its campaigns; by default, there is none."""

    def take_up_campaigns(self) -> None:
        """In the evening, campaigns that rest may be taken up again; by default, there are none."""

    def signal(self, act: Act) -> None:
        """What a state does when it is struck at home; others have no home to signal over."""
