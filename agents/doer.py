"""What an actor does once it has decided: strike, hold fire, speak, give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.closure import COMPLETED, carries_closing
from ..model.mechanisms.provocation import LAPSED, REOPENED, SETTLED
from ..model.mechanisms.sovereignty import talk_rung
from ..model.mechanisms.strike import rank_struck
from ..model.world.acts import Origin
from ..model.world.ladder import FIRST_OVERT
from ..model.world.tables import NEVER, Credit
from .decider import Choice, Decider
from .doctrines.choose import concession_chance
from .ground import word
from .memory import Provocation
from .strike import strike

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Doer(Decider):
    """How an actor answers, in deeds or in words."""

    def answer(self, choice: Choice) -> None:
        """Carry out a choice of force, let it take effect, and take up other accounts with it."""
        act = self.carry_out(choice)
        self.model.take_effect(act)
        self.take_up_package(act)

    def carry_out(self, choice: Choice) -> Act:
        """Enter the answer in the log, with its damage, and settle the account."""
        ground, occasion, way = self.ground, choice.occasion, choice.way
        option, variant = ground.options[way.option], ground.variants[way.variant]
        origin = Origin.DISPLACED if option.credit == Credit.DISPLACED else Origin.REPLY
        identity = self.identity_of(occasion)
        act = self.model.enter(identity, origin, self.number, option.target, occasion.cause)
        act.executor, act.declared, act.account = option.executor, option.declared, occasion.account
        act.rung, act.warned, act.location = way.rung, variant.warned, option.location
        act.rank = rank_struck(ground.handle, option.target, way.rung, self.chance(identity, Purpose.RANK))
        strike(act, ground, self.model.dice.hand(identity), (variant.arm_lo, variant.arm_hi))
        if option.executor == self.number:
            act.closing = int(carries_closing(ground.handle, way.rung, self.chance(identity, Purpose.CLOSING)))
        self.settle(occasion.account, act)
        return act

    def settle(self, opponent: int, act: Act) -> None:
        """Close all open provocations of an opponent; those that are not the act's cause are noted as also answered."""
        tie = self.tie(opponent)
        for provocation in reversed(tie.provocations):
            if provocation.is_open:
                provocation.fate = int(SETTLED)
                if provocation.cause is not act.answered:
                    self.model.log.note_answer(act, provocation.cause)
        tie.provocations.clear()
        tie.grievance = None

    def hold_fire(self, occasion: Provocation) -> None:
        """No force: a concession perhaps; and the occasion may come once more, the likelier after words that bind."""
        self.tie(occasion.account).lapse_due(self.today)
        occasion.fate = int(LAPSED)
        identity, constants = self.identity_of(occasion), self.ground.constants
        gesture = concession_chance(self.ground.handle, self.number, self.exchanges_with(occasion.account))
        if self.chance(identity, Purpose.CONCESSION) < gesture:
            return self.concede(occasion)
        vowed = self.tie(occasion.account).vow != NEVER
        again = constants.retry_after_talk if vowed else constants.retry_after_silence
        if occasion.attempt == 0 and self.chance(identity, Purpose.RETRY) < again:
            self.put_off(occasion)

    def put_off(self, occasion: Provocation) -> None:
        """Take an occasion up once more, on a later day."""
        identity, rank = self.identity_of(occasion), occasion.cause.rank
        due = max(self.due_day(occasion.account, rank, occasion.home, False, identity), self.today + 1)
        again = self.provoked_again(occasion.account, occasion.as_grievance(), due)
        again.attempt = 1
        self.plan(again)

    def concede(self, occasion: Provocation) -> None:
        """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
        identity = word(self.identity_of(occasion), Purpose.CONCESSION)
        self.say(identity, 0, occasion)
        until = self.today + int(self.ground.constants.concession_days)
        self.model.actors[occasion.account].tie(self.number).eased_until = until

    def speak(self, about: Provocation) -> None:
        """Words about a provocation, unless force has answered: a part of the relief, and a vow."""
        if about.fate == SETTLED:
            return
        identity = word(word(about.cause.identity, self.key), Purpose.TALK)
        self.say(identity, talk_rung(about.overt, about.dead, self.chance(identity, Purpose.TALK_RUNG)), about)
        self.vent(about.account, self.ground.constants.talk_vented)
        tie = self.tie(about.account)
        if tie.vow == NEVER:
            tie.vow = self.today

    def say(self, identity: np.uint64, rung: int, about: Provocation) -> Act:
        """Enter words, or a gesture, toward an opponent in the log."""
        act = self.model.enter(identity, Origin.REPLY, self.number, about.account, about.cause)
        act.rung, act.account, act.claimed_by, act.blamed = rung, about.account, self.number, self.number
        return act

    def hear_closing(self, act: Act) -> None:
        """Closing words reach only the actor being answered, and not always."""
        if self.chance(word(act.identity, self.key), Purpose.RECEIVED) < self.ground.constants.closing_received:
            self.tie(act.actor).closing_until = self.today + int(self.ground.constants.closing_days)

    def take_up_package(self, act: Act) -> None:
        """An overt strike is ordered as a package: other accounts held may be decided the same day with it."""
        if act.rung < FIRST_OVERT or act.executor != self.number:
            return
        for other in sorted(self.ties):
            if other == act.account or not self.may_join(other):
                continue
            occasion = word(act.identity, self.ground.actors[other].key)
            if self.chance(occasion, Purpose.PACKAGE) < self.ground.constants.package_chance:
                self.join_package(other)

    def may_join(self, other: int) -> bool:
        """Whether an account is worth taking up: held over something, large, not closed, not decided today."""
        tie = self.ties[other]
        return (
            tie.grievance is not None
            and tie.decided != self.today
            and self.account_with(other) >= self.ground.constants.reopening_account
            and self.exchanges_with(other) < COMPLETED
        )

    def join_package(self, other: int) -> None:
        """Bring an account forward to today: its worst open provocation, or the grievance it lapsed over.

        Deeds are being decided on, so words about it fall away.
        """
        tie = self.ties[other]
        worst, over, attempt = tie.worst_open(), tie.grievance, REOPENED + self.today
        if worst is not None:
            if worst.due <= self.today:
                return
            worst.fate, over, attempt = int(SETTLED), worst.as_grievance(), worst.attempt
        if over is not None:
            again = self.provoked_again(other, over, self.today)
            again.attempt, again.packed = attempt, 1
            self.plan(again)
