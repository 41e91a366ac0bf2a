"""What an actor holds: pressure at home, an account with each opponent. All of it fades; a look changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from mesa import Agent

from ..model.mechanisms.closing import is_settled
from ..model.mechanisms.commitment import drift, lapse, redeem, vow, vowed_account
from ..model.mechanisms.damping import Damping, damping_between
from ..model.mechanisms.exchange import count_overt_act, exchanges_between
from ..model.mechanisms.pressure import account_held, charge, pressure_held, settle_account
from ..model.mechanisms.provocation import takes_place_of
from ..model.mechanisms.registry import ACTOR_STATE, DYAD_STATE
from ..model.mechanisms.restraint import restraint_toward
from ..model.mechanisms.stocks import settle_actor, settle_dyad
from ..model.mechanisms.territory import fight, land_at_stake
from ..model.mechanisms.weariness import losses_held
from .memory import Kept, Provocation, Tie

if TYPE_CHECKING:
    import numpy as np

    from .crisis import Crisis
    from .ground import Ground
    from .memory import Grievance

#: What is remembered of somebody with whom nothing has happened.
_NOTHING = Kept(DYAD_STATE)


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
        self.kept = Kept(ACTOR_STATE)
        self.pressure = self.facts.rest

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

    def chance(self, occasion: np.uint64, purpose: int) -> float:
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
        return pressure_held(self.ground.handle, self.kept.state, self.facts.rest, self.today)

    @pressure.setter
    def pressure(self, value: float) -> None:
        state = self.kept.state
        state["pressure"], state["day"] = value, self.today

    def settle_stocks(self) -> None:
        """Write all stocks as of today, before other facts hold."""
        self.keep_vows()
        self.pressure = self.pressure
        settle_actor(self.ground.handle, self.kept.state, self.today)
        for tie in self.ties.values():
            settle_dyad(self.ground.handle, tie.state, self.today)

    @property
    def losses(self) -> float:
        """What it has lost, as it weighs today, in severity."""
        return float(losses_held(self.ground.handle, self.kept.state, self.today))

    def account_with(self, opponent: int) -> float:
        """What is held against an opponent today, in severity."""
        tie = self.ties.get(opponent)
        return account_held(self.ground.handle, tie.state, self.today) if tie is not None else 0.0

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
        return restraint_toward(self.ground.handle, self.number, opponent, self.held_back_from(opponent))

    def held_back_from(self, other: int) -> Damping:
        """What holds this actor back from another today: exchanges completed, a mediator, closing words heard."""
        mine, theirs = self.state_toward(other), self.model.actors[other].state_toward(self.number)
        pair = self.model.pairs.state_between(self.number, other)
        return damping_between(self.ground.handle, mine, theirs, pair, self.today)

    def state_toward(self, other: int) -> np.void:
        """What this actor remembers of another, only to be read."""
        tie = self.ties.get(other)
        return tie.state if tie is not None else _NOTHING.state

    def exchanges_with(self, other: int) -> float:
        """Overt exchanges completed with another actor: the smaller of the two fading counts of overt acts."""
        mine, theirs = self.state_toward(other), self.model.actors[other].state_toward(self.number)
        return exchanges_between(self.ground.handle, mine, theirs, self.today)

    def land_at_stake(self, opponent: int) -> float:
        """Share of land claimed of an opponent that is at stake."""
        mine, theirs = self.state_toward(opponent), self.model.actors[opponent].state_toward(self.number)
        return float(land_at_stake(self.ground.handle, self.number, opponent, mine, theirs, self.today))

    def count_overt_act(self, other: int, rung: int) -> None:
        """Count an overt act done to another actor."""
        count_overt_act(self.ground.handle, self.tie(other).state, self.today, rung)
        fight(self.tie(other).state, rung)

    def charge(self, opponent: int, harm: float) -> None:
        """Add harm to the account with an opponent."""
        charge(self.ground.handle, self.tie(opponent).state, self.today, harm)

    def vent(self, opponent: int, share: float) -> None:
        """Relief on an account, as a share of what a full answer gives; enough of it redeems a public commitment."""
        world, state = self.ground.handle, self.tie(opponent).state
        settle_account(world, state, self.today, share)
        redeem(world, state, share)

    def vow(self, opponent: int) -> None:
        """Commit itself in public to an answer, from today."""
        state = self.tie(opponent).state
        vow(self.ground.handle, state, self.kept.state, self.facts.rest, self.today)

    def keep_vows(self) -> None:
        """Public commitments end when redeemed or after their term; those that stand hold up the pressure at home."""
        world, vowed = self.ground.handle, 0.0
        for opponent in sorted(self.ties):
            state = self.ties[opponent].state
            lapse(world, state, self.today)
            vowed += vowed_account(world, state, self.today)
        if vowed > 0.0:
            drift(world, self.kept.state, self.facts.rest, vowed, self.today)

    def remember(self, opponent: int, provocation: Provocation) -> None:
        """Keep the provocation that weighs most today: the grievance that the leadership has against an opponent."""
        tie, held = self.tie(opponent), self.tie(opponent).grievance
        if is_settled(tie.state, provocation.cause.day):
            return
        if held is None or self.outweighs(provocation.as_grievance(), held):
            tie.grievance = provocation.as_grievance()

    def outweighs(self, new: Grievance, held: Grievance) -> bool:
        """Whether a grievance takes the place of another."""
        age, age_held = self.today - new.cause.day, self.today - held.cause.day
        world, dead, dead_held = self.ground.handle, new.cause.killed, held.cause.killed
        return bool(takes_place_of(world, new.harm, age, dead, held.harm, age_held, dead_held))

    def plan(self, provocation: Provocation) -> None:
        """Put an occasion to decide on the agenda and on the tie."""
        self.tie(provocation.account).provocations.append(provocation)
        self.model.agenda.add(provocation.due, provocation)
