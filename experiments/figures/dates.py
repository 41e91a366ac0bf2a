"""A time axis in days of the simulation, labelled with dates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator

from .about import About


def date_axis(axes: Axes, about: About, first: float, last: float, most: int = 9) -> None:
    """Mark at most about ``most`` dates between day ``first`` and day ``last``; the year stands where it changes."""
    days = tick_days(about.start, first, last, most)
    axes.set_xlim(first, last)
    axes.xaxis.set_major_locator(FixedLocator(days))
    axes.xaxis.set_major_formatter(FixedFormatter(tick_labels(about.start, days)))


def tick_days(start: date, first: float, last: float, most: int = 9) -> list[float]:
    """Days to mark: firsts of months where the period is long, else every few days."""
    span = max(1.0, last - first)
    if span <= 45:
        step = next(s for s in (1, 2, 5, 7, 10, 100) if span / s <= most)
        return list(np.arange(np.ceil(first), last + 0.5, step))
    months = span / 30.44
    step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 600) if months / s <= most)
    day = start + timedelta(days=int(np.ceil(first)))
    year, month = day.year, day.month
    found = []
    while True:
        at = (date(year, month, 1) - start).days
        if at > last:
            return found
        if at >= first and (month - 1) % min(step, 12) == 0:
            found.append(float(at))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def tick_labels(start: date, days: list[float]) -> list[str]:
    """``3 Jan`` and so on, with the year under the first date and wherever it changes."""
    labels, year = [], None
    for day in days:
        when = start + timedelta(days=int(day))
        labels.append(f"{when.day} {when:%b}" + (f"\n{when.year}" if when.year != year else ""))
        year = when.year
    return labels
