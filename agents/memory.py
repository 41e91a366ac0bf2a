"""What an actor remembers: its tie to each opponent, provocations, and what is on its agenda."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.mechanisms.provocation import LAPSED, OPEN
from ..model.world.tables import NEVER
from .log import Act


class Grievance(NamedTuple):
    """The worst that an opponent has done and that no act has settled."""

    cause: Act
    harm: float
    read: int
    home: int


@dataclass(slots=True, eq=False)
class Provocation:
    """An occasion to decide: what ``actor`` (a number) suffered at the hands of ``account``, and when it decides.

    ``harm`` in severity; ``read``: the rung as read; ``home``: 1 if own soil was hit; ``overt``, ``dead``: 1 if the act
    was overt, if own people died; ``attempt``: 1 if taken up once more; ``packed``: 1 if taken up together with another
    strike; ``fate``: OPEN, LAPSED without force, or SETTLED by force.
    """

    actor: int
    account: int
    cause: Act
    due: int
    harm: float
    read: int
    home: int
    overt: int = 0
    dead: int = 0
    attempt: int = 0
    packed: int = 0
    fate: int = int(OPEN)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.fate == OPEN

    def as_grievance(self) -> Grievance:
        """What stays when the occasion has passed."""
        return Grievance(self.cause, self.harm, self.read, self.home)


class Words(NamedTuple):
    """Words that fall due about a provocation."""

    about: Provocation


class Correction(NamedTuple):
    """A wrong blame to be corrected: the provocation that was charged to the wrong account."""

    about: Provocation


@dataclass(slots=True, eq=False)
class Tie:
    """What an actor holds against one opponent and remembers of it.

    Stocks that fade (``account``, ``patience``: the sum of harms below tolerance, ``exchanges``: overt acts done) are
    values as of a day. ``vow``: day of a public vow to answer; ``decided``: day of the last decision; closing words
    heard hold until ``closing_until``, a concession received until ``eased_until``. NEVER stands for no day.
    """

    account: float = 0.0
    account_day: int = 0
    patience: float = 0.0
    patience_day: int = 0
    exchanges: float = 0.0
    exchange_day: int = 0
    vow: int = NEVER
    decided: int = NEVER
    closing_until: int = NEVER
    eased_until: int = NEVER
    grievance: Grievance | None = None
    provocations: list[Provocation] = field(default_factory=list)

    def worst_open(self) -> Provocation | None:
        """The open provocation with the largest harm, the earliest of equals."""
        return max((p for p in self.provocations if p.is_open), key=lambda p: p.harm, default=None)

    def lapse_due(self, today: int) -> None:
        """Close what was due with the provocation just decided on: the worst stands for all."""
        for provocation in self.provocations:
            if provocation.is_open and provocation.due <= today:
                provocation.fate = int(LAPSED)

    def remember(self, provocation: Provocation) -> None:
        """Keep the provocation with the largest harm, for the day an old account is re-opened."""
        if self.grievance is None or provocation.harm >= self.grievance.harm:
            self.grievance = provocation.as_grievance()


class Agenda:
    """What falls due on which day; what falls due beyond the horizon never does."""

    def __init__(self, days: int) -> None:
        """An empty agenda for so many days."""
        self._days: list[list[Provocation | Words | Correction]] = [[] for _ in range(days)]

    def add(self, day: int, entry: Provocation | Words | Correction) -> None:
        """Put an entry at the end of a day."""
        if day < len(self._days):
            self._days[day].append(entry)

    def on(self, day: int) -> list[Provocation | Words | Correction]:
        """The entries of a day, in the order they came; the list grows while counter-fire is added."""
        return self._days[day]
