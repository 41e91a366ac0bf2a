"""The ``constants`` section of a scenario, made from the table of the model.

The table's ``low`` and ``high`` are the plausible range; the hard bounds here only keep a value meaningful.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import create_model

from ...model.mechanisms.registry import CONSTANTS
from ...model.world.constants import Constant
from .fields import Section, number

#: Constants that the rules divide by, or take a logarithm of.
DIVISORS = frozenset({"account_cap", "relief_force", "vow_lift", "war_dead"})
SMALLEST = 0.001
#: Largest value by unit, where it is not a convention of the unit itself.
LARGEST = {
    "probability": 1.0,
    "share": 1.0,
    "days": 36_500.0,
    "per day": 1.0,
    "persons": 1_000_000.0,
    "persons per day": 100_000.0,
    "log days": 10.0,
    "log odds": 50.0,
    "rungs": 10.0,
    "log rate": 10.0,
}


def hard_bounds(name: str) -> tuple[float, float]:
    """Smallest and largest value that a constant may take at all, in its unit."""
    constant = CONSTANTS[name]
    if name == "ladder_growth":
        return 1.01, 3.0
    high = LARGEST.get(constant.unit, 100.0)
    if name in DIVISORS or constant.unit in ("days", "per utility", "dispersion"):
        return SMALLEST, high
    signed = constant.low < 0 or constant.unit == "log odds" or name.endswith("_log")
    return (-high if signed else 0.0), high


def _field(name: str, constant: Constant) -> tuple[Any, Any]:
    low, high = hard_bounds(name)
    direction = {"fear_weight": "down", "exchange_weight": "down", "harm_to_pressure": "up"}.get(name)
    return float, number(
        constant.default,
        low,
        high,
        unit=constant.unit,
        meaning=constant.meaning,
        rule=constant.rule,
        source=constant.source,
        direction=direction,
    )


if TYPE_CHECKING:

    class Constants(Section):
        """The behavioural constants, each a float under its name in the model's table."""

        def __getattr__(self, name: str) -> float:
            """Value of the constant of that name."""
            ...

else:
    Constants = create_model(
        "Constants",
        __base__=Section,
        __doc__="The behavioural constants, with the model's defaults.",
        **{name: _field(name, constant) for name, constant in CONSTANTS.items()},
    )


def constant_values(constants: Constants) -> tuple[float, ...]:
    """Values in the order of `brink.model.mechanisms.registry.NAMES`."""
    return tuple(getattr(constants, name) for name in CONSTANTS)
