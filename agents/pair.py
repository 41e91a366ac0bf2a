"""What two actors share: how a mediator sees them, and whether they are at war."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.kernel.draws import Purpose
from ..model.kernel.quantiles import negative_binomial
from ..model.mechanisms.closure import mediation_hazard, severity_remembered, war_ends
from ..model.world.acts import WAR
from ..model.world.tables import NEVER, Kind
from .ground import Dice, Ground, word
from .log import Act


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


@dataclass(slots=True, eq=False)
class Pair:
    """Facts of two actors alike: the highest recent severity between them, and the mediator, who works until a day."""

    severity: float = 0.0
    severity_day: int = 0
    last_act: int = NEVER
    mediated_until: int = NEVER
    war: War | None = None


class Pairs:
    """All pairs of actors that have had to do with each other, and all wars."""

    def __init__(self) -> None:
        """Nobody has met yet."""
        self.wars: list[War] = []
        self._pairs: dict[tuple[int, int], Pair] = {}

    def between(self, i: int, j: int) -> Pair:
        """The pair of two actors, whichever is named first."""
        return self._pairs.setdefault((min(i, j), max(i, j)), Pair())

    def is_mediated(self, i: int, j: int, day: int) -> int:
        """Whether a mediator is at work between two actors (0 or 1)."""
        pair = self._pairs.get((min(i, j), max(i, j)))
        return int(pair is not None and pair.mediated_until >= day)

    def at_war(self, i: int, j: int) -> bool:
        """Whether two actors are at war with each other."""
        pair = self._pairs.get((min(i, j), max(i, j)))
        return pair is not None and pair.war is not None

    def notice(self, ground: Ground, i: int, j: int, rung: int, day: int) -> None:
        """An act between two states draws a mediator's eye."""
        if ground.actors[i].kind != Kind.STATE or ground.actors[j].kind != Kind.STATE:
            return
        pair = self.between(i, j)
        remembered = severity_remembered(ground.handle, pair.severity, day - pair.severity_day)
        pair.severity = max(remembered, ground.rungs[rung].severity)
        pair.severity_day = pair.last_act = day

    def settle(self, ground: Ground, day: int) -> None:
        """Write what is remembered of severity as of a day, before other facts hold."""
        for pair in self._pairs.values():
            pair.severity = severity_remembered(ground.handle, pair.severity, day - pair.severity_day)
            pair.severity_day = day

    def mediate(self, ground: Ground, dice: Dice, day: int) -> None:
        """Each evening, for each pair of states with a recent act: a mediator may step in."""
        for (i, j), pair in self._pairs.items():
            if day - pair.last_act > ground.constants.mediation_window:
                pair.last_act = NEVER
            if pair.last_act == NEVER or pair.mediated_until >= day:
                continue
            severity = severity_remembered(ground.handle, pair.severity, day - pair.severity_day)
            occasion = word(word(ground.actors[i].key ^ ground.actors[j].key, 0), day)
            if dice.chance(occasion, Purpose.MEDIATION) < mediation_hazard(ground.handle, severity):
                pair.mediated_until = day + int(ground.constants.mediation_days)

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
            occasion = word(war.act.identity, day)
            war.killed_a += _dead_today(ground, dice, word(occasion, ground.actors[war.a].key))
            war.killed_b += _dead_today(ground, dice, word(occasion, ground.actors[war.b].key))
            mediated = self.is_mediated(war.a, war.b, day)
            if war_ends(ground.handle, mediated, dice.chance(occasion, Purpose.WAR_END)):
                war.last_day = day
                self.between(war.a, war.b).war = None

    def wars_table(self) -> np.ndarray[Any, np.dtype[np.void]]:
        """The wars as an array of dtype `WAR`."""
        rows = [(w.act.number, w.a, w.b, w.first_day, w.last_day, w.killed_a, w.killed_b) for w in self.wars]
        return np.array(rows, WAR)


def _dead_today(ground: Ground, dice: Dice, occasion: np.uint64) -> int:
    constants = ground.constants
    u = dice.chance(occasion, Purpose.WAR_DEATHS)
    return negative_binomial(u, constants.war_deaths_mean, constants.war_deaths_dispersion)
