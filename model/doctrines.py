"""The doctrines an actor can be given: names, what they do, and the parameters each reads.

A doctrine is a rule of decision. Its code stands in `rules/doctrine.py`, compiled; this table is what scenario files,
help texts and both drivers share.
"""

from __future__ import annotations

from typing import NamedTuple


class Parameter(NamedTuple):
    """A doctrine's own parameter: default, bounds, unit and meaning."""

    default: float
    low: float
    high: float
    unit: str
    meaning: str


class Doctrine(NamedTuple):
    """One way to decide: its number in the compiled rules, a line of explanation, its source, its parameters."""

    code: int
    summary: str
    source: str
    parameters: dict[str, Parameter]


DOCTRINES: dict[str, Doctrine] = {
    "appraisal": Doctrine(
        0, "weighs relief at home against fear of the reply, option by option", "McFadden 1978; Signorino 1999", {}
    ),
    "never_reply": Doctrine(1, "holds its fire whatever happens: the lower bound", "", {}),
}

APPRAISAL = DOCTRINES["appraisal"].code
NEVER_REPLY = DOCTRINES["never_reply"].code
