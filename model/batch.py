"""What a driver hands back: the acts of some runs, in run order, and the series of those that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .kernel.memory import joined
from .world.acts import ACT, ANSWER, PAUSE, WAR

#: What is recorded of each actor at the end of each day: domestic pressure [0, 1]; the largest account it holds, in
#: severity; and the restraint it feels toward the holder of that account, in utility (fear of the reply to a rung 6
#: strike, exchanges completed, mediation, closing words).
MEASURES: tuple[str, ...] = ("pressure", "account", "restraint")


#: The lists of a batch whose rows lie run by run, what a row is, and the name of their offsets.
ROWS: dict[str, np.dtype] = {"acts": ACT, "answers": ANSWER, "wars": WAR, "pauses": PAUSE}
LISTS: tuple[str, ...] = tuple(ROWS)
OFFSETS: dict[str, str] = {name: f"{name.removesuffix('s')}_offsets" for name in LISTS}


class Batch(NamedTuple):
    """Runs ``first`` to ``first + count - 1``. Row k of a run r lies at ``offsets[r - first] + k``.

    ``acts`` has dtype `ACT`, ``answers`` `ANSWER` (act numbers within the run), ``wars`` `WAR`, ``pauses`` `PAUSE`.
    ``mediated``, shape (count,): whether a mediator was at work on the pair of the run's last act of force outside
    campaigns, that day or later. ``series`` has shape (count or 0, days, actors, len(MEASURES)), float32.
    """

    first: int
    count: int  # pyright: ignore[reportIncompatibleMethodOverride]
    acts: NDArray[np.void]
    act_offsets: NDArray[np.int64]
    answers: NDArray[np.void]
    answer_offsets: NDArray[np.int64]
    wars: NDArray[np.void]
    war_offsets: NDArray[np.int64]
    pauses: NDArray[np.void]
    pause_offsets: NDArray[np.int64]
    mediated: NDArray[np.bool_]
    series: NDArray[np.float32]


def make_batch(
    first: int,
    count: int,
    lists: Mapping[str, tuple[NDArray[np.void], NDArray[np.int64]]],
    mediated: NDArray[np.bool_],
    series: NDArray[np.float32],
) -> Batch:
    """A batch of its lists by name, each with the offsets of its runs."""
    parts: dict[str, Any] = {name: rows for name, (rows, _) in lists.items()}
    parts |= {OFFSETS[name]: offsets for name, (_, offsets) in lists.items()}
    return Batch(first, count, **parts, mediated=mediated, series=series)


def empty_batch(first: int, count: int, series: NDArray[np.float32]) -> Batch:
    """Runs in which nothing happens."""
    lists = {name: (np.zeros(0, dtype), np.zeros(count + 1, np.int64)) for name, dtype in ROWS.items()}
    return make_batch(first, count, lists, np.zeros(count, np.bool_), series)


def join(batches: list[Batch]) -> Batch:
    """Put batches of consecutive runs together; at least one, in run order."""

    def offsets(name: str) -> np.ndarray:
        lengths = np.concatenate([np.diff(getattr(b, name)) for b in batches])
        return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def rows(name: str) -> np.ndarray:
        return joined([getattr(b, name) for b in batches])

    recorded = [b.series for b in batches if len(b.series)]
    return Batch(
        batches[0].first,
        sum(b.count for b in batches),
        **{name: rows(name) for name in LISTS},
        **{name: offsets(name) for name in OFFSETS.values()},
        mediated=rows("mediated"),
        series=np.concatenate(recorded) if recorded else batches[0].series,
    )
