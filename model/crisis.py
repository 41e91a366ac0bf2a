"""The readable driver: a crisis as a Mesa model, day by day.

The same rules in the same daily order as the ensemble engine (`ensemble.py`), byte for byte, but in plain Python and
with agents that can be subclassed. `simulate` is its batch; a run takes some 300 times as long as the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

import numpy as np
from mesa import DataCollector, Model
from numpy.typing import NDArray

from ..agents.actor import Actor
from ..agents.decider import Choice, Way
from ..agents.ground import Dice, Ground
from ..agents.kinds import classes_of
from ..agents.log import Act, Log
from ..agents.memory import Agenda, Correction, Display, Provocation, Words
from ..agents.pair import Pairs
from .arguments import LARGEST_RUN, LARGEST_SEED, HasCase, case_of, whole
from .batch import LISTS, MEASURES, Batch, make_batch
from .kernel import elementary
from .kernel.draws import Keys
from .kernel.memory import joined
from .mechanisms.affected import HOST, STRUCK, affects_host, is_elsewhere, sets_in_motion
from .mechanisms.alliance import is_junior, send_out
from .mechanisms.campaign import is_waged
from .mechanisms.closing import is_settled
from .mechanisms.exchange import counts
from .mechanisms.mediation import breaks_silence, draws_eyes
from .mechanisms.operation import is_met
from .mechanisms.parts import CAMPAIGN, OPERATION
from .mechanisms.provocation import SETTLED
from .mechanisms.strike import rank_killed
from .mechanisms.timing import is_free
from .mechanisms.war import opens_war
from .world.acts import Origin
from .world.ladder import FIRST_OVERT
from .world.tables import NONE, Case

#: This driver calls single rules, so the compiler is needed: what keeps it from starting is told here, not in a run.
elementary.exp(0.0)


class CrisisModel(Model):
    """One run of a crisis; each step is a day.

    ``actors`` are the agents in the order of ``case.names.actors``; ``day`` is the number of the day at hand; ``log``
    holds the acts so far. ``datacollector`` keeps pressure, account and restraint of each actor, once on the morning
    of day 0 and then each evening, so that its index is the number of steps done. A model can be pickled on any day.
    """

    def __init__(
        self,
        case: Case | HasCase | str,
        seed: int = 0,
        run: int = 0,
        agent_classes: Mapping[str, type[Actor]] | None = None,
        collect: bool = True,
    ) -> None:
        """The morning of day 0 of run ``run`` under ``seed``.

        Args:
            case: a case, a scenario, or the name of one.
            seed: 0 to 2**64 - 1.
            run: number of the run, from 0.
            agent_classes: by actor id, classes to use instead of the usual ones; subclasses of `Actor`.
            collect: whether to keep the measures of each evening.

        Raises:
            AgentClassesError: a class is given for an unknown actor, or is no subclass of `Actor`.
            ArgumentError: a number is none, or out of bounds; or ``case`` is nothing that can be run.
        """
        seed, run = whole("seed", seed, LARGEST_SEED), whole("run", run, LARGEST_RUN)
        super().__init__(rng=[seed, run])
        self.case = case_of(case)
        self._keys, self._collects = Keys(seed), collect
        self._grounds = [Ground(world) for world in self.case.worlds]
        self.ground = self._grounds[0]
        classes = classes_of(self.case, agent_classes or {})
        self.actors: list[Actor] = [kind(self, number) for number, kind in enumerate(classes)]
        self.begin(run)

    def begin(self, run: int) -> None:
        """Go back to the morning of day 0, for another run: Mesa 3.3 never lets go of a model, so batches use one."""
        self.running, self.steps, self.day = True, 0, 0
        self.ground = self._grounds[0]
        self.dice = Dice(self._keys, run)
        self.log, self.pairs, self.agenda = Log(), Pairs(), Agenda(self.ground.days)
        self._acts_of_events: dict[int, Act] = {}
        self._acts_of_campaigns: dict[int, Act] = {}
        self.agents.do("begin")
        reporters = {measure: attrgetter(measure) for measure in MEASURES} | {"day": attrgetter("today")}
        self.datacollector = DataCollector({"day": "day", "acts": "act_count"}, reporters)
        self._next_day = 0
        self._collect()

    @property
    def act_count(self) -> int:
        """Number of acts so far."""
        return len(self.log.acts)

    @property
    def acts(self) -> NDArray[np.void]:
        """The log so far, an array of dtype `ACT`."""
        return self.log.acts_table()

    @property
    def fell_silent_mediated(self) -> bool:
        """Whether a mediator was at work on the pair of the last act of force outside campaigns, that day or later."""
        for act in reversed(self.log.acts):
            if breaks_silence(act.origin, act.rung):
                host = self.ground.host(act.location)
                others = (act.target, host if host != NONE else act.target)
                return any(self.pairs.is_mediated(act.actor, other, act.day) for other in others)
        return False

    @property
    def answers(self) -> NDArray[np.void]:
        """Provocations settled besides an act's cause, an array of dtype `ANSWER`."""
        return self.log.answers_table()

    @property
    def wars(self) -> NDArray[np.void]:
        """Wars so far, an array of dtype `WAR`."""
        return self.pairs.wars_table()

    @property
    def pauses(self) -> NDArray[np.void]:
        """Pauses of standing campaigns so far, an array of dtype `PAUSE`."""
        return self.log.pauses_table()

    def run_model(self) -> None:
        """Run to the horizon."""
        while self.running:
            self.step()

    def step(self) -> None:
        """One day, in order.

        Raises:
            RuntimeError: the horizon is reached.
        """
        if not self.running:
            raise RuntimeError(f"the run is over: its horizon is {self.ground.days} days")
        self.start_day()
        self.agents.do("keep_vows")
        self.correct_blame()
        self.play_events()
        if is_free(self.ground.handle, self.day):
            self.play_campaigns()
            self.answer()
        self.speak()
        self.pairs.mediate(self.ground, self.dice, self.day)
        self.pairs.seek_truces(self.ground, self.dice, self.day, self.actors, self.log)
        self.agents.do("hold_council")
        self.agents.do("take_up_campaigns")
        self.pairs.wage_wars(self.ground, self.dice, self.day)
        self.end_day()

    def start_day(self) -> None:
        """Turn the calendar; with an intervention, other facts hold from today, and stocks are settled before."""
        self.day = self._next_day
        if self.day > 0 and self.day in self.case.from_days:
            self.agents.do("settle_stocks")
            self.pairs.settle(self.ground, self.day)
            self.ground = self._grounds[self.case.from_days.index(self.day)]

    def end_day(self) -> None:
        """Keep the evening's measures."""
        self._collect()
        self._next_day += 1
        self.running = self._next_day < self.ground.days

    def _collect(self) -> None:
        if self._collects:
            self.datacollector.collect(self)

    def correct_blame(self) -> None:
        """Corrections of blame that fall due today."""
        for entry in self.agenda.on(self.day):
            if isinstance(entry, Correction):
                self.actors[entry.about.actor].correct(entry.about)

    def play_events(self) -> None:
        """Observed acts dated today."""
        for index, event in enumerate(self.ground.events):
            if event.day == self.day:
                self.take_effect(self.record_event(index))

    def record_event(self, index: int) -> Act:
        """Enter an observed act in the log; an answer vents its author's pressure as a drawn one would."""
        event = self.ground.events[index]
        act = self.enter(event.key, Origin.EVENT, event.by, event.target, self.answered_by(event.answers))
        for name in RECORDED:
            setattr(act, name, getattr(event, name))
        act.rank = rank_killed(act.rank, act.killed)
        act.observed = 1
        self._acts_of_events[index] = act
        self.actors[act.actor].answer_on_record(act)
        return act

    def answered_by(self, answers: int) -> Act | None:
        """The act that an event answers: another event, or the latest act of a campaign."""
        if answers == NONE:
            return None
        return self._acts_of_events.get(answers) if answers >= 0 else self._acts_of_campaigns.get(-2 - answers)

    def play_campaigns(self) -> None:
        """Today's acts of standing campaigns and spoilers, except between sides at war."""
        for index, campaign in enumerate(self.ground.campaigns):
            if not is_waged(campaign.from_day, campaign.to_day, self.day) or self.pairs.at_war(
                campaign.by, campaign.against
            ):
                continue
            raider = self.actors[campaign.by]
            for slot in range(raider.raids_today(campaign)):
                act = self._acts_of_campaigns[index] = raider.raid(index, slot)
                self.take_effect(act)

    def answer(self) -> None:
        """Decide all that is due on the same state, apply relief, carry the acts out: orders first, then the others."""
        due = [entry for entry in self.agenda.on(self.day) if isinstance(entry, Provocation)]
        choices = self.decide_orders([entry for entry in due if entry.is_order])
        choices += self.decide_tactically([entry for entry in due if not entry.is_order])
        for occasion, choice in choices:
            if choice is not None:
                self.actors[occasion.actor].vent(occasion.account, choice.share)
        going_out: list[tuple[Way, Act]] = []
        for occasion, choice in choices:
            if choice is not None:
                self.actors[occasion.actor].answer(choice, going_out)
            else:
                self.actors[occasion.actor].hold_fire(occasion)

    def decide_orders(self, due: list[Provocation]) -> list[tuple[Provocation, Choice | None]]:
        """Ask again about each order that is due, on its own threshold; those that go out.

        It is called off where something has come between, where there is war by now, or where the front it was to go
        out with is called off; then the grievance lies before the leadership again, unless it has been answered.
        Junior allies come last: they join.
        """
        choices: list[tuple[Provocation, Choice | None]] = []
        for order in sorted(due, key=lambda order: is_junior(self.ground.handle, order.actor)):
            actor = self.actors[order.actor]
            state = actor.state_toward(order.account)
            choice = actor.decide(order) if self.is_asked_again(order) else None
            if choice is not None:
                order.fate, actor.tie(order.account).decided = int(SETTLED), self.day
                send_out(state, choice.way.rung, self.day)
                choices.append((order, choice))
            elif order.part == OPERATION and not is_met(state, order.ordered, order.read):
                actor.remember(order.account, order)
        return choices

    def is_asked_again(self, order: Provocation) -> bool:
        """Whether an order still stands: no war, no answer on record, no closing words, its opener not off.

        A junior ally's stands where it joins its senior; a campaign's while there is something new to answer.
        """
        state = self.actors[order.actor].state_toward(order.account)
        if self.pairs.at_war(order.actor, order.account):
            return False
        if is_settled(state, order.cause.day) or (order.part == OPERATION and is_met(state, order.ordered, order.read)):
            return False
        if order.opener is not None and order.opener.fate != SETTLED:
            return False
        actor = self.actors[order.actor]
        return actor.goes_on_today(order) if order.part == CAMPAIGN else not actor.leaves_it_to_senior(order)

    def decide_tactically(self, due: list[Provocation]) -> list[tuple[Provocation, Choice | None]]:
        """Let actors decide about what they suffered, once a pair: the worst provocation stands for the account."""
        choices: list[tuple[Provocation, Choice | None]] = []
        for entry in due:
            tie = self.actors[entry.actor].tie(entry.account)
            worst = tie.worst_due(self.day)
            if not entry.is_open or worst is None or tie.decided == self.day:
                continue
            tie.decided = worst.ordered = self.day
            choices.append((worst, self.actors[entry.actor].decide(worst)))
        return choices

    def speak(self) -> None:
        """Words that fall due today; then the displays that have been prepared."""
        due = self.agenda.on(self.day)
        for entry in (one for one in due if isinstance(one, Words)):
            self.actors[entry.about.actor].speak(entry.about)
        for entry in (one for one in due if isinstance(one, Display) and is_free(self.ground.handle, self.day)):
            self.actors[entry.about.actor].show_force(entry.about)

    def enter(self, identity: np.uint64, origin: int, actor: int, target: int, cause: Act | None) -> Act:
        """Enter an act of today in the log; actors are named by number."""
        return self.log.enter(identity, self.day, origin, actor, target, cause)

    def take_effect(self, act: Act) -> None:
        """Everything that an act sets in motion; words set nothing in motion by themselves."""
        if not sets_in_motion(act.rung):
            return
        self.count_exchange(act)
        if act.closing and act.account != NONE:
            self.actors[act.actor].close_matter(act)
            self.actors[act.account].hear_closing(act)
        self.draw_eyes(act)
        self.pairs.hold_to_truce(act, self.log)
        self.actors[act.executor].break_rest(act)
        if opens_war(act.rung):
            self.pairs.open_war(act)
        for actor, role in self.sufferers(act):
            actor.feel(act, role)
        if self.ground.host(act.location) == act.target:
            self.actors[act.target].signal(act)

    def struck_by(self, act: Act) -> list[int]:
        """Whom an act strikes: its target, and the host where that is somebody else."""
        host = self.ground.host(act.location)
        return [act.target, host] if is_elsewhere(host, act.target, act.actor) else [act.target]

    def count_exchange(self, act: Act) -> None:
        """An overt act by own forces counts toward an exchange, with the target and with the host."""
        if counts(act.rung >= FIRST_OVERT, act.executor, act.actor):
            for other in self.struck_by(act):
                self.actors[act.actor].count_overt_act(other, act.rung)

    def draw_eyes(self, act: Act) -> None:
        """Mediators notice single acts, not standing violence."""
        if draws_eyes(act.origin):
            for other in self.struck_by(act):
                self.pairs.notice(self.ground, act.actor, other, act.rung, self.day)

    def sufferers(self, act: Act) -> list[tuple[Actor, int]]:
        """Everybody concerned, with the role: the struck actor, the host, a patron, a bystander's protectors."""
        target, host = self.actors[act.target], self.ground.host(act.location)
        concerned = [(target, int(STRUCK))]
        if affects_host(host, act.target, act.actor, act.executor):
            concerned.append((self.actors[host], int(HOST)))
        return concerned + target.sufferers_with(act)


