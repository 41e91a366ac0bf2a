"""What an actor remembers: its tie to each opponent, provocations, and what is on its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..model.mechanisms.operation import ANSWER
from ..model.mechanisms.parts import TACTICAL
from ..model.mechanisms.provocation import LAPSED, OPEN
from ..model.mechanisms.registry import DYAD_STATE, fresh_rows
from ..model.world.state import Field
from ..model.world.tables import NEVER
from .log import Act


class Grievance(NamedTuple):
    """What weighs most of what an opponent has done and no act has settled; ``known``: the day its author is known."""

    cause: Act
    harm: float
    read: int
    home: int
    known: int


@dataclass(slots=True, eq=False)
class Provocation:
    """An occasion to decide: what ``actor`` (a number) suffered at the hands of ``account``, and when it decides.

    ``harm`` in severity; ``read``: the rung as read; ``home``: where it was struck (`mechanisms/affected.py`);
    ``known``: the day the author is known; ``overt``, ``dead``: 1 if the act was overt, if own people died; ``part`` of
    the menu and ``front`` to overcome (`mechanisms/parts.py`, `operation.py`); ``ordered``: the day an order of the
    leadership was given; ``opener``: the order that it goes out with; ``fate``: OPEN, LAPSED without force, or SETTLED.
    """

    actor: int
    account: int
    cause: Act
    due: int
    harm: float
    read: int
    home: int
    known: int = 0
    overt: int = 0
    dead: int = 0
    part: int = int(TACTICAL)
    front: int = int(ANSWER)
    ordered: int = NEVER
    opener: Provocation | None = None
    fate: int = int(OPEN)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.fate == OPEN

    @property
    def is_order(self) -> bool:
        """Whether the leadership ordered it."""
        return self.part != TACTICAL

    def as_grievance(self) -> Grievance:
        """What stays when the occasion has passed."""
        return Grievance(self.cause, self.harm, self.read, self.home, self.known)

    def renew(self, over: Grievance) -> None:
        """Be about another grievance from now on."""
        self.cause, self.harm, self.read, self.home = over.cause, over.harm, over.read, over.home


class Words(NamedTuple):
    """Words that fall due about a provocation."""

    about: Provocation


class Display(NamedTuple):
    """A show of force over a provocation, prepared by a day."""

    about: Provocation


class Correction(NamedTuple):
    """A wrong blame to be corrected: the provocation that was charged to the wrong account."""

    about: Provocation


#: What can stand on an agenda.
Entry = Provocation | Words | Display | Correction


class Kept:
    """What the mechanisms remember of somebody or something: ``state`` is a row that compiled rules read and write."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        """Nothing has happened yet."""
        self._rows = fresh_rows(fields)
        self.state: np.void = self._rows[0]

    def __getstate__(self) -> dict[str, Any]:
        """All but the row, which points into its table."""
        return {name: value for name, value in self.__dict__.items() if name != "state"}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Point into the table again."""
        self.__dict__.update(kept)
        self.state = self._rows[0]


class Tie(Kept):
    """What an actor holds against one opponent and remembers of it.

    ``state``: the fields that mechanisms add to a dyad; ``decided``: day of the last decision, or NEVER; ``grievance``:
    what weighs most of what is not settled; ``denied``: what was answered deniably; ``said``: its last statement toward
    the opponent; ``provocations``: the occasions to
    answer, in order.
    """

    def __init__(self) -> None:
        """Nothing has happened between the two yet."""
        super().__init__(DYAD_STATE)
        self.decided = NEVER
        self.grievance: Grievance | None = None
        self.denied: Act | None = None
        self.said: Act | None = None
        self.provocations: list[Provocation] = []

    def worst_due(self, today: int) -> Provocation | None:
        """The open provocation that is due with the largest harm, the earliest of equals."""
        due = (p for p in self.provocations if p.is_open and p.due <= today)
        return max(due, key=lambda p: p.harm, default=None)

    def lapse_due(self, today: int) -> None:
        """Close what was due with the provocation just decided on: the worst stands for all."""
        for provocation in self.provocations:
            if provocation.is_open and provocation.due <= today:
                provocation.fate = int(LAPSED)
        self.keep_open()

    def keep_open(self) -> None:
        """Let go of the provocations that are no longer open."""
        self.provocations = [p for p in self.provocations if p.is_open]

    def close(self) -> None:
        """Nothing that the opponent has done is a grievance, or an occasion to decide, any more."""
        self.grievance = None
        for provocation in self.provocations:
            if provocation.is_open:
                provocation.fate = int(LAPSED)
        self.provocations = []


class Agenda:
    """What falls due on which day; what falls due beyond the horizon never does."""

    def __init__(self, days: int) -> None:
        """An empty agenda for so many days."""
        self._days: list[list[Entry]] = [[] for _ in range(days)]

    def add(self, day: int, entry: Entry) -> None:
        """Put an entry at the end of a day."""
        if day < len(self._days):
            self._days[day].append(entry)

    def on(self, day: int) -> list[Entry]:
        """The entries of a day, in the order they came; the list grows while counter-fire is added."""
        return self._days[day]
