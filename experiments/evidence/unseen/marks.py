"""What a frame's scores come to: every forecaster's marks, the primary's comparisons, and what may be said of them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...measures import claims
from ...measures.claims import Finding
from ...measures.numbers import advance, count, decimal, several
from ...measures.statistics import LEVEL, Interval, grouped_interval
from ..record.baselines import rounded
from .verdicts import ErrorGain, Values, compared

#: The unit in which cases are counted.
CRISES = "crises"
#: Beyond so many crises a difference counts as none.
MOST_NEEDED = 10_000


class FrameFound(NamedTuple):
    """Scores on a frame: facts of it, the name of the score that counts, that score thing by thing, a row a forecaster.

    ``crises`` says to which crisis each thing belongs.
    """

    facts: dict[str, Any]
    counts: str
    errors: dict[str, Values]
    rows: list[dict[str, Any]]
    crises: NDArray[np.str_]


def plain(found: Interval) -> dict[str, float | None]:
    """An interval as plain data."""
    return rounded(found)


def scored_entry(name: str, errors: dict[str, Values], crises: NDArray[np.str_]) -> dict[str, Any]:
    """A forecaster with the means of its errors, crises drawn whole."""
    scores = {score: plain(grouped_interval(values, crises)) for score, values in errors.items()}
    return {"forecaster": name, "scores": scores}


def as_told(found: FrameFound, primary: str | None, lead: str) -> dict[str, Any]:
    """A frame's scores as plain data.

    Args:
        found: the scores.
        primary: the forecaster named before, if one was.
        lead: the forecaster that is compared with the others where none was named.
    """
    name = primary or lead
    rows = compared(name, found.errors, found.crises)
    return {
        **found.facts,
        CRISES: len(np.unique(found.crises)),
        "score": found.counts,
        "primary": primary,
        "scores": [row | {"role": _role(row["forecaster"], primary)} for row in found.rows],
        "compared": name,
        "comparisons": [_comparison(row) for row in rows],
        "verdict": [said(name, row) for row in rows],
    }


def comparisons(name: str, errors: dict[str, Values], crises: NDArray[np.str_]) -> list[dict[str, Any]]:
    """One forecaster against every other in one score, as plain data."""
    return [_comparison(row) for row in compared(name, errors, crises)]


def _role(name: str, primary: str | None) -> str:
    return "primary" if name == primary else "exploratory"


def _comparison(row: ErrorGain) -> dict[str, Any]:
    numbers = {"luck": row.luck, "adjusted": row.adjusted, "in_sight": row.in_sight, "crises_needed": row.crises_needed}
    told = {name: round(float(value), 4) if math.isfinite(value) else None for name, value in numbers.items()}
    return {"rival": row.rival, "gain": plain(row.gain), CRISES: row.crises, **told}


def said(name: str, row: ErrorGain) -> str:
    """What may be said of one forecaster against another, with the power that there was."""
    beyond = row.adjusted <= 1 - LEVEL
    # an interval may leave out zero that luck among so many rivals explains: then it is drawn as wide as luck is
    gain = row.gain if beyond else Interval(row.gain.estimate, min(row.gain.low, 0.0), max(row.gain.high, 0.0))
    found = claims.lead(name, row.rival, Finding(gain, row.crises), CRISES)
    if beyond and claims.side(Finding(gain, row.crises)) in claims.WAYS:
        return f"{found}; luck, after Holm: {decimal(row.adjusted, 3)}"
    needed = count(row.crises_needed) if row.crises_needed < MOST_NEEDED else "any number of"
    return (
        f"{found}; {several(row.crises, 'crisis', CRISES)} show {advance(row.in_sight)} or more in eight of ten cases, "
        f"what was found would take {needed} (luck, after Holm: {decimal(row.adjusted, 3)})"
    )
