"""How far two codings agree: acts that both found, Krippendorff's alpha, deaths inside each other's range.

Alpha is one minus observed over expected disagreement, from the table of coincidences of values within units
(Krippendorff 2011, Computing Krippendorff's alpha-reliability). The package of that name is under a licence that does
not go with this project's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .files import CodedRow

#: Days by which the dates of one act may differ between codings.
APART = 2
NOMINAL, ORDINAL, METRIC = "nominal", "ordinal", "interval"


class Agreement(NamedTuple):
    """What two codings have in common; ``matched`` are pairs of rows, ``found`` the share of acts found by both."""

    acts: tuple[int, int]
    matched: list[tuple[CodedRow, CodedRow]]
    found: float
    rung: float
    reply: float
    deaths: float


def agreement(one: Sequence[CodedRow], other: Sequence[CodedRow]) -> Agreement:
    """Compare two codings of the same cases."""
    pairs = matched(one, other)
    total = len(one) + len(other)
    return Agreement(
        (len(one), len(other)),
        pairs,
        2 * len(pairs) / total if total else float("nan"),
        alpha([[a.rung, b.rung] for a, b in pairs], ORDINAL),
        alpha(_links(pairs), NOMINAL),
        float(np.mean([_inside(a, b) for a, b in pairs])) if pairs else float("nan"),
    )


def matched(one: Sequence[CodedRow], other: Sequence[CodedRow]) -> list[tuple[CodedRow, CodedRow]]:
    """Acts of both codings: same case, actor and target, dates at most two days apart; the nearest first, each once."""
    candidates = sorted(
        (abs((a.date - b.date).days), abs(a.rung - b.rung), i, j)
        for (i, a), group in ((pair, _alike(pair[1], other)) for pair in enumerate(one))
        for j, b in group
        if abs((a.date - b.date).days) <= APART
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, _, i, j in candidates:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return [(one[i], other[j]) for i, j in sorted(found)]


def _alike(act: CodedRow, others: Sequence[CodedRow]) -> list[tuple[int, CodedRow]]:
    key = (act.case, act.actor, act.target)
    return [(j, other) for j, other in enumerate(others) if (other.case, other.actor, other.target) == key]


def _links(pairs: list[tuple[CodedRow, CodedRow]]) -> list[list[float]]:
    """What each matched act answers in either coding: 0 nothing, else the act; one of one coding alone is its own."""
    links = []
    for side in (0, 1):
        known = {(pair[side].case, pair[side].n): k for k, pair in enumerate(pairs, 1)}
        links.append([_link(pair[side], known, side) for pair in pairs])
    return [list(both) for both in zip(*links, strict=True)]


def _link(act: CodedRow, known: dict[tuple[str, int], int], side: int) -> float:
    if not act.answers:
        return 0.0
    # an act that the other coding lacks: a number that no act of the other coding can have
    return float(known.get((act.case, act.answers), -(2 * (1000 * len(known) + act.answers) + side + 1)))


def _inside(a: CodedRow, b: CodedRow) -> bool:
    if a.killed < 0 or b.killed < 0:
        return a.killed < 0 and b.killed < 0
    return b.killed_low <= a.killed <= b.killed_high and a.killed_low <= b.killed <= a.killed_high


def alpha(units: Sequence[Sequence[float]], metric: str) -> float:
    """Krippendorff's alpha; NaN where fewer than two values can be compared, or all are equal.

    Args:
        units: values given to each unit, one by each coder; NaN where a coder gave none.
        metric: `NOMINAL`, `ORDINAL` or `METRIC`.
    """
    rated = [[value for value in unit if not np.isnan(value)] for unit in units]
    rated = [unit for unit in rated if len(unit) > 1]
    if not rated:
        return float("nan")
    values = np.unique([value for unit in rated for value in unit])
    counts = np.array([[unit.count(value) for value in values] for unit in rated], np.float64)
    sizes = counts.sum(axis=1, keepdims=True)
    # pairs of values within units, each unit weighed by how many coders rated it
    coincidences = (counts / (sizes - 1)).T @ counts - np.diag((counts / (sizes - 1)).sum(axis=0))
    totals = counts.sum(axis=0)
    off = _squared(values, totals, metric)
    expected = float((np.outer(totals, totals) * off).sum())
    if expected == 0:
        return float("nan")
    return float(1 - (totals.sum() - 1) * (coincidences * off).sum() / expected)


def _squared(values: NDArray[np.float64], totals: NDArray[np.float64], metric: str) -> NDArray[np.float64]:
    """Squared difference of every two values."""
    if metric == NOMINAL:
        return 1.0 - np.eye(len(values))
    if metric == METRIC:
        return (values[:, None] - values[None, :]) ** 2
    # the difference of ranks is the number of values in between, with half of those at either end
    middle = np.cumsum(totals) - totals / 2
    return (middle[:, None] - middle[None, :]) ** 2
