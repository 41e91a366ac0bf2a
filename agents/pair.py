"""What two actors share: how a mediator sees them, and whether they are at war."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.kernel.draws import Purpose
from ..model.mechanisms.campaign import is_waged
from ..model.mechanisms.mediation import is_forgotten, is_mediated, is_watched, notice, pair_identity
from ..model.mechanisms.phases import evening_of_pair
from ..model.mechanisms.registry import PAIR_STATE
from ..model.mechanisms.stocks import settle_pair
from ..model.mechanisms.truce import PURPOSES, breaks, holds, truce_chance
from ..model.mechanisms.truce import evening_identity as truce_evening
from ..model.mechanisms.war import dead_today, side_identity, war_ends
from ..model.mechanisms.war import evening_identity as war_evening
from ..model.world.acts import WAR
from ..model.world.tables import NEVER, NONE
from .ground import Dice, Ground, identity
from .log import Act, Log
from .memory import Kept


@dataclass(slots=True, eq=False)
class War:
    """A war between actors ``a`` and ``b``, opened by an act; deaths by side. ``last_day`` NEVER: it goes on."""

    act: Act
    a: int
    b: int
    first_day: int
    last_day: int = NEVER
    killed_a: int = 0
    killed_b: int = 0


class Pair(Kept):
    """Facts of two actors alike: the fields that mechanisms add to a pair, and the war between them."""

    def __init__(self) -> None:
        """The two have had nothing to do with each other yet."""
        super().__init__(PAIR_STATE)
        self.war: War | None = None


#: What there is between two that have had nothing to do with each other.
_NOTHING = Pair()


class Pairs:
    """All pairs of actors that have had to do with each other, and all wars."""

    def __init__(self) -> None:
        """Nobody has met yet."""
        self.wars: list[War] = []
        self._pairs: dict[tuple[int, int], Pair] = {}

    def between(self, i: int, j: int) -> Pair:
        """The pair of two actors, whichever is named first."""
        return self._pairs.setdefault((min(i, j), max(i, j)), Pair())

    def state_between(self, i: int, j: int) -> np.void:
        """What mechanisms remember of two actors, only to be read."""
        return self._pairs.get((min(i, j), max(i, j)), _NOTHING).state

    def is_mediated(self, i: int, j: int, day: int) -> int:
        """Whether a mediator is at work between two actors (0 or 1)."""
        return is_mediated(self.state_between(i, j), day)

    def in_truce(self, i: int, j: int) -> bool:
        """Whether a truce that came by itself holds between two actors."""
        return bool(holds(self.state_between(i, j)))

    def hold_to_truce(self, act: Act, log: Log) -> None:
        """An act between the sides of a truce that hurts somebody ends it."""
        if self.in_truce(act.actor, act.target) and breaks(act.killed, act.wounded):
            self.between(act.actor, act.target).state["truce"] = 0
            log.end_pause(min(act.actor, act.target), max(act.actor, act.target), act.day, act)

    def seek_truces(self, ground: Ground, dice: Dice, day: int, actors: Sequence[Any], log: Log) -> None:
        """Each evening the two sides of a campaign that may come to a truce may agree on one."""
        for campaign in ground.campaigns:
            i, j = campaign.by, campaign.against
            if campaign.truce <= 0.0 or self.in_truce(i, j) or not is_waged(campaign.from_day, campaign.to_day, day):
                continue
            lost = min(actors[i].losses, actors[j].losses)
            pressure = max(actors[i].pressure, actors[j].pressure)
            u = dice.chance(identity(truce_evening, campaign.key, day), PURPOSES["TRUCE"])
            if u < truce_chance(campaign.truce, lost, self.is_mediated(i, j, day), pressure):
                self.between(i, j).state["truce"] = 1
                log.note_pause(min(i, j), max(i, j), NONE, day)

    def at_war(self, i: int, j: int) -> bool:
        """Whether two actors are at war with each other."""
        pair = self._pairs.get((min(i, j), max(i, j)))
        return pair is not None and pair.war is not None

    def notice(self, ground: Ground, i: int, j: int, rung: int, day: int) -> None:
        """An act between two states draws a mediator's eye."""
        if is_watched(ground.handle, i, j):
            notice(ground.handle, self.between(i, j).state, rung, day)

    def settle(self, ground: Ground, day: int) -> None:
        """Write what is remembered of severity as of a day, before other facts hold."""
        for pair in self._pairs.values():
            settle_pair(ground.handle, pair.state, day)

    def mediate(self, ground: Ground, dice: Dice, day: int) -> None:
        """Each evening, for each pair of states with a recent act: a mediator may step in."""
        for (i, j), pair in self._pairs.items():
            state = pair.state
            if is_forgotten(ground.handle, state, day):
                state["last_act"] = NEVER
            if state["last_act"] != NEVER:
                one = identity(pair_identity, ground.actors[i].key, ground.actors[j].key)
                evening_of_pair(ground.handle, state, one, day, *dice.source)

    def open_war(self, act: Act) -> None:
        """A sustained campaign or more opens a war between the two sides, unless they are at war already."""
        pair = self.between(act.actor, act.target)
        if pair.war is None:
            pair.war = War(act, act.actor, act.target, act.day)
            self.wars.append(pair.war)

    def wage_wars(self, ground: Ground, dice: Dice, day: int) -> None:
        """Each evening of a war: deaths on both sides, and perhaps its end."""
        for war in self.wars:
            if war.last_day != NEVER:
                continue
            occasion = identity(war_evening, war.act.identity, day)
            side_a = identity(side_identity, occasion, ground.actors[war.a].key)
            side_b = identity(side_identity, occasion, ground.actors[war.b].key)
            war.killed_a += dead_today(ground.handle, dice.chance(side_a, Purpose.WAR_DEATHS))
            war.killed_b += dead_today(ground.handle, dice.chance(side_b, Purpose.WAR_DEATHS))
            mediated = self.is_mediated(war.a, war.b, day)
            if war_ends(ground.handle, mediated, dice.chance(occasion, Purpose.WAR_END)):
                war.last_day = day
                self.between(war.a, war.b).war = None

    def wars_table(self) -> np.ndarray[Any, np.dtype[np.void]]:
        """The wars as an array of dtype `WAR`."""
        rows = [(w.act.number, w.a, w.b, w.first_day, w.last_day, w.killed_a, w.killed_b) for w in self.wars]
        return np.array(rows, WAR)
