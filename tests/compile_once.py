"""Compile what most tests ask for: the engine's own machine code, the same by numba, and the rules of the Mesa driver.

In one process, for there they share the typing of all rules, which is most of the time; from then on all is on disk.
"""

from __future__ import annotations

import sys

from brink.experiments.runs.engines import measure
from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.entries import entries
from brink.model.kernel.compiled import compiled
from brink.scenarios.loader import load_scenario

if __name__ == "__main__":
    case = load_scenario("border-clash").case()
    measure(case, ensemble.simulate(case, 1, 0, 1, True))
    assert all(entry.made for entry in entries())
    for entry in entries():
        setattr(sys.modules[entry.__module__], entry.__name__, compiled(entry.py_func))
    measure(case, ensemble.simulate(case, 1, 0, 1, True))
    crisis.simulate(case, 1, 0, 1, True)
