"""How an actor's leadership decides on all its accounts at once, and orders an operation on several fronts."""

from __future__ import annotations

from typing import NamedTuple

from ..model.kernel.draws import Purpose
from ..model.mechanisms.council import (
    is_called_together,
    is_on_agenda,
    may_meet,
    meeting_identity,
    meets,
    operation_identity,
)
from ..model.mechanisms.exchange import has_struck
from ..model.mechanisms.operation import FREE, cost_of, decision_identity, front_of
from ..model.mechanisms.parts import DENIABLE, OPERATION
from ..model.mechanisms.timing import is_free, planning_lag, tactical_lag
from .decider import Decider
from .doctrines.choose import chance_to_act
from .ground import identity
from .memory import Grievance, Provocation


class Front(NamedTuple):
    """An account on the table: the order it would be, its worth less what it must overcome, and what was decided."""

    order: Provocation
    worth: float
    opens: bool
    joins: bool


class Council(Decider):
    """How a leadership meets. Override `hold_council` for another leadership."""

    def hold_council(self) -> None:
        """The leadership may meet this evening: it orders an operation, or answers deniably, or lets it be."""
        if not self.may_meet():
            return
        agenda = [opponent for opponent in sorted(self.ties) if self.is_on_table(opponent)]
        if not agenda or not (self.meets(max(map(self.account_with, agenda))) or self.has_been_called(agenda)):
            return
        fronts = [self.front_against(opponent) for opponent in agenda]
        first = max((front for front in fronts if front.opens), key=lambda front: front.worth, default=None)
        if first is not None:
            self.order_operation(first, fronts)
        for front in fronts:
            if first is None or not (front.joins or front is first):
                self.deny(front.order.account)

    def may_meet(self) -> bool:
        """Whether the leadership is free to meet."""
        return bool(may_meet(self.ground.handle, self.number, self.kept.state, self.today))

    def is_on_table(self, opponent: int) -> bool:
        """Whether there is a grievance against an opponent to decide about."""
        grievance = self.ties[opponent].grievance
        if grievance is None or self.model.pairs.at_war(self.number, opponent):
            return False
        return bool(is_on_agenda(self.ties[opponent].state, grievance.known, self.today))

    def meets(self, largest: float) -> bool:
        """Whether it meets this evening, by the pressure at home and the largest account on the table."""
        u = self.chance(identity(meeting_identity, self.key, self.today), Purpose.MEETING)
        return bool(meets(self.ground.handle, self.pressure, largest, u))

    def has_been_called(self, agenda: list[int]) -> bool:
        """Whether something on the table brings the leadership together at once."""
        return any(self.is_called_together(opponent) for opponent in agenda)

    def is_called_together(self, opponent: int) -> bool:
        """Whether the grievance against an opponent brings the leadership together at once."""
        over, world = self.tie(opponent).grievance, self.ground.handle
        if over is None:
            return False
        return bool(
            is_called_together(world, self.number, opponent, over.home, over.cause.rung, over.known, self.today)
        )

    def front_against(self, opponent: int) -> Front:
        """Weigh one account: whether it opens an operation by itself, and whether it joins one."""
        world, over = self.ground.handle, self.tie(opponent).grievance
        assert over is not None, "an order is about a grievance"
        alone = self.front_over(opponent, over)
        situation, u = self.situation(alone), self.threshold(alone)
        value = self.value_of(self.ground.menu(self.number, opponent), alone, situation)
        opens = u < chance_to_act(world, self.number, situation, value)
        along = situation._replace(cost=cost_of(world, FREE))
        joins = u < chance_to_act(world, self.number, along, value)
        return Front(alone, value - situation.cost, bool(opens), bool(joins))

    def front_over(self, opponent: int, over: Grievance) -> Provocation:
        """An operation over a grievance, not ordered yet, at what it must overcome by itself."""
        order, world = self.about(opponent, over, int(OPERATION)), self.ground.handle
        struck = has_struck(world, self.tie(opponent).state, self.today)
        order.front = int(front_of(world, self.number, opponent, order.home, order.cause.rung, struck))
        return order

    def about(self, opponent: int, over: Grievance, part: int) -> Provocation:
        """An order about a grievance against an opponent, not given yet."""
        return Provocation(
            self.number, opponent, over.cause, self.today, over.harm, over.read, over.home, over.known,
            part=part, front=int(FREE), ordered=self.today,
        )  # fmt: skip

    def order_operation(self, first: Front, fronts: list[Front]) -> None:
        """Order an operation: its first front, and with it every account that joins; all on the same day.

        None is ordered that would go out while history is on record, since it did not.
        """
        occasion = identity(operation_identity, self.key, self.today)
        due = self.today + planning_lag(self.ground.handle, self.number, self.chance(occasion, Purpose.PLANNING))
        if not is_free(self.ground.handle, due):
            return
        self.kept.state["preparing_until"] = due
        self.give(first.order, due)
        for front in fronts:
            if front is not first and front.joins:
                front.order.opener = first.order
                self.give(front.order, due)

    def give(self, order: Provocation, due: int) -> None:
        """Give an order, to be carried out on a day; an operation takes its grievance off the table.

        What had to be overcome has been, once it is given.
        """
        order.due, order.front = due, int(FREE)
        if order.part == OPERATION:
            self.tie(order.account).grievance = None
        self.model.agenda.add(due, order)

    def deny(self, opponent: int) -> None:
        """A grievance that no operation takes up may be answered deniably, once: that costs nothing at home."""
        tie, over = self.tie(opponent), self.tie(opponent).grievance
        assert over is not None, "what is denied answers a grievance"
        if tie.denied is over.cause:
            return
        order = self.about(opponent, over, int(DENIABLE))
        situation = self.situation(order)
        value = self.value_of(self.ground.menu(self.number, opponent), order, situation)
        if self.threshold(order) < chance_to_act(self.ground.handle, self.number, situation, value):
            decision = identity(decision_identity, self.grievance_identity(order), int(DENIABLE), self.today)
            due = self.today + tactical_lag(self.ground.handle, self.chance(decision, Purpose.DELAY))
            if is_free(self.ground.handle, due):
                tie.denied = order.cause
                self.give(order, due)
