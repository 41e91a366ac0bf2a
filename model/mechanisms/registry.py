"""All mechanisms, put together: their constants, the fields they add to the state, the names of their terms.

A new mechanism is a file beside this one and a name in the list.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from ..kernel.draws import Purpose
from ..world.constants import Constant
from ..world.state import Field
from ..world.tables import declare_constants
from . import (
    alliance,
    attribution,
    background,
    campaign,
    choice,
    closing,
    commitment,
    concession,
    council,
    damping,
    delegation,
    deterrence,
    exchange,
    harm,
    knowledge,
    ladder,
    leeway,
    mediation,
    nuclear,
    operation,
    opportunity,
    parts,
    patience,
    pressing,
    pressure,
    protectors,
    response,
    rest,
    restraint,
    signals,
    solidarity,
    strike,
    territory,
    timing,
    toll,
    truce,
    utility,
    veto,
    war,
    weariness,
)

MECHANISMS: tuple[ModuleType, ...] = (
    ladder, harm, leeway, toll, background, solidarity, protectors, patience, pressure, commitment, knowledge, timing, parts, council,
    operation, alliance, pressing, choice, utility, opportunity, deterrence, restraint, nuclear, damping, attribution, delegation, rest, veto,
    weariness, campaign, truce, response, signals, strike, closing, exchange, mediation, concession, war,
    territory,
)  # fmt: skip


def _name(mechanism: ModuleType) -> str:
    return mechanism.__name__.rpartition(".")[2]


def _merged(attribute: str) -> dict[str, Any]:
    """The entries of all mechanisms under one name; two that give the same key contradict each other."""
    found: dict[str, Any] = {}
    for mechanism in MECHANISMS:
        own = getattr(mechanism, attribute, {})
        twice = found.keys() & own.keys()
        if twice:
            raise ValueError(f"{_name(mechanism)}: {', '.join(sorted(twice))} is declared by another mechanism too")
        found.update(own)
    return found


def _fields(attribute: str) -> tuple[Field, ...]:
    return tuple(field for mechanism in MECHANISMS for field in getattr(mechanism, attribute, ()))


_OWNER = {name: _name(m) for m in MECHANISMS for name in getattr(m, "CONSTANTS", {})}

#: The behavioural constants, by name. The schema, ``brink explain``, the reference page and the record that the rules
#: read are all made from this table.
CONSTANTS: dict[str, Constant] = {
    name: entry._replace(rule=_OWNER[name]) for name, entry in _merged("CONSTANTS").items()
}
NAMES: tuple[str, ...] = tuple(CONSTANTS)
DEFAULTS: tuple[float, ...] = tuple(entry.default for entry in CONSTANTS.values())
declare_constants(NAMES)


def _purposes() -> dict[str, int]:
    """What draws are for, by number: those of the kernel, which are made together, and those of mechanisms alone."""
    found = {purpose.name: int(purpose) for purpose in Purpose} | _merged("PURPOSES")
    for number in found.values():
        same = sorted(name for name in found if found[name] == number)
        if len(same) > 1:
            free = max(found.values()) + 1
            raise ValueError(f"{' and '.join(same)} are both draw number {number}; the next free is {free}")
    return found


#: Numbers are part of the results: never renumber, only append.
PURPOSES: dict[str, int] = _purposes()

#: The terms of a choice, in words; ``{account}`` and ``{host}`` are whom they are about, ``{land}`` is where.
TERMS: dict[str, str] = _merged("TERMS")

#: What mechanisms remember of an actor, of a dyad, and of a pair of actors alike.
ACTOR_STATE = _fields("ACTOR_STATE")
DYAD_STATE = _fields("DYAD_STATE")
PAIR_STATE = _fields("PAIR_STATE")


def record(fields: tuple[Field, ...]) -> np.dtype:
    """The record of some fields."""
    return np.dtype([(field.name, field.kind) for field in fields])


def fresh(fields: tuple[Field, ...]) -> Any:
    """A row of these fields before anything has happened; compiled rules read and write it in place."""
    return fresh_rows(fields).view(np.recarray)[0]


def fresh_rows(fields: tuple[Field, ...]) -> np.ndarray[Any, np.dtype[np.void]]:
    """The same as a table of one row."""
    row = np.zeros(1, record(fields))
    for field in fields:
        row[field.name] = field.initial
    return row
