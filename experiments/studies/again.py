"""Questions read again from the plan in a study's folder: as they were asked, whatever their files say now.

Each reader takes the folder and the frozen question. What is no such question ends in one of the errors of Python's own
that `frozen` turns into a message.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.text.yaml_text import MOST_BYTES, decode, read_yaml
from ..results.read import kept_scenario
from ..system.regular import read_regular
from .compare import A, B, Comparison
from .files import Experiment
from .maps import Map
from .sensitivity_answer import Sensitivity
from .sweep import Sweep, make_sweep

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


def _scenario(folder: Path, name: str = "scenario") -> Scenario:
    return kept_scenario(folder, f"{name}.yaml")


def sweep(folder: Path, question: dict[str, Any]) -> Sweep:
    """A sweep, by the experiment file kept in its folder."""
    file = folder / "experiment.yaml"
    text = read_regular(file, MOST_BYTES)
    read = read_yaml(decode(text, str(file)), str(file))
    experiment = Experiment.model_validate(question["experiment"])
    return make_sweep(experiment, _scenario(folder), read, str(file))


def sensitivity(folder: Path, question: dict[str, Any]) -> Sensitivity:
    """A study of sensitivity."""
    ranges = {str(path): (float(low), float(high)) for path, (low, high) in question["ranges"].items()}
    outcomes, left = tuple(question["outcomes"]), tuple(question["left"])
    numbers = [int(question[name]) for name in ("trajectories", "keep", "base", "replications", "seed")]
    return Sensitivity(_scenario(folder), ranges, outcomes, *numbers, left=left)


def runaway_map(folder: Path, question: dict[str, Any]) -> Map:
    """A map over two settings."""
    x, y = ((str(path), (float(low), float(high))) for path, (low, high) in (question[axis] for axis in ("x", "y")))
    numbers = {name: int(question[name]) for name in ("side", "replications", "seed")}
    return Map(_scenario(folder), x, y, str(question["outcome"]), **numbers)


def comparison(folder: Path, question: dict[str, Any]) -> Comparison:
    """A comparison of two worlds."""
    one, two = question["names"]
    worlds = _scenario(folder, A), _scenario(folder, B)
    return Comparison(worlds, (one, two), int(question["runs"]), int(question["seed"]), tuple(question["outcomes"]))
