"""brink: how a strike leads to a retaliation, how a chain of them grows, and what ends it.

>>> import brink
>>> results = brink.run("border-clash", runs=1000)  # doctest: +SKIP
>>> results.summary()  # doctest: +SKIP
>>> brink.compare("border-clash", sets={"actors.north.pressure.baseline": 0.6})  # doctest: +SKIP

Every verb that computes is a function that takes what the verb takes and gives the same answer, in the same folder. All
of them take

* ``out``: the folder of the answer; by default the one that the verb takes, below ``results``, where the same question
  finds its answer again;
* ``temporary``: True for a temporary folder instead, which goes when the answer goes;
* ``jobs``: how much is computed at a time, by default one for each processor;
* ``figures`` (studies): False leaves out figures and report;
* ``force``: True computes again what is answered already;
* ``progress``: a function that is called from time to time with how much is done and how much there is.

Names are handed on when they are asked for, so that importing brink costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .experiments.errors import UserError
    from .experiments.face.answers import (
        AnswerFigure,
        BatchAnswer,
        CompareAnswer,
        DiscoverAnswer,
        MapAnswer,
        SensitivityAnswer,
        StudyAnswer,
        SweepAnswer,
    )
    from .experiments.face.batches import load_scenario, open_results, run
    from .experiments.face.questions import Question, ask, expect
    from .experiments.face.studies import compare, discover, open_study, sensitivity, sweep
    from .experiments.face.studies import map as map
    from .experiments.results.read import Results
    from .scenarios.named import CrisisModel
    from .scenarios.problems import ScenarioError
    from .scenarios.scenario import Scenario

#: `map` is public too; it is left out here, so that ``from brink import *`` does not hide the map of Python.
__all__ = [
    "AnswerFigure",
    "BatchAnswer",
    "CompareAnswer",
    "CrisisModel",
    "DiscoverAnswer",
    "MapAnswer",
    "Question",
    "Results",
    "Scenario",
    "ScenarioError",
    "SensitivityAnswer",
    "StudyAnswer",
    "SweepAnswer",
    "UserError",
    "ask",
    "compare",
    "discover",
    "expect",
    "load_scenario",
    "open_results",
    "open_study",
    "run",
    "sensitivity",
    "sweep",
]

_ANSWERS = "experiments.face.answers"
_HOMES = {
    **dict.fromkeys((name for name in __all__ if name.endswith("Answer")), _ANSWERS),
    **dict.fromkeys(("load_scenario", "open_results", "run"), "experiments.face.batches"),
    **dict.fromkeys(("compare", "discover", "map", "open_study", "sensitivity", "sweep"), "experiments.face.studies"),
    **dict.fromkeys(("Question", "ask", "expect"), "experiments.face.questions"),
    "CrisisModel": "scenarios.named",
    "AnswerFigure": _ANSWERS,
    "Results": "experiments.results.read",
    "Scenario": "scenarios.scenario",
    "ScenarioError": "scenarios.problems",
    "UserError": "experiments.errors",
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
    return sorted({*globals(), *_HOMES})
