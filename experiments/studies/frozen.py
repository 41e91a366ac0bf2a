"""Studies taken up again from the plan in their folder: the question as it was asked, whatever its files say now."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import UserError
from ..evidence.calibration import adopt
from ..results.manifest_schema import MISSHAPEN
from ..results.question import model_hash
from ..results.study import MANIFEST, PLAN, known_plan, manifest
from .kinds import KINDS, Again, Asked
from .points import Progress


def finish(folder: Path, jobs: int, figures: bool, progress: Progress | None = None) -> None:
    """Finish an interrupted study to the bytes it would have had; a complete one is left as it is.

    Raises:
        UserError: no plan there that can be read, or the model is another one now.
        InterruptedBatch: Ctrl-C; what was finished is kept.
    """
    adopt(folder)
    known = known_plan(folder)
    if known is None:
        raise UserError(f"{folder}: no interrupted study there ({PLAN} is missing)")
    if not (folder / MANIFEST).is_file():
        _go_on(folder, known, jobs, figures, progress)
    elif (said := manifest(folder)["study"]) != known["kind"]:
        raise UserError(f"{folder}: its plan is of a {known['kind']}, its manifest of a {said}")


def _go_on(folder: Path, known: Mapping[str, Any], jobs: int, figures: bool, progress: Progress | None) -> None:
    """Ask the frozen question again, if it is still the same one."""
    kind = KINDS.get(known["kind"])
    if kind is None or kind.again is None:
        again = shlex.join(known["command"])
        raise UserError(
            f"{folder}: a study of the kind {known['kind']!r} is not finished by resume; ask again: {again}"
        )
    _same_model(folder, known)
    asked = _asked(folder, kind.again, known["question"])
    if asked.study().hash() != known["hash"]:
        raise UserError(f"{folder}: cannot be finished to the same result (plan or scenario have been changed)")
    kind.again.answer(asked, folder, jobs, False, figures, progress)


def _same_model(folder: Path, known: Mapping[str, Any]) -> None:
    if (then := known.get("model")) != model_hash():
        said = f"version of the model {then} there, {model_hash()} now"
        raise UserError(f"{folder}: cannot be finished to the same result ({said})")


def _asked(folder: Path, again: Again, question: dict[str, Any]) -> Asked:
    """Read a question again.

    Raises:
        UserError: it is not one that this version of brink asks.
    """
    try:
        return again.read(folder, question)
    except (*MISSHAPEN, ValidationError) as fault:
        raise UserError(f"{folder / PLAN}: not a plan that this version of brink can read") from fault
