"""What a behavioural constant is: default, plausible range, unit, symbol, meaning and source.

The constants themselves stand with the mechanism that reads them (`model/mechanisms/`); `mechanisms/registry.py` puts
them together. A source is an author and year, ``measured`` (on the coded episodes that ship with brink)
or ``judgement``.
"""

from __future__ import annotations

from typing import NamedTuple

JUDGEMENT = "judgement"

PROBABILITY, UTILITY, SHARE, SEVERITY, DAYS, PERSONS = "probability", "utility", "share", "severity", "days", "persons"


class Constant(NamedTuple):
    """One behavioural constant. ``rule``: the mechanism it belongs to, filled in by the registry.

    ``convention``: a detail or a way of counting, which nobody is uncertain about; ``--uncertain`` leaves it alone.
    """

    default: float
    low: float
    high: float
    unit: str
    symbol: str
    meaning: str
    source: str = JUDGEMENT
    convention: bool = False
    rule: str = ""


#: A line of a mechanism's table.
constant = Constant
