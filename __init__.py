"""brink: how a strike leads to a retaliation, how a chain of them grows, and what ends it.

>>> import brink
>>> results = brink.run(brink.load_scenario("border-clash"), runs=1000)  # doctest: +SKIP
>>> results.acts  # doctest: +SKIP

Names are handed on when they are asked for, so that importing brink costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .experiments.batch import run
    from .experiments.results import Results, open_results
    from .scenarios.loader import load_scenario
    from .scenarios.named import CrisisModel

__all__ = ["CrisisModel", "Results", "load_scenario", "open_results", "run"]

_HOMES = {
    "CrisisModel": "scenarios.named",
    "Results": "experiments.results",
    "load_scenario": "scenarios.loader",
    "open_results": "experiments.results",
    "run": "experiments.batch",
}


def __getattr__(name: str) -> Any:
    """Import the room that a public name lives in, on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"brink.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether or not they were used yet."""
    return sorted({*globals(), *__all__})
