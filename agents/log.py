"""The act log of a run in the making: one record for each thing done, in order."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from ..model.world.acts import ACT, ANSWER, PAUSE
from ..model.world.tables import NEVER, NONE

_FIELDS = attrgetter(*(ACT.names or ()))
_OF_PAUSE = attrgetter(*(PAUSE.names or ()))


@dataclass(slots=True, eq=False)
class Act:
    """One thing done: the fields of the log (`model/world/acts.py`), with the act's own number and its cause."""

    number: int
    identity: np.uint64
    day: int
    origin: int
    actor: int
    executor: int
    target: int
    declared: int
    answered: Act | None
    generation: int
    chain: int
    account: int = NONE
    location: int = NONE
    site: int = NONE
    rung: int = 0
    rank: int = 0
    weapon: int = NONE
    claimed_by: int = NONE
    blamed: int = NONE
    warned: int = 0
    closing: int = 0
    launched: int = 0
    intercepted: int = 0
    hits: int = 0
    killed: int = 0
    killed_civilians: int = 0
    wounded: int = 0
    observed: int = 0

    @property
    def cause(self) -> int:
        """Number of the act that this one answers, or NONE."""
        return self.answered.number if self.answered is not None else NONE

    @property
    def row(self) -> np.void:
        """The act as a row of the log, as rules take it."""
        return np.array([_FIELDS(self)], ACT)[0]


@dataclass(slots=True, eq=False)
class Pause:
    """A pause of the standing campaigns of an actor: the fields of `PAUSE`."""

    act: int
    actor: int
    against: int
    word: int
    first_day: int
    last_day: int = NEVER
    broken_by: int = NONE


class Log:
    """All acts so far, which provocations each answer settled besides its cause, and pauses of standing campaigns."""

    def __init__(self) -> None:
        """An empty log."""
        self.acts: list[Act] = []
        self.also_answered: list[tuple[int, int]] = []
        self.pauses: list[Pause] = []
        self._chains = 0

    def enter(self, identity: np.uint64, day: int, origin: int, actor: int, target: int, cause: Act | None) -> Act:
        """Enter an act with no rung, weapon or damage yet; its cause sets chain and generation."""
        generation, chain = (cause.generation + 1, cause.chain) if cause is not None else (0, self._chains)
        self._chains += cause is None
        number = len(self.acts)
        act = Act(number, identity, day, int(origin), actor, actor, target, target, cause, generation, chain)
        self.acts.append(act)
        return act

    def note_answer(self, act: Act, also: Act) -> None:
        """Record that an act also answers an earlier one."""
        self.also_answered.append((act.number, also.number))

    def answers_already(self, act: Act, other: Act) -> bool:
        """Whether an act answers an earlier one already, as its cause or as noted."""
        return act.answered is other or (act.number, other.number) in self.also_answered

    def note_pause(self, actor: int, against: int, word: int, day: int, over: Act | None = None) -> None:
        """The campaigns of an actor stop toward another, at somebody's word, over an act."""
        self.pauses.append(Pause(over.number if over is not None else NONE, actor, against, word, day))

    def end_pause(self, actor: int, against: int, day: int, broken_by: Act | None = None) -> None:
        """They go on: the latest pause of the one toward the other is over, perhaps broken by an act."""
        for pause in reversed(self.pauses):
            if (pause.actor, pause.against, pause.last_day) == (actor, against, NEVER):
                pause.last_day = day
                pause.broken_by = broken_by.number if broken_by is not None else NONE
                return

    def acts_table(self) -> np.ndarray[Any, np.dtype[np.void]]:
        """The log as an array of dtype `ACT`."""
        return np.array([_FIELDS(act) for act in self.acts], ACT)

    def answers_table(self) -> np.ndarray[Any, np.dtype[np.void]]:
        """What was also answered, as an array of dtype `ANSWER`."""
        return np.array(self.also_answered, ANSWER)

    def pauses_table(self) -> np.ndarray[Any, np.dtype[np.void]]:
        """The pauses as an array of dtype `PAUSE`."""
        return np.array([_OF_PAUSE(pause) for pause in self.pauses], PAUSE)