#: Fields of an event that go into the log as they are.
RECORDED = (
    "executor", "declared", "location", "site", "rung", "rank", "weapon", "claimed_by", "blamed", "warned", "closing",
    "launched", "intercepted", "hits", "killed", "killed_civilians", "wounded",
)  # fmt: skip


def simulate(
    case: Case,
    seed: int,
    first: int,
    count: int,
    series: bool = False,
    agent_classes: Mapping[str, type[Actor]] | None = None,
) -> Batch:
    """Runs ``first`` to ``first + count - 1`` of a case under a seed, as `model.engine.ensemble.simulate` gives them.

    ``series``: also record the daily measures of every actor. ``agent_classes``: as for `CrisisModel`.

    Raises:
        AgentClassesError: a class is given for an unknown actor, or is no subclass of `Actor`.
    """
    model = CrisisModel(case, seed, first, agent_classes, collect=series)
    lists, mediated = {name: [getattr(model, name)] for name in LISTS}, np.zeros(count, np.bool_)
    recorded = np.zeros((count if series else 0, model.ground.days, len(model.actors), len(MEASURES)), np.float32)
    for k in range(count):
        model.begin(first + k)
        model.run_model()
        for name in LISTS:
            lists[name].append(getattr(model, name))
        mediated[k] = model.fell_silent_mediated
        if series:
            recorded[k] = series_of(model)
    # the first list of each is empty: where it ends is where the first run begins
    tables = {name: (joined(found), np.cumsum([len(table) for table in found])) for name, found in lists.items()}
    return make_batch(first, count, tables, mediated, recorded)


def series_of(model: CrisisModel) -> NDArray[np.float32]:
    """The measures kept by a finished run, evening by evening: days by actors by measures."""
    frame = model.datacollector.get_agent_vars_dataframe()
    return frame[list(MEASURES)].to_numpy(np.float32).reshape(-1, len(model.actors), len(MEASURES))[1:]
