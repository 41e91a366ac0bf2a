"""The log of some runs by column, as questions read it: from a batch as it is finished, or from a stored table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....model.batch import Batch
from ....model.measured import look_up
from ....model.world.acts import Origin
from ....model.world.ladder import is_kinetic
from ....model.world.tables import Case

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]
#: How many times as long it takes to find a row of the log somewhere as to pass over one.
DEARER = 8


class ActColumns:
    """Acts in run order: ``offsets`` has the first row of each run and the end; ``days`` is the horizon.

    ``read`` gives a column of the log by its name, at some rows; those that follow from others are made here. ``also``
    are the further provocations that acts settle: the act's row, and that of the provocation. ``series`` are daily
    measures of actors, shape (runs, days, actors, measures), where they were recorded.
    """

    def __init__(
        self,
        offsets: Rows,
        days: int,
        read: Callable[[str, Rows | slice], NDArray[Any]],
        also: tuple[Rows, Rows],
        series: NDArray[np.float32] | None = None,
    ) -> None:
        """Keep what columns are made of."""
        self.offsets, self.days, self.also, self.series = offsets, days, also, series
        self._read = read
        self._columns: dict[str, NDArray[Any]] = {}
        self._asked: dict[str, int] = {}
        self._places: dict[tuple[str, int], Rows] = {}

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.offsets) - 1

    @cached_property
    def run(self) -> Rows:
        """Number of the run of each row, counted from 0."""
        return np.repeat(np.arange(self.runs), np.diff(self.offsets))

    def days_of(self, rows: Rows) -> Rows:
        """Days of some rows."""
        return self.at("day", rows).astype(np.int64)

    def causes_of(self, rows: Rows) -> Rows:
        """Rows of the acts that some answer, -1 none."""
        cause = self.at("cause", rows).astype(np.int64)
        return np.where(cause >= 0, cause + self.offsets[self.run[rows]], -1)

    def at(self, name: str, rows: Rows) -> NDArray[Any]:
        """A column at some rows; from the whole column once so many were asked for that it costs no more."""
        if name not in self._columns:
            self._asked[name] = self._asked.get(name, 0) + len(rows)
            if self._asked[name] * DEARER < self.offsets[-1]:
                return self._made(name, rows)
        return self.whole(name)[rows]

    def _made(self, name: str, rows: Rows | None) -> NDArray[Any]:
        """A column at some rows, or all of it."""
        if name == "kinetic":
            return is_kinetic(self._other("rung", rows))
        if name == "displaced":
            return self._other("origin", rows) == Origin.DISPLACED
        if name == "own":
            return self._other("actor", rows) == self._other("executor", rows)
        return self._read(name, slice(None) if rows is None else rows)

    def _other(self, name: str, rows: Rows | None) -> NDArray[Any]:
        return self.whole(name) if rows is None else self.at(name, rows)

    def where(self, name: str, code: int) -> Rows:
        """Rows at which a column has a value; several questions are about the same actor."""
        if (name, code) not in self._places:
            self._places[name, code] = np.flatnonzero(self.whole(name) == code)
        return self._places[name, code]

    def whole(self, name: str) -> NDArray[Any]:
        """A whole column, in one piece."""
        if name not in self._columns:
            self._columns[name] = np.ascontiguousarray(self._made(name, None))
        return self._columns[name]

    def among(self, name: str, codes: Sequence[int]) -> Rows:
        """Rows at which a column has one of several values."""
        if len(codes) == 1:
            return self.where(name, codes[0])
        marked = np.zeros(self.offsets[-1], np.bool_)
        for code in codes:
            marked[self.where(name, code)] = True
        return np.flatnonzero(marked)


def log_of(batch: Batch, case: Case) -> ActColumns:
    """The log of a batch."""
    acts = batch.acts

    def read(name: str, rows: Rows | slice) -> NDArray[Any]:
        if name != "territory":
            return acts[name][rows]
        # copying whole rows of the log would cost more than all the rest
        return look_up({field: acts[field][rows] for field in ("day", "location")}, case, "territory")

    shift = np.repeat(batch.act_offsets[:-1], np.diff(batch.answer_offsets))
    also = batch.answers["act"] + shift, batch.answers["also"] + shift
    return ActColumns(batch.act_offsets, case.worlds[0].days, read, also, batch.series if len(batch.series) else None)
