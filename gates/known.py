"""Gates known to be missed: each with its reason and the value it had when it was written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .expectations import content
from .table import BROKEN, MET, RED, Gate

#: The list; rows do not follow from it.
KNOWN = "known.yaml"


class KnownMiss(NamedTuple):
    """Why a gate is missed, and by how much."""

    why: str
    value: float


def known_misses() -> dict[str, KnownMiss]:
    """The list, by the id of the gate."""
    return {name: KnownMiss(entry["why"], float(entry["value"])) for name, entry in content(KNOWN).items()}


def reason_of(id: str, misses: Mapping[str, KnownMiss]) -> str:
    """Why a gate is missed; empty where it is not on the list."""
    return misses[id].why if id in misses else ""


def surprises(rows: Iterable[Gate], misses: Mapping[str, KnownMiss]) -> list[str]:
    """What is not as the list says: gates that are red and not on it, and gates on it that are met.

    A known miss that few runs cannot tell from its bound stays on the list; one whose estimate is inside does not.
    """
    found = []
    for row in rows:
        if row.verdict in (RED, BROKEN) and row.id not in misses:
            found.append(f"{row.id} is red ({', '.join(row.cells()[2:5])}): {row.what}")
        if row.verdict == MET and row.inside and row.id in misses:
            found.append(f"{row.id} is met ({', '.join(row.cells()[2:5])}): take it off the list of known misses")
    return found
