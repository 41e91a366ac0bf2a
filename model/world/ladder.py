"""The escalation ladder: fourteen rungs from restraint to the nuclear signal.

Sources: Kahn 1965; Schelling 1966; Morgan et al. 2008. The Goldstein scale cannot rank strikes (all stand near -10), so
severity is a geometric scale of its own, on which a strike on a group abroad is a tenth.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any


class Rung(IntEnum):
    """A step on the ladder; from ``HARASSMENT`` on an act is kinetic (the nuclear signal is not)."""

    RESTRAINT = 0
    CONDEMNATION = 1
    SANCTION = 2
    SHOW_OF_FORCE = 3
    HARASSMENT = 4
    HEAVY_ATTACK = 5
    STRIKE_ON_GROUP = 6
    STRIKE_ON_FORCES = 7
    LEADER_KILLED = 8
    STRIKE_ON_HOMELAND = 9
    LARGE_SALVO = 10
    CAMPAIGN = 11
    GENERAL_WAR = 12
    NUCLEAR_SIGNAL = 13


RUNGS = len(Rung)
FIRST_KINETIC = int(Rung.HARASSMENT)
FIRST_OVERT = int(Rung.STRIKE_ON_GROUP)
FIRST_HOMELAND = int(Rung.STRIKE_ON_HOMELAND)
WAR_FROM = int(Rung.CAMPAIGN)
LAST_DRAWN = int(Rung.GENERAL_WAR)
#: Highest rung at which a reply still reads as measured, so that closing words come easily.
MEASURED_REPLY = int(Rung.STRIKE_ON_FORCES)
#: The rung at which restraint is shown in figures: an overt strike on a group abroad.
STRIKE_READ = int(Rung.STRIKE_ON_GROUP)
#: Severity of such a strike: the unit of all that is measured in severity.
STRIKE_SEVERITY = 0.1

#: Plain names, as they stand in tables, stories and figures.
RUNG_NAMES: tuple[str, ...] = (
    "restraint",
    "condemnation",
    "sanction",
    "show of force",
    "deniable harassment",
    "deniable heavy attack",
    "strike abroad",
    "limited strike on forces",
    "killing of a leader",
    "limited strike on the homeland",
    "large salvo",
    "sustained campaign",
    "general war",
    "nuclear signal",
)

#: Identifiers of the rungs in scenario files (the ``ladder`` section).
RUNG_IDS: tuple[str, ...] = tuple(rung.name.lower() for rung in Rung)


def is_kinetic(rung: Any) -> Any:
    """Whether an act at this rung uses force, or at each of a column; the nuclear signal is a message and does not."""
    return (rung >= FIRST_KINETIC) & (rung <= LAST_DRAWN)


def severities(growth: float) -> list[float]:
    """Severity of each rung, ``s_r = .1 (g**r - 1) / (g**6 - 1)``; the nuclear signal is given the value of rung 12.

    A strike on a group is a tenth, whatever the growth: harm, accounts and relief are measured in strikes on a group,
    so that growth alone makes nobody touchier. ``growth`` is g, without dimension, above 1. Computed by repeated
    products so that every machine and engine agrees to the bit.
    """
    powers = [1.0]
    for _ in range(LAST_DRAWN):
        powers.append(powers[-1] * growth)
    scale = (powers[STRIKE_READ] - 1.0) / STRIKE_SEVERITY
    values = [(power - 1.0) / scale for power in powers]
    return [*values, values[LAST_DRAWN]]
