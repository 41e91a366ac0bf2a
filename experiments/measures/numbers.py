"""Numbers as readers see them: one form each for counts, shares, intervals, settings, days and whatever a table holds.

Machines get plain numbers; nothing here writes JSON or CSV.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .statistics import Interval

NBSP = "\N{NO-BREAK SPACE}"
#: What stands where there is no number.
UNKNOWN = "-"


def count(number: float) -> str:
    """A whole number: ``12,000``."""
    return f"{number:,.0f}"


def several(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 day``, ``3 days``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def simulated(runs: int, days: int) -> str:
    """What a batch is, in words: ``1,000 simulated runs of 150 days``."""
    return f"{several(runs, 'simulated run')} of {several(days, 'day')}"


def decimal(number: float, digits: int = 2) -> str:
    """A number with as many decimals as its neighbours have: ``0.71``."""
    return f"{number:,.{digits}f}"


def thousandths(number: float) -> str:
    """A score of forecasts, which differ late: ``0.213``."""
    return decimal(number, 3)


def advance(number: float) -> str:
    """By how much one score is better than another: ``+0.013``."""
    return signed(number, 3)


def signed(number: float, digits: int = 2) -> str:
    """A difference or a part of a sum: ``+0.71``; what rounds to nothing has no sign."""
    text = f"{number:+,.{digits}f}"
    return text if any(digit in text for digit in "123456789") else text.lstrip("+-")


def significant(number: float, digits: int = 3) -> str:
    """A number of any size by the digits that matter: ``0.0123``, ``12,345``."""
    return f"{number:,.{digits}g}" if abs(number) < 10**digits else count(number)


def setting(number: float) -> str:
    """A number as somebody set it: ``0.25``, ``3``."""
    return f"{number:g}"


def percent(share: float) -> str:
    """A share in prose: ``12 %``, a decimal below ten and close to all, ``< 0.1 %`` for the rare; no break inside."""
    value = 100 * float(share)
    if math.isnan(value):
        return UNKNOWN
    if 0 < value < 0.1:
        return f"<{NBSP}0.1{NBSP}%"
    if 99.9 < value < 100:
        return f">{NBSP}99.9{NBSP}%"
    return f"{value:.{1 if 0 < value < 9.95 or 99.05 < value < 100 else 0}f}{NBSP}%"


def fixed_percent(share: float, digits: int = 1) -> str:
    """A share where others are above and below it, in a table or along an axis: ``12.0 %``."""
    return f"{100 * share:.{digits}f} %"


def span(low: float, high: float, text: Callable[[float], str] = decimal) -> str:
    """From one number to another: ``0.4 to 0.6``."""
    return f"{text(low)} to {text(high)}"


def interval(found: Interval, text: Callable[[float], str] = decimal) -> str:
    """An estimate with its bounds: ``0.5 (0.4 to 0.6)``."""
    return f"{text(found.estimate)} ({span(found.low, found.high, text)})"


def in_unit(value: float, unit: str) -> str:
    """A value of an outcome by its unit: share, ratio, number or days."""
    if math.isnan(value):
        return "none"
    if unit == "share":
        return fixed_percent(value)
    if unit == "ratio":
        return decimal(value)
    return count(value) if float(value).is_integer() else decimal(value, 1)


def change_in_unit(value: float, unit: str) -> str:
    """A difference of an outcome by its unit: in points of a share, in days, else by the digits that matter."""
    if math.isnan(value):
        return UNKNOWN
    if unit == "share":
        return f"{signed(100 * value, 1)} points"
    if unit in ("days", "date"):
        return f"{signed(value, 1)} days"
    if abs(value) < 1:
        return f"{value:+.2g}"
    return signed(value, 1 if abs(value) < 1_000 else 0)


def by_unit(value: float, unit: str, start: date) -> str:
    """A value of an outcome by its unit, a day as a date."""
    if unit in ("days", "date"):
        return on_day(value, start)
    return decimal(value) if unit == "level" and not math.isnan(value) else in_unit(value, unit)


def on_day(day: float, start: date) -> str:
    """A day counted from the first as a date; a mean of days is rounded to one."""
    return UNKNOWN if math.isnan(day) else date_of(start + timedelta(days=round(day)))


class ChangeWords(NamedTuple):
    """An outcome of two worlds as readers see it: both values, the difference, and its interval."""

    a: str
    b: str
    difference: str
    bounds: str


def in_words(unit: str, a: float, b: float, difference: Interval, start: date) -> ChangeWords:
    """Both values and the difference by their unit; days are dates, counted from ``start``."""
    low, high = (change_in_unit(value, unit) for value in difference[1:])
    before, after = (by_unit(value, unit, start) for value in (a, b))
    if tuple(difference) == (0.0, 0.0, 0.0):
        return ChangeWords(before, after, "none", "the same in every run")
    bounds = UNKNOWN if math.isnan(difference.low) else f"{low.split()[0]} to {high}"
    return ChangeWords(before, after, change_in_unit(difference.estimate, unit), bounds)


def cell(value: Any) -> str:
    """A value of a table: three digits that matter, yes or no, a name; nothing for what is not known."""
    if isinstance(value, bool) or (not isinstance(value, (int, float)) and not hasattr(value, "dtype")):
        return "yes" if value is True else "no" if value is False else UNKNOWN if value is None else str(value)
    number = float(value)
    if math.isnan(number):
        return UNKNOWN
    return count(number) if number.is_integer() and abs(number) < 1e15 else significant(number)


def date_of(day: date | str) -> str:
    """A date, or its ISO text, as it is read aloud: ``4 Jan 2024``."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {day:%b %Y}"
