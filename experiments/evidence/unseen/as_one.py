"""Chains that share actors and months are one crisis: what is forecast of one of them bears on the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..episodes import CodedAct


def as_one(acts: Iterable[CodedAct]) -> dict[str, str]:
    """The crisis of each chain, by the name of the first of its chains.

    Two chains are one crisis where an actor takes part in both, acting or struck, in the same month.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    meets: dict[tuple[str, int, int], list[int]] = {}
    numbers: dict[str, int] = {}
    for act in acts:
        chain = numbers.setdefault(act.chain, len(numbers))
        for code in (act.actor, act.target):
            meets.setdefault((code.upper(), act.date.year, act.date.month), []).append(chain)
    pairs = np.array([(chains[0], other) for chains in meets.values() for other in chains]).reshape(-1, 2)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(numbers), len(numbers)))
    _, group = connected_components(links, directed=False)
    names = list(numbers)
    first = {int(number): names[k] for k, number in reversed(list(enumerate(group)))}
    return {name: first[int(group[k])] for name, k in numbers.items()}


def crises_of(chains: Sequence[str], known: dict[str, str]) -> NDArray[np.str_]:
    """The crisis of each of these chains; one without an act is its own."""
    return np.array([known.get(chain, chain) for chain in chains])
