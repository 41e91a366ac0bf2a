"""Acts that come one after the other, or close together, as rows of a log; every function is a few passes of NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .log import ActColumns, Flags, Rows

_NEVER = -1


def completing(log: ActColumns, parts: Sequence[Rows], span: int) -> Rows:
    """Rows at which each of the parts has happened, within ``span`` days (-1: any).

    A row completes them if the latest act of each part up to it lies in the ``span`` days that end with its own.
    """
    if not parts:
        return np.zeros(0, np.int64)
    rows = np.unique(np.concatenate(parts))
    earliest = log.days_of(rows)
    complete = np.ones(len(rows), np.bool_)
    for part in parts:
        at = np.searchsorted(part, rows, side="right") - 1
        there = part[np.maximum(at, 0)] if len(part) else np.zeros_like(rows)
        complete &= (at >= 0) & (len(part) > 0)
        complete &= (log.run[there] == log.run[rows]) if len(part) else False
        earliest = np.minimum(earliest, log.days_of(there))
    return rows[complete & _spans(log.days_of(rows) - earliest, span)]


def in_order(log: ActColumns, stages: Sequence[Rows], span: int, falling: bool) -> Rows:
    """Rows of the last stage that come after one of each stage before, in order; ``falling``: none at a higher rung.

    Of all such sequences that end with a row, the one that begins last decides whether it is short enough.
    """
    rows, begun = stages[0], log.days_of(stages[0])
    for stage in stages[1:]:
        latest = np.full(len(stage), _NEVER, np.int64)
        if not falling:
            latest = _latest(log, rows, begun, stage)
        rung = log.at("rung", stage)
        for level in np.unique(rung) if falling else ():
            these, above = rung == level, log.at("rung", rows) >= level
            latest[these] = _latest(log, rows[above], begun[above], stage[these])
        rows, begun = stage[latest > _NEVER], latest[latest > _NEVER]
    return rows[_spans(log.days_of(rows) - begun, span)]


def _latest(log: ActColumns, rows: Rows, begun: Rows, later: Rows) -> Rows:
    """For each later row the latest ``begun`` among the rows before it in its run, -1 if there is none."""
    if not len(rows):
        return np.full(len(later), _NEVER, np.int64)
    width = log.days + 1
    # runs only rise from row to row, so that the running maximum never carries from one run into the next
    highest = np.maximum.accumulate(log.run[rows] * width + begun)
    at = np.searchsorted(rows, later, side="left") - 1
    found = highest[np.maximum(at, 0)]
    there = (at >= 0) & (found // width == log.run[later])
    return np.where(there, found % width, _NEVER)


def _spans(difference: Rows, span: int) -> Flags:
    """Whether dates that differ by so many days lie within a span of days, first and last included."""
    return np.ones(len(difference), np.bool_) if span < 0 else difference < span


def last_before(log: ActColumns, rows: Rows, before: Rows, least: int, most: int) -> Rows:
    """For each row the place in ``before`` of the last act before it that lies ``least`` to ``most`` days back, or -1.

    ``most`` of -1 is any number of days.
    """
    most = log.days if most < 0 else most
    width = 2 * log.days + most + 2
    keys = log.run[before] * width + log.days_of(before)
    here = log.run[rows] * width
    end = np.searchsorted(keys, here + np.maximum(log.days_of(rows) - least, -1), side="right")
    end = np.minimum(end, np.searchsorted(before, rows, side="left"))
    start = np.searchsorted(keys, here + np.maximum(log.days_of(rows) - most, 0), side="left")
    return np.where(end > start, end - 1, -1)


def followed(log: ActColumns, rows: Rows, after: Rows, least: int, most: int) -> Flags:
    """Whether each row is followed by one of ``after`` in its run, ``least`` to ``most`` days later."""
    most = log.days if most < 0 else most
    width = 2 * log.days + most + 2
    keys = log.run[after] * width + log.days_of(after)
    here = log.run[rows] * width
    start = np.searchsorted(keys, here + log.days_of(rows) + least, side="left")
    start = np.maximum(start, np.searchsorted(after, rows, side="right"))
    end = np.searchsorted(keys, here + log.days_of(rows) + most, side="right")
    return end > start
