"""Numbers that may still be unknown: the same lines of a rule give a number, or the formula of one.

A cell of a world may follow from several settings by a short calculation in Python. Done on formulas in place of
numbers, it writes itself down, for another program to work out again on other values, to the same bits. For that a rule
asks `larger`, `smaller`, `root` and `exponential` here; it cannot ask whether a formula is larger than something, and
whatever needs to know is found out by a `TypeError`.
"""

from __future__ import annotations

import math
from typing import Any, NoReturn, TypeVar

from .compiled import uncompiled
from .elementary import exp

_exp = uncompiled(exp)

Number = TypeVar("Number")


class Formula:
    """A number that follows from others: ``operation`` on ``parts``, formulas or numbers; a setting has no parts."""

    def __init__(self, operation: str, *parts: Any) -> None:
        """``operation``: one of ``+ - * / larger smaller root exp``, or ``setting`` with its number."""
        self.operation, self.parts = operation, parts

    def __add__(self, other: Any) -> Formula:
        """The sum."""
        return Formula("+", self, other)

    def __radd__(self, other: Any) -> Formula:
        """The sum, in this order."""
        return Formula("+", other, self)

    def __sub__(self, other: Any) -> Formula:
        """The difference."""
        return Formula("-", self, other)

    def __rsub__(self, other: Any) -> Formula:
        """The difference, in this order."""
        return Formula("-", other, self)

    def __mul__(self, other: Any) -> Formula:
        """The product."""
        return Formula("*", self, other)

    def __rmul__(self, other: Any) -> Formula:
        """The product, in this order."""
        return Formula("*", other, self)

    def __truediv__(self, other: Any) -> Formula:
        """The quotient."""
        return Formula("/", self, other)

    def __rtruediv__(self, other: Any) -> Formula:
        """The quotient, in this order."""
        return Formula("/", other, self)

    def __neg__(self) -> Formula:
        """The number with the other sign."""
        return Formula("*", -1.0, self)

    def _unknown(self, *_: object) -> NoReturn:
        raise TypeError("what this formula comes to is not known yet")

    __float__ = __int__ = __bool__ = __lt__ = __gt__ = __le__ = __ge__ = __round__ = _unknown


def larger(one: Any, other: Any) -> Any:
    """The larger of two numbers; the first if they are equal."""
    if isinstance(one, Formula) or isinstance(other, Formula):
        return Formula("larger", one, other)
    return max(one, other)


def smaller(one: Any, other: Any) -> Any:
    """The smaller of two numbers; the first if they are equal."""
    if isinstance(one, Formula) or isinstance(other, Formula):
        return Formula("smaller", one, other)
    return min(one, other)


def root(number: Any) -> Any:
    """The square root."""
    return Formula("root", number) if isinstance(number, Formula) else math.sqrt(number)


def exponential(number: Any) -> Any:
    """The exponential, as compiled rules work it out."""
    return Formula("exp", number) if isinstance(number, Formula) else _exp(number)
