"""How an actor suffers an act: reads it, weighs it, takes it in, and plans what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.affected import PROTECTOR, holds_anybody, plans_answers
from ..model.mechanisms.attribution import correction_delay
from ..model.mechanisms.delegation import blame_of_act, charged_patron
from ..model.mechanisms.harm import Impact, impact, perception_identity
from ..model.mechanisms.patience import lose_patience
from ..model.mechanisms.pressure import pressure_after_harm, take_off
from ..model.mechanisms.protectors import run_over
from ..model.mechanisms.provocation import LAPSED, REOPENED
from ..model.mechanisms.reopening import is_shock, may_reopen, reopening_identity, reopens
from ..model.mechanisms.response import days_to_speak, talk_chance
from ..model.mechanisms.timing import day_of_decision, delay, delay_kind, is_free
from ..model.world.ladder import FIRST_OVERT
from ..model.world.tables import NONE
from .ground import identity
from .holder import Holder
from .memory import Correction, Grievance, Provocation, Words

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Sufferer(Holder):
    """How an actor takes what is done to it."""

    def feel(self, act: Act, role: int) -> None:
        """Suffer an act in a role (STRUCK, HOST, ALLY or PROTECTOR of `model/mechanisms/affected.py`)."""
        if not holds_anybody(self.number, act.blamed):
            return
        felt = self.weigh(act, role)
        if felt.harm > 0.0:
            self.take_in(act, felt.harm)
            if plans_answers(self.ground.handle, self.number):
                self.respond(act, felt)

    def weigh(self, act: Act, role: int) -> Impact:
        """What the act is to this actor: rung as read, own losses, confidence in the author, harm above tolerance."""
        own, answered = self.perceived(act), NONE
        if act.answered is not None and act.answered.actor == self.number:
            answered = act.answered.rung
        host, reading = self.ground.host(act.location), self.chance(own, Purpose.MISREADING)
        denial = self.chance(own, Purpose.DENIAL)
        felt = impact(self.ground.handle, act.row, self.number, role, host, answered, reading, denial)
        if felt.harm > 0.0 or felt.below <= 0.0:
            return felt
        add_up = self.run_over if role == PROTECTOR else self.lose_patience
        return felt._replace(harm=add_up(act.blamed, felt.below))

    def perceived(self, act: Act) -> np.uint64:
        """Identity of an act as this actor perceives it."""
        return identity(perception_identity, act.identity, self.key)

    def lose_patience(self, opponent: int, harm: float) -> float:
        """Harm below tolerance adds up; when the leaky sum is full, patience ends and it counts at once."""
        return lose_patience(self.ground.handle, self.tie(opponent).state, self.today, harm, self.facts.tolerance)

    def run_over(self, opponent: int, harm: float) -> float:
        """Harm to those it protects adds up; when the leaky sum is full, it counts at once."""
        return run_over(self.ground.handle, self.tie(opponent).state, self.today, harm)

    def take_in(self, act: Act, harm: float) -> None:
        """Raise pressure and accounts: the blamed actor's, and its patron's by the share of blame that reaches it."""
        world = self.ground.handle
        self.pressure = pressure_after_harm(world, self.pressure, harm)
        self.charge(act.blamed, harm)
        patron = charged_patron(world, self.number, act.blamed)
        if patron != NONE:
            self.charge(patron, blame_of_act(world, act.row, patron, act.blamed) * harm)

    def respond(self, act: Act, felt: Impact) -> None:
        """Plan what a felt harm calls for: an occasion to decide, words, a correction of blame, old accounts re-opened.

        Between two sides at war nothing is planned: the war takes the place of single acts.
        """
        if self.model.pairs.at_war(self.number, act.blamed):
            return
        own = self.perceived(act)
        provocation = self.provoked_by(act, felt, own)
        self.plan(provocation)
        self.tie(act.blamed).remember(provocation)
        self.prepare_words(provocation, own)
        if act.blamed != act.executor:
            later = correction_delay(self.ground.handle, self.chance(own, Purpose.CORRECTION))
            self.model.agenda.add(self.today + later, Correction(provocation))
        if is_shock(self.ground.handle, felt.harm):
            self.reopen(act.blamed, own)

    def provoked_by(self, act: Act, felt: Impact, own: np.uint64) -> Provocation:
        """The occasion to decide about an act. What falls due while history is on record is dropped."""
        due = self.due_day(act.blamed, act.rank, felt.home, felt.doubtful, own)
        due = day_of_decision(self.ground.handle, due)
        overt, dead = int(act.rung >= FIRST_OVERT), int(felt.killed > 0)
        return Provocation(self.number, act.blamed, act, due, felt.harm, felt.read, felt.home, overt, dead)

    def provoked_again(self, account: int, over: Grievance, due: int) -> Provocation:
        """A new occasion to decide about an old grievance."""
        return Provocation(self.number, account, over.cause, due, over.harm, over.read, over.home)

    def due_day(self, holder: int, rank: int, home: int, doubtful: bool, occasion: np.uint64) -> int:
        """The day on which this actor decides about what it feels today."""
        kind = delay_kind(self.ground.handle, self.number, holder, rank)
        when, u = self.chance(occasion, Purpose.WHEN), self.chance(occasion, Purpose.DELAY)
        return self.today + delay(self.ground.handle, kind, self.pressure, home, doubtful, when, u)

    def prepare_words(self, about: Provocation, own: np.uint64) -> None:
        """Words follow within two days, if at all; they fall away when force has answered by then."""
        if not is_free(self.ground.handle, self.today):
            return
        consent = self.ground.dyad(self.number, about.cause.actor).consent
        if self.chance(own, Purpose.TALK) < talk_chance(self.ground.handle, about.overt, about.dead, consent):
            later = days_to_speak(self.ground.handle, self.chance(own, Purpose.TALK_DAY))
            self.model.agenda.add(self.today + later, Words(about))

    def reopen(self, holder: int, own: np.uint64) -> None:
        """A shock re-opens lapsed accounts: so one attack may bring up the bill for another."""
        for other in sorted(self.ties):
            grievance = self.ties[other].grievance
            if other == holder or grievance is None or not self.has_lapsed(other):
                continue
            occasion = identity(reopening_identity, own, self.ground.actors[other].key)
            if not reopens(self.ground.handle, self.chance(occasion, Purpose.REOPENING)):
                continue
            due = self.due_day(other, 0, grievance.home, False, occasion)
            if is_free(self.ground.handle, due):
                again = self.provoked_again(other, grievance, due)
                again.attempt = REOPENED + self.today
                self.plan(again)

    def has_lapsed(self, other: int) -> bool:
        """Whether an account of some size lies idle, and no exchange has closed it."""
        if self.ties[other].worst_open() is not None:
            return False
        return may_reopen(self.ground.handle, self.account_with(other), self.exchanges_with(other))

    def correct(self, wrong: Provocation) -> None:
        """Move a wrongly held account to the true author, with the provocation if it still stands open."""
        right = wrong.cause.executor
        take_off(self.ground.handle, self.tie(wrong.account).state, self.today, wrong.harm)
        self.charge(right, wrong.harm)
        if wrong.is_open:
            wrong.fate = int(LAPSED)
            due = max(wrong.due, self.today)
            moved = self.provoked_again(right, wrong.as_grievance(), due)
            self.plan(moved)
            self.tie(right).remember(moved)
