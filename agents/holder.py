"""What an actor holds: pressure at home, an account with each opponent. All of it fades; a look changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from mesa import Agent

from ..model.kernel.draws import Purpose
from ..model.mechanisms.closure import exchange_now
from ..model.mechanisms.harm import patience
from ..model.mechanisms.pressure import (
    account_after_act,
    account_after_harm,
    account_now,
    pressure_after_act,
    pressure_after_inaction,
    pressure_now,
)
from ..model.mechanisms.restraint import restraint_toward
from ..model.world.tables import NEVER
from .memory import Provocation, Tie

if TYPE_CHECKING:
    import numpy as np

    from .crisis import Crisis
    from .ground import Ground

#: Share of full relief from which an act redeems a public vow.
REDEEMS_VOW = 0.5


class Holder(Agent):
    """An actor's stocks. Other actors are named by their number, as in the act log."""

    model: Crisis  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, model: Crisis, number: int) -> None:
        """Actor ``number`` of the model's case."""
        super().__init__(cast(Any, model))
        self.number = number
        self.ties: dict[int, Tie] = {}

    def begin(self) -> None:
        """Forget everything: the morning of day 0 of a run.

        Extend this, not ``__init__``, when a subclass has a memory of its own: a batch uses its agents again.
        """
        self.ties = {}
        self.key: np.uint64 = self.facts.key
        self._pressure: float = self.facts.rest
        self._pressure_day = 0

    @property
    def ground(self) -> Ground:
        """The facts that hold today."""
        return self.model.ground

    @property
    def facts(self) -> Any:
        """This actor's row of the facts: kind, patron, tolerance and so on (`ACTOR` in `model/world/tables.py`)."""
        return self.model.ground.actors[self.number]

    @property
    def today(self) -> int:
        """The number of the day."""
        return self.model.day

    @property
    def name(self) -> str:
        """The actor's id in the scenario."""
        return self.model.case.names.actors[self.number]

    def chance(self, occasion: np.uint64, purpose: Purpose) -> float:
        """The uniform number of this run for a purpose on an occasion."""
        return self.model.dice.chance(occasion, purpose)

    def tie(self, opponent: int) -> Tie:
        """What is held and remembered of an opponent, to be written to."""
        tie = self.ties.get(opponent)
        if tie is None:
            tie = self.ties[opponent] = Tie()
        return tie

    @property
    def pressure(self) -> float:
        """Domestic pressure today, in [0, 1]."""
        return pressure_now(self.ground.handle, self._pressure, self.facts.rest, self.today - self._pressure_day)

    @pressure.setter
    def pressure(self, value: float) -> None:
        self._pressure, self._pressure_day = value, self.today

    def settle_stocks(self) -> None:
        """Write all stocks as of today, before other facts hold."""
        self.pressure = self.pressure
        world, today = self.ground.handle, self.today
        for opponent, tie in self.ties.items():
            tie.account = self.account_with(opponent)
            tie.exchanges = exchange_now(world, tie.exchanges, today - tie.exchange_day)
            tie.patience = patience(world, tie.patience, today - tie.patience_day, 0.0)
            tie.account_day = tie.exchange_day = tie.patience_day = today

    def account_with(self, opponent: int) -> float:
        """What is held against an opponent today, in severity."""
        tie = self.ties.get(opponent)
        if tie is None or tie.account == 0.0:
            return 0.0
        return account_now(self.ground.handle, tie.account, self.today - tie.account_day)

    @property
    def worst_account(self) -> tuple[float, int | None]:
        """The largest account held today, and against whom."""
        worst, holder = 0.0, None
        for opponent in sorted(self.ties):
            account = self.account_with(opponent)
            if account > worst:
                worst, holder = account, opponent
        return worst, holder

    @property
    def account(self) -> float:
        """The largest account held today, in severity."""
        return self.worst_account[0]

    @property
    def restraint(self) -> float:
        """What holds this actor back from a rung 6 strike on whom it holds the largest account against (utility)."""
        _, opponent = self.worst_account
        if opponent is None:
            return 0.0
        return restraint_toward(self.ground.handle, self.number, opponent, *self.held_back_from(opponent))

    def held_back_from(self, other: int) -> tuple[float, int, int]:
        """Exchanges completed with another actor, whether a mediator is at work, whether closing words were heard."""
        tie = self.ties.get(other)
        closing = int(tie is not None and tie.closing_until >= self.today)
        return self.exchanges_with(other), self.model.pairs.is_mediated(self.number, other, self.today), closing

    def exchanges_with(self, other: int) -> float:
        """Overt exchanges completed with another actor: the smaller of the two fading counts of overt acts."""
        return min(self.overt_acts_on(other), self.model.actors[other].overt_acts_on(self.number))

    def overt_acts_on(self, other: int) -> float:
        """Overt acts done to another actor, as remembered today."""
        tie = self.ties.get(other)
        if tie is None or tie.exchanges == 0.0:
            return 0.0
        return exchange_now(self.ground.handle, tie.exchanges, self.today - tie.exchange_day)

    def count_overt_act(self, other: int) -> None:
        """Count an overt act done to another actor."""
        exchanges = self.overt_acts_on(other) + 1.0
        tie = self.tie(other)
        tie.exchanges, tie.exchange_day = exchanges, self.today

    def charge(self, opponent: int, harm: float) -> None:
        """Add harm to the account with an opponent."""
        self.write_account(opponent, account_after_harm(self.ground.handle, self.account_with(opponent), harm))

    def write_account(self, opponent: int, value: float) -> None:
        """Set the account with an opponent as of today."""
        tie = self.tie(opponent)
        tie.account, tie.account_day = value, self.today

    def vent(self, opponent: int, share: float) -> None:
        """Relief at home and on the account, as a share of what a full answer gives."""
        world = self.ground.handle
        self.pressure = pressure_after_act(world, self.pressure, self.facts.rest, share)
        self.write_account(opponent, account_after_act(world, self.account_with(opponent), share))
        if share >= REDEEMS_VOW:
            self.tie(opponent).vow = NEVER

    def lapse_vows(self) -> None:
        """Public vows end after their term."""
        for tie in self.ties.values():
            if tie.vow != NEVER and self.today - tie.vow > self.ground.constants.vow_days:
                tie.vow = NEVER

    def feel_inaction(self) -> None:
        """A day of inaction under public vows adds pressure, by the worst account vowed to settle."""
        vowed = [opponent for opponent, tie in self.ties.items() if tie.vow != NEVER]
        if vowed:
            worst = max(map(self.account_with, vowed))
            self.pressure = pressure_after_inaction(self.ground.handle, self.pressure, worst)

    def plan(self, provocation: Provocation) -> None:
        """Put an occasion to decide on the agenda and on the tie."""
        self.tie(provocation.account).provocations.append(provocation)
        self.model.agenda.add(provocation.due, provocation)
