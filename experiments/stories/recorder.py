"""Agents that note what they had before them when they decided; they act exactly as the usual ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...agents.actor import Actor
from ...agents.decider import Choice, Way
from ...agents.doctrines.choose import chance_to_act
from ...agents.kinds import classes_of
from ...agents.memory import Provocation
from ...model.mechanisms.response import talk_chance
from ...model.mechanisms.utility import Situation
from .terms import Parts, Term, of_waiting, of_way

if TYPE_CHECKING:
    from ...agents.log import Act
    from ...model.world.tables import Case

#: Most ways of a menu that are kept of a decision.
KEPT = 8


class Possible(NamedTuple):
    """A way that was open: its numbers, its share among all ways (0 to 1), and its value (utility)."""

    way: Way
    share: float
    value: float


class Decision(NamedTuple):
    """What an actor had before it when it decided about an account, and what came of it.

    ``value``: of the whole menu; ``chance`` to use force and the ``draw`` it was held against; ``waiting``: terms that
    bear on acting at all; ``likely``: the likeliest ways; ``way`` and ``parts``: the one taken, or with no force the
    likeliest one; ``refused``: a proxy did not obey.
    """

    day: int
    occasion: Provocation
    situation: Situation
    value: float
    chance: float
    draw: float
    waiting: tuple[Term, ...]
    likely: tuple[Possible, ...]
    way: Way
    parts: Parts
    acted: bool
    refused: bool


class Said(NamedTuple):
    """Words: the occasion they are about, the chance there was of them, and whether they were a concession."""

    about: Provocation
    chance: float
    concession: bool


class Raid(NamedTuple):
    """An act of a campaign: its usual rate and today's (a day), pressure of the patron, own account and losses.

    ``truce``: whether one holds that came by itself.
    """

    usual: float
    rate: float
    coupled: int
    patron_pressure: float
    account: float
    losses: float
    truce: bool


class Book:
    """Everything noted in a run: ``decisions`` in order, and by act number what stands behind it.

    ``shared``: decisions that an act carries out besides its own.
    """

    def __init__(self) -> None:
        """An empty book."""
        self.decisions: list[Decision] = []
        self.of_act: dict[int, Decision] = {}
        self.shared: list[tuple[int, Decision]] = []
        self.words: dict[int, Said] = {}
        self.raids: dict[int, Raid] = {}


class Recorder(Actor):
    """Mixed into the class of each actor; ``book`` is shared by all of a run."""

    book: Book

    def decide(self, occasion: Provocation) -> Choice | None:
        """Decide as ever, and note it."""
        choice = super().decide(occasion)
        menu = self.ground.menu(self.number, occasion.account)
        if any(True for _ in self.ways(occasion)):
            self.book.decisions.append(self._noted(menu, occasion, choice))
        return choice

    def _noted(self, menu: range, occasion: Provocation, choice: Choice | None) -> Decision:
        situation = self.situation(occasion)
        value = self.value_of(menu, occasion, situation)
        chance = float(chance_to_act(self.ground.handle, self.number, situation, value))
        draw = float(self.threshold(occasion))
        likely = self._likely(menu)
        refused = choice is None and draw < chance
        way = choice.way if choice else self.pick_way(menu, occasion) if refused else likely[0].way
        return Decision(
            self.today, occasion, situation, float(value), chance, draw,
            of_waiting(self, situation, occasion.front), likely, way, of_way(self, way, situation),
            choice is not None, refused,
        )  # fmt: skip

    def _likely(self, menu: range) -> tuple[Possible, ...]:
        """The likeliest that are open, each at its likeliest rung and weapon; values stand on the ground's lists."""
        ground, constants = self.ground, self.ground.constants
        shares = _shares(ground.of_options.numbers, [ground.options[k] for k in menu], menu, constants.row_scale)
        best = sorted((k for k in menu if shares[k - menu.start] > 0.0), key=lambda k: -shares[k - menu.start])[:KEPT]
        found = []
        for option in best:
            row = ground.options[option]
            nests = range(row.lo, row.hi)
            alternatives = [ground.alternatives[k] for k in nests]
            rungs = _shares(ground.of_alternatives.numbers, alternatives, nests, constants.row_scale)
            a = int(np.argmax(rungs))
            inside = range(alternatives[a].lo, alternatives[a].hi)
            variants = [ground.variants[k] for k in inside]
            v = int(np.argmax(_shares(ground.of_variants.numbers, variants, inside, constants.row_scale)))
            way = Way(option, alternatives[a].rung, inside.start + v)
            found.append(Possible(way, float(shares[option - menu.start]), float(ground.of_options.numbers[option])))
        return tuple(found)

    def carry_out(self, choice: Choice) -> Act:
        """Act as ever, and note which decision the act carries out."""
        act = super().carry_out(choice)
        self.book.of_act[act.number] = self._decision(choice)
        return act

    def share_strike(self, choice: Choice, act: Act) -> None:
        """Let an act settle one more account as ever, and note which decision it carries out as well."""
        super().share_strike(choice, act)
        self.book.shared.append((act.number, self._decision(choice)))

    def _decision(self, choice: Choice) -> Decision:
        return next(one for one in reversed(self.book.decisions) if one.occasion is choice.occasion)

    def say(self, own: np.uint64, rung: int, about: Provocation) -> Act:
        """Speak as ever, and note what about."""
        act = super().say(own, rung, about)
        consent = self.ground.dyad(self.number, about.cause.actor).consent
        chance = float(talk_chance(self.ground.handle, about.overt, about.dead, consent))
        self.book.words[act.number] = Said(about, chance, rung == 0)
        return act

    def raids_today(self, campaign: Any) -> int:
        """Raid as often as ever, and note the rate."""
        account, pressure, rate = self.account_with(campaign.against), self.patron_pressure(), self.rate_today(campaign)
        truce = self.model.pairs.in_truce(campaign.by, campaign.against)
        self._raid = Raid(campaign.rate, rate, int(campaign.coupled), pressure, account, self.losses, truce)
        return super().raids_today(campaign)

    def raid(self, index: int, slot: int) -> Act:
        """Raid as ever, and note what the rate was."""
        act = super().raid(index, slot)
        self.book.raids[act.number] = self._raid
        return act


def _shares(values: np.ndarray, rows: list[Any], numbers: range, scale: float) -> np.ndarray:
    """Shares pi exp(scale V) of siblings, summing to one."""
    logs = scale * values[numbers.start : numbers.stop] + np.array([row.log_weight for row in rows])
    shares = np.exp(logs - logs.max())
    return shares / shares.sum()


def recording_classes(case: Case, book: Book) -> dict[str, type[Actor]]:
    """For each actor of a case its usual class, made to write into ``book``."""
    made: dict[type[Actor], type[Actor]] = {}
    usual = classes_of(case, {})
    for kind in usual:
        if kind not in made:
            made[kind] = type(f"Recording{kind.__name__}", (Recorder, kind), {"book": book})
    return {name: made[kind] for name, kind in zip(case.names.actors, usual, strict=True)}
