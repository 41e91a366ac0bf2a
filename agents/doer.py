"""What an actor does once it has decided: strike, hold fire, speak, give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.closing import carries_closing, hear, hearing_identity, may_close
from ..model.mechanisms.concession import concession_identity, receive
from ..model.mechanisms.package import joining_identity, joins, may_join, opens_package
from ..model.mechanisms.provocation import LAPSED, REOPENED, SETTLED
from ..model.mechanisms.response import response_identity, talk_relief, talk_rung
from ..model.mechanisms.retry import day_taken_up, is_taken_up_again
from ..model.mechanisms.strike import rank_struck
from ..model.mechanisms.utility import origin_of
from ..model.world.acts import Origin
from .decider import Choice, Decider
from .doctrines.choose import concession_chance
from .ground import identity
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
        decision = self.identity_of(occasion)
        act = self.model.enter(decision, int(origin_of(option.credit)), self.number, option.target, occasion.cause)
        act.executor, act.declared, act.account = option.executor, option.declared, occasion.account
        act.rung, act.warned, act.location = way.rung, variant.warned, option.location
        act.rank = rank_struck(ground.handle, option.target, way.rung, self.chance(decision, Purpose.RANK))
        strike(act, ground, self.model.dice.hand(decision), (variant.arm_lo, variant.arm_hi))
        if may_close(option.executor, self.number):
            act.closing = int(carries_closing(ground.handle, way.rung, self.chance(decision, Purpose.CLOSING)))
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
        decision, state = self.identity_of(occasion), self.tie(occasion.account).state
        gesture = concession_chance(self.ground.handle, self.number, self.exchanges_with(occasion.account))
        if self.chance(decision, Purpose.CONCESSION) < gesture:
            return self.concede(occasion)
        if is_taken_up_again(self.ground.handle, occasion.attempt, state, self.chance(decision, Purpose.RETRY)):
            self.put_off(occasion)

    def put_off(self, occasion: Provocation) -> None:
        """Take an occasion up once more, on a later day."""
        decision, rank = self.identity_of(occasion), occasion.cause.rank
        due = self.due_day(occasion.account, rank, occasion.home, False, decision)
        again = self.provoked_again(occasion.account, occasion.as_grievance(), day_taken_up(due, self.today))
        again.attempt = 1
        self.plan(again)

    def concede(self, occasion: Provocation) -> None:
        """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
        self.say(identity(concession_identity, self.identity_of(occasion)), 0, occasion)
        receive(self.ground.handle, self.model.actors[occasion.account].tie(self.number).state, self.today)

    def speak(self, about: Provocation) -> None:
        """Words about a provocation, unless force has answered: a part of the relief, and a vow."""
        if about.fate == SETTLED:
            return
        world, own = self.ground.handle, identity(response_identity, about.cause.identity, self.key)
        rung = talk_rung(world, about.overt, about.dead, self.chance(own, Purpose.TALK_RUNG))
        self.say(own, int(rung), about)
        self.vent(about.account, talk_relief(world))
        tie = self.tie(about.account)
        if not tie.is_vowed:
            tie.state["vow"] = self.today
            self.vowed.add(about.account)

    def say(self, own: np.uint64, rung: int, about: Provocation) -> Act:
        """Enter words, or a gesture, toward an opponent in the log."""
        act = self.model.enter(own, Origin.REPLY, self.number, about.account, about.cause)
        act.rung, act.account, act.claimed_by, act.blamed = rung, about.account, self.number, self.number
        return act

    def hear_closing(self, act: Act) -> None:
        """Closing words reach only the actor being answered, and not always."""
        u = self.chance(identity(hearing_identity, act.identity, self.key), Purpose.RECEIVED)
        hear(self.ground.handle, self.tie(act.actor).state, self.today, u)

    def take_up_package(self, act: Act) -> None:
        """An overt strike is ordered as a package: other accounts held may be decided the same day with it."""
        if not opens_package(act.rung, act.executor, self.number):
            return
        for other in sorted(self.ties):
            if other == act.account or not self.may_join(other):
                continue
            occasion = identity(joining_identity, act.identity, self.ground.actors[other].key)
            if joins(self.ground.handle, self.chance(occasion, Purpose.PACKAGE)):
                self.join_package(other)

    def may_join(self, other: int) -> bool:
        """Whether an account waits that may join: held over something, not decided today, large, not closed."""
        tie = self.ties[other]
        if tie.grievance is None or tie.decided == self.today:
            return False
        return may_join(self.ground.handle, self.account_with(other), self.exchanges_with(other))

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
