"""Which class an actor is of: that of its kind, unless another is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.errors import AgentClassesError
from ..model.world.tables import Case, Kind
from .actor import Actor
from .bystander import Bystander
from .militia import Militia
from .spoiler import Spoiler
from .state import State

#: The usual ones.
CLASSES: dict[Kind, type[Actor]] = {
    Kind.STATE: State,
    Kind.MILITIA: Militia,
    Kind.SPOILER: Spoiler,
    Kind.BYSTANDER: Bystander,
}


def classes_of(case: Case, chosen: Mapping[str, type[Actor]]) -> list[type[Actor]]:
    """The class of each actor of a case: the chosen one, else the usual one of its kind.

    Raises:
        AgentClassesError: a class is given for an unknown actor, or is no subclass of `Actor`.
    """
    names = case.names.actors
    for name, kind in chosen.items():
        if name not in names:
            raise AgentClassesError(f"agent_classes: {name!r} is not an actor; the actors are {', '.join(names)}")
        if not (isinstance(kind, type) and issubclass(kind, Actor)):
            raise AgentClassesError(f"agent_classes: {kind!r}, given for {name}, is not a subclass of Actor")
    usual = (CLASSES[Kind(kind)] for kind in case.worlds[0].actors["kind"].tolist())
    return [chosen.get(name, kind) for name, kind in zip(names, usual, strict=True)]
