"""Imported acts, one by one: what was known of each on its day, and what the other side did within thirty days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import UserError
from ..episodes import CodedAct
from ..record.coded import directed_of
from ..record.directed import FORCE, Bools, Ints
from ..record.measures import SOON, MeasuredActs, prepared
from .importing import CUT

Values = NDArray[np.float64]

#: The first day that is scored; what is learned from lies before it.
SINCE = datetime.date(1990, 1, 1)
#: What a forecaster may know of an act on its day.
FEATURES = (
    "level",
    "deaths (log)",
    "deaths not known",
    "acts of its own side so far (log)",
    "acts of the other side so far (log)",
    "days since the other side acted (log)",
    "share of earlier acts answered",
)
#: Weight, in acts, of one half beside the answers seen so far, and days since an act that there was not.
PRIOR_ACTS, NEVER = 2.0, 365.0


class DirectedActs(NamedTuple):
    """Acts whose thirty days were watched, in rows of the measured table.

    ``any_reply`` and ``force_reply`` say whether the other side acted, or used force, within thirty days; ``level`` and
    ``delay`` are of the next run of the other side where there was one in time, else 0 and -1. ``row`` is the place of
    the act in the file. ``features`` follow from the acts themselves, see `FEATURES`; ``told`` is what the file says
    besides, NaN where it does not know.
    """

    row: Ints
    dispute: Ints
    day: Ints
    attack: Bools
    features: Values
    told: Values
    any_reply: Bools
    force_reply: Bools
    level: Ints
    delay: Ints

    def take(self, chosen: Bools) -> DirectedActs:
        """The acts for which ``chosen`` holds."""
        return DirectedActs(**{name: column[chosen] for name, column in self._asdict().items()})


def until(acts: Sequence[CodedAct], cut: datetime.date) -> list[CodedAct]:
    """The acts to a day: no later one is looked at.

    Raises:
        UserError: none is left.
    """
    kept = [act for act in acts if act.date <= cut]
    if not kept:
        raise UserError(f"no act to {cut}: acts after {CUT} are the exam, and --cut DATE opens it")
    return kept


def directed_acts(acts: Sequence[CodedAct], cut: datetime.date, told: Values | None = None) -> DirectedActs:
    """Every act of the file to a day with its outcome and what was known of it; ``told`` has a row an act."""
    kept = until(acts, cut)
    end = min(cut, max(act.date for act in kept)).toordinal()
    table = prepared(directed_of(kept, {act.chain: end for act in kept}))
    rows = table.watched(np.arange(len(table.acts.day)), SOON)
    following = np.minimum(table.run + 1, len(table.top) - 1)
    soon = table.any_later <= SOON
    return DirectedActs(
        row=table.acts.row[rows],
        dispute=table.acts.dispute[rows],
        day=table.acts.day[rows],
        attack=table.acts.level[rows] >= FORCE,
        features=known(table)[rows],
        told=(np.zeros((len(kept), 0)) if told is None else told)[table.acts.row[rows]],
        any_reply=soon[rows],
        force_reply=(table.force_later <= SOON)[rows],
        level=np.where(soon, table.top[following], 0)[rows],
        delay=np.where(soon, np.where(np.isfinite(table.any_later), table.any_later, 0), -1).astype(np.int64)[rows],
    )


def known(table: MeasuredActs) -> Values:
    """What was known of each act on its day, from it and the acts of its dispute before it; see `FEATURES`."""
    acts = table.acts
    rows = []
    for dispute in range(acts.disputes):
        inside = np.flatnonzero(acts.dispute == dispute)
        rows += [_known(table, inside[:k], int(row)) for k, row in enumerate(inside)]
    return np.array(rows, np.float64).reshape(-1, len(FEATURES))


def _known(table: MeasuredActs, before: Ints, row: int) -> tuple[float, ...]:
    acts = table.acts
    mine = acts.side[before] == acts.side[row]
    others = before[~mine]
    since = float(acts.day[row] - acts.day[others[-1]]) if len(others) else NEVER
    over = before[acts.day[before] + SOON <= acts.day[row]]
    answered = float((table.any_later[over] <= SOON).sum())
    return (
        float(acts.level[row]),
        float(np.log1p(max(0, acts.deaths[row]))),
        float(acts.deaths[row] < 0),
        float(np.log1p(mine.sum())),
        float(np.log1p(len(others))),
        float(np.log1p(min(NEVER, since))),
        (answered + PRIOR_ACTS / 2) / (len(over) + PRIOR_ACTS),
    )
