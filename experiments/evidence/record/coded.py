"""Coded acts as directed acts: the acts of a case are a dispute, until they are quiet for six months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ....model.world.ladder import FIRST_HOMELAND, LAST_DRAWN
from ..episodes import CodedAct, read_episodes
from .directed import UNKNOWN, Directed, directed, level_of, spells


def directed_of(acts: Sequence[CodedAct], ends: Mapping[str, int] | None = None) -> Directed:
    """Coded acts as the table that statistics are taken of.

    Args:
        acts: in any order.
        ends: last day that was coded, as a number of the calendar, by case; by default that of the last act of all.
    """
    day, rung = np.array([(act.date.toordinal(), act.rung) for act in acts], np.int64).reshape(-1, 2).T
    cases = np.unique([act.chain for act in acts], return_inverse=True)[1].astype(np.int64)
    stated = np.array([act.level for act in acts], np.int64)
    last = None if ends is None else np.array([ends[act.chain] for act in acts], np.int64)
    return directed(
        spells(day, cases),
        day,
        [act.actor for act in acts],
        [act.target for act in acts],
        np.where(stated > 0, stated, level_of(rung)),
        [act.killed if act.counted else UNKNOWN for act in acts],
        order=[act.n for act in acts],
        homeland=(rung >= FIRST_HOMELAND) & (rung <= LAST_DRAWN),
        last=last,
    )


def read_directed(path: str | Path | None = None) -> Directed:
    """The acts of a file, or of the chains that ship with brink, as directed acts.

    Raises:
        ScenarioError: as `read_episodes`.
    """
    return directed_of(read_episodes(path))
