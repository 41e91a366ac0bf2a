"""What an actor asks of the crisis that it is in; `model/crisis.py` is such a crisis.

A protocol, so that actors know nothing of who runs them.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from ..model.world.tables import Case
from .ground import Dice, Ground
from .log import Act, Log
from .memory import Agenda
from .pair import Pairs


class Crisis(Protocol):
    """A crisis on a day. ``actors`` (of type `Actor`) stand in the order of ``case.names.actors``."""

    case: Case
    actors: list[Any]
    ground: Ground
    dice: Dice
    day: int
    log: Log
    pairs: Pairs
    agenda: Agenda

    def enter(self, identity: np.uint64, origin: int, actor: int, target: int, cause: Act | None) -> Act:
        """Enter an act of today in the log; actors are named by number."""
        ...

    def take_effect(self, act: Act) -> None:
        """Let everything happen that an act sets in motion."""
        ...
