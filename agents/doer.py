"""What an actor does once it has decided: strike, hold fire, speak, give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.kernel.draws import Purpose
from ..model.mechanisms.campaign import claims_openly, wages_any
from ..model.mechanisms.choice import CLOSED
from ..model.mechanisms.closing import carries_closing, close, hear, hearing_identity, may_close
from ..model.mechanisms.commitment import settles
from ..model.mechanisms.concession import concession_identity, receive
from ..model.mechanisms.operation import FREE, is_one_strike, meet
from ..model.mechanisms.parts import CAMPAIGN, DENIABLE, OPERATION, goes_on
from ..model.mechanisms.pressing import (
    is_overtaken,
    may_answer,
    names_anew,
    next_day,
    presses_on,
    shown_by,
    shown_so_far,
    stays_open,
)
from ..model.mechanisms.provocation import SETTLED
from ..model.mechanisms.response import (
    SANCTION,
    SHOW,
    impose,
    is_said_already,
    response_identity,
    said_first,
    speaks_of_it,
    talk_relief,
    talk_rung,
)
from ..model.mechanisms.signals import display_identity, is_shown, provokes
from ..model.mechanisms.strike import rank_struck
from ..model.mechanisms.timing import first_free_from, is_free, planning_lag
from ..model.mechanisms.utility import origin_of
from ..model.world.acts import Origin
from .council import Council
from .decider import Choice, Way
from .doctrines.choose import chance_to_act, concession_chance
from .ground import identity
from .memory import Grievance, Provocation
from .strike import strike

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Doer(Council):
    """How an actor answers, in deeds or in words."""

    def answer(self, choice: Choice, going_out: list[tuple[Way, Act]]) -> None:
        """Carry out a choice of force, and let it take effect; one of the strikes of the day may do for it."""
        world, way = self.ground.handle, choice.way
        for other, act in going_out:
            if act.actor == self.number and is_one_strike(world, way.option, way.rung, other.option, other.rung):
                self.share_strike(choice, act)
                return
        act = self.carry_out(choice)
        going_out.append((way, act))
        self.model.take_effect(act)

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
        if claims_openly(ground.handle, option.executor, option.target, self.today):
            act.claimed_by = act.blamed = option.executor
        self.close_account(choice, act)
        left = self.tie(occasion.account).grievance is not None
        goes_on_striking = occasion.part == CAMPAIGN or wages_any(ground.handle, self.number, self.today)
        if may_close(option.executor, self.number, goes_on_striking, left, occasion.cause.rung):
            act.closing = int(carries_closing(ground.handle, way.rung, self.chance(decision, Purpose.CLOSING)))
        self.go_on_with(occasion, act)
        return act

    def share_strike(self, choice: Choice, act: Act) -> None:
        """Let an act that strikes the same place on the same day for another reason settle this account as well."""
        if choice.occasion.cause is not act.answered:
            self.model.log.note_answer(act, choice.occasion.cause)
        self.close_account(choice, act)
        self.go_on_with(choice.occasion, act)

    def go_on_with(self, occasion: Provocation, act: Act) -> None:
        """After an act it may make a campaign of it."""
        if goes_on(occasion.part):
            shown = shown_so_far(self.tie(occasion.account).state, occasion.part)
            self.press_on(occasion.account, act, occasion.as_grievance(), shown)

    def press_on(self, opponent: int, act: Act, over: Grievance, shown: float) -> None:
        """After an act, perhaps go on over the same grievance, on what is shown of its threshold: a campaign."""
        if self.presses_on(opponent, act):
            self.tie(opponent).state["shown"] = shown
            self.plan_strike(opponent, over)

    def presses_on(self, opponent: int, act: Act) -> bool:
        """Whether an act against an opponent is made a campaign of."""
        state = self.tie(opponent).state
        return bool(presses_on(self.ground.handle, self.number, opponent, state, act.rung, act.closing, self.today))

    def chance_shown(self, opponent: int, over: Grievance) -> float:
        """The chance to act over a grievance as things stand: an act that was observed shows it to have sufficed."""
        front = self.front_over(opponent, over)
        situation = self.situation(front)
        value = self.value_of(self.ground.menu(self.number, opponent), front, situation)
        return shown_by(chance_to_act(self.ground.handle, self.number, situation, value)) if value != CLOSED else 1.0

    def plan_strike(self, opponent: int, over: Grievance) -> None:
        """Ask again, when there has been time to prepare, whether a campaign strikes over a grievance."""
        u = self.chance(self.identity_of(self.further_strike(opponent, over, self.today)), Purpose.PLANNING)
        due = self.today + planning_lag(self.ground.handle, self.number, u)
        self.ask_again(opponent, over, int(first_free_from(self.ground.handle, due)))

    def ask_again(self, opponent: int, over: Grievance, due: int) -> None:
        """A campaign asks again on a day whether it strikes over a grievance."""
        self.tie(opponent).state["pressed_until"] = due
        self.model.agenda.add(due, self.further_strike(opponent, over, due))

    def further_strike(self, opponent: int, over: Grievance, due: int) -> Provocation:
        """A further strike of a campaign, to be decided about on a day."""
        return Provocation(
            self.number, opponent, over.cause, due, over.harm, over.read, over.home, self.today,
            part=int(CAMPAIGN), front=int(FREE), ordered=self.today,
        )  # fmt: skip

    def goes_on_today(self, order: Provocation) -> bool:
        """Whether a campaign has something new to answer, and somebody to strike with.

        If not it is put off to the next day, unless it has ended.
        """
        tie = self.tie(order.account)
        if is_overtaken(tie.state, self.today):
            return False
        over = tie.grievance
        if over is None or not may_answer(tie.state, over.cause.day, self.today) or self.leaves_it_to_senior(order):
            if stays_open(self.ground.handle, tie.state, self.today):
                self.ask_again(order.account, order.as_grievance(), next_day(self.today))
            return False
        tie.grievance = over._replace(known=min(over.known, self.today))
        if names_anew(over.cause.killed, over.cause.wounded):
            order.renew(over)
            tie.state["shown"] = 1.0
        return True

    def close_account(self, choice: Choice, act: Act) -> None:
        """What an answer settles: a deniable one nothing; an operation what it was ordered for, if that is enough."""
        occasion = choice.occasion
        if occasion.part == DENIABLE:
            return
        self.settle(occasion.account, act, occasion.ordered)
        if occasion.part != OPERATION:
            self.settle_grievance(occasion.account, choice.share, act)
        elif not settles(self.ground.handle, choice.share):
            self.remember(occasion.account, occasion)

    def settle(self, opponent: int, act: Act, ordered: int) -> None:
        """Close the open provocations of an opponent that were known when the act was ordered.

        Those that are not its cause are noted as also answered.
        """
        tie = self.tie(opponent)
        for provocation in reversed(tie.provocations):
            if provocation.is_open and provocation.known <= ordered:
                provocation.fate = int(SETTLED)
                if provocation.cause is not act.answered:
                    self.model.log.note_answer(act, provocation.cause)
        tie.keep_open()

    def settle_grievance(self, opponent: int, share: float, act: Act) -> None:
        """An answer that gives enough relief settles the grievance, if it was known, and so answers it too.

        It does for what was ordered before as well.
        """
        tie = self.tie(opponent)
        if not settles(self.ground.handle, share):
            return
        meet(tie.state, self.today, act.rung)
        if tie.grievance is not None and tie.grievance.known <= self.today:
            if not self.model.log.answers_already(act, tie.grievance.cause):
                self.model.log.note_answer(act, tie.grievance.cause)
            tie.grievance = None

    def hold_fire(self, occasion: Provocation) -> None:
        """No force: the occasion has passed, though not the grievance; and perhaps a concession is made."""
        self.tie(occasion.account).lapse_due(self.today)
        gesture = concession_chance(self.ground.handle, self.number, self.exchanges_with(occasion.account))
        if self.chance(self.identity_of(occasion), Purpose.CONCESSION) < gesture:
            self.concede(occasion)

    def concede(self, occasion: Provocation) -> None:
        """A unilateral concession after a completed exchange, in the hope of another (Osgood 1962)."""
        self.say(identity(concession_identity, self.identity_of(occasion)), 0, occasion)
        receive(self.ground.handle, self.model.actors[occasion.account].tie(self.number).state, self.today)

    def speak(self, about: Provocation) -> None:
        """Words about a provocation, unless force has answered, in the statement of today if there is one.

        What a vow that stands says already is said at home alone, and is no act.

        Whoever will show force condemns first, and shows it when it is prepared. Words bind that fall while history is
        on record, though the log has only what the scenario tells.
        """
        if about.fate == SETTLED:
            return
        world, own = self.ground.handle, identity(response_identity, about.cause.identity, self.key)
        rung, tie = self.words_rung(about, self.chance(own, Purpose.TALK_RUNG)), self.tie(about.account)
        if tie.said is not None and speaks_of_it(said_first(rung), tie.said.day, self.today):
            self.model.log.note_answer(tie.said, about.cause)
        elif is_free(world, self.today) and not is_said_already(said_first(rung), tie.state, about.overt, about.dead):
            tie.said = self.say(own, int(said_first(rung)), about)
        self.vent(about.account, talk_relief(world))
        self.vow(about.account)
        if rung == SANCTION:
            impose(tie.state)
        if rung == SHOW:
            self.prepare_display(about, self.chance(own, Purpose.PLANNING))

    def words_rung(self, about: Provocation, u: float) -> int:
        """How grave this actor is about a provocation: a condemnation, a sanction, or in the end a show of force."""
        state = self.state_toward(about.account)
        return int(
            talk_rung(self.ground.handle, self.number, about.account, state, self.today, about.overt, about.dead, u)
        )

    def show_force(self, about: Provocation) -> None:
        """Show the force prepared over a provocation; whoever it is shown to may take it for one in its turn."""
        state, at_war = self.state_toward(about.account), self.model.pairs.at_war(self.number, about.account)
        if is_shown(state, about.fate, about.cause.day, at_war):
            act = self.say(identity(display_identity, about.cause.identity, self.key), int(SHOW), about)
            if provokes(self.ground.handle, about.account, self.number, self.today):
                self.model.actors[about.account].feel_signal(act)

    def say(self, own: np.uint64, rung: int, about: Provocation) -> Act:
        """Enter words, or a gesture, toward an opponent in the log."""
        act = self.model.enter(own, Origin.REPLY, self.number, about.account, about.cause)
        act.rung, act.account, act.claimed_by, act.blamed = rung, about.account, self.number, self.number
        return act

    def close_matter(self, act: Act) -> None:
        """Closing words bind their speaker, for whom all that went before is settled."""
        tie = self.tie(act.account)
        close(self.ground.handle, tie.state, self.today)
        tie.close()

    def hear_closing(self, act: Act) -> None:
        """Closing words reach only the actor being answered, and not always."""
        u = self.chance(identity(hearing_identity, act.identity, self.key), Purpose.RECEIVED)
        hear(self.ground.handle, self.tie(act.actor).state, self.today, u)
