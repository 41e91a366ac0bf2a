"""What was found, with the ends of its interval: how tables of evidence hold it, write it, and ask for more cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brink.experiments.evidence.unseen.verdicts import reach
from brink.experiments.measures.claims import FEWEST
from brink.experiments.measures.statistics import Z95

Told = dict[str, Any]
Bounds = tuple[float, float, float]

#: The Brier score of one half for everything.
COIN = 0.25
#: Shares that central intervals must cover, by the share they promise.
COVERED = {"0.5": (0.4, 0.6), "0.9": (0.84, 0.96)}
#: Chance of luck, after Holm, up to which a difference counts; and what it then is.
SURE = 0.05
PROVEN, NULL, BEHIND = "**proven**", "null", "**behind**"


def scored(frame: Told, forecaster: str) -> Told:
    """The scores of a forecaster on a frame of acts."""
    return next(row for row in frame["scores"] if row["forecaster"] == forecaster)


def brier(frame: Told, forecaster: str) -> float:
    """Its Brier score."""
    return scored(frame, forecaster)["scores"]["Brier"]["estimate"]


def compared(rows: Sequence[Told], rival: str) -> Told:
    """The comparison with a rival, among those of the forecaster that counts."""
    return next(row for row in rows if row["rival"] == rival)


def bounds(found: Told) -> Bounds:
    """An estimate with its ends."""
    return found["estimate"], found["low"], found["high"]


def written(found: Bounds, sign: str = "") -> str:
    """The same in a cell."""
    return f"{found[0]:{sign}.3f} ({found[1]:{sign}.3f} to {found[2]:{sign}.3f})"


def cases_needed(cases: int, found: Bounds, size: float) -> float:
    """How many cases show an effect of a size in eight of ten tries, if they scatter as these do."""
    return cases * (reach() * (found[2] - found[1]) / (2 * Z95) / size) ** 2


def proven(row: Told) -> str:
    """Whether a difference of errors counts, and which way."""
    gain = row["gain"]
    clear = gain["low"] > 0 or gain["high"] < 0
    if row["crises"] < FEWEST or row["adjusted"] > SURE or not clear:
        return NULL
    return PROVEN if gain["estimate"] > 0 else BEHIND
