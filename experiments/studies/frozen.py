"""Studies taken up again from the plan in their folder: the question as it was asked, whatever its files say now."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ..errors import UserError
from ..question import model_hash
from ..regular import is_regular, read_regular
from ..results import kept_scenario
from .folder import MANIFEST, PLAN, Study, known_plan, manifest
from .points import Progress

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario


class Asked(NamedTuple):
    """A study as it was asked: its question, and what answers it (folder, jobs, figures, progress)."""

    study: Study
    answer: Callable[[Path, int, bool, Progress | None], Path]


def is_study(folder: Path) -> bool:
    """Whether a folder was begun by a study, and not by a batch of runs."""
    return is_regular(folder / PLAN)


def finish(folder: Path, jobs: int, figures: bool, progress: Progress | None = None) -> str:
    """Finish an interrupted study to the bytes it would have had; a complete one is left as it is.

    Returns:
        The kind of study: the verb that asked for it.

    Raises:
        UserError: no plan there that can be read, or the model is another one now.
        InterruptedBatch: Ctrl-C; what was finished is kept.
    """
    known = known_plan(folder)
    if known is None:
        raise UserError(f"{folder}: no interrupted study there ({PLAN} is missing)")
    kind: str = known["kind"]
    if kind not in ASKED:
        again = shlex.join(known["command"])
        raise UserError(f"{folder}: a study of the kind {kind!r} is not finished by resume; ask again: {again}")
    if not (folder / MANIFEST).is_file():
        _same_model(folder, known)
        asked = _asked(folder, kind, known["question"])
        if asked.study.hash() != known["hash"]:
            raise UserError(f"{folder}: cannot be finished to the same result (plan or scenario have been changed)")
        asked.answer(folder, jobs, figures, progress)
    elif (said := manifest(folder)["study"]) != kind:
        raise UserError(f"{folder}: its plan is of a {kind}, its manifest of a {said}")
    return kind


def _same_model(folder: Path, known: Mapping[str, Any]) -> None:
    if (then := known.get("model")) != model_hash():
        said = f"version of the model {then} there, {model_hash()} now"
        raise UserError(f"{folder}: cannot be finished to the same result ({said})")


def _asked(folder: Path, kind: str, question: dict[str, Any]) -> Asked:
    """Read a question again.

    Raises:
        UserError: it is not one that this version of brink asks.
    """
    try:
        return ASKED[kind](folder, question)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ValidationError) as fault:
        raise UserError(f"{folder / PLAN}: not a plan that this version of brink can read ({kind})") from fault


def _scenario(folder: Path, name: str = "scenario") -> Scenario:
    return kept_scenario(folder, f"{name}.yaml")


def _sweep(folder: Path, question: dict[str, Any]) -> Asked:
    from ...scenarios.yaml_text import MOST_BYTES, decode, read_yaml
    from .files import Experiment
    from .sweep import make_sweep
    from .sweep_answer import answer_sweep

    file = folder / "experiment.yaml"
    text = read_regular(file, MOST_BYTES)
    read = read_yaml(decode(text, str(file)), str(file))
    experiment = Experiment.model_validate(question["experiment"])
    sweep = make_sweep(experiment, _scenario(folder), read, str(file))
    return Asked(sweep.study(), lambda out, jobs, figures, tell: answer_sweep(sweep, out, jobs, False, figures, tell))


def _sensitivity(folder: Path, question: dict[str, Any]) -> Asked:
    from .sensitivity_answer import Sensitivity, answer_sensitivity

    ranges = {str(path): (float(low), float(high)) for path, (low, high) in question["ranges"].items()}
    outcomes, left = tuple(question["outcomes"]), tuple(question["left"])
    numbers = [int(question[name]) for name in ("trajectories", "keep", "base", "replications", "seed")]
    asked = Sensitivity(_scenario(folder), ranges, outcomes, *numbers, left=left)
    return Asked(
        asked.study(), lambda out, jobs, figures, tell: answer_sensitivity(asked, out, jobs, False, figures, tell)
    )


def _map(folder: Path, question: dict[str, Any]) -> Asked:
    from .maps import Map, answer_map

    ends = {axis: (str(question[axis][0]), tuple(map(float, question[axis][1]))) for axis in ("x", "y")}
    numbers = {name: int(question[name]) for name in ("side", "replications", "seed")}
    asked = Map(_scenario(folder), ends["x"], ends["y"], str(question["outcome"]), **numbers)  # pyright: ignore[reportArgumentType]
    return Asked(asked.study(), lambda out, jobs, figures, tell: answer_map(asked, out, jobs, False, figures, tell))


def _compare(folder: Path, question: dict[str, Any]) -> Asked:
    from .compare import A, B, Comparison, answer_compare

    one, two = question["names"]
    worlds = _scenario(folder, A), _scenario(folder, B)
    asked = Comparison(worlds, (one, two), int(question["runs"]), int(question["seed"]), tuple(question["outcomes"]))
    return Asked(asked.study(), lambda out, jobs, figures, tell: answer_compare(asked, out, jobs, False, figures, tell))


ASKED: dict[str, Callable[[Path, dict[str, Any]], Asked]] = {
    "sweep": _sweep,
    "sensitivity": _sensitivity,
    "map": _map,
    "compare": _compare,
}
