"""How an actor suffers an act: reads it, weighs it, takes it in, and plans what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.affected import PROTECTOR, holds_anybody, plans_answers
from ..model.mechanisms.attribution import correction_delay
from ..model.mechanisms.closing import is_settled
from ..model.mechanisms.delegation import blame_of_act, charged_patron
from ..model.mechanisms.exchange import is_closed
from ..model.mechanisms.harm import (
    Impact,
    above_tolerance,
    adds_up,
    chance_to_count,
    impact,
    is_held,
    perception_identity,
)
from ..model.mechanisms.knowledge import days_to_know
from ..model.mechanisms.leeway import PURPOSES
from ..model.mechanisms.operation import FREE
from ..model.mechanisms.patience import lose_patience
from ..model.mechanisms.pressure import pressure_after_harm, take_off
from ..model.mechanisms.protectors import run_over
from ..model.mechanisms.provocation import LAPSED, SETTLED
from ..model.mechanisms.response import days_to_speak, talk_chance
from ..model.mechanisms.signals import AT_STAKE, is_an_answer, is_answered, is_preparing, signal_harm
from ..model.mechanisms.timing import day_of_decision, planning_lag, tactical_lag
from ..model.mechanisms.weariness import bury
from ..model.world.ladder import FIRST_OVERT
from ..model.world.tables import NONE
from .ground import identity
from .holder import Holder
from .memory import Correction, Display, Provocation, Words

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Sufferer(Holder):
    """How an actor takes what is done to it."""

    def feel(self, act: Act, role: int) -> None:
        """Suffer an act in a role (STRUCK, HOST, ALLY or PROTECTOR of `model/mechanisms/affected.py`)."""
        if not holds_anybody(self.ground.handle, self.number, act.blamed):
            return
        felt = self.weigh(act, role)
        if felt.harm > 0.0:
            if is_held(felt.ruled):
                self.take_in(act, felt.harm)
            self.rein_in(act, act.blamed)
            if felt.killed > 0:
                self.grow_weary(act)
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
        if felt.killed > 0:
            bury(self.ground.handle, self.kept.state, self.today, felt.loss)
        return felt._replace(harm=self.harm_that_counts(act, role, felt))

    def harm_that_counts(self, act: Act, role: int, felt: Impact) -> float:
        """What is felt of an act: what counts by itself, or with what has added up."""
        world, own = self.ground.handle, self.perceived(act)
        if self.chance(own, PURPOSES["TOLERANCE"]) < chance_to_count(world, self.number, role, felt.harm):
            return above_tolerance(world, self.number, felt.harm)
        if felt.harm <= 0.0 or not adds_up(role, felt.ruled):
            return 0.0
        add_up = self.run_over if role == PROTECTOR else self.lose_patience
        return add_up(act.blamed, felt.harm, self.chance(own, PURPOSES["PATIENCE"]))

    def perceived(self, act: Act) -> np.uint64:
        """Identity of an act as this actor perceives it."""
        return identity(perception_identity, act.identity, self.key)

    def lose_patience(self, opponent: int, harm: float, u: float) -> float:
        """Harm below tolerance adds up; when the leaky sum is full, patience ends and it counts at once."""
        return lose_patience(self.ground.handle, self.tie(opponent).state, self.today, harm, self.facts.tolerance, u)

    def run_over(self, opponent: int, harm: float, u: float) -> float:
        """Harm to those it protects adds up; when the leaky sum is full, it counts at once."""
        return run_over(self.ground.handle, self.tie(opponent).state, self.today, harm, u)

    def take_in(self, act: Act, harm: float) -> None:
        """Raise pressure and accounts: the blamed actor's, and its patron's by the share of blame that reaches it."""
        world = self.ground.handle
        self.pressure = pressure_after_harm(world, self.pressure, harm)
        self.charge(act.blamed, harm)
        patron = charged_patron(world, self.number, act.blamed)
        if patron != NONE:
            self.charge(patron, blame_of_act(world, act.row, act.blamed) * harm)

    def rein_in(self, act: Act, opponent: int) -> None:
        """It feels what an opponent did: some have militias that they may rein in over it; by default, nothing."""

    def grow_weary(self, act: Act) -> None:
        """People of its own died in an act: some have campaigns that they may end over it; by default, nothing."""

    def respond(self, act: Act, felt: Impact) -> None:
        """Plan what a felt harm calls for: an occasion for a tactical answer, words, a correction of blame.

        The harm stays a grievance for the leadership to take up, unless it falls inside accepted rules or completes an
        exchange of equals. Between two sides at war nothing is planned: the war takes the place of single acts.
        """
        if self.model.pairs.at_war(self.number, act.blamed):
            return
        own = self.perceived(act)
        provocation = self.provoked_by(act, felt, own)
        self.plan(provocation)
        if is_held(felt.ruled) and not self.is_closed(act):
            self.remember(act.blamed, provocation)
        self.prepare_words(provocation, own)
        if act.blamed != act.executor and is_held(felt.ruled):
            later = correction_delay(self.ground.handle, self.chance(own, Purpose.CORRECTION))
            self.model.agenda.add(self.today + later, Correction(provocation))

    def is_closed(self, act: Act) -> bool:
        """Whether an act completes an exchange of equals, which leaves its leadership nothing to take up but land."""
        mine, theirs = self.state_toward(act.blamed), self.model.actors[act.blamed].state_toward(self.number)
        closed = is_closed(self.ground.handle, mine, theirs, self.today, act.rung)
        return bool(closed) and self.land_at_stake(act.blamed) == 0.0

    def provoked_by(self, act: Act, felt: Impact, own: np.uint64) -> Provocation:
        """The occasion to answer an act. What falls due while history is on record is dropped."""
        world = self.ground.handle
        known = self.today + days_to_know(world, act.rung, act.claimed_by, self.chance(own, Purpose.KNOWN))
        due = day_of_decision(world, known + tactical_lag(world, self.chance(own, Purpose.DELAY)))
        overt, dead = int(act.rung >= FIRST_OVERT), int(felt.killed > 0)
        return Provocation(self.number, act.blamed, act, due, felt.harm, felt.read, felt.home, known, overt, dead)

    def prepare_words(self, about: Provocation, own: np.uint64) -> None:
        """Words follow within two days, if at all; they fall away when force has answered by then."""
        consent = self.ground.dyad(self.number, about.cause.actor).consent
        if self.chance(own, Purpose.TALK) < talk_chance(self.ground.handle, about.overt, about.dead, consent):
            later = days_to_speak(self.ground.handle, self.chance(own, Purpose.TALK_DAY))
            self.model.agenda.add(self.today + later, Words(about))

    def feel_signal(self, act: Act) -> None:
        """Feel a show of force: it adds to the account of its sender, and is an occasion to answer.

        The forces that face each other may clash; if they do not, it may be answered in kind. One that answers its own
        display is no surprise, and no reason to hold its militias.
        """
        answered = act.answered.rung if act.answered is not None else NONE
        world, own = self.ground.handle, self.perceived(act)
        harm = signal_harm(world, self.facts.audience)
        self.charge(act.actor, harm)
        if not is_an_answer(answered):
            self.rein_in(act, act.actor)
        due = day_of_decision(world, self.today + tactical_lag(world, self.chance(own, Purpose.DELAY)))
        stake, front = int(AT_STAKE), int(FREE)
        occasion = Provocation(self.number, act.actor, act, due, harm, act.rung, stake, self.today, front=front)
        self.plan(occasion)
        if is_answered(world, self.number, act.actor, answered, self.chance(own, Purpose.TALK)):
            self.prepare_display(occasion, self.chance(own, Purpose.PLANNING))

    def prepare_display(self, about: Provocation, u: float) -> None:
        """A show of force takes as long to prepare as an operation; one at a time toward the same side."""
        state = self.tie(about.account).state
        if not is_preparing(state, self.today):
            state["display_until"] = due = self.today + planning_lag(self.ground.handle, self.number, u)
            self.model.agenda.add(due, Display(about))

    def correct(self, wrong: Provocation) -> None:
        """Move a wrongly held account to the true author, with grievance and provocation where they still stand."""
        right, tie = wrong.cause.executor, self.tie(wrong.account)
        is_held = holds_anybody(self.ground.handle, self.number, right)
        take_off(self.ground.handle, tie.state, self.today, wrong.harm)
        if is_held:
            self.charge(right, wrong.harm)
        if tie.grievance is not None and tie.grievance.cause is wrong.cause:
            tie.grievance = None
        if wrong.fate == SETTLED or not is_held:
            return
        due, known = max(wrong.due, self.today), max(wrong.known, self.today)
        moved = Provocation(self.number, right, wrong.cause, due, wrong.harm, wrong.read, wrong.home, known)
        self.remember(right, moved)
        if wrong.is_open:
            wrong.fate = int(LAPSED)
            if not is_settled(self.tie(right).state, moved.cause.day):
                self.plan(moved)
